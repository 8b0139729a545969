"""Which cells of a sheet show ID numbers, and what stands there instead; accounts and vouchers stay (L-12)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Container, Iterable, Iterator
from functools import cache
from typing import Final

from xl_addin.files.edits.formulas import Place
from xl_addin.tables.grid import CellValue, SheetGrid
from xl_addin.tables.labels import heading
from xl_addin.tables.layouts import layouts
from xl_addin.values.id_shapes import SHORTEST, Candidate, Written, candidates, plausible
from xl_addin.values.id_words import holds_bank_account, names_account, names_bank_account, names_id_column
from xl_addin.values.persons import IdFault, birth_date, id_fault, known_ids, mask_id, mask_text, to_18
from xl_addin.values.texts import visible

_SPACES: Final = re.compile(r"[\s'‘’\-]")
_DIGIT: Final = re.compile(r"\d")
_DIGITS: Final = re.compile(r"\d{6}")
_STORED: Final = re.compile(r"[1-9]\d{14}|[1-9]\d{17}")
"""An ID number stored as a number: 15 digits, or 18 whose last ones were lost."""
_LONGEST_NUMBER: Final = 20
_FULL_LENGTH: Final = 18
_ALONE: Final = (Written.WHOLE, Written.PIECES)
_BIRTHS: Final = range(1900, 2000)
"""Years in which workers of such enterprises were born; numbers of vouchers hold later days."""
_OLD_LENGTH: Final = 15
_LONGEST_WORD: Final = 40
_TELLING: Final = frozenset("身证件账帐户卡号折姓名")
"""Every row of headings that matters here holds one of these: other rows need no closer look."""
_MANY_DIGITS: Final = re.compile(r"\d{9}")


@cache
def _headings() -> dict[str, bool]:
    """Heading keys of all known columns, and whether ID numbers stand below them."""
    return {
        key: layout.columns[role].type == "id" or "身份证" in key
        for layout in layouts()
        for key, role in layout.aliases.items()
    }


def id_numbers(sheets: Iterable[SheetGrid]) -> frozenset[str]:
    """The numbers in all columns headed as ID numbers, mistyped ones too.

    >>> id_numbers([SheetGrid("表", "", [["身份证号", "备注"], ["110105194912310021", "6222021001116245702"]])])
    frozenset({'110105194912310021'})
    """
    return known_ids(_text(value) for sheet in sheets for _, value, kind in _cells(sheet) if kind == "id")


def masked_cells(sheet: SheetGrid, known: Collection[str] = ()) -> dict[Place, CellValue]:
    """What stands instead of each ID number: of every column headed as one, and of any other cell that shows one.

    ``known`` are numbers of ID columns elsewhere in the book.

    >>> sheet = SheetGrid("表", "", [["身份证号", "备注"], ["11010519491231002X", "与 110105491231002 同一人"], [1101]])
    >>> masked_cells(sheet)
    {(2, 1): '110105********002X', (2, 2): '与 110105********1002 同一人'}
    """
    found: dict[Place, CellValue] = {}
    cells = list(_cells(sheet))
    of_persons = any(kind == "id" for *_, kind in cells)
    for place, value, kind in cells:
        new = _masked_id(value) if kind == "id" else _masked_elsewhere(value, kind, of_persons, known)
        if new is not None and new != value:
            found[place] = new
    return found


def account_cells(sheet: SheetGrid) -> int:
    """How many cells hold a bank account, by their heading or by their digits: these stay.

    >>> account_cells(SheetGrid("表", "", [["姓名", "银行账号"], ["王三", "6222021001116245702"], ["李四", None]]))
    1
    """
    return sum(
        bool(_MANY_DIGITS.search(text)) if kind == "bank" else kind == "" and holds_bank_account(text)
        for _, value, kind in _cells(sheet)
        if kind != "id" and (text := _text(value))
    )


def doubtful_cells(sheet: SheetGrid, masked: Container[Place]) -> list[Place]:
    """Cells with what looks like a mistyped ID number: a birth date in its place, but no right check digit.

    >>> doubtful_cells(SheetGrid("表", "", [["备注"], ["王三 110105 19491231 0021"], ["6222021001116245702"]]), ())
    [(2, 1)]
    """
    return [
        place
        for place, value, kind in _cells(sheet)
        if not kind and place not in masked and any(map(_looks_mistyped, candidates(_text(value))))
    ]


def _looks_mistyped(one: Candidate) -> bool:
    number = one.number.ljust(_FULL_LENGTH, "0")
    if not (_FULL_LENGTH - 1 <= len(one.number) <= _FULL_LENGTH) or one.written not in _ALONE:
        return False
    born = birth_date(number)
    return born is not None and born.year in _BIRTHS and plausible(number)


def _cells(sheet: SheetGrid) -> Iterator[tuple[Place, str | float, str]]:
    """Cells with digits, and what the heading above or the label beside says: ``id``, ``bank``, ``other`` or ''."""
    columns: dict[int, str] = {}
    for row, cells in enumerate(sheet.rows, 1):
        texts = {col: text for col, text in enumerate(cells, 1) if isinstance(text, str)}
        telling = any(not _TELLING.isdisjoint(text) for text in texts.values())
        keys = {col: heading(text).key for col, text in texts.items() if _is_word(text)} if telling else {}
        headings = [key for key in keys.values() if key in _headings()]
        label = ""
        for col, value in enumerate(cells, 1):
            if isinstance(value, bool) or not isinstance(value, str | int | float):
                continue
            kind = _kind(keys[col]) if col in keys else None
            if kind is not None and (len(headings) > 1 or _headings().get(keys[col])):
                columns[col] = kind
            elif not isinstance(value, str) or _DIGIT.search(value):
                yield (row, col), value, label or columns.get(col, "")
            label = "id" if kind == "id" else ""


def _is_word(text: str) -> bool:
    return len(text) <= _LONGEST_WORD and not _DIGITS.search(text)


def _kind(key: str) -> str | None:
    """What a heading says of the cells below it; None for a text that is no heading."""
    known = _headings().get(key)
    if known or (known is None and names_id_column(key)):
        return "id"
    if names_account(key):
        return "bank" if names_bank_account(key) else "other"
    return None if known is None else ""


def _text(value: str | float) -> str:
    whole = isinstance(value, int | float) and value == value // 1
    return unicodedata.normalize("NFKC", visible(str(int(value) if whole else value)))


def _masked_id(value: str | float) -> str | None:
    """The masked form of a cell below the heading; what holds no six digits in a row is no number of a person."""
    plain = _SPACES.sub("", _text(value))
    if not _DIGITS.search(plain):
        return None
    return mask_id(plain) if len(plain) <= _LONGEST_NUMBER else mask_text(_DIGITS.sub("******", plain))


def _masked_elsewhere(value: str | float, kind: str, of_persons: bool, known: Collection[str]) -> str | None:
    """A number alone in its cell is one of a person by its digits; one of 15 only on a sheet with ID numbers."""
    text = _text(value)
    if len(text) < SHORTEST:
        return None
    stored = isinstance(value, int | float)
    if to_18(text) in known:
        return mask_id(text)
    if not kind and _STORED.fullmatch(text) and (stored or len(text) == _OLD_LENGTH):
        if len(text) == _OLD_LENGTH:
            return mask_id(text) if of_persons and id_fault(text) is IdFault.OLD else None
        born = birth_date(text)  # the check digit was lost with the other last digits
        return mask_id(text) if born is not None and born.year >= 1900 else None
    return None if stored else mask_text(str(value), known)
