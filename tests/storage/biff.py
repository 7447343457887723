"""The smallest spreadsheet of the old kind (.xls), written byte by byte: no library of ours writes it."""

import struct

SECTOR, END, FREE, FAT = 512, 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def xls(rows: list[list[str | float]], name: str = "事项") -> bytes:
    """A workbook of one sheet in a compound file."""
    return compound("Workbook", workbook(rows, name))


def workbook(rows: list[list[str | float]], name: str) -> bytes:
    """The stream of records."""
    title = struct.pack("<BB", len(name), 1) + name.encode("utf-16-le")
    start = len(_record(0x809, bytes(16))) + len(_record(0x85, bytes(6) + title)) + 4
    globals_ = _record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 6))
    globals_ += _record(0x85, struct.pack("<IBB", start, 0, 0) + title) + _record(0x0A, b"")
    width = max(map(len, rows), default=0)
    sheet = _record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 6))
    sheet += _record(0x200, struct.pack("<IIHHH", 0, len(rows), 0, width, 0))
    for r, row in enumerate(rows):
        for c, cell in enumerate(row):
            place = struct.pack("<HHH", r, c, 0)
            if isinstance(cell, str):
                text = struct.pack("<HB", len(cell), 1) + cell.encode("utf-16-le")
                sheet += _record(0x204, place + text)
            else:
                sheet += _record(0x203, place + struct.pack("<d", cell))
    return globals_ + sheet + _record(0x0A, b"")


def compound(name: str, stream: bytes) -> bytes:
    """A compound file of one stream, which is at least 4096 bytes long."""
    stream = stream.ljust(4096, b"\0")
    sectors = -(-len(stream) // SECTOR)
    table = [FAT, END, *range(3, sectors + 2), END]
    fat = struct.pack(f"<{len(table)}I", *table).ljust(SECTOR, b"\xff")
    header = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16)
    header += struct.pack(
        "<HHHHH6xIIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, END, 0, END, 0, 0
    )
    header += b"\xff" * (SECTOR - len(header))
    root = _entry("Root Entry", 5, 1, END, 0)
    folder = (root + _entry(name, 2, FREE, 2, len(stream))).ljust(SECTOR, b"\0")
    return header + fat + folder + stream.ljust(sectors * SECTOR, b"\0")


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    text = (name + "\0").encode("utf-16-le")
    place = struct.pack("<HBBIII", len(text), kind, 1, FREE, FREE, child)
    return text.ljust(64, b"\0") + place + bytes(36) + struct.pack("<IQ", start, size)


def _record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body
