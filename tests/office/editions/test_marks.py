"""Two states of a page with every difference marked: nothing is lost, nothing is left unmarked."""

import random

from lxml import html

from office.editions.marks import Marked, compared, marked

PAGE = (
    '<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>{title}</title>'
    '<link rel="stylesheet" href="../static/site.{sheet}.css"></head><body>{body}</body></html>'
)


def page(body: str, title: str = "事项", sheet: str = "12345678") -> bytes:
    return PAGE.format(body=body, title=title, sheet=sheet).encode()


def texts(page: str | bytes, without: str = "") -> str:
    """What a page says; without what is marked by a tag."""
    root = html.document_fromstring(page)
    for mark in [*root.iter(without)] if without else []:
        mark.text = ""
    return "".join(root.find("body").itertext())


def of(old: str, new: str) -> Marked:
    found = marked(page(old), page(new))
    assert found
    return found


def test_a_changed_date_is_marked_whole_and_nothing_else_of_its_sentence() -> None:
    found = of(
        "<h2>期限</h2><p>到4月1日，共<b>30</b>日。</p>",
        "<h2>期限</h2><p>到4月11日，共<b>40</b>日。</p>",
    )
    assert '月<ins class="juece-mark" id="bian-1">11</ins>日' in found.new
    assert '月<del class="juece-mark" id="bian-1">1</del>日' in found.old
    [one] = found.differences
    assert one == (1, "期限", "到4月1日，共 30", "到4月11日，共 40")


def test_where_a_link_leads_and_what_a_picture_is_are_part_of_it() -> None:
    found = of(
        '<a href="a.pdf">附件</a><img src="a.png" alt="图">',
        '<a href="b.pdf">附件</a><img src="a.png" alt="表">',
    )
    assert [(d.old, d.new) for d in found.differences] == [
        ("链接：a.pdf", "链接：b.pdf"),
        ("图片的说明：图", "图片的说明：表"),
    ]
    assert 'class="juece-ins"' in found.new


def test_the_name_of_the_style_sheet_is_no_difference_and_stays() -> None:
    found = marked(page("<p>一</p>", sheet="11111111"), page("<p>一</p>", sheet="22222222"))
    assert found
    assert found.differences == ()
    assert "site.11111111.css" in found.old
    assert "site.22222222.css" in found.new


def test_what_a_page_says_stays_text_whatever_is_written_in_it() -> None:
    found = of("<p>甲</p>", "<p>甲</p><p>&lt;script&gt;alert(1)&lt;/script&gt; &amp;amp;</p>")
    assert "<script" not in found.new
    assert found.differences[0].new == "<script>alert(1)</script> &amp;"


def test_what_is_no_page_is_not_marked() -> None:
    assert marked(b"\xff\xfe", page("")) is None


def test_what_is_folded_is_opened_where_something_differs_in_it() -> None:
    found = of(*(f"<details><summary>更多</summary><p>{n}</p></details>" for n in "一二"))
    assert "<details open" in found.old
    assert "<details open" in found.new


def test_at_random_nothing_is_lost_and_nothing_that_changed_is_unmarked() -> None:
    """Without what is marked, both say the same; without the marks, each says what it said."""
    for seed in range(150):
        rng = random.Random(seed)
        blocks = [_block(rng) for _ in range(rng.randint(1, 12))]
        changed = [b for b in blocks if rng.random() > 0.2]
        for _ in range(rng.randint(0, 4)):
            changed.insert(rng.randint(0, len(changed)), _block(rng))
        old, new = page("".join(blocks)), page("".join(changed))
        found = compared(old, new)
        assert texts(found.old) == texts(old), seed
        assert texts(found.new) == texts(new), seed
        said = [
            " ".join(texts(one, tag).split())
            for one, tag in ((found.old, "del"), (found.new, "ins"))
        ]
        assert said[0].replace(" ", "") == said[1].replace(" ", ""), seed
        for one in found.differences:
            assert f'id="bian-{one.number}"' in found.old + found.new, seed


def _block(rng: random.Random) -> str:
    words = "".join(rng.choice("甲乙丙丁12 ，") for _ in range(rng.randint(1, 9)))
    inner = f"{words}<b>{rng.randint(1, 3)}</b>{rng.choice(['', '日', ' 月'])}"
    return rng.choice(
        (f"<p>{inner}</p>", f"<ul><li>{inner}</li><li>{words}</li></ul>", f"<h2>{words}</h2>")
    )
