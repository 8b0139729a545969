"""Findings of the checks: one fault each, with its place, kept as columns.

A finding says what is wrong, where (sheet and cell), what stands there, what
should, what to do and which rule says so. Texts are Chinese: clerks read them.
Findings with one cause go away together; a table of them is shown cause by cause.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from enum import StrEnum
from html import escape
from typing import TYPE_CHECKING, Any, Final

from xl_addin.values.causes import Cause, Hanging, counted
from xl_addin.values.persons import mask_name, mask_text
from xl_addin.values.shown_texts import beginning
from xl_addin.values.unchecked import folded

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
    cause: str = ""
    """What it goes away with: the id of a cause, the same for all its findings; '' where nobody has asked."""


COLUMNS = tuple(Finding.__dataclass_fields__)
_REPEATING: Final = frozenset({"observed", "expected", "message", "remedy"})
"""Columns in which a finding repeats what stands in cells: thousands of findings may repeat one long text."""
_SHOWN: Final = 20
"""Causes that a table shows of itself."""


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
        self.hanging: dict[str, Hanging] = {}
        """What hangs on each cause beside findings, by its id, in the order in which to put them right."""
        for finding in findings:
            self.add(finding)

    def add(self, finding: Finding) -> None:
        """Append one finding; of a long text that it repeats only the beginning."""
        for name in COLUMNS:
            value = getattr(finding, name)
            self._columns[name].append(beginning(value) if name in _REPEATING else value)

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

    def causes(self) -> list[Cause]:
        """The findings by cause, in the order in which to put them right; the first of a cause is the one to act on."""
        found: dict[str, list[Finding]] = {name: [] for name in self.hanging}
        for number, finding in enumerate(self):
            found.setdefault(finding.cause or f"#{number}", []).append(finding)
        return [_cause(name, some, self.hanging.get(name, Hanging())) for name, some in found.items() if some]

    def unchecked(self) -> list[str]:
        """What was not checked, in few lines: rows that wait for a cause are counted."""
        return folded(self.not_checked, {line for one in self.hanging.values() for line in one.unchecked})

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

    def __repr__(self) -> str:
        """The findings by cause, for a Python prompt; names and ID numbers are masked."""
        causes = self.causes()
        lines = [f"FindingTable：{self._head(causes)}"]
        for number, cause in enumerate(causes[:_SHOWN], start=1):
            lines.append(f"{number:>4} {'　'.join(filter(None, _shown(cause)))}")
        return "\n".join([*lines, *_left(len(causes))])

    def _repr_html_(self) -> str:
        """The same as a table, for a notebook."""
        causes = self.causes()
        heads = "".join(f"<th>{head}</th>" for head in ("级别", "位置", "姓名", "问题", "由此产生", "怎么改"))
        rows = "".join(
            "<tr>" + "".join(f"<td style='text-align:left'>{escape(text)}</td>" for text in _shown(cause)) + "</tr>"
            for cause in causes[:_SHOWN]
        )
        after = "".join(f"<p>{escape(line)}</p>" for line in _left(len(causes)))
        return f"<p>{escape(self._head(causes))}</p><table><tr>{heads}</tr>{rows}</table>{after}"

    def _head(self, causes: list[Cause]) -> str:
        counts = self.counts()
        parts = [f"{severity.label} {counts[severity.value]} 条" for severity in Severity]
        return "，".join([*parts, counted(causes), f"未校验 {len(self.not_checked)} 项"])


def _cause(name: str, found: list[Finding], hanging: Hanging) -> Cause:
    """The finding whose place gives the cause its name is the one to act on; where it is not there, the first."""
    root = next((one for one in found if name == cause_id(one)), found[0])
    return Cause(name, root, tuple(one for one in found if one is not root), hanging)


def cause_id(finding: Finding) -> str:
    """The id of the cause that a finding is the first of: its place and code, so that other causes do not change it.

    >>> cause_id(Finding("ID_CHECK_DIGIT", Severity.ERROR, "花名册", "D7", "", "", "校验码不符", "核对身份证", ""))
    '花名册!D7:ID_CHECK_DIGIT'
    """
    return f"{finding.sheet}!{finding.cell or ''}:{finding.code}"


def _shown(cause: Cause) -> tuple[str, ...]:
    root = cause.root
    place = f"{root.sheet}!{root.cell}" if root.cell else root.sheet
    texts = (place, mask_name(cause.hanging.name), root.message, cause.text(), root.remedy)
    return cause.severity.label, *(mask_text(text) for text in texts)


def _left(causes: int) -> list[str]:
    return [f"……另有 {causes - _SHOWN} 个原因，见 to_pandas() 或“校验结果”表"] if causes > _SHOWN else []
