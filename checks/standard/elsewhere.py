"""Rules of the page standard that the files alone cannot tell of, and where they are held."""

from typing import NamedTuple

from catalog.findings import Severity

ERROR, WARN = Severity.ERROR, Severity.WARN

SHOWN = "只有浏览器排版以后才看得出"
STANDING = "tests/pages/test_browser.py"
EVERY = "tests/pages/test_accessibility.py"
MINE = "tests/pages/test_standard_in_browser.py"
PATROL = "tests/office/links/test_rounds.py"


class Elsewhere(NamedTuple):
    """A rule, why the files cannot tell, and what holds it: a test, or a rule of the law.

    `held_by` is empty where nothing holds it yet.
    """

    severity: Severity
    source: str
    says: str
    why: str
    held_by: str


ELSEWHERE: dict[str, Elsewhere] = {
    "A-11": Elsewhere(
        ERROR,
        "WCAG 1.4.10",
        "屏宽320像素、文字放大到200%时不横向滚动。",
        SHOWN,
        f"{STANDING}::test_text_at_twice_its_size_still_fits",
    ),
    "A-12": Elsewhere(
        WARN,
        "WCAG 1.4.12",
        "加大行距、字距时文字不被截断。",
        SHOWN,
        f"{MINE}::test_wider_spacing_cuts_nothing",
    ),
    "A-13": Elsewhere(
        ERROR,
        "WCAG 2.5.8、适老化",
        "可以点的地方不小于24像素，主要的不小于44像素。",
        SHOWN,
        f"{STANDING}::test_what_is_pressed_is_large_enough",
    ),
    "A-14": Elsewhere(
        ERROR,
        "WCAG 2.4.7、2.4.11",
        "键盘走到的地方看得见焦点，不被遮住。",
        SHOWN,
        f"{MINE}::test_focus_is_seen_wherever_it_goes",
    ),
    "A-18": Elsewhere(
        WARN,
        "推导",
        "读屏软件听到的结构与预期一致。",
        "无障碍树由浏览器生成",
        f"{MINE}::test_a_screen_reader_hears_the_outline",
    ),
    "L-10": Elsewhere(
        WARN,
        "19",
        "站外链接30日内核对过一次。",
        "核对的结果由链接巡查登记，不在站点文件里；离线生成时可以不做",
        f"{PATROL}::test_every_link_that_leaves_the_site_was_asked_within_thirty_days",
    ),
    "S-04": Elsewhere(
        ERROR,
        "CSP",
        "浏览器没有报告违反内容安全策略。",
        "只有浏览器会报告",
        f"{STANDING}::test_no_page_overflows_fetches_or_complains",
    ),
    "S-09": Elsewhere(
        ERROR,
        "S21",
        "页面和每份文件公布前都有保密审查登记，不印在页面上。",
        "登记在台账里，依法不公开，站点文件里看不到",
        "DIS-08",
    ),
    "S-12": Elsewhere(
        ERROR,
        "推导",
        "各种输入的文字都原样显示，不会变成代码。",
        "要用故意写坏的文字去试",
        "tests/pages/test_escaping.py::test_hostile_text_is_inert",
    ),
    "P-07": Elsewhere(
        WARN,
        "本规范",
        "手机第一屏看得到标题、状态、说明和主要操作，链到三块必备公开内容，每块写明答案。",
        SHOWN,
        f"{EVERY}::test_the_first_screen_of_a_phone_holds_name_status_sentence_what_to_do_and_three_answers",
    ),
    "P-09": Elsewhere(
        ERROR,
        "推导",
        "同样的台账、同一天，生成两次逐字节相同。",
        "要生成两次比较",
        "tests/pages/test_edition.py::test_the_same_input_gives_the_same_bytes",
    ),
    "P-10": Elsewhere(
        WARN,
        "GB 18030",
        "生僻字能显示，不是方框。",
        "与打开页面的机器上的字体有关",
        f"{MINE}::test_rare_characters_are_drawn",
    ),
}
