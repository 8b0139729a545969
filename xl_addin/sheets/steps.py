"""Both procedure sheets read into one form: who did which step when, and each vote.

A row of 改制程序核查表 may mean several steps; a row of 改制工作进度表 gives a record for
each step that has a date column. Judges nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from xl_addin.policy.procedure import ProcedureStep, procedure, recognise_steps
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.cells import Day, day_at
from xl_addin.sheets.not_applicable import means_not_applicable
from xl_addin.sheets.periods import both_days
from xl_addin.sheets.petitions import Petition, names_several, petitions_of
from xl_addin.tables.cleaning import clean_text, clean_whole
from xl_addin.tables.firm_names import titled_firm
from xl_addin.tables.grid import CellValue
from xl_addin.tables.labels import plain
from xl_addin.tables.record_rows import is_empty
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.errors import CellError, InputError
from xl_addin.values.persons import mask_text

PETITION_STEPS: Final = ("D26", "D27", "D28")
PROGRESS_STAGES: Final[Mapping[str, str]] = {
    "verification": "D07",
    "audit": "D08",
    "appraisal_date": "D09",
    "appraisal": "D09",
    "vote_date": "D12",
    "delegates": "D12",
    "attended": "D12",
    "in_favour": "D12",
    "vote_counts": "D12",
    "approval_no": "D16",
    "approval_date": "D16",
    "listing_from": "D17",
    "listing_to": "D17",
    "listing_period": "D17",
    "deal_date": "D18",
    "price": "D18",
    "received": "D20",
}
"""Columns of 改制工作进度表 that must be filled once a later step is, and the step that they prove."""
PROGRESS_MARKS: Final = {**PROGRESS_STAGES, "first_paid": "D19", "rest_paid": "D19", "closed": "D29"}
"""Columns that show by being filled in that a step was reached."""
PROGRESS_STEPS: Final = {**PROGRESS_MARKS, "materials": "D12", "price_approval": "D18", "first_payment": "D19"}
"""The step that each column is about."""
_PROGRESS_DATES: Final = {"D12": "vote_date", "D16": "approval_date"}
_MATERIALS: Final = re.compile(
    r"^(?>.*?(?:材料|文件|议案|草案|方案|议题))(?>.*?(?:送达|送交|送代表|发放|分发|印发|提交|发给|下发)).*代表"
    r"|^(?>.*?代表)(?>.*?(?:送达|送交|发放|分发|印发|提交|发给|下发)).*(?:材料|文件|议案|草案)"
    r"|^(?>.*?(?:职代会|职工代表大会|会议))(?>.*?材料).*(?:送达|送交|发放|分发|印发|提前)",
    re.MULTILINE,
)
"""Words in this order in one line; the first of each is enough, so that no text is gone through again and again."""
_DECIDES: Final = re.compile(r"表决|审议|通过|召开|投票|票决")
_VOTE_TEXT: Final = {
    "delegates": re.compile(r"(?:应到|代表总数|全体代表)(?:代表|职工|人数)?:?(\d+)"),
    "attended": re.compile(r"(?:实到|出席|到会)(?:代表|职工|人数)?:?(\d+)"),
    "in_favour": re.compile(r"(?:同意|赞成)(?:票|人数|票数)?:?(\d+)"),
}
_THREE_COUNTS: Final = re.compile(r"(?:应到)?(\d+)人?[/、,;](?:实到)?(\d+)人?[/、,;](?:同意|赞成)?(\d+)[人票]?")


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step of one enterprise."""

    step: str
    enterprise: str
    record: int
    cell: str
    begun: Day | None
    done: Day | None
    """The day of completion; where only the beginning is given, that day."""
    untouched: bool
    """Neither date, document nor remark is filled in."""
    not_applicable: bool
    """The row says that the step does not apply; :func:`is_waived` tells whether it may say so."""
    vote_in_text: bool = False


@dataclass(frozen=True, slots=True)
class Vote:
    """One vote; ``counts`` = delegates, attended, in favour, None if one is empty or unreadable."""

    counts: tuple[int, int, int] | None
    attended_cell: str
    in_favour_cell: str
    delegates_cell: str = ""
    unreadable: str = ""
    unreadable_cell: str = ""


def step_rows(table: SheetTable, book: SheetBook) -> list[StepRow]:
    """Every recognised step of a procedure or progress sheet, in the order of its rows."""
    if table.kind == "progress":
        return _progress_steps(table)
    texts, codes = table.column("step"), table.column("step_id")
    enterprises = enterprise_names(table)
    rows = []
    for i in range(len(table)):
        started, finished = both_days(table, i)
        remarks = [clean_text(table.column(role)[i]) for role in ("note", "document", "started", "finished")]
        evidence = ("started", "finished", "document", "note")  # a form names the body beforehand
        if means_materials(clean_text(texts[i])):
            continue  # the papers of the vote, not the vote
        for step in recognise_steps(clean_text(texts[i]), clean_text(codes[i])):
            rows.append(
                StepRow(
                    step=step,
                    enterprise=enterprises[i],
                    record=i,
                    cell=table.cell("enterprise" if table.has("enterprise") else _step_role(table), i),
                    begun=started,
                    done=finished or started,
                    untouched=all(is_empty(table.column(role)[i]) for role in evidence),
                    not_applicable=any(means_not_applicable(remark, step) for remark in remarks if remark),
                    vote_in_text=_text_counts(table, i) is not None,
                )
            )
    return rows


def means_materials(text: str) -> bool:
    """Tell a row on the papers that delegates get before the vote from the vote.

    >>> means_materials("向职工代表送达职代会材料"), means_materials("职代会审议方案（材料已送达代表）")
    (True, False)
    """
    folded = plain(text)
    return bool(_MATERIALS.search(folded)) and not _DECIDES.search(folded)


def unrecognised_steps(table: SheetTable) -> list[str]:
    """Cells of step rows whose words mean no known step."""
    texts, codes = table.column("step"), table.column("step_id")
    pairs = [(clean_text(text), clean_text(code)) for text, code in zip(texts, codes, strict=True)]
    return [
        table.cell(_step_role(table), i)
        for i, pair in enumerate(pairs)
        if not recognise_steps(*pair) and not means_materials(pair[0])
    ]


def _step_role(table: SheetTable) -> str:
    return "step" if table.has("step") else "step_id"


def enterprise_names(table: SheetTable) -> list[str]:
    """The enterprise of each row: its column (an empty cell continues the block above), else the title lines."""
    # 丰城市机械厂改制程序核查表 names its enterprise, too (C3 43).
    current = table.enterprise or titled_firm(table.title)
    if not table.has("enterprise"):
        return [current] * len(table)
    names = []
    for value in table.column("enterprise"):
        current = "".join(clean_text(value).split()) or current
        names.append(current)
    return names


def enterprise_rows(rows: list[StepRow]) -> dict[str, list[StepRow]]:
    """Group step rows by enterprise, in order of first appearance."""
    groups: dict[str, list[StepRow]] = {}
    for row in rows:
        groups.setdefault(row.enterprise, []).append(row)
    return groups


def _progress_steps(table: SheetTable) -> list[StepRow]:
    rows = []
    for i, enterprise in enumerate(enterprise_names(table)):
        days = {step: (day := day_at(table, role, i), day) for step, role in _PROGRESS_DATES.items()}
        for step, (begun, done) in (*days.items(), ("D17", both_days(table, i))):
            if begun or done:
                rows.append(
                    StepRow(step, enterprise, i, table.cell("enterprise", i), begun, done or begun, False, False)
                )
    return rows


def progress_reached(table: SheetTable) -> list[str]:
    """The latest step of each enterprise that has anything filled in, '' if none."""
    reached = [""] * len(table)
    for role, step in PROGRESS_MARKS.items():
        if table.has(role):
            for i, value in enumerate(table.column(role)):
                if not is_empty(value) and step > reached[i]:
                    reached[i] = step
    return reached


def votes(table: SheetTable, book: SheetBook) -> list[Vote]:
    """Every vote of a sheet: of each enterprise, or of each row that means the vote step."""
    if table.kind == "progress":
        return [vote_at(table, i) for i in range(len(table))]
    records = dict.fromkeys(row.record for row in book.derive(step_rows, table) if row.step == "D12")
    return [vote_at(table, i) for i in records]


def vote_at(table: SheetTable, record: int) -> Vote:
    """The vote of one row."""
    from_text = _text_counts(table, record)
    if from_text is not None:
        return from_text
    roles = ("delegates", "attended", "in_favour")
    if not all(map(table.has, roles)):
        return Vote(None, "", "")
    cells = [table.cell(role, record) for role in roles]
    values = [table.column(role)[record] for role in roles]
    counts = []
    for value, cell, role in zip(values, cells, roles, strict=True):
        if is_empty(value) or not isinstance(value, int | float | str):
            return Vote(None, cells[1], cells[2])
        count = _count(value, table.label(role))
        if count is None:
            return Vote(None, cells[1], cells[2], cells[0], clean_text(value), cell)
        counts.append(count)
    return Vote((counts[0], counts[1], counts[2]), cells[1], cells[2], cells[0])


def _count(value: CellValue, name: str) -> int | None:
    text = value.rstrip("票 　名") if isinstance(value, str) else value
    try:
        return clean_whole(text, name)
    except InputError:
        return None


def _text_counts(table: SheetTable, record: int) -> Vote | None:
    """Read counts written as words (应到120人，实到100人，同意90票) or as 120/100/90 in a cell for the vote."""
    if table.kind == "progress":
        return _counts_in_one_cell(table, record)
    if all(table.has(role) for role in _VOTE_TEXT):
        return None
    for role in ("note", "document", "step"):
        text = plain(clean_text(table.column(role)[record]))
        found = [pattern.search(text) for pattern in _VOTE_TEXT.values()]
        if all(found):
            return _vote_in_cell(tuple(match[1] for match in found if match), table.cell(role, record))
    return None


def _counts_in_one_cell(table: SheetTable, record: int) -> Vote | None:
    """Read 应到/实到/同意 of a progress sheet; words without numbers are unreadable unless the counts stand apart."""
    value = table.column("vote_counts")[record]
    parts = _THREE_COUNTS.fullmatch(plain(clean_text(value)))
    if parts:
        return _vote_in_cell(parts.groups(), table.cell("vote_counts", record))
    apart = all(table.has(role) for role in _VOTE_TEXT)
    if is_empty(value) or isinstance(value, CellError) or apart:
        return None
    cell = table.cell("vote_counts", record)
    return Vote(None, cell, cell, cell, mask_text(clean_text(value)), cell)


def _vote_in_cell(counts: Sequence[str], cell: str) -> Vote:
    delegates, attended, in_favour = (int(count) for count in counts)
    return Vote((delegates, attended, in_favour), cell, cell, cell)


def is_required(step: ProcedureStep, enterprise: str, book: SheetBook) -> bool:
    """Tell whether an enterprise must go through a step: everyone must, or the fund ledger shows the need."""
    return step.always_required or need_is_traced(step, enterprise, book)


def covers_several(table: SheetTable, row: StepRow, book: SheetBook) -> bool:
    """Tell whether a row of a petition step stands for several petitions, by its own words or by 信访台账."""
    words = [clean_text(table.column(role)[row.record]) for role in ("step", "document", "note")]
    reached = [one for one in petitions_of(row.enterprise, book) if _reached(one, row.step)]
    return len(reached) > 1 or any(map(names_several, words))


def _reached(one: Petition, step: str) -> bool:
    return {"D26": one.registered, "D27": one.answered, "D28": one.reviewed}[step]


def is_waived(row: StepRow, book: SheetBook) -> bool:
    """Tell whether a row rightly says that its step does not apply; no remark waives a required step."""
    return row.not_applicable and not is_required(procedure().steps[row.step], row.enterprise, book)


def need_is_traced(step: ProcedureStep, enterprise: str, book: SheetBook) -> bool:
    """Tell whether the fund ledger, or 信访台账, shows that an enterprise needed a step that not everyone needs."""
    if step.id in PETITION_STEPS:
        return any(_reached(one, step.id) for one in petitions_of(enterprise, book))
    for ledger in book.of_kind("ledger"):
        subjects = ledger.column("subject")
        owners = enterprise_names(ledger)
        for subject, owner in zip(subjects, owners, strict=True):
            if owner == enterprise and enterprise and any(word in clean_text(subject) for word in step.trace):
                return True
    return False
