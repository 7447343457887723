"""What offices call the columns of their catalogs, by the title that the form has for each.

Collected from published catalogs and the work plans that ask for them. A heading that stands in no list
is asked about; none is guessed.
"""

from collections.abc import Mapping

SYNONYMS: Mapping[str, tuple[str, ...]] = {
    "序号": ("编号", "项次", "序", "项目序号"),
    "事项名称": (
        "决策事项名称", "决策事项", "重大行政决策事项", "重大行政决策事项名称", "重大决策事项", "决策名称",
        "项目名称", "事项", "名称", "重大行政决策名称", "目录事项", "决策事项（名称）",
    ),
    "内容概述": (
        "主要内容", "决策内容", "事项内容", "事项概述", "内容", "内容简介", "决策事项主要内容", "简要内容",
    ),
    "类别": ("事项类别", "决策类别", "事项类型", "决策类型", "类型", "决策事项类别", "决策事项类型"),
    "牵头单位": ("牵头部门", "主办单位", "主办部门", "牵头承办单位", "牵头责任单位", "承办单位·牵头单位"),
    "配合单位": ("配合部门", "协办单位", "协办部门", "会办单位", "参与单位", "承办单位·配合单位"),
    "责任单位": (
        "承办单位", "承办部门", "决策承办单位", "决策承办部门", "责任部门", "承办处室", "承办科室", "责任处室",
        "责任科室", "起草单位", "起草部门",
    ),
    "法律政策依据": (
        "依据", "法律依据", "决策依据", "政策依据", "制定依据", "设定依据", "主要依据", "法律法规依据",
        "法律法规政策依据", "法律法规和政策依据", "编制依据",
    ),
    "计划决策时间": (
        "决策时间", "计划时间", "计划完成时间", "完成时间", "完成时限", "拟完成时间", "预计完成时间", "时间安排",
        "时间节点", "拟决策时间", "预计决策时间", "计划出台时间", "决策时限", "进度安排", "计划提请审议时间",
        "拟提请审议时间",
    ),
    "计划听证": ("是否听证", "是否需要听证", "是否组织听证", "是否举行听证"),
    "涉及的特定群体": ("特定群体", "涉及群体"),
}  # fmt: skip

_TITLES = {word: title for title, words in SYNONYMS.items() for word in (title, *words)}


def title_meant(heading: str) -> str:
    """The title of the form that a heading is known to mean; empty where nobody has said so."""
    plain = heading.translate(str.maketrans("()", "（）")).strip("：:*＊")
    return _TITLES.get(plain, "")
