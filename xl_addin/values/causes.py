"""A cause: one thing to put right, with all that goes away with it. Data only; who hangs on whom is decided elsewhere.

Also says in Chinese what hangs on a cause, in one form for the sheet 校验结果, the terminal and the Python user.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from xl_addin.values.findings import Finding, Severity

SHOWN: Final = 12
"""Places that are named; beyond these they are counted."""
_CLAUSE: Final = 30
Spot = tuple[str, str]
"""Sheet and cell."""


@dataclass(frozen=True, slots=True)
class Hanging:
    """What a cause reaches beside its findings, and whose row it stands in."""

    cells: tuple[Spot, ...] = ()
    """Formula cells that show an error value because of it."""
    unchecked: tuple[str, ...] = ()
    """Lines of what was not checked because of it."""
    name: str = ""
    """As typed; whoever shows it outside of the user's own workbook masks it."""
    enterprise: str = ""
    persons: tuple[tuple[str, str, str], ...] = ()
    """Key, name and enterprise of everybody in whose row it shows; namesakes have keys of their own."""


@dataclass(frozen=True, slots=True)
class Cause:
    """The finding to act on, the others that share its cause, and what else hangs on it."""

    id: str
    root: Finding
    others: tuple[Finding, ...] = ()
    hanging: Hanging = Hanging()

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All of them, the one to act on first."""
        return (self.root, *self.others)

    @property
    def severity(self) -> Severity:
        """The gravest of its findings."""
        order = list(type(self.root.severity))
        return min((one.severity for one in self.findings), key=order.index)

    def text(self, shown: int = SHOWN) -> str:
        """What hangs on it, a sentence each; '' if nothing does.

        >>> from xl_addin.values.findings import Finding, Severity
        >>> def at(code, cell): return Finding(code, Severity.ERROR, "测算", cell, "", "", "日期读法不明", "", "")
        >>> both = (at("DATE_AMBIGUOUS", "G7"), at("FUNCTION_ERROR", "L7"))
        >>> hanging = Hanging(cells=(("测算", "L7"), ("汇总", "C3")))
        >>> Cause("测算!F7", at("DATE_AMBIGUOUS", "F7"), both, hanging).text()
        '同一问题还在：G7。由此另有 2 个单元格不能计算：L7；汇总!C3。'
        """
        failing = set(self.hanging.cells)
        same = [one for one in self.others if one.code == self.root.code]
        more = [one for one in self.others if one.code != self.root.code and spot_of(one) not in failing]
        parts = []
        if same:
            parts.append(f"同一问题还在：{self._places(map(spot_of, same), shown)}。")
        if failing:
            parts.append(f"由此另有 {len(failing)} 个单元格不能计算：{self._places(self.hanging.cells, shown)}。")
        if more:
            said = [f"{self._place(spot_of(one))}（{clause(one.message)}）" for one in more[:shown]]
            parts.append(f"由此还有 {len(more)} 条：{'、'.join(said)}{_rest(len(more), shown)}。")
        return "".join(parts)

    def _place(self, spot: Spot) -> str:
        sheet, cell = spot
        return f"{sheet}!{cell}" if sheet != self.root.sheet and cell else cell or sheet

    def _places(self, spots: Iterable[Spot], shown: int) -> str:
        """Places sheet by sheet; a sheet is named once, that of the cause not at all."""
        found = list(dict.fromkeys(spots))
        by_sheet: dict[str, list[Spot]] = {}
        for spot in found[:shown]:
            by_sheet.setdefault(spot[0], []).append(spot)
        runs = ("、".join([self._place(first), *(cell for _, cell in rest)]) for first, *rest in by_sheet.values())
        return "；".join(runs) + _rest(len(found), shown)


def spot_of(finding: Finding) -> Spot:
    """Sheet and cell of a finding; the cell is '' for a whole sheet."""
    return finding.sheet, finding.cell or ""


def clause(message: str) -> str:
    """The beginning of a message, to be quoted in another.

    >>> clause("补偿金额应为44402.90元：23个月×1652.30元")
    '补偿金额应为44402.90元'
    """
    first = message
    for mark in "：；，（":
        first = first.partition(mark)[0] or first
    return first[:_CLAUSE]


def _rest(count: int, shown: int) -> str:
    return f"…共 {count} 处" if count > shown else ""


def counted(causes: Sequence[Cause]) -> str:
    """The number of causes and of findings, for people.

    >>> counted([])
    '没有发现问题'
    """
    findings = sum(len(cause.findings) for cause in causes)
    if not causes:
        return "没有发现问题"
    return f"{findings} 条归为 {len(causes)} 个原因" if findings > len(causes) else f"共 {len(causes)} 个原因"
