"""An authority's website as its pages must name it; the settings of a place, not law and no record."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from catalog.annual import Authority
from catalog.record import Frozen, Text

PLACES = "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新"

Address = Annotated[str, StringConstraints(pattern=r"^https://[a-z0-9.-]+(/[!-~]*)?$")]
Words = Annotated[str, StringConstraints(pattern=r"^[^,，]+$")]


PATH = "zwgk/zdjc"
"""Where the column stands in an authority's site."""
PROCEDURE = "chengxu"
"""The folder of the page of an item's procedure, within the item's."""
COMPARED = "duizhao"
"""The folder of the pages on which two texts of an item stand beside each other, within the item's."""
OPINIONS = "yijian"
"""The folder of the pages of all its opinions, where they are too many for one."""
LOOKUP = "chaxun"
"""The folder of the page on which a receipt tells what became of a letter, within the item's."""

DRAW, SIGN_UP = "choujian", "baoming"
"""The folder of the page on the draw of representatives, within the item's; that of the form at the intake."""
FOLLOW = "dingyue"
"""The folder of the form by which one follows an item, within the item's at the intake."""

EXCHANGED = "genghuan"
"""The folder of the notices of files that are public no more, beside that of the files: what serves the site answers
with a notice where its file was, so both lie equally deep."""
DEADLINES = "qixian"
"""The folder of the page of legal periods, at the root of an authority's site."""


def item_folder(no: int) -> str:
    """Folder of an item under its year; never reused, so the address holds for life."""
    return f"{no:02d}"


def year_path(year: int) -> str:
    """Where the page of a year stands in its authority's site, without slashes around it."""
    return f"{PATH}/{year}"


def item_path(year: int, no: int) -> str:
    """Where the page of an item stands in its authority's site, without slashes around it."""
    return f"{year_path(year)}/{item_folder(no)}"


class Column(Frozen):
    """A column of the portal above ours, as the breadcrumb names it."""

    name: Text = Field(title="栏目名称")
    url: Address = Field(title="栏目网址")


class Site(Frozen):
    """The website of one authority, in the words of its filings (国办发〔2017〕47号, 国办秘函〔2019〕19号).

    A value of another body's site would send its readers' complaints there, so nothing here has a
    default that could pass for a filing.
    """

    authority: Text = Field(title="机关代号", description="与年度目录中决策机关的代号一致")
    name: Text = Field(title="网站名称")
    domain: Annotated[str, StringConstraints(pattern=r"^([a-z0-9-]+\.)+gov\.cn$")] = Field(
        title="网站域名"
    )
    id_code: Annotated[str, StringConstraints(pattern=r"^(bm\d{8}|\d{10})$")] = Field(
        title="网站标识码"
    )
    organiser: Text = Field(title="主办单位")
    undertaker: str = Field("", title="承办单位")
    address: str = Field("", title="地址")
    phone: Text = Field(title="联系电话")
    icp: Annotated[
        str, StringConstraints(pattern=rf"^[{PLACES}]ICP备(\d{{8}}|\d{{10}})号(-\d{{1,3}})?$")
    ] = Field(title="ICP备案号")
    police: Annotated[str, StringConstraints(pattern=rf"^[{PLACES}]公网安备\s?\d{{14}}号$")] = (
        Field(title="公安备案号")
    )
    emblem: Annotated[
        str, StringConstraints(pattern=r"^https://bszs\.conac\.cn/sitename\?[!-~]+$")
    ] = Field(title="党政机关网站标识网址")
    map_url: Address | None = Field(None, title="网站地图网址")
    search_url: Address | None = Field(None, title="检索网址")
    board_url: Address | None = Field(None, title="政策留言板网址")
    intake: Annotated[Address, StringConstraints(pattern=r"/$")] | None = Field(
        None, title="意见征集网址", description="公众对草案提意见的表单，以 / 结尾"
    )
    above: tuple[Column, ...] = Field((), title="上级栏目")
    column: Text = Field("重大行政决策", title="栏目名称")
    column_description: Text = Field(
        "重大行政决策事项目录和各事项全过程信息的集成公开", title="栏目描述"
    )
    column_keywords: tuple[Words, ...] = Field(
        ("重大行政决策", "事项目录", "意见征集", "意见采纳", "决策公开"), title="栏目关键词"
    )
    column_type: Text = Field("政府信息公开", title="栏目类别")
    topic: str = Field("", title="主题分类", description="例如 民政、扶贫、救灾")
    index_label: Literal["索取号", "索引号"] = Field("索取号", title="索取号的叫法")

    def of(self, authority: Authority) -> Authority:
        """The authority with the name, domain and code that are in force for its site today."""
        named = {
            "site_name": self.name,
            "site_domain": self.domain,
            "site_id_code": self.id_code,
        }
        return authority.model_copy(update=named)


class Sites(Frozen):
    """The settings file of an installation: one site for each authority."""

    sites: tuple[Site, ...] = Field(title="网站")

    @model_validator(mode="after")
    def _one_each(self) -> "Sites":
        ids = [site.authority for site in self.sites]
        twice = sorted({id_ for id_ in ids if ids.count(id_) > 1})
        if twice:
            raise ValueError(f"机关{'、'.join(twice)}写了两次，只能保留一处")
        return self
