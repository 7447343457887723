"""What a PDF draws: the characters that its signs stand for, fonts that do not say, and pictures.

A font may draw any sign for any code. Only where it says which character a code stands for, or uses a
code that is known, has the text been read; what a reader makes of other fonts is a text of its own.
"""

import unicodedata
from collections.abc import Iterator
from typing import Any, NamedTuple

from pypdf._cmap import _predefined_cmap  # what the library reads is told nowhere else
from pypdf._codecs.adobe_glyphs import adobe_glyphs
from pypdf.generic import ContentStream, DictionaryObject, StreamObject
from pypdf.generic._font import Font

from checks.privacy.budget import Budget
from checks.privacy.extracted import Unread
from checks.privacy.readers.pdf_pictures import Pictures

_KNOWN = frozenset(_predefined_cmap) - {"/Identity-H", "/Identity-V"}
"""Codes of composite fonts that are those of a character set that the library reads."""
_NAMED = frozenset(("/WinAnsiEncoding", "/MacRomanEncoding", "/StandardEncoding"))
_FOURTEEN = ("Helvetica", "Courier", "Times", "Symbol", "ZapfDingbats", "Arial", "TimesNewRoman")
_BULLETS = ("symbol", "dingbats", "wingdings", "webdings")
"""Fonts of bullets and boxes; one or two of their signs together tell nothing."""
_FILES = ("/FontFile", "/FontFile2", "/FontFile3")
_SYMBOLIC = 4
_ALONE = 1
"""Signs of a font that may be unknown: a bullet is no text."""
_FEW = 4
"""Signs of a font beyond which more than one of them has to be another character."""
_SHOWS = {b"Tj": 0, b"'": 0, b'"': 2}
_MOVES = frozenset((b"Td", b"TD", b"T*", b"Tm", b"ET", b"'", b'"'))
_SPOKEN = ("/ActualText", "/Alt", "/E")


SCAN = "请换成带文字的PDF，或者由人逐页看过"


class Shown(NamedTuple):
    """What a stream shows: its text, what it says in place of signs, pictures not met before."""

    text: str
    spoken: list[str]
    pictures: list[Unread]


class Glyphs:
    """The fonts of a document, and the streams that have been gone through."""

    def __init__(self, document: Any, budget: Budget) -> None:
        self._document, self._budget = document, budget
        self._fonts: dict[int, _Font] = {}
        self._unsaid: dict[str, list[str]] = {}
        self._pictures = Pictures()
        self.gone_through = set[int]()
        """Streams and annotations that have been read, by id."""

    def parsed(self, stream: Any) -> ContentStream:
        """A stream as the library reads it, strings as their bytes. Raises what the library does."""
        return ContentStream(stream, self._document, "bytes")

    def shown(
        self, place: str, stream: Any, resources: Any, parsed: ContentStream | None = None
    ) -> Shown:
        """Go through a stream, once however often it is asked for, and all that it draws.

        `parsed` is the same stream where it has been read. Raises what the library does, Spent.
        """
        told, used = list[str](), dict[int, _Font]()
        spoken, pictures = list[str](), list[Unread]()
        waiting = [(stream, resources)]
        while waiting:
            stream, resources = waiting.pop()
            if id(stream) in self.gone_through:
                continue
            self.gone_through.add(id(stream))
            read, parsed = parsed or self.parsed(stream), None
            waiting += self._gone_through(read, resources, told, spoken, pictures, used)
        for font in used.values():
            if not font.says:
                self._unsaid.setdefault(font.name, []).append(place)
        return Shown("".join(told), spoken, pictures)

    def picture(self, name: str, about: Any, body: bytes) -> Iterator[Unread]:
        """Tell a picture that is no icon, once however often the document holds it."""
        yield from self._pictures.met(name, about, body)

    def unsaid(self) -> Iterator[Unread]:
        """The fonts that do not say what they show, each with the first of its places."""
        for name, places in self._unsaid.items():
            place = places[0] + (f"等{len(places)}处" if len(places) > 1 else "")
            why = f"字体“{name}”没有写明用到的字形是什么字，读出来的不可靠"
            yield Unread(place, why, SCAN)

    def _gone_through(
        self,
        stream: ContentStream,
        resources: Any,
        told: list[str],
        spoken: list[str],
        pictures: list[Unread],
        used: dict[int, "_Font"],
    ) -> Iterator[tuple[Any, Any]]:
        """Take down what one stream shows; the streams that it draws."""
        font, kept = None, list["_Font | None"]()
        for operands, operator in stream.operations:
            self._budget.tick()
            if operator == b"q":
                kept.append(font)
            elif operator == b"Q" and kept:
                font = kept.pop()
            elif operator in {b"Tf", b"gs"} and operands:
                font = self._set(operator, operands[0], resources) or font
            elif operator == b"Do" and operands:
                drawn = _in(resources, "/XObject", operands[0])
                if isinstance(drawn, StreamObject) and drawn.get("/Subtype") == "/Form":
                    yield drawn, _object(drawn.get("/Resources")) or resources
                elif isinstance(drawn, StreamObject):
                    pictures += self.picture(str(operands[0]), drawn, drawn._data)
            elif operator == b"INLINE IMAGE":
                body = bytes(operands["data"])
                pictures += self.picture("（嵌在页面内容里）", operands["settings"], body)
            elif operator in {b"BDC", b"DP"} and len(operands) > 1:
                spoken += _spoken(operands[1], resources)
            elif operator == b"TJ" or operator in _SHOWS:
                if operator in _MOVES:
                    told.append("\n")
                for said in _strings(operands, operator):
                    if font is None:
                        font = _Font(DictionaryObject())
                    used[id(font)] = font
                    told.append(font.read(said))
            if operator in _MOVES:
                told.append("\n")

    def _set(self, operator: bytes, name: Any, resources: Any) -> "_Font | None":
        found = _in(resources, "/Font" if operator == b"Tf" else "/ExtGState", name)
        if operator == b"gs":
            held = _object(found.get("/Font")) if isinstance(found, DictionaryObject) else None
            found = _object(held[0]) if held else None
            if found is None:
                return None
        if not isinstance(found, DictionaryObject):
            found = DictionaryObject()
        if id(found) not in self._fonts:
            self._fonts[id(found)] = _Font(found)
        return self._fonts[id(found)]


class _Font:
    """A font, and which of its signs were used without a character that they stand for."""

    def __init__(self, dictionary: DictionaryObject) -> None:
        self._dictionary = dictionary  # held, so that no other gets its id
        name = dictionary.get("/BaseFont") or dictionary.get("/Name") or ""
        self.name = str(_object(name)).removeprefix("/") or "没有名称"
        self._bullets = any(word in self.name.lower() for word in _BULLETS)
        self._read = Font.from_font_resource(dictionary)
        self._named = _named(dictionary)
        self._characters = dict[Any, str]()
        self._unknown = set[Any]()

    @property
    def says(self) -> bool:
        """Whether the text that was read is what the signs used so far say."""
        several = len(self._characters) >= _FEW
        alike = several and 2 * len(set(self._characters.values())) < len(self._characters)
        return len(self._unknown) <= _ALONE and not alike

    def read(self, said: bytes) -> str:
        """The characters of some codes."""
        codes = self._codes(said)
        for code, raw in codes:
            if code not in self._characters:
                self._met(code, raw, among=len(codes))
        return "".join(self._read.character_map.get(raw, raw) for _, raw in codes)

    def _met(self, code: Any, raw: str, among: int) -> None:
        """Note whether a code says which character it is."""
        mapped = self._read.character_map.get(raw)
        known = _is_text(raw if mapped is None else mapped)
        if known and (mapped is not None or code in self._named):
            self._characters[code] = mapped or raw
        elif not (self._bullets and among <= len("☑ ")):
            self._unknown.add(code)

    def _codes(self, said: bytes) -> list[tuple[Any, str]]:
        """Each code with the character that the library takes it for before it looks it up."""
        encoding = self._read.encoding
        if isinstance(encoding, str):
            try:
                signs = said.decode(encoding, "surrogatepass")
            except UnicodeDecodeError:
                signs = said.decode(encoding, "replace")
            return [(sign, sign) for sign in signs]
        return [(byte, encoding.get(byte, chr(byte))) for byte in said]


class _Every:
    """All codes, where they are those of a character set."""

    def __contains__(self, code: object) -> bool:
        return isinstance(code, str) and _is_text(code)


def _named(font: DictionaryObject) -> Any:
    """The codes whose characters are known without a table of the font's own."""
    encoding = _object(font.get("/Encoding"))
    if font.get("/Subtype") == "/Type0":
        known = isinstance(encoding, str) and (encoding in _KNOWN or "-UCS2-" in encoding)
        return _Every() if known else ()
    codes = set(range(256)) if _is_standard(font, encoding) else set[int]()
    if isinstance(encoding, DictionaryObject):
        code = 0
        for one in _object(encoding.get("/Differences")) or ():
            if isinstance(one, int):
                code = one
                continue
            (codes.add if _is_name(str(one)) else codes.discard)(code)
            code += 1
    return codes


def _is_standard(font: DictionaryObject, encoding: Any) -> bool:
    """Whether codes without a name of their own are those of a standard encoding."""
    if font.get("/Subtype") == "/Type3":
        return False
    base = encoding.get("/BaseEncoding") if isinstance(encoding, DictionaryObject) else encoding
    if base in _NAMED:
        return True
    name = str(_object(font.get("/BaseFont"))).removeprefix("/")
    about = _object(font.get("/FontDescriptor"))
    if not isinstance(about, DictionaryObject):
        return name.startswith(_FOURTEEN)
    flags = _object(about.get("/Flags"))
    symbolic = not isinstance(flags, int) or bool(flags & _SYMBOLIC)
    embedded = any(file in about for file in _FILES)
    return name.startswith(_FOURTEEN) if symbolic and not embedded else not symbolic


def _is_name(glyph: str) -> bool:
    """Whether the name of a sign says which character it is; /a65 is the 65th of any font."""
    if glyph.startswith("/a") and glyph[2:].isdigit():
        return False
    if glyph in adobe_glyphs:
        return _is_text(adobe_glyphs[glyph])
    code = glyph.removeprefix("/uni") if glyph.startswith("/uni") else glyph.removeprefix("/u")
    try:
        return 4 <= len(code) <= 6 and _is_text(chr(int(code, 16)))
    except (ValueError, OverflowError):
        return False


def _is_text(text: str) -> bool:
    """Whether it is a character that stands for itself: none of private use, none for want of one."""
    return bool(text) and not any(
        sign == "\ufffd"
        or (unicodedata.category(sign) in {"Cc", "Co", "Cn", "Cs"} and sign not in "\t\r\n")
        for sign in text
    )


def _strings(operands: Any, operator: bytes) -> Iterator[bytes]:
    shown = operands[_SHOWS.get(operator, 0) :][:1]
    for one in shown[0] if shown and isinstance(shown[0], list) else shown:
        if isinstance(one, bytes):
            yield one
        elif isinstance(one, str):
            yield one.encode("latin-1", "replace")


def _spoken(properties: Any, resources: Any) -> Iterator[str]:
    """What marked content says in place of its signs."""
    found = _object(properties)
    if isinstance(found, str):
        found = _in(resources, "/Properties", found)
    for key in _SPOKEN if isinstance(found, DictionaryObject) else ():
        said = _object(found.get(key))
        if isinstance(said, bytes):
            marked = said.startswith(b"\xfe\xff")
            said = said[2:].decode("utf-16-be", "replace") if marked else said.decode("latin-1")
        if isinstance(said, str) and said.strip():
            yield said


def _in(resources: Any, kind: str, name: Any) -> Any:
    resources = _object(resources)
    held = _object(resources.get(kind)) if isinstance(resources, DictionaryObject) else None
    return _object(held.get(name)) if isinstance(held, DictionaryObject) else None


def _object(value: Any) -> Any:
    return value.get_object() if hasattr(value, "get_object") else value
