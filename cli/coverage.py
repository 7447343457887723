"""juece opinions coverage: whom the law wants heard on an item, and who of them was."""

from cli.console import AsJson, Home, SaidNo, say, show_json, show_table
from cli.opinions import Item, opened


def coverage(item: Item, *, home: Home = "", as_json: AsJson = False) -> None:
    """应当专门听取谁的意见、听取了没有：来件登记册、其他听取方式和采纳情况里的都算；有没听取的，退出码为1。"""
    from opinions.coverage import coverage as report
    from opinions.coverage import groups_heard

    office, register, window = opened(item, home)
    with register.engine.connect() as connection:
        covered = report(connection, office.ledger().load(item), window.round, office.now().date())
    missing = [one for one in covered if not one.ways]
    if as_json:
        show_json({
            "专门听取意见情况": groups_heard(covered),
            "没有听取": [{"听取对象": one.audience.value, "规则": one.rule} for one in missing],
        })  # fmt: skip
    elif not covered:
        say(f"{item} 没有规则要求专门听取谁的意见，登记册里也没有专门听取的来件")
    else:
        rows = [
            (
                one.audience.value,
                f"{one.rule} {one.article}".strip() or "没有规则要求",
                _said(one.ways),
            )
            for one in covered
        ]
        show_table(("听取对象", "依据", "听取情况"), rows)
    if missing:
        named = "、".join(one.audience.value for one in missing)
        raise SaidNo(
            f"还没有听取{named}的意见：来件用 --audience 写明听取对象，其他方式用 juece file 登记"
        )


def _said(ways) -> str:  # type: ignore[no-untyped-def]
    told = (
        "，".join(
            (*([way.how] if way.how else []), *([f"{way.letters}件"] if way.letters else []),
             *([f"{way.first}起"] if way.first else []))
        )
        for way in ways
    )  # fmt: skip
    return "；".join(told) or "没有"
