"""The machine-readable report of a check: programs read it, so that its shape is fixed.

ID numbers are masked everywhere, also in texts that users typed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from xl_addin.checks.reconcile import Reconciliation
from xl_addin.sheets.readings import SheetReading
from xl_addin.values.findings import FindingTable
from xl_addin.values.persons import mask_text


def to_json(
    table: FindingTable,
    workbook: str,
    policy: str,
    readings: Sequence[SheetReading] = (),
    reconciled: Sequence[Reconciliation] = (),
) -> dict[str, Any]:
    """Give the report as plain dicts and lists, ready for ``json.dumps(..., ensure_ascii=False)``.

    >>> to_json(FindingTable(), "a.xlsx", "SEG2008")["counts"]
    {'error': 0, 'missing': 0, 'notice': 0}
    """
    report = {
        "workbook": workbook,
        "policy": policy,
        "counts": table.counts(),
        "findings": [{name: finding[name] for name in _FIELDS} for finding in table.to_dicts()],
        "not_checked": list(table.not_checked),
        "sheets": [_sheet(reading, reconciled) for reading in readings],
    }
    return {name: _masked(value) for name, value in report.items()}


def _masked(value: Any) -> Any:
    """The value with every text in it masked, however deep."""
    if isinstance(value, str):
        return mask_text(value)
    if isinstance(value, dict):
        return {_masked(name): _masked(inner) for name, inner in value.items()}
    return [_masked(inner) for inner in value] if isinstance(value, list | tuple) else value


def _sheet(reading: SheetReading, reconciled: Sequence[Reconciliation]) -> dict[str, Any]:
    """A reading with what its rows and columns come to."""
    found = reading.to_dict()
    for one in reconciled:
        if (one.sheet, one.kind) == (reading.sheet, reading.kind) and one.header_row in reading.header_rows:
            more = one.to_dict()
            found["totals"] = more.pop("totals")
            found["rows"] |= more
            break
    return found


_FIELDS = ("code", "severity", "sheet", "cell", "observed", "expected", "message", "remedy", "citation", "cause")
