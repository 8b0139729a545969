"""A roster of any length from file to file: read in batches, computed as columns, written as it goes.

Every row read is a person with an amount, one without in the side file, a row of a worker above, a sum, or skipped with
a reason: the outcome says how many of each.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np

from xl_addin.files.atomic import refuse_same_file, replacing
from xl_addin.hosts.table.arrow import arrow
from xl_addin.hosts.table.cells import cells_of
from xl_addin.hosts.table.contract import HEAD_ROWS, Contract, read_contract
from xl_addin.hosts.table.odd import OddRows, read_odd
from xl_addin.hosts.table.output import refuse_kind, written_to
from xl_addin.hosts.table.parquet_limits import READ_KINDS, holds_ids
from xl_addin.hosts.table.results import Results, schema_of
from xl_addin.hosts.table.side import SideFile
from xl_addin.hosts.table.sources import Batch, Source, below, open_source
from xl_addin.hosts.table.usual import Usual, UsualRows
from xl_addin.policy.profiles import Policy
from xl_addin.rules.severance.compensation import SeveranceTable, Status, severance
from xl_addin.rules.severance.service import count_service
from xl_addin.tables.record_rows import FIRST_ROWS
from xl_addin.values.errors import InputError
from xl_addin.values.money import FEN_PER_YUAN
from xl_addin.values.persons import clean_id

_MOST_HELD: Final = 1000
Advance = Callable[[int, int], None]


@dataclass(slots=True)
class Outcome:
    """What a file came to."""

    side: Path
    rows: int = 0
    computed: int = 0
    refused: int = 0
    joined: int = 0
    sums: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    total_fen: int = 0


def compute_table(
    source: Path, target: Path, policy: Policy, side: Path | None = None, advance: Advance | None = None
) -> Outcome:
    """Compute everybody of ``source`` into ``target``; who has no amount stands in the side file, with the reason.

    Nothing is written unless all of it is. Raises InputError for a file, a heading or a place that cannot be used.
    """
    arrow()
    refuse_kind(target)
    side = side or target.with_name(f"{target.stem}-未算出.csv")
    for written in (target, side):
        refuse_same_file(source, written)
    refuse_same_file(target, side)
    table = open_source(source)
    with ExitStack() as exits:
        outcome = Outcome(side)
        beside = SideFile(side, source, table.headings, exits)
        job = _Job(table, policy, beside, outcome)
        batches = held_together(table, job.prepare)
        stream = exits.enter_context(replacing(target, source))
        with written_to(stream, target, job.schema) as write:
            for batch in batches:
                for found in job.compute(batch):
                    write(found)
                if advance is not None:
                    advance(outcome.rows, table.rows)
        job.finish()
    return outcome


def held_together(table: Source, prepare: Callable[[Batch | None], Contract]) -> Iterator[Batch]:
    """The batches, cut so that the rows of one worker stay together; the first tells what the columns are."""
    batches = table.batches()
    held = next(batches, None)
    contract = prepare(held)

    def cut() -> Iterator[Batch]:
        upper = held
        for lower in batches:
            if upper is not None and len(upper):
                last = _last_head(upper, contract)
                if last:
                    yield upper.part(0, last)
                upper = upper.part(last, len(upper))
            upper = below(upper, lower)
        if upper is not None and len(upper):
            yield upper

    return cut()


def refuse_kinds(contract: Contract, table: Source, columns: Sequence[Any]) -> None:
    """InputError for a column that is needed and holds what no cell can."""
    needed = [*contract.roles.values(), *([] if contract.birth is None else [contract.birth])]
    for place in needed:
        if place in table.unread:
            raise InputError(
                f"“{table.headings[place]}”这一列的类型是 {table.unread[place]}，不能读；请改为{READ_KINDS}后重新导出"
            )
    place = contract.roles.get("id", -1)
    if 0 <= place < len(columns) and not holds_ids(columns[place]):
        raise InputError(
            f"“{table.headings[place]}”这一列的类型是 {columns[place].type}，不能读；请改为文字（或整数）后重新导出"
        )


def _last_head(batch: Batch, contract: Contract) -> int:
    """Where the last worker of a batch begins: the last row with a name, and with another number than the one above."""
    roles = contract.roles
    first = max(len(batch) - _MOST_HELD, 0)
    names = batch.columns[roles["name"]].slice(first).to_pylist()
    ids = batch.columns[roles["id"]].slice(first).to_pylist() if "id" in roles else [None] * len(names)
    for i in range(len(names) - 1, 0, -1):
        same = ids[i] is not None and clean_id(str(ids[i])) == clean_id(str(ids[i - 1])) != ""
        if not same and names[i] is not None and str(names[i]).strip():
            return first + i
    return first


class _Job:
    """One file being computed."""

    def __init__(self, table: Source, policy: Policy, side: SideFile, outcome: Outcome) -> None:
        self._table, self._policy, self._side, self._outcome = table, policy, side, outcome
        self.schema: Any = None

    def prepare(self, first: Batch | None) -> Contract:
        """Tell from the first rows what the columns are."""
        columns = [] if first is None else first.columns
        head = [cells_of(column.slice(0, HEAD_ROWS), self._table.texts_only) for column in columns]
        head = head or [[] for _ in self._table.headings]
        self._contract = read_contract(self._table.headings, head, self._policy)
        refuse_kinds(self._contract, self._table, columns)
        self._usual = UsualRows(self._contract, self._table.texts_only)
        self.schema = schema_of(self._contract)
        self._results = Results(self._contract, self.schema)
        return self._contract

    def compute(self, batch: Batch) -> Iterator[Any]:
        """The results of a batch, in the order of its rows."""
        outcome = self._outcome
        usual = self._usual.of(batch)
        if not outcome.rows:  # hints and examples stand in the first rows
            usual = usual.beyond(FIRST_ROWS)
        outcome.rows += len(batch)
        table = self._computed(usual)
        paid = table.status == Status.OK
        parted = self._usual.parted(batch, usual if paid.all() else usual.part(np.flatnonzero(paid)))
        if len(parted.places) < len(usual.places):
            usual, table = parted, self._computed(parted)
        outcome.computed += len(usual.places)
        outcome.total_fen += int(table.amount_fen.sum())
        whole = self._results.usual(batch, usual.places, table)
        odd = np.delete(np.arange(len(batch)), usual.places)
        if not len(odd):
            yield whole
            return
        found = read_odd(batch, odd, self._table.headings, self._contract, self._table.texts_only)
        yield self._with(batch, whole, found)

    def _computed(self, usual: Usual) -> SeveranceTable:
        service = count_service(usual.start, usual.end, self._policy.options)
        return severance(service, usual.wages, usual.ground, self._policy)

    def _with(self, batch: Batch, whole: Any, odd: OddRows) -> Any:
        """The result with that of the odd rows; who has no amount is told in the side file."""
        outcome, results = self._outcome, odd.results
        outcome.joined += odd.joined
        outcome.sums += odd.sums
        outcome.skipped += odd.skipped
        if results is None:
            return whole
        refused = sorted(results.errors)
        rows = arrow().array([odd.places[k] for k in refused], arrow().int64())
        cells = zip(*[cells_of(column.take(rows), False) for column in batch.columns], strict=True)
        known = self._results.numbers_of(batch)
        for k, line in zip(refused, cells, strict=True):
            self._side.write(int(batch.numbers[odd.places[k]]), results.errors[k].code, results.notes[k], line, known)
        paid = [k for k in range(len(odd.places)) if k not in results.errors]
        outcome.refused += len(results.errors)
        outcome.computed += len(paid)
        outcome.total_fen += sum(round(amount * FEN_PER_YUAN) for amount in results.numbers[-1][paid].tolist())
        if not paid:
            return whole
        joined = arrow().concat_tables([whole, self._results.odd(batch, odd.places, results, paid)])
        order = np.argsort(joined.column(0).to_numpy(), kind="stable")
        return joined.take(arrow().array(order))

    def finish(self) -> None:
        """Tell of the lines that have other columns than the heading."""
        for number, text in sorted(self._table.bad_lines.items()):
            self._outcome.rows += 1
            if text.strip():
                self._outcome.refused += 1
                reason = "这一行的列数与表头不同，没有计算，请核对是否多了或少了逗号"
                self._side.write(number, "#VALUE!", reason, [text])
            else:
                self._outcome.skipped["空行"] += 1
