"""juece export: the page of one item, or of a year, as PDF or for Word."""

import os
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from catalog.ids import catalog_of
from catalog.timezone import local_day
from cli.console import AsJson, Home, SaidNo, WrongUsage, say, show_json
from cli.preconditions import item_on_file, office_with_catalog

if TYPE_CHECKING:
    from office.settings.installation import Office
    from pages.export.paper import Paper


def export(
    item: Annotated[
        str, Parameter(help="事项编号，如 demo-2026-03；或者年度目录的编号，如 demo-2026")
    ],
    *,
    pdf: Annotated[Path | None, Parameter(help="写成 PDF（带标签，可以朗读）的文件名")] = None,
    docx: Annotated[Path | None, Parameter(help="写成 Word 文档（可以编辑）的文件名")] = None,
    as_of: Annotated[date | None, Parameter(help="哪一天的页面，默认今天")] = None,
    fonts: Annotated[
        Path | None, Parameter(help="另有字体的文件夹（PDF 用思源宋体、思源黑体）")
    ] = None,
    home: Home = "",
    as_json: AsJson = False,
) -> None:
    """一个事项或者一个年度目录的公开页面，写成 PDF 或者 Word 文档；内容与网页相同。"""
    if pdf is None and docx is None:
        raise WrongUsage("请用 --pdf 或者 --docx 写明文件名，也可以两个都写")
    for file, ending in ((pdf, ".pdf"), (docx, ".docx")):
        if file and file.suffix.lower() != ending and not file.is_dir():
            raise WrongUsage(f"--{ending[1:]} 写成的文件名应以 {ending} 结尾，不能是“{file.name}”")
    paper = _paper(item, as_of, home)
    written = []
    if pdf:
        written.append(write_whole(pdf, _pdf(paper, fonts)))
    if docx:
        from pages.export.word import word

        written.append(write_whole(docx, word(paper)))
    if as_json:
        show_json({"item": item, "as_of": paper.as_of, "files": written})
    else:
        say(f"已写成：{'、'.join(str(file) for file in written)}")


def _paper(named: str, as_of: date | None, home: str) -> "Paper":
    office = office_with_catalog(home)
    years = office.ledger().catalogs()
    found = item_on_file(office, named, *years)
    return (_year if found in years else _item)(office, found, as_of or local_day(office.now()))


def _item(office: "Office", item: str, day: date) -> "Paper":
    from catalog.public import disclose
    from catalog.public.disclose import NotListed
    from catalog.public.validity import standing
    from office.settings.site_context import setting_of
    from office.shown import shown_by
    from pages.export import on_paper

    ledger = office.ledger()
    found = ledger.load(item, opinions=True, on=day)
    dossier = replace(found, editions=shown_by(office))
    try:  # of the day that the page speaks of, so that they say the same and stay the same
        public = disclose(dossier, standing(dossier, day).since if dossier.entries else day)
    except NotListed as nothing:
        raise SaidNo(str(nothing)) from nothing
    catalog = ledger.load(catalog_of(item), on=day)
    return on_paper(public, setting_of(office, [catalog]))


def _year(office: "Office", catalog: str, day: date) -> "Paper":
    from catalog.public.year import disclose_years
    from office.build import year_of
    from office.settings.site_context import setting_of
    from pages.build.site import public_years
    from pages.export import year_on_paper

    ledger = office.ledger()
    year = year_of(office, catalog, ledger.items(catalog), day)
    setting = setting_of(office, [year.catalog])
    found = public_years(disclose_years([year], day), setting)
    if not found:
        raise SaidNo(f"年度目录“{catalog}”在{day}还没有登记")
    return year_on_paper(found[0].page, setting)


def _pdf(paper: "Paper", fonts: Path | None) -> bytes:
    from pages.export.fonts import NoFont
    from pages.export.pdf import pdf

    if fonts and not fonts.is_dir():
        raise WrongUsage(f"没有这个文件夹：{fonts}")
    try:
        return pdf(paper, fonts)
    except NoFont as missing:
        raise SaidNo(str(missing)) from missing


def write_whole(file: Path, body: bytes) -> Path:
    """Write a file whole or not at all."""
    if file.is_dir():
        raise WrongUsage(f"{file} 是文件夹，请写明文件名")
    if not file.absolute().parent.is_dir():
        raise WrongUsage(f"没有这个文件夹：{file.parent}")
    new = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        new.write_bytes(body)
        new.replace(file)
    finally:
        new.unlink(missing_ok=True)
    return file
