"""Opens a spreadsheet in a process of its own, which may die of it: trial.py MOST_CELLS < file.

Ends with 0 where the file may be opened (or says itself what is wrong with it), TOO_FAR where a sheet
has more cells, anything else where the library was ended.
"""

import io
import sys

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum

TOO_FAR = 7
_MEMORY = 4 * 1024**3  # bytes; a system that promises more than it has would end another process


def main() -> int:
    """Open every sheet."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    most = int(sys.argv[1])
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read())) as book:
            for one in book.sheets_metadata:
                if one.typ == SheetTypeEnum.WorkSheet:
                    sheet = book.get_sheet_by_name(one.name)
                    if sheet.total_height * sheet.total_width > most:
                        return TOO_FAR
    except CalamineError:
        return 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
