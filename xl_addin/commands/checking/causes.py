"""Which findings have one cause: the one place that decides, for report, terminal, programs and open workbooks (L-02).

One thing to put right is one cause. Findings go together that stand at one cell; that say the same of one person on
several sheets, or that two sheets contradict each other; that compare many rows with one and the same other cell; that
show or repeat what a formula read (:mod:`xl_addin.commands.checking.tracing`); amounts with the input of their row, or
with the heading of its column, that is doubted; and what is empty in the row of one step. Heading cells stand for whole
sheets, so that sharing one joins nothing. Nothing is left out: a finding that hangs on another keeps its place.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from xl_addin.checks.run import CheckResult, blocked_line, row_line
from xl_addin.checks.spec import Check
from xl_addin.commands.checking.rows import Row, Rows
from xl_addin.commands.checking.tracing import Tracing
from xl_addin.formulas.recalculation import Recalculation
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.columns import LISTS
from xl_addin.tables.grid import parse_address
from xl_addin.values.causes import Hanging
from xl_addin.values.errors import NA
from xl_addin.values.findings import Finding, FindingTable, Severity, cause_id

_CONTRADICTIONS: Final = ("SHEETS_DIFFER", "REGISTERS_DIFFER", "NAMES_DIFFER")
_ADDRESS: Final = re.compile(r"(?<![A-Za-z0-9])[A-Z]{1,3}[1-9][0-9]{0,6}(?![A-Za-z0-9])")
"""A cell in a message: the finding compares with it."""
_LIKE: Final = re.compile("（[^（）]*相同）$")
"""What a message adds of other cells that fail with the same words."""
_COLUMN: Final = "缺少列"
_AMOUNTS: Final = (
    "AMOUNT_WRONG", "AMOUNT_IN_WAN", "MONTHS_WRONG", "PACKAGE_PART_WRONG", "PACKAGE_WAY_OTHER", "PACKAGE_DIFFERS",
    "ARREARS_MONTHS", "ARREARS_UNIT_WRONG", "ARREARS_PERSON_WRONG", "ARREARS_ABOVE_BASE", "ARREARS_RATE_WRONG",
    "ARREARS_RATE_UNUSUAL", "RESERVE_WRONG", "ROW_TOTAL_WRONG", "WAGE_BELOW_MINIMUM",
)  # fmt: skip
"""Codes of findings that follow from the inputs of their row."""
_INPUTS: Final = frozenset(
    {"start", "entry", "end", "wage", "enterprise_wage", "local_wage", "ground", "status", "age", "standard"}
)
_BY_ID: Final = ("BIRTH_DIFFERS", "SEX_DIFFERS", "AGE_")
"""Codes of findings that compare with the ID number of their row."""
_EMPTY: Final = ("", "空")
_WHOLE: Final = ("UNIT_FALSE", "HEADING_", "AVERAGES_YEARLY", "WAGES_YEARLY")
"""Codes of findings at a heading or title that make every amount below doubtful."""


def with_causes(result: CheckResult, book: SheetBook, calls: Recalculation, checks: Sequence[Check]) -> CheckResult:
    """Give every finding its cause, and to each cause what else hangs on it, in the order of putting them right."""
    findings = list(result.findings)
    groups = _Groups(findings, Rows(book), Tracing(book.grid, findings, calls))
    groups.join()
    named = [replace(finding, cause=groups.cause(number)) for number, finding in enumerate(findings)]
    table = FindingTable(named)
    table.not_checked = result.findings.not_checked
    blocks = {check.code: check.blocks for check in checks if check.blocks}
    sheets = {sheet.name: i for i, sheet in enumerate(book.grid.sheets)}
    hanging = groups.hanging(_blocked(named, blocks), sheets)
    stopped, said = blocks.get("CELL_ERROR", ""), set(table.not_checked)
    table.hanging = {name: _with_stopped(one, stopped, said) for name, one in hanging.items()}
    return replace(result, findings=table)


def _with_stopped(hanging: Hanging, stopped: str, said: Container[str]) -> Hanging:
    """Add the rows that were not checked because of an error value that hangs on the cause."""
    rows = {(sheet, parse_address(cell)[0]) for sheet, cell in hanging.cells}
    lines = sorted(line for sheet, row in rows if (line := row_line(sheet, row, stopped)) in said)
    return replace(hanging, unchecked=tuple(dict.fromkeys([*hanging.unchecked, *lines])))


def _blocked(findings: Iterable[Finding], blocks: Mapping[str, str]) -> dict[str, list[str]]:
    """The lines of ``not_checked`` that are there because of a cause."""
    found: dict[str, list[str]] = {}
    for finding in findings:
        if (text := blocks.get(finding.code)) and (line := blocked_line(finding, text)):
            found.setdefault(finding.cause, []).append(line)
    return found


class _Groups:
    """Findings by number, joined step by step; ``behind`` are those that follow from another of their group."""

    def __init__(self, findings: Sequence[Finding], rows: Rows, tracing: Tracing) -> None:
        self._findings, self._tracing = findings, tracing
        self._places = rows
        self._rows = [rows.of(finding) for finding in findings]
        self._up = list(range(len(findings)))
        self._behind: set[int] = set()
        self._roots: dict[int, int] = {}
        self._in_row: dict[tuple[int, int | None], list[int]] = {}
        for number, row in enumerate(self._rows):
            if row.is_table:
                self._in_row.setdefault((row.table, row.record), []).append(number)

    def join(self) -> None:
        """Find out what goes together."""
        for members in self._alike():
            for other in members[1:]:
                self._unite(members[0], other)
        for number in range(len(self._findings)):
            for source in self._sources(number):
                self._unite(source, number)
                self._behind.add(number)
                break
        self._unite_calls()
        self._roots = {top: min(some, key=self._first) for top, some in self._members().items()}

    def _unite_calls(self) -> None:
        """Failing calls that lack the same column, or the same figure of the 政策 sheet, in every row."""
        first: dict[str, int] = {}
        for number, finding in enumerate(self._findings):
            lacks = finding.observed == NA or _COLUMN in finding.message
            if finding.code == "FUNCTION_ERROR" and lacks and number not in self._behind:
                self._unite(first.setdefault(_LIKE.sub("", finding.message), number), number)

    def cause(self, number: int) -> str:
        """The id of the cause of a finding."""
        return cause_id(self._findings[self._roots[self._top(number)]])

    def hanging(self, blocked: Mapping[str, Sequence[str]], sheets: Mapping[str, int]) -> dict[str, Hanging]:
        """What hangs on each cause, gravest first, then whole sheets, then whatever stops most, then as one reads."""
        failing = self._tracing.hanging({number: self.cause(number) for number in range(len(self._findings))})
        found: list[tuple[tuple[object, ...], str, Hanging]] = []
        for top, members in self._members().items():
            root = self._roots[top]
            name, row = self.cause(root), self._rows[root]
            cells, lines = failing.get(name, ()), blocked.get(name, ())
            touched = [*(self._rows[number] for number in members), *(self._places.at(*cell) for cell in cells)]
            who = [(one.subject, one.name, one.enterprise) for one in touched if one.kind in LISTS and one.name]
            persons = tuple(dict.fromkeys(who))
            hanging = Hanging(tuple(cells), tuple(dict.fromkeys(lines)), row.name, row.enterprise, persons)
            finding = self._findings[root]
            gravity = min(_GRAVITY[self._findings[number].severity] for number in members)
            whole = row.head and gravity == 0
            place = sheets.get(finding.sheet, len(sheets)), _place(finding), finding.code
            found.append(((gravity, not whole, -len(cells), *place), name, hanging))
        return {name: hanging for _, name, hanging in sorted(found, key=lambda one: one[0])}

    def _alike(self) -> Iterator[list[int]]:
        """Findings that are about one thing: one cell, one fact of one person or enterprise, one step, one source."""
        keyed: dict[tuple[str, ...], list[int]] = {}
        for number, (finding, row) in enumerate(zip(self._findings, self._rows, strict=True)):
            for key in self._keys(finding, row):
                keyed.setdefault(key, []).append(number)
        return (numbers for numbers in keyed.values() if len(numbers) > 1)

    @staticmethod
    def _keys(finding: Finding, row: Row) -> Iterator[tuple[str, ...]]:
        if finding.cell and not row.head:
            yield "cell", finding.sheet, finding.cell
        if row.subject and row.kind in LISTS:
            yield "said", finding.code, row.subject, finding.message
            if finding.observed not in _EMPTY:
                yield "typed", finding.code, row.subject, finding.observed
            if finding.code.startswith("ID_"):
                yield "id", finding.code, row.subject, row.name
        if row.subject and finding.code.startswith(_CONTRADICTIONS):
            yield "differ", finding.code, row.subject
        if _ADDRESS.search(finding.message) and finding.observed:
            yield "source", finding.code, finding.message, finding.observed
        if row.kind == "procedure" and row.record is not None and finding.severity == Severity.MISSING:
            yield "step", finding.sheet, str(row.record)
        if row.head and finding.code.startswith(_WHOLE) and finding.observed:
            yield "column", finding.code, finding.observed

    def _sources(self, number: int) -> Iterator[int]:
        """What a finding follows from."""
        finding, position = self._findings[number], self._tracing.position(self._findings[number])
        if position is not None and position in self._tracing.failing:
            source = self._tracing.root(position)
            if source is not None and self._tracing.position(self._findings[source]) != position:
                yield source
        source = self._tracing.echoed(number)
        if source is not None:
            yield source
        if finding.code.startswith(_AMOUNTS) and self._rows[number].record is not None:
            yield from self._inputs(number)
        if finding.code.startswith(_BY_ID):
            yield from (other for other in self._beside(number) if self._findings[other].code.startswith("ID_"))

    def _inputs(self, number: int) -> Iterator[int]:
        """Doubted inputs of the row of an amount, then of its columns."""
        for other in self._beside(number):
            if self._rows[other].role in _INPUTS and not self._findings[other].code.startswith(_AMOUNTS):
                yield other
        for other in self._in_row.get((self._rows[number].table, None), ()):
            if self._findings[other].code.startswith(_WHOLE):
                yield other

    def _beside(self, number: int) -> list[int]:
        """The other findings in the same row."""
        row = self._rows[number]
        return [] if row.record is None else [one for one in self._in_row[row.table, row.record] if one != number]

    def _first(self, number: int) -> tuple[object, ...]:
        """The finding of a group to act on: one that follows from no other, the gravest, the first."""
        finding, position = self._findings[number], self._tracing.position(self._findings[number])
        return number in self._behind, _GRAVITY[finding.severity], position or (-1, 0, 0), number

    def _members(self) -> dict[int, list[int]]:
        members: dict[int, list[int]] = {}
        for number in range(len(self._findings)):
            members.setdefault(self._top(number), []).append(number)
        return members

    def _top(self, number: int) -> int:
        while self._up[number] != number:
            self._up[number] = self._up[self._up[number]]
            number = self._up[number]
        return number

    def _unite(self, one: int, other: int) -> None:
        self._up[self._top(other)] = self._top(one)


_GRAVITY: Final = {severity: place for place, severity in enumerate(Severity)}


def _place(finding: Finding) -> tuple[int, int]:
    return parse_address(finding.cell.partition(":")[0]) if finding.cell else (0, 0)
