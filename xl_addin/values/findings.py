"""Findings of the checks: one fault each, with its place, kept as columns.

A finding says what is wrong, where (sheet and cell), what stands there, what
should, what to do and which rule says so. Texts are Chinese: clerks read them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd


class Severity(StrEnum):
    """How bad a finding is; only ``ERROR`` makes the exit status 1."""

    ERROR = "error"
    MISSING = "missing"
    NOTICE = "notice"

    @property
    def label(self) -> str:
        """The Chinese word that users read.

        >>> Severity.MISSING.label
        '缺件'
        """
        return {"error": "错误", "missing": "缺件", "notice": "提示"}[self.value]


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault at one place. ``cell`` is A1 without ``$`` and without the sheet, or None."""

    code: str
    severity: Severity
    sheet: str
    cell: str | None
    observed: str
    expected: str
    message: str
    remedy: str
    citation: str


COLUMNS = tuple(Finding.__dataclass_fields__)


class FindingTable:
    """Findings as columns, in the order they were found.

    >>> table = FindingTable()
    >>> table.add(Finding("ID_CHECK_DIGIT", Severity.ERROR, "花名册", "D7", "", "", "校验码不符", "核对身份证", ""))
    >>> len(table), table.counts()
    (1, {'error': 1, 'missing': 0, 'notice': 0})
    >>> next(iter(table)).cell
    'D7'
    """

    def __init__(self, findings: Iterable[Finding] = ()) -> None:
        self._columns: dict[str, list[Any]] = {name: [] for name in COLUMNS}
        self.not_checked: list[str] = []
        """What was not checked and why, a sentence each; it never counts as passed."""
        for finding in findings:
            self.add(finding)

    def add(self, finding: Finding) -> None:
        """Append one finding."""
        for name in COLUMNS:
            self._columns[name].append(getattr(finding, name))

    def extend(self, findings: Iterable[Finding]) -> None:
        """Append findings in their order."""
        for finding in findings:
            self.add(finding)

    def __len__(self) -> int:
        return len(self._columns["code"])

    def __iter__(self) -> Iterator[Finding]:
        for values in zip(*(self._columns[name] for name in COLUMNS), strict=True):
            yield Finding(*values)

    def column(self, name: str) -> list[Any]:
        """One column, in order of finding."""
        return list(self._columns[name])

    def counts(self) -> dict[str, int]:
        """Number of findings of each severity, all three always present."""
        return {s.value: sum(1 for x in self._columns["severity"] if x == s) for s in Severity}

    def to_dicts(self) -> list[dict[str, str | None]]:
        """One dict per finding, with plain strings; the form of the JSON report."""
        return [{**asdict(finding), "severity": finding.severity.value} for finding in self]

    def to_pandas(self) -> pd.DataFrame:
        """A DataFrame with one row per finding and text columns."""
        import pandas as pd

        frame = pd.DataFrame(self._columns, columns=list(COLUMNS))
        frame["severity"] = [s.value for s in self._columns["severity"]]
        return frame
