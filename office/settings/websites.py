"""The website settings of an installation: `site.yaml` in the office's home."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from catalog.annual import Authority
from catalog.parse import ShapeError, parse
from office.settings.drill import Drill
from pages.website import Site, Sites
from storage.files.yaml import read_yaml

FILE = "site.yaml"


def read_sites(home: Path, authorities: Iterable[Authority]) -> Mapping[str, Site]:
    """The site of each authority by its id. Raises ShapeError, naming every fault at once.

    `authorities` are those whose pages are built: one without a site is a fault, since a page that
    names no site code cannot be complained of (国办秘函〔2019〕19号).
    """
    named = {authority.id: authority.name for authority in authorities}
    path = home / FILE
    if not named and not path.is_file():
        return {}
    if not path.is_file():
        raise ShapeError([f"没有网站设置：请在 {path} 写明{'、'.join(named.values())}的网站信息"])
    try:
        sites = {site.authority: site for site in parse(Sites, read_yaml(path)).sites}
    except ShapeError as wrong:
        raise ShapeError([f"网站设置 {path} 有误：", *wrong.faults]) from wrong
    if Drill.of(home):
        sites |= borrowed(sites, named)
    faults = [f"缺少{name}（{id_}）的网站" for id_, name in named.items() if id_ not in sites]
    if faults:
        raise ShapeError([f"网站设置 {path} 有误：", *faults])
    return sites


def borrowed(sites: Mapping[str, Site], named: Mapping[str, str]) -> dict[str, Site]:
    """The websites that a drill makes up for authorities (names by id) that have none, or only that of
    another, as a catalog has that keeps the id of the demonstration."""
    lacking = {
        id_: name
        for id_, name in named.items()
        if id_ not in sites or not sites[id_].organiser.startswith(name)
    }
    return {id_: _practised(sites, id_, name) for id_, name in lacking.items()} if sites else {}


def _practised(sites: Mapping[str, Site], id_: str, name: str) -> Site:
    """The made-up website of the demonstration, for an authority that a drill has none of."""
    shown = next(iter(sites.values()))
    own = f"{name}（演练）"
    return shown.model_copy(update={"authority": id_, "name": own, "organiser": own})
