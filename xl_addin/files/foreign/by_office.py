"""A foreign file that the own reader died or stopped on, read through LibreOffice where it is installed.

The filter of the format is named, so that LibreOffice does not take rubbish for text.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final

from xl_addin.files.leftovers import private_folder
from xl_addin.files.office import MEMORY, convert, office_program
from xl_addin.tables.grid import BookGrid, Repair
from xl_addin.values.errors import InputError
from xl_addin.values.stages import CONVERTING, tell

_TO: Final = "xlsx:Calc MS Excel 2007 XML"
FILTERS: Final = {
    "xls": "MS Excel 97",
    "xlsb": "Calc MS Excel 2007 Binary",
    "ods": "calc8",
    "xml2003": "MS Excel 2003 XML",
}
"""What LibreOffice calls the formats; of texts and web pages it would guess types and lose digits."""
_SECONDS: Final = 120
"""As long as the own reader may take: a file that needs more is a bomb."""


def read_by_office(path: Path, kind: str, read: Callable[[Path], BookGrid]) -> BookGrid | None:
    """Read the .xlsx that LibreOffice makes of a file; None where it is not installed or makes none."""
    office = office_program()
    if not office or kind not in FILTERS:
        return None
    tell(CONVERTING)
    with private_folder() as folder:
        try:
            made = convert(path, _TO, folder, office, _SECONDS, FILTERS[kind], MEMORY)
            book = read(made) if made else None
        except InputError:
            return None
    if book is None:
        return None
    return replace(book, path=path, repairs=(*book.repairs, Repair("read_by_office", "")))
