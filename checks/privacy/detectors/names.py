"""Names of people in full after a cue; without a model for names, people must look as well."""

import re
from collections.abc import Iterator

from checks.privacy.detectors.surnames import COMPOUND, SURNAMES
from checks.privacy.match import Detector, Hit

_CITIZEN = (
    "投诉人|举报人|信访人|申请人|来信人|来电人|反映人|建议人|提出人|意见人|留言人|持有人|持证人|当事人|患者|被征收人|户主"
    "|家属|监护人|受益人|申诉人|求助人|老人姓名|居民姓名|村民|业主|被投诉人|被举报人|被申请人|身份证持有者|反馈人|来访人|本人"
    "|我叫|居民代表|提出者|投诉者|反映者|举报者|当事者|死者|伤者|租户|承租人|产权人|老人"
)
_OFFICE = "联系人|联络人|联络员|经办人|承办人|收件人|填报人|填表人|制表人|负责人|姓名|签名|签字|记录人|参会人员"
_NAME = r"[\u4e00-\u9fff]\s{0,2}[\u4e00-\u9fff](?:\s{0,2}[\u4e00-\u9fff]){0,2}"
_CUED = re.compile(
    rf"(?:(?P<citizen>{_CITIZEN})|(?:{_OFFICE}))(?:姓名)?(?:\([^()]{{0,8}}\))?"
    rf"(?P<gap>\s{{0,4}}[:：]\s{{0,4}}|\s?(?:是|为|系)\s?|[\s\"“「]{{1,4}}|)(?={_NAME})"
)
_HEADING = re.compile(
    rf"(?P<citizen>{_CITIZEN})|(?:{_OFFICE})|^(?:name|person|contact)$", re.IGNORECASE
)
_CELL = re.compile(rf"\s*({_NAME})\s*")
_GIVEN = {n: re.compile(rf"(?:\s{{0,2}}[\u4e00-\u9fff]){{{n}}}") for n in (1, 2)}
_HAN = re.compile(r"[\u4e00-\u9fff]")
_STYLED = re.compile(
    r"(?:某|先生|女士|同志|老师|小姐|师傅|阿姨|大爷|大妈|老伯|奶奶|爷爷|处长?|科长?|主任|局长?|书记|经理|律师|医生|教授|委员|代表|院长|所长|站长|镇长|总)"
)
_BODY = re.compile(
    r"(?:(?![在与和向因等的称说])[\u4e00-\u9fff()A-Za-z0-9]){0,20}?"
    r"(?:公司|集团|酒店|委员会|办公室|事务所|合作社|基金会|协会|学会|中心|医院|学校|大学|街道|部门|单位|政府|法院|银行|[局厅处科部院社会厂店镇乡村])"
)
_FOLLOWS = re.compile(
    r"电话|手机|联系|性别|身份|住址|地址|男|女|年龄|反映|投诉|来电|来信|表示|提出|认为|建议|和|与|及|等|于|在|向|对|因|的|说|称|家住|住|[,，。;；、/|()\s\"”」:：\-*\d]"
)
_NOBODY = (
    "范围 方式 成员 路线 高度 关系 关于 安全 常见 明显 管理 解释 何时 方法 党员 全部 左右 向上 易于 计划 项目 温馨"
    " 包括 严格 明确 成功 连续 金额 万元 文件 文化 白天 水平 许可 申报 申诉 方案 钱款 房屋 年龄 房产 权益 权利 权限"
    " 农村 师生 段落 符合 符号 满意 丰富 安排 安置 权属 查询 查阅 查处 相关 高于 高龄 常住 常用 家长 应急 于今 支付"
    " 支持 容易 封面 和解 车辆 沙发 程序 强制 单独 盖章"
)
_EVERYDAY = frozenset(_NOBODY.split())
"""Words that begin with a surname and are nobody's name."""
_WORDS = frozenset(
    "应当不可方便时间单位部门情况意见须需无可将能及其和的是在为与或各该本未已经要求名称姓等电话手机请以所"
)
"""Characters that hardly stand in a given name: what follows is a sentence."""


def _find(text: str, heading: str) -> Iterator[Hit]:
    for found in _CUED.finditer(text):
        name = _name(text, found.end(), loose=not found["gap"].strip())
        if name:
            yield Hit(found.end(), found.end() + len(name), _plain(name), bool(found["citizen"]))
    column, cell = _HEADING.search(heading[:80]) if heading else None, _CELL.fullmatch(text)
    if column and cell:
        name = _name(text, cell.start(1), loose=False)
        if name and len(_plain(name)) == len(_plain(cell[1])):
            yield Hit(cell.start(1), cell.end(1), _plain(name), bool(column["citizen"]))


def _name(text: str, start: int, *, loose: bool) -> str:
    """The name that begins here, or nothing; `loose` where no colon announced it."""
    ahead = text[start : start + 40]
    surname = next((s for s in (ahead[:2], ahead[:1]) if s in COMPOUND or s in SURNAMES), "")
    if not surname or _STYLED.match(ahead[len(surname) :].lstrip()):
        return ""
    if _BODY.match(ahead[len(surname) :]) and not _apart(ahead, surname):
        return ""
    for given in (2, 1):
        end = _reach(ahead, len(surname), given)
        if ahead[:end] in _EVERYDAY:
            return ""
        if end and _ends(ahead, end, loose) and not _WORDS & set(ahead[len(surname) : end]):
            return ahead[:end]
    return ""


def _reach(ahead: str, start: int, given: int) -> int:
    """Where so many characters of a given name end, spaces between them left aside; 0 if cut short."""
    found = _GIVEN[given].match(ahead, start)
    return found.end() if found else 0


def _ends(ahead: str, end: int, loose: bool) -> bool:
    """Whether a name may end here; after a colon the next word need not be known."""
    rest = ahead[end:]
    if not rest or _FOLLOWS.match(rest):
        return True
    return not loose and not _HAN.match(rest)


def _apart(ahead: str, surname: str) -> bool:
    """Whether the body named behind is another word: 张三 某某公司, 张三，某局."""
    return bool(
        re.match(r"[\u4e00-\u9fff]{1,2}(?:[\s,，、(;；/]|电话|手机)", ahead[len(surname) :])
    )


def _plain(name: str) -> str:
    return "".join(name.split())


NAME = Detector(
    id="name",
    title="未隐去的姓名",
    remedy="只留姓氏，如“张**”“李女士”；依法应当公开的姓名列入允许清单",
    find=_find,
    shows=(1, 0),
)
