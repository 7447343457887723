"""What a twin says is what the page prints; and what the page lists, its twins list in full."""

import csv
import hashlib
import io
import re
from collections.abc import Iterator
from datetime import date, timedelta

import feedparser
import icalendar

from pages.model.wording import day
from tests.pages.formats.folders import Folder, item_folders, year_folders

ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
ISO_TIME = re.compile(rf"{ISO_DAY.pattern}(T\S+)?")
UNPRINTED = {"@type", "@id", "@context", "url", "item", "contentUrl", "identifier", "sha256"}
UNPRINTED |= {"encodingFormat", "eventStatus", "inLanguage"}
"""Addresses, codes and names of the vocabulary; each has a test of its own below or elsewhere."""


def leaves(node: object, key: str = "") -> Iterator[tuple[str, str]]:
    """Every printed value of a JSON-LD graph with its property."""
    if isinstance(node, dict):
        for name, value in node.items():
            yield from leaves(value, name)
    elif isinstance(node, list):
        for value in node:
            yield from leaves(value, key)
    elif isinstance(node, str) and key not in UNPRINTED:
        yield key, node


CODES = {"$schema", "id", "slug", "state", "status", "kind", "colour", "anchor", "article"}
ADDRESSES = {"href", "path", "csv", "sha256"}
DRAWN = {"x", "y", "width", "height", "start", "top", "left", "today"}
UNSAID = {
    "word": "of a section that has no mark of its own",
    "meeting": "of the authority, said where there is one",
    "columns": "of a table that has no rows",
    "first_filed_at": "is the label PubDate as long as the next is not known, below",
    "first_published_at": "is the label PubDate, below",
    "site_name": "stands in the title",
    "saved_as": "the name under which a browser saves a file",
    "aloud": "what is said of a link to who hears it",
    "legend": "beside its words, the classes of what is drawn",
}
NAMED_FOR_CALENDARS = {"有效期最后一日", "公布决策的期限"}
OF_ITEM_PAGES = "covered"
"""What a year's data lists and each item's page prints: the places covered in its documents."""


def values(node: object, key: str = "") -> Iterator[tuple[str, str]]:
    """Every text and number of a page's data with the name of its field."""
    if isinstance(node, dict):
        for name, value in node.items():
            yield from values(value, name)
    elif isinstance(node, list):
        for value in node:
            yield from values(value, key)
    elif isinstance(node, str | int | float) and not isinstance(node, bool):
        yield key, str(node)


def unprinted(one: Folder, data: object) -> set[tuple[str, str]]:
    """What the data says in words or numbers and the page does not."""
    quiet = CODES | ADDRESSES | DRAWN | UNSAID.keys()
    return {
        (key, value)
        for key, value in values(data)
        if key not in quiet
        and not (one.says_day(value) if ISO_DAY.fullmatch(value) else one.says(value))
    }


def test_every_word_and_number_of_an_items_data_is_printed(site: dict[str, bytes]) -> None:
    for one in item_folders(site):
        data = one.json("item.json")
        assert len(list(values(data))) > 100
        missing = unprinted(one, data)
        assert {value for _, value in missing} <= NAMED_FOR_CALENDARS, (one.path, missing)


def test_every_word_and_number_of_a_years_data_is_printed(site: dict[str, bytes]) -> None:
    for one in year_folders(site):
        data = one.json("catalog.json")
        of_items = data.pop(OF_ITEM_PAGES)
        assert unprinted(one, data) == set(), one.path
        for place in of_items:
            shown = next(i for i in item_folders(site) if i.path == f"{one.path}{place['no']:02d}/")
            assert unprinted(shown, {k: v for k, v in place.items() if k != "no"}) == set()


SAID_BY_THE_TEMPLATE = re.compile(
    r"同类意见\d+条|下一步：|（站外）|公开的是遮盖后的副本，原件留存。|打印：请使用.+|\d+年\d+月\d+日"
    r"|下次复核日期|没有要求修改的意见|逐项查看程序履行情况|展开全部\d+条更新|收起更早的更新"
)


def test_every_fact_cell_and_paragraph_of_a_page_is_in_its_data(site: dict[str, bytes]) -> None:
    met = 0
    for one in item_folders(site):
        data = one.json("item.json")
        known = "\n".join("".join(value.split()) for _, value in values(data))
        known += "\n".join(day(date.fromisoformat(iso)) for iso in ISO_DAY.findall(known))
        for element in one.main({"dd", "td", "p"}):
            text = "".join(element.text.split())
            for run in re.findall(r"\d+|[^\W\d]+", SAID_BY_THE_TEMPLATE.sub(" ", text)):
                met += 1
                assert run in known, (one.path, run, text)
            for on in re.findall(r"\d+年\d+月\d+日", text):
                assert on in known, (one.path, on, text)
    assert met > 200


def table(body: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"))))


def address(one: Folder) -> str:
    """The absolute address of the page, as its own JSON-LD gives it."""
    return str(one.inline()["@graph"][0]["url"])


def test_every_value_of_the_linked_data_is_printed(site: dict[str, bytes]) -> None:
    for one in item_folders(site):
        graph = one.json("item.jsonld")["@graph"]
        found = list(leaves(graph))
        assert len(found) > 5
        for key, value in found:
            said = one.says_day(value[:10]) if ISO_TIME.fullmatch(value) else one.says(value)
            assert said, (one.path, key, value)


def test_the_page_was_published_when_its_label_says(site: dict[str, bytes]) -> None:
    for one in item_folders(site):
        labels = {m.attributes.get("name"): m.attributes for m in one.page.of("meta")}
        node, data = one.inline()["@graph"][0], one.json("item.json")
        known = data["first_published_at"] is not None
        published = node["datePublished" if known else "dateCreated"]
        assert ("datePublished" in node, "dateCreated" in node) == (known, not known)
        assert published == data["first_published_at" if known else "first_filed_at"]
        if "PubDate" in labels:
            assert labels["PubDate"]["content"] == published[:16].replace("T", " ")
        else:
            assert "（资料整理）" in one.text
        assert one.says_day(published[:10])


def test_a_feed_tells_the_update_history_and_the_ends_of_consultations(
    site: dict[str, bytes],
) -> None:
    for one in item_folders(site):
        told = feedparser.parse(one.files["feed.atom"])
        assert told.feed.title == one.page.of("h1")[0].text
        history = [(on.attributes["datetime"], on) for on in one.page.of("time") if on.attributes]
        ends = [e for e in told.entries if "公开征求意见截止" in e.title]
        assert len(told.entries) - len(ends) == len(one.json("item.json")["updates"])
        for entry in told.entries:
            assert entry.title.startswith(f"{told.feed.title}：")
            what = entry.title.removeprefix(f"{told.feed.title}：")
            if entry in ends:
                period = what.partition("（")[2].removesuffix("）")
                assert one.says(period), what
                continue
            assert one.says(what), (one.path, what)
            assert one.says_day(entry.updated[:10])
            assert entry.updated[:10] in {on for on, _ in history}
            assert one.says(entry.get("summary", ""))


def test_an_entry_leads_to_a_place_that_is_there(site: dict[str, bytes]) -> None:
    for one in item_folders(site):
        ids = set(one.page.ids())
        for entry in feedparser.parse(one.files["feed.atom"]).entries:
            base, _, anchor = entry.link.partition("#")
            assert base == address(one)
            assert anchor in ids


def test_every_day_of_the_calendar_is_printed_where_it_leads(site: dict[str, bytes]) -> None:
    seen = 0
    for one in item_folders(site):
        ids = set(one.page.ids())
        for event in icalendar.Calendar.from_ical(one.files["timeline.ics"]).walk("VEVENT"):
            seen += 1
            on: date = event["DTSTART"].dt
            assert one.says_day(on.isoformat()), (one.path, event["SUMMARY"])
            says, _, notice = str(event["DESCRIPTION"]).partition(" ")
            assert one.says(says), says
            assert one.says(notice)
            assert one.says(str(event["SUMMARY"]).rpartition("：")[2])
            assert one.says(str(event.get("LOCATION", "")))
            base, _, anchor = str(event["URL"]).partition("#")
            assert base == address(one)
            assert anchor in ids
            revised = event["DTSTAMP"].dt.date() + timedelta(days=1)  # 16:00 UTC is midnight
            assert one.says_day(revised.isoformat())
    assert seen > 10


def test_every_deadline_meeting_and_hearing_of_the_page_is_in_the_calendar(
    site: dict[str, bytes],
) -> None:
    for one in item_folders(site):
        events = icalendar.Calendar.from_ical(one.files["timeline.ics"]).walk("VEVENT")
        days = {str(e["DTSTART"].dt) for e in events}
        page = one.json("item.json")
        assert days == {moment["on"] for moment in page["moments"]}
        closing = re.findall(r"至(\d+)年(\d+)月(\d+)日24时（北京时间）", one.text)
        assert {f"{y}-{int(m):02d}-{int(d):02d}" for y, m, d in closing} <= days
        held = [f for v in (*page["meetings"], *page["rounds"]) for f in v["facts"]]
        held += [f for v in page["rounds"] for f in v["hearing"]]
        for fact in held:
            if fact["term"] in {"日期", "召开日期"}:
                y, m, d = re.findall(r"\d+", fact["values"][0])
                assert f"{y}-{int(m):02d}-{int(d):02d}" in days


def test_the_list_of_files_is_that_of_the_page_and_of_the_folder(site: dict[str, bytes]) -> None:
    for one in item_folders(site):
        rows = table(one.files["attachments.csv"])
        links = {a.attributes["href"] for a in one.page.of("a")}
        listed = {row["网址"].removeprefix(address(one)) for row in rows}
        assert listed == {href for href in links if href.startswith("files/")}
        for row in rows:
            body = one.files[row["网址"].removeprefix(address(one))]
            assert hashlib.sha256(body).hexdigest() == row["SHA-256"]
            for column in ("标题", "类别", "格式", "大小", "提示"):
                assert one.says(row[column]), row
            assert one.says_day(row["登记或者公开日期"])


def test_linked_downloads_are_the_files(site: dict[str, bytes]) -> None:
    for one in item_folders(site):
        graph = one.json("item.jsonld")["@graph"]
        downloads = {n["contentUrl"]: n["sha256"] for n in graph if "contentUrl" in n}
        rows = table(one.files["attachments.csv"])
        assert downloads == {row["网址"]: row["SHA-256"] for row in rows}


def test_the_table_of_a_year_is_that_of_its_page(site: dict[str, bytes]) -> None:
    for one in year_folders(site):
        cells = [c.text.strip() for c in one.page.of("td") if c.attributes.get("data-label")]
        rows = table(one.files["catalog.csv"])
        numbers = [row["序号"] for row in rows]
        assert numbers == [c for c in cells if c.isdecimal()][: len(rows)]
        for row in rows:
            for column, value in row.items():
                assert column == "网址" or one.says(value), (column, value)
            folder = row["网址"].rstrip("/").rpartition("/")[2]
            assert f"{folder}/index.html" in one.files


def test_a_year_feed_tells_the_update_history_of_its_page(site: dict[str, bytes]) -> None:
    for one in year_folders(site):
        told = feedparser.parse(one.files["feed.atom"])
        assert told.feed.title == one.page.of("h1")[0].text
        assert len(told.entries) == len(one.json("catalog.json")["updates"]) > 0
        for entry in told.entries:
            assert one.says(entry.title)
            assert one.says_day(entry.updated[:10])


def test_every_twin_of_a_page_is_named_in_its_head_and_at_its_foot(site: dict[str, bytes]) -> None:
    for one in (*item_folders(site), *year_folders(site)):
        alternates = [e for e in one.page.of("link") if e.attributes["rel"] == "alternate"]
        named = {e.attributes["href"] for e in alternates}
        page = {"index.html"} | {n for n in one.files if "/" in n or n.startswith("opinions-")}
        assert named == set(one.files) - page
        assert all(e.attributes["type"] and e.attributes["title"] for e in alternates)
        assert named <= {a.attributes["href"] for a in one.page.of("a")}
