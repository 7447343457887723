"""网页标签 (国办发〔2017〕47号): the `meta` labels of a page; there are no empty ones.

A home page carries the labels of the site, a page of a column those of the column too, and a page
of contents those of the contents. PubDate is on file, never that of the build: a page built again must
not look newer than what it says (国办秘函〔2019〕19号, 伪造发稿日期). It is since when the edition was out that
first showed the page; the page of that edition cannot know it, and gives when it was filed.
"""

from collections.abc import Iterator
from datetime import datetime

from catalog.annual import Authority
from pages.model.view import shown
from pages.website import Site

COLUMN = "重大行政决策"


@shown
class Meta:
    """A `meta` label."""

    name: str
    content: str


def site_labels(authority: Authority) -> tuple[Meta, ...]:
    """The three of the site, on every page of it."""
    return tuple(
        _given(
            SiteName=authority.site_name,
            SiteDomain=authority.site_domain,
            SiteIDCode=authority.site_id_code,
        )
    )


def column_labels(site: Site | None) -> tuple[Meta, ...]:
    """The four of the column; keywords are parted by half-width commas."""
    defaults = Site.model_fields
    return tuple(
        _given(
            ColumnName=site.column if site else COLUMN,
            ColumnDescription=site.column_description
            if site
            else defaults["column_description"].default,
            ColumnKeywords=",".join(
                site.column_keywords if site else defaults["column_keywords"].default
            ),
            ColumnType=site.column_type if site else defaults["column_type"].default,
        )
    )


def article_labels(
    title: str,
    authority: Authority,
    published: datetime | None,
    *,
    keywords: tuple[str, ...] = (),
    description: str = "",
    url: str = "",
) -> tuple[Meta, ...]:
    """Those of the contents: three required, then what is known of the others."""
    return tuple(
        _given(
            ArticleTitle=title,
            PubDate=f"{published:%Y-%m-%d %H:%M}" if published else "",
            ContentSource=authority.name,
            Keywords=",".join(word.replace(",", "").replace("，", "") for word in keywords),
            Description=description,
            Url=url,
        )
    )


def _given(**labels: str) -> Iterator[Meta]:
    return (Meta(name=name, content=content) for name, content in labels.items() if content)
