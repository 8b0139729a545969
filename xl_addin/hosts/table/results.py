"""The columns of the result of a batch: who, months, bases, amount and note; ID numbers are masked."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from xl_addin.functions.severance.roster import HEADINGS, NUMBERS, SeveranceColumns, result_numbers
from xl_addin.hosts.table.arrow import arrow, is_text
from xl_addin.hosts.table.contract import Contract
from xl_addin.hosts.table.sources import Batch
from xl_addin.hosts.table.texts import Numbers, shown_texts
from xl_addin.rules.severance.compensation import SeveranceTable
from xl_addin.rules.severance.notes import Chosen, Whole, note_cases
from xl_addin.values.money import Int64
from xl_addin.values.persons import MASK, id_text, mask_id
from xl_addin.values.shown_texts import unsteered

ROW, FIRM, ID = "行号", "企业名称", "身份证号"


def schema_of(contract: Contract) -> Any:
    """The columns of the result, with their types."""
    pa = arrow()
    who = [(ROW, pa.int64()), *[(title, pa.string()) for title in _titles(contract)]]
    numbers = [(title, pa.float64()) for title in NUMBERS]
    return pa.schema([*who, *numbers, (HEADINGS[-1], pa.string())])


def _titles(contract: Contract) -> dict[str, str]:
    """The columns that say who somebody is, to the roles that they show."""
    roles = {FIRM: "enterprise", HEADINGS[0]: "name", ID: "id"}
    return {title: role for title, role in roles.items() if role in contract.roles}


@dataclass(frozen=True, slots=True)
class Results:
    """Makes the result of rows of a batch."""

    contract: Contract
    schema: Any
    cases: dict[int, str] = field(default_factory=dict)
    """The notes of the cases that have come so far."""

    def usual(self, batch: Batch, places: Int64, table: SeveranceTable) -> Any:
        """The result of rows that were computed as whole columns."""
        numbers = result_numbers(table, np.arange(len(places)))
        return self._table(batch, places, [*map(_nullable, numbers), written_notes(table, self.cases)])

    def odd(self, batch: Batch, places: list[int], found: SeveranceColumns, paid: list[int]) -> Any:
        """The result of the records ``paid`` of those that were read one by one."""
        rows = np.array(places, dtype=np.int64)[paid]
        numbers, known = [_nullable(column[paid]) for column in found.numbers], self.numbers_of(batch)
        names, notes = (
            arrow().array([known.hidden(texts[k]) for k in paid], arrow().string())
            for texts in (found.names, found.notes)
        )
        return self._table(batch, rows, [*numbers, notes], names)

    def numbers_of(self, batch: Batch) -> Numbers:
        """The ID numbers of a batch."""
        place = self.contract.roles.get("id")
        return Numbers(None if place is None else batch.columns[place])

    def _table(self, batch: Batch, places: Int64, computed: list[Any], names: Any = None) -> Any:
        whole = len(places) == len(batch)
        rows = arrow().array(places)
        who, known = [], self.numbers_of(batch)
        for title, role in _titles(self.contract).items():
            if role == "name" and names is not None:
                who.append(names)
                continue
            column = batch.columns[self.contract.roles[role]]
            column = column if whole else column.take(rows)
            who.append(masked(column) if title == ID else shown_texts(column, known))
        numbers = arrow().array(batch.numbers[places])
        return arrow().Table.from_arrays([numbers, *who, *computed], schema=self.schema)


def _nullable(values: Any) -> Any:
    return arrow().array(values, from_pandas=True)


def masked(column: Any) -> Any:
    """ID numbers with their middle hidden."""
    compute = arrow("compute")
    if is_text(column):
        text = compute.utf8_trim_whitespace(column.fill_null(""))
        if compute.all(compute.match_substring_regex(text, r"^(?:[0-9]{17}[0-9Xx])?$"), min_count=0).as_py():
            ends = [compute.utf8_slice_codeunits(text, 0, 6), compute.utf8_slice_codeunits(text, 14, 18)]
            joined = compute.binary_join_element_wise(ends[0], MASK, ends[1], "")
            return compute.if_else(compute.equal(text, ""), "", joined)
    return arrow().array([unsteered(mask_id(id_text(cell))) for cell in column.to_pylist()], arrow().string())


def written_notes(table: SeveranceTable, known: dict[int, str]) -> Any:
    """Write the notes of all rows of a calculation, as ``short_notes`` does; ``known`` as for :func:`note_cases`."""
    rows = np.arange(len(table.amount_fen))
    pieces, order = [], []
    for places, parts in note_cases(table, rows, known):
        pieces.append(arrow("compute").binary_join_element_wise(*map(_written, parts), ""))
        order.append(places)
    if not pieces:
        return arrow().array([], arrow().string())
    back = np.argsort(np.concatenate(order), kind="stable")
    return arrow().concat_arrays(pieces).take(arrow().array(back))


def _text_array(texts: Any) -> Any:
    return arrow().array(texts.tolist(), arrow().string())


def _written(part: Whole | Chosen) -> Any:
    if isinstance(part, Whole):
        return arrow().array(part.values).cast(arrow().string())
    return _text_array(part.texts).take(arrow().array(part.places))
