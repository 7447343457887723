"""A folder at a target is brought to an edition: what differs travels, is read back and compared."""

from collections.abc import Callable, Iterable, Mapping
from typing import Literal, NamedTuple

from office.targets.backend import TEMPORARY, Backend
from office.targets.edition import LAST, Edition, edition, in_order
from office.targets.errors import Missing, TransientError
from office.targets.journal import Journal, believed, known, read_journal, write_journal
from office.targets.pool import RetryingPool
from pages.build.manifest import MANIFEST, Digest, Unreadable, digest

Supply = Callable[[str, str], bool]
"""Bring a file of the edition to a path of the place; False: it is the very file compared before."""


How = Literal["found", "linked", "sent"]


class Tree(NamedTuple):
    """A folder at a place, the note about it, and where what is replaced is kept (or nowhere)."""

    place: Backend
    folder: str
    note: str
    before: str = ""

    def at(self, path: str) -> str:
        """The path of one of its files at the place."""
        return f"{self.folder}/{path}".lstrip("/")


class Sent(NamedTuple):
    """What it took: files and bytes that travelled, files found whole already, files taken away."""

    files: int = 0
    size: int = 0
    found: int = 0
    deleted: int = 0


class _Work(NamedTuple):
    """What is to be done: `sizes` of what lies there is known only where something is in doubt."""

    base: Edition | None
    differ: list[str]
    gone: list[str]
    doubt: frozenset[str]
    sizes: Mapping[str, int]


def bring(
    tree: Tree,
    aim: Edition,
    supply: Supply,
    lanes: RetryingPool,
    number: int,
    editions: Iterable[Edition] = (),
) -> Sent:
    """Make a folder hold an edition and nothing else; interrupted anywhere, do it again.

    `editions` are known already: a folder that nobody else writes to is believed to hold them.

    Order matters: the note of what is in doubt comes first, the manifest last, deletions after it.
    Raises TransientError, PermanentError.
    """
    record = read_journal(tree.place, tree.note)
    base = known(record, editions) or believed(tree.place, tree.folder, record)
    work = _work(tree, aim, record, base)
    if not work.differ and not work.gone and record and record.settled:
        if record.number != number:
            write_journal(tree.place, tree.note, record._replace(number=number))
        return Sent()
    _note(tree, aim, record, work, number, lanes)
    _delete(tree, aim, _in_the_way(work), lanes)
    done = [
        one
        for group in in_order(work.differ, aim)
        for one in lanes.each(lambda path: _send(tree, aim, supply, work, path), group)
    ]
    _delete(tree, aim, work.gone, lanes)
    tree.place.settle()
    write_journal(tree.place, tree.note, Journal(number, (aim.manifest,), aim.seal))
    sizes = [aim.files[path].size for path, how in done if how == "sent"]
    found = sum(how == "found" for _, how in done)
    return Sent(len(sizes), sum(sizes), found, len(work.gone))


def _work(tree: Tree, aim: Edition, record: Journal | None, base: Edition | None) -> _Work:
    doubt = frozenset(record.doubt if record else ())
    sizes = {} if base and not doubt else _listed(tree)
    there = {path: of for path, of in base.files.items() if path not in doubt} if base else {}
    ours = there.keys() | doubt if base else sizes.keys() if record else _claimed(tree)
    left = {path for path in sizes if path.endswith(TEMPORARY)}
    differ = sorted(path for path, of in aim.files.items() if there.get(path) != of)
    return _Work(base, differ, sorted((ours | left) - aim.files.keys()), doubt, sizes)


def _claimed(tree: Tree) -> set[str]:
    """What a manifest names that somebody else put there: all else in that folder is not ours."""
    try:
        return set(edition(tree.place.read(tree.at(MANIFEST)), {}).files)
    except (Missing, Unreadable):
        return set()


def _listed(tree: Tree) -> dict[str, int]:
    """The files of the tree; our own folder inside a root is none of them."""
    own = tree.note.split("/")[0]
    found = tree.place.list(tree.folder)
    return {p: size for p, size in found.items() if tree.folder or p.split("/")[0] != own}


def _note(
    tree: Tree, aim: Edition, record: Journal | None, work: _Work, number: int, lanes: RetryingPool
) -> None:
    """Keep what will be replaced, then note what is in doubt from now on."""
    touched = {*work.differ, *work.gone}
    if tree.before and _is_kept(tree, record, work):
        lanes.each(lambda path: _keep(tree, path), sorted(touched - work.doubt))
    left = record.manifests if record else ()
    seal = record.seal if record else {}
    doubt = tuple(sorted(touched | work.doubt))
    manifests = tuple(dict.fromkeys((*left, aim.manifest)))
    # A step back that breaks off must still be known as the step back from this number.
    working = max(number, record.number if record else 0)
    write_journal(tree.place, tree.note, Journal(working, manifests, seal, doubt))


def _is_kept(tree: Tree, record: Journal | None, work: _Work) -> bool:
    """Whether there is an edition to step back to: the one there now, or that of a broken push."""
    note = f"{tree.before}.json"
    if record and not record.settled:
        return work.base is not None and read_journal(tree.place, note) is not None
    if record and work.base:
        write_journal(tree.place, note, record)
        return True
    tree.place.delete(note)  # what lies there is not ours to vouch for
    return False


def _keep(tree: Tree, path: str) -> None:
    try:
        tree.place.copy(tree.at(path), f"{tree.before}/{path}")
    except Missing:
        return  # it is new: there is nothing to go back to


def _send(tree: Tree, aim: Edition, supply: Supply, work: _Work, path: str) -> tuple[str, How]:
    """Send a file and read it back, unless it had arrived already."""
    at, of = tree.at(path), aim.files[path]
    if work.sizes.get(path) == of.size and path not in LAST and _is(tree.place, at, of):
        return path, "found"
    if not supply(path, at):
        return path, "linked"
    if not _is(tree.place, at, of):
        raise TransientError(f"读回核对不符：{path}在目标上的内容和推送的不一样")
    return path, "sent"


def _is(place: Backend, path: str, of: Digest) -> bool:
    try:
        return digest(place.read(path)) == of
    except Missing:
        return False


def _in_the_way(work: _Work) -> list[str]:
    """Files whose name is to be a folder, and files in folders whose name is to be a file."""
    files, folders = set(work.differ), _folders(work.differ)
    return [path for path in work.gone if path in folders or _folders([path]) & files]


def _delete(tree: Tree, aim: Edition, gone: list[str], lanes: RetryingPool) -> None:
    """Take files away, then the folders that held nothing else, the deepest first."""
    lanes.each(lambda path: tree.place.delete(tree.at(path)), gone)
    empty = _folders(gone) - _folders(aim.files)
    for folder in sorted(empty, key=lambda path: path.count("/"), reverse=True):
        tree.place.drop(tree.at(folder))


def _folders(paths: list[str] | Mapping[str, Digest]) -> set[str]:
    found: set[str] = set()
    for path in paths:
        while "/" in path and (path := path.rpartition("/")[0]) not in found:
            found.add(path)
    return found
