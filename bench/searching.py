"""`python -m bench.searching [PAGES]`: what it takes to index a site for its search.

Not part of `make bench`: ten thousand pages take a minute of CPU and more, and gigabytes of memory.
"""

import hashlib
import resource
import sys
import time

from catalog.public import disclose
from pages.build.outputs import static
from pages.html.layout import item_frame
from pages.html.render import render_item
from pages.html.theme import Theme
from pages.model.item_page import item_page
from pages.model.page import ItemPage
from pages.search.indexing import index
from tests.pages.dossiers import AS_OF, samples

PAGES = 10_000
MEGA = 1_000_000


def pages(count: int) -> dict[str, bytes]:
    """Item pages of every status, in several years, each with a name and number of its own."""
    found = [item_page(disclose(one, AS_OF)) for one in samples().values()]
    return dict(_page(found[n % len(found)], n) for n in range(count))


def _page(page: ItemPage, n: int) -> tuple[str, bytes]:
    year, no = 2000 + n // 500, n % 500 + 1
    own = page.model_copy(
        update={
            "name": f"{page.name}（{year}年第{no}号）",
            "year": year,
            "no": no,
            "units": (f"第{n % 40}处",),
        }
    )
    frame = item_frame(own, static(Theme(search=True)).assets)
    return f"zwgk/zdjc/{year}/{no:02d}/index.html", render_item(own, frame).encode()


def main() -> None:
    """Index once and print what it took."""
    given = pages(int(sys.argv[1]) if len(sys.argv) > 1 else PAGES)
    began = time.perf_counter()
    files = dict(index(given))
    took = time.perf_counter() - began
    child = resource.getrusage(resource.RUSAGE_CHILDREN)
    served = sum(map(len, files.values()))
    digest = hashlib.sha256(b"".join(name.encode() + body for name, body in files.items()))
    print(f"{len(given)} pages, {sum(map(len, given.values())) / MEGA:.0f} MB of HTML")
    print(f"indexed in {took:.1f} s, {child.ru_utime + child.ru_stime:.1f} s of CPU, "
          f"at most {child.ru_maxrss / 1000:.0f} MB")  # fmt: skip
    print(f"{len(files)} files, {served / MEGA:.1f} MB, sha256 {digest.hexdigest()[:12]}")


if __name__ == "__main__":
    main()
