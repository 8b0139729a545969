"""The lines over a header: what they say of the table below them, and which of them a printed page repeats."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from xl_addin.tables.firm_names import announces, title_enterprise
from xl_addin.tables.grid import SheetGrid
from xl_addin.tables.header_match import HeaderMatch
from xl_addin.tables.heading_roles import holds_for_all
from xl_addin.tables.labels import (
    heading,
    is_note,
    is_sum,
    plain,
    stated_unit,
)
from xl_addin.tables.record_rows import TITLE_CELLS, is_empty
from xl_addin.tables.row_words import goes_on, is_page_mark, is_subtotal, without_page_marks
from xl_addin.tables.statements import Said, said_in, said_in_notes, together

_LONGEST_NAME: Final = 4
"""A longer text alone in the line over a header is its title; a shorter one may be a person."""
_SHEET: Final = re.compile("表|册|台账|名单")
_REMARK: Final = re.compile(r"\(?(?:备?注|附注|说明)")
_FIRM: Final = re.compile(
    r".{2,30}?(?:总公司|分公司|公司|厂|供销社|联社|合作社|矿|林场|农场|场|粮站|站|商店|商场|集团|企业|酒店|宾馆|中心|院|所|局)"
)


class Titles(NamedTuple):
    """What stands over a header, '' for what it does not say."""

    title: str = ""
    enterprise: str = ""
    unit: str = ""
    """Unit of money."""
    continued: bool = False
    """It says to go on with the table above: （续）, 续表, 第2页."""
    said: tuple[tuple[str, Said], ...] = ()
    """Heading key to what is said under it."""

    @property
    def base(self) -> str:
        """The title without marks of pages."""
        return without_page_marks(self.title)

    def differs_in_firm_only(self, other: Titles) -> bool:
        """Tell 甲厂经济补偿金测算表 from 乙厂经济补偿金测算表: one list, enterprise by enterprise."""
        ends = [_FIRM.sub("", text, count=1) for text in (self.base, other.base)]
        return ends[0] == ends[1] and ends[0] not in (self.base, other.base)


def read_titles(sheet: SheetGrid, above: int, row: int) -> Titles:
    """Read the lines from ``above`` to a header in ``row``; below another table only the short ones just over it."""
    texts: list[str] = []
    said: list[tuple[str, Said]] = []
    for number in range(row - 1, above, -1):
        line = sheet.rows[number - 1]
        filled = [value for value in line if not is_empty(value)]
        cells = [value for value in filled if isinstance(value, str)]
        if above and (len(filled) > TITLE_CELLS or not filled or any(map(is_sum, cells))):
            break
        joined = [_with_name(text, follower) for text, follower in pairwise([*cells, ""])]
        texts[:0] = joined
        said[:0] = said_in(line, number)
    titles = [text.strip() for text in texts if not is_note(text) and not _is_common_value(text)]
    real = next((text for text in titles if not is_page_mark(text)), "")
    return Titles(
        title=real,
        enterprise=next((name for text in texts if (name := title_enterprise(text))), ""),
        unit=next((unit for text in texts if (unit := stated_unit(text))), ""),
        continued=any(goes_on(text) for text in titles),
        said=tuple(together(said).items()),
    )


def titles_begin(sheet: SheetGrid, row: int) -> int:
    """The first of the lines just over a header (which begins in ``row``) that can be its own, and no note."""
    while row > 1:
        filled = [value for value in sheet.rows[row - 2] if not is_empty(value)]
        texts = [value for value in filled if isinstance(value, str)]
        if not texts or len(filled) > TITLE_CELLS or _REMARK.match(plain(texts[0])) or any(map(is_sum, texts)):
            break
        row -= 1
    return row


def _with_name(text: str, following: str) -> str:
    """A text, with the next cell where it only announces the enterprise that stands there."""
    return f"{text.rstrip(':：')}：{following}" if announces(text, following) else text


def _is_common_value(text: str) -> bool:
    """Tell 解除时间：2011年9月28日, or the label alone, from a title."""
    label = re.split("[:：]", plain(text))[0]
    return holds_for_all(heading(label).key) or (not _SHEET.search(text) and bool(said_in_notes([text], 0)))


def sums_above(sheet: SheetGrid, above: int, row: int) -> list[int]:
    """Rows of sums that stand over the header in ``row`` instead of below it."""
    found = []
    for number in range(above + 1, row):
        filled = [value for value in sheet.rows[number - 1] if not is_empty(value)]
        numbers = any(isinstance(value, (int, float)) and not isinstance(value, bool) for value in filled)
        if numbers and isinstance(filled[0], str) and is_subtotal(filled[0]):
            found.append(number)
    return found


def page_starts(sheet: SheetGrid, headers: Sequence[HeaderMatch]) -> list[int]:
    """First row of each header, and of the lines over it that stood over the first of its kind, too (a page)."""
    starts: list[int] = []
    first: dict[str, int] = {}
    for header in headers:
        row = header.first_row
        like = first.setdefault(header.layout.kind, row)
        while 1 < like < row and any(sheet.rows[row - 2]) and sheet.rows[row - 2] == sheet.rows[like - 2]:
            row, like = row - 1, like - 1
        starts.append(row)
    return starts


def title_start(sheet: SheetGrid, row: int) -> int:
    """First row of the lines over a header (which begins in ``row``) that hold nothing but a title."""
    while row > 1 and _is_title(sheet.rows[row - 2]):
        row -= 1
    return row


def _is_title(line: Sequence[object]) -> bool:
    filled = [value for value in line if value is not None and value != ""]
    if len(filled) != 1 or not isinstance(filled[0], str):
        return False
    return len(filled[0].strip()) > _LONGEST_NAME or is_page_mark(filled[0])
