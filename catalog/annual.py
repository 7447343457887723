"""The annual catalog of decision items (重大行政决策事项目录) as a data file."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import Field

from catalog.item import DecisionItem
from catalog.record import Frozen, Record, Text, spelled

FIRST_YEAR, LAST_YEAR = 2000, 2100
"""The years of which there may be a catalog."""
IN_SETTINGS = "已在网站设置（site.yaml）中填写，此栏以该设置为准"


class AuthorityKind(StrEnum):
    """Governments at county level and above are bound by 713 directly, the others by reference
    (713-2, 42; 沪35-2)."""

    GOVERNMENT = "政府"
    DEPARTMENT = "部门"
    TOWNSHIP = "乡镇政府或者街道办事处"


class AuthorityLevel(StrEnum):
    """Where the authority stands; an office belongs to the level of its government."""

    PROVINCE = "省级"
    CITY = "设区的市级"
    COUNTY = "县级以下"


class Authority(Frozen):
    """The decision-making authority; its id begins every item's id."""

    id: Annotated[
        str, spelled(r"^[a-z][a-z0-9]{1,15}$", "应为小写字母开头的2至16个小写字母、数字，如 slmzj")
    ] = Field(
        title="代号",
        description="小写字母开头，2至16个小写字母、数字；用在网址和事项编号里，定了就不要改",
    )
    name: Text = Field(title="全称")
    kind: AuthorityKind = Field(AuthorityKind.DEPARTMENT, title="性质")
    level: AuthorityLevel | None = Field(
        None, title="行政层级", description="决定档案的移交年限（档案法实施条例第二十条）"
    )
    meeting: str = Field("", title="决策会议名称")
    contact_unit: str = Field("", title="联系处室")
    phone: str = Field("", title="联系电话")
    site_name: str = Field("", title="网站名称", description=IN_SETTINGS)
    site_domain: str = Field("", title="网站域名", description=IN_SETTINGS)
    site_id_code: str = Field("", title="网站标识码", description=IN_SETTINGS)

    @property
    def by_reference(self) -> bool:
        """Say whether it only follows Order 713 (参照, 713-42), which binds governments directly."""
        return self.kind is not AuthorityKind.GOVERNMENT


class PublicSource(Frozen):
    """A published document that a catalog was compiled from."""

    title: Text = Field(title="标题")
    doc_no: str = Field("", title="文件编号")
    index_no: str = Field("", title="索取号")
    dated_on: date | None = Field(None, title="成文日期")
    published_on: date | None = Field(None, title="发布日期")


class CatalogRecord(Record):
    """The catalog itself: one record per authority and year, before its items."""

    past: ClassVar[tuple[str, ...]] = ("consented_on", "published_on", "dated_on")
    day: ClassVar[str] = "published_on"

    authority: Authority = Field(title="决策机关")
    year: int = Field(title="年度", ge=FIRST_YEAR, le=LAST_YEAR)
    title: Text = Field(title="目录名称")
    basis: str = Field("", title="编制依据")
    doc_no: str = Field("", title="文件编号")
    index_no: str = Field("", title="索取号")
    approved_by: str = Field("", title="审定")
    consented_on: date | None = Field(None, title="同级党委（党组）同意日期")
    published_on: date | None = Field(None, title="公布日期")
    dated_on: date | None = Field(None, title="成文日期", description="目录文件落款的日期")
    summary: str = Field("", title="内容概述", description="公开目录的索引信息（711-12第三款）")
    compiled_from: PublicSource | None = Field(
        None,
        title="整理来源",
        description="目录不是该机关公布的，而是从公开材料整理的，写明材料",
    )
    notice: str = Field("", title="提示", description="印在每一页上，例如演示数据")


class ReformKind(StrEnum):
    """What became of a unit in a reform of the organs."""

    RENAMED = "更名"
    MERGED = "合并"
    SPLIT = "拆分"
    ABOLISHED = "撤销"


class Reform(Record):
    """A unit renamed, merged, split or abolished, and who goes on in its place (机构变动).

    It is filed once, for the year in which it takes place; from `since` the duties of the items of
    every year of the authority pass on.
    """

    past: ClassVar[tuple[str, ...]] = ("since",)
    day: ClassVar[str] = "since"

    unit: Text = Field(
        title="原单位名称",
        description="登记到变动所在的年度，登记一次；各个年度的事项都随着变动",
    )
    kind: ReformKind = Field(title="变动类型")
    successors: tuple[Text, ...] = Field(
        (), title="承接职责的单位", description="更名的写新名称；撤销的写明由谁承接"
    )
    since: date = Field(title="变动日期")
    basis: str = Field("", title="变动依据")


class Catalog(Frozen):
    """A catalog file: the record of the catalog and its items."""

    catalog: CatalogRecord = Field(title="目录")
    items: tuple[DecisionItem, ...] = Field(title="事项")

    @property
    def id(self) -> str:
        """The catalog's own id, `<authority>-<year>`."""
        return f"{self.catalog.authority.id}-{self.catalog.year}"

    def numbered(self) -> Mapping[str, DecisionItem]:
        """Items by id `<authority>-<year>-<no>`; a number used twice is a shape error earlier."""
        return {f"{self.id}-{item.no:02d}": item for item in self.items}
