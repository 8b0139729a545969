"""What is due to persons, added up by enterprise and item: who stands on several sheets is owed once, nobody is lost.

Sheets are taken in the order given, so that a typed figure goes before a computed one. A later typed sheet adds what it
tells of other persons and of other months, and what it tells more of the same ones; the difference is named.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from xl_addin.sheets.persons import same_enterprise


@dataclass(slots=True)
class PersonDue:
    """What one row says is due of one item, in fen."""

    firm: str
    """Key of the enterprise, '' where the sheet names none."""
    item: str
    fen: int
    sheet: str
    number: str = ""
    """Sound ID number."""
    name: str = ""
    span: tuple[int, int] | None = None
    """First and last month of arrears, as day numbers."""
    of_insurance: bool = False
    computed: bool = False

    def may_be(self, other: PersonDue) -> bool:
        """Whether another sheet's row may be about the same person: by number, by name where one has no number."""
        if self.sheet == other.sheet or (self.firm and other.firm and not same_enterprise(self.firm, other.firm)):
            return False
        if self.number and other.number:
            return self.number == other.number
        return bool(self.name) and self.name == other.name

    def meets(self, other: PersonDue) -> bool:
        """Whether both are about the same months; who does not say which may mean any."""
        if self.span is None or other.span is None:
            return True
        return self.span[0] <= other.span[1] and other.span[0] <= self.span[1]


@dataclass(slots=True)
class _Known:
    """What the sheets before have told."""

    by_number: dict[tuple[str, str], list[PersonDue]] = field(default_factory=dict)
    by_name: dict[tuple[str, str], list[PersonDue]] = field(default_factory=dict)

    def add(self, line: PersonDue) -> None:
        for index, key in ((self.by_number, line.number), (self.by_name, line.name)):
            if key and line.fen:  # who is owed nothing here may be owed something there
                index.setdefault((line.item, key), []).append(line)

    def same(self, line: PersonDue) -> list[PersonDue]:
        """What was told of the person and the months of a row."""
        pairs = ((self.by_number, line.number), (self.by_name, line.name))
        found = [one for index, key in pairs if key for one in index.get((line.item, key), ())]
        once = {id(one): one for one in found if line.may_be(one) and line.meets(one)}
        return list(once.values())


def told_once(lines: Iterable[PersonDue]) -> tuple[list[PersonDue], list[str]]:
    """The rows that are owed, each with what later sheets tell more of it, and a sentence for each that differs."""
    sheets: dict[str, list[PersonDue]] = {}
    for line in lines:
        sheets.setdefault(line.sheet, []).append(line)
    known, owed = _Known(), list[PersonDue]()
    notes: list[str] = []
    for own in sheets.values():
        new, differing = _anew(own, known)
        owed += new
        notes += _told(own[0].sheet, differing)
        for line in new:
            known.add(line)
    return owed, notes


def _anew(lines: Sequence[PersonDue], known: _Known) -> tuple[list[PersonDue], list[PersonDue]]:
    """The rows of a sheet that add something, and the rows before from which typed ones differ."""
    new: list[PersonDue] = []
    again: dict[tuple[str, str, str], list[PersonDue]] = {}
    told: dict[tuple[str, str, str], dict[int, PersonDue]] = {}
    for line in lines:
        before = known.same(line)
        if not before:
            new.append(line)
        elif not line.computed:
            person = line.item, line.firm, line.number or line.name
            again.setdefault(person, []).append(line)
            told.setdefault(person, {}).update((id(one), one) for one in before)
    differing: list[PersonDue] = []
    for person, rows in again.items():
        first, *others = told[person].values()
        more = sum(one.fen for one in rows) - sum(one.fen for one in (first, *others))
        if more:
            differing.append(first)
        first.fen += max(more, 0)
    return new, differing


def _told(sheet: str, differing: Sequence[PersonDue]) -> Iterator[str]:
    if differing:
        others = "”“".join(dict.fromkeys(one.sheet for one in differing))
        items = "、".join(dict.fromkeys(one.item for one in differing))
        count = len({(one.number or one.name, one.firm) for one in differing})
        yield f"工作表“{sheet}”：{count} 人的{items}与“{others}”不同，按较大的数列入，请核对"
