"""Parts of 一补二险 that a sheet states without their inputs: compared with the sheet that computes them.

Persons are found by ID number. What no other sheet says is named as not judged.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from xl_addin.checks.amounts.package_policy import by_own_policy
from xl_addin.checks.amounts.rounded import rounding_slack
from xl_addin.checks.spec import Check, Fault
from xl_addin.policy.package import insurances
from xl_addin.sheets.arrears import arrears_roles, insurance_named, insurance_parts
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.columns import numbers, sound_ids
from xl_addin.sheets.numbers import agrees, in_unit, plain_fen
from xl_addin.sheets.package_policies import package_policies
from xl_addin.sheets.package_sheet import insurance_rows, severance_view
from xl_addin.sheets.severance import severance_rows
from xl_addin.sheets.totals import fen_amounts
from xl_addin.sheets.units import scale
from xl_addin.tables.cleaning import clean_text
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.findings import Severity
from xl_addin.values.money import MICRO
from xl_addin.values.persons import mask_text

_SHOWN_ROWS: Final = 8


class _Said(NamedTuple):
    """What another sheet says of one part of one person: fen, how far that may be rounded, and where."""

    fen: int
    slack: int
    where: str


_Elsewhere = Mapping[tuple[str, str], _Said | None]
"""By ID number and part; None where two sheets or rows say it."""


def severance_elsewhere(book: SheetBook) -> _Elsewhere:
    """The severance of everybody on a severance sheet."""
    found: dict[tuple[str, str], _Said | None] = {}
    for table in book.of_kind("severance"):
        if table.has("amount") and table.has("id"):
            _note(found, table, book, "", "amount")
    return found


def arrears_elsewhere(book: SheetBook) -> _Elsewhere:
    """The arrears of everybody on a sheet of arrears, by insurance; several periods of one person are added up."""
    found: dict[tuple[str, str], _Said | None] = {}
    for table in book.of_kind("arrears"):
        if table.has("compensation") or not table.has("id"):
            continue
        for part in book.derive(insurance_parts, table):
            item = insurance_named(part)
            roles = [role for role in ("total", "principal") if part.has(role)] or list(arrears_roles(part))
            if item and len(roles[:1]) == 1:
                _note(found, part, book, item, *(roles[:1] if roles[0] in ("total", "principal") else roles))
    return found


def _note(
    found: dict[tuple[str, str], _Said | None], table: SheetTable, book: SheetBook, item: str, *roles: str
) -> None:
    columns = [book.derive(fen_amounts, table, role) for role in roles]
    factor = scale(table, book, roles[0]).actual
    slack = rounding_slack(book.derive(numbers, table, roles[0]).micro.tolist(), 1) * factor * 100 // MICRO
    for i, person in enumerate(book.derive(sound_ids, table)):
        amounts = [column[i] for column in columns]
        known = [fen for fen in amounts if fen is not None]
        if not person or not known:
            continue
        before = found.get((person, item))
        where = f"工作表“{table.sheet}”{table.cell(roles[0], i)}"
        said = _Said(sum(known), slack if factor > 1 else 0, where)
        if before is not None and item and before.where.startswith(f"工作表“{table.sheet}”"):
            said = _Said(before.fen + said.fen, before.slack + said.slack, f"{before.where}等行之和")
        elif (person, item) in found:
            found[person, item] = None
            continue
        found[person, item] = said


def parts_elsewhere(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Every part without inputs that another sheet states otherwise."""
    if table.kind != "arrears" or not table.has("compensation"):
        return
    view = book.derive(severance_view, table)
    if view is not None:
        rows = book.derive(severance_rows, view)
        judged = set() if rows is None else {int(record) for record in rows.records}
        # Right by the policy of its own formula, and yet another amount than elsewhere.
        judged -= (book.whole or book).derive(package_policies, table).keys()
        yield from _compare(table, book, "compensation", book.gather(severance_elsewhere), "", judged)
    for part in book.derive(insurance_parts, table):
        item = insurance_named(part)
        role = next(filter(part.has, ("total", "principal")), "")
        if item not in insurances() or not role or part.has("contribution_base"):
            continue
        found = book.derive(insurance_rows, table, item)
        done: set[int] = set()
        if found is not None:
            done = {*found.arrears.members, *found.reserve.members} - (set() if found.owing else found.silent)
        yield from _compare(part, book, role, book.gather(arrears_elsewhere), item, done)


def _compare(
    table: SheetTable, book: SheetBook, role: str, elsewhere: _Elsewhere, item: str, judged: set[int]
) -> Iterator[Fault]:
    typed, factor = book.derive(numbers, table, role), scale(table, book, role).actual
    unknown: list[int] = []
    for i, person in enumerate(book.derive(sound_ids, table)):
        if i in judged or not typed.known[i] or not typed.micro[i]:
            continue
        said = elsewhere.get((person, item)) if person else None
        if said is None:
            unknown.append(table.row_numbers[i])
            continue
        micro = int(typed.micro[i])
        near = abs(micro * factor * 100 // MICRO - said.fen) <= said.slack
        if not agrees(micro, said.fen, factor) and not near:
            shown = mask_text(clean_text(table.column(role)[i]))
            detail = {"name": table.label(role), "where": said.where, "right": plain_fen(said.fen)}
            yield Fault(table.cell(role, i), shown, in_unit(said.fen, factor), detail)
    if unknown:
        rows = "、".join(map(str, unknown[:_SHOWN_ROWS])) + (f"等{len(unknown)}" if len(unknown) > _SHOWN_ROWS else "")
        book.not_checked.append(
            f"工作表“{table.sheet}”第{rows}行“{table.label(role)}”：本表没有计算它的各栏，别的表也没有可比的金额，未校验"
        )


ELSEWHERE_CHECKS: Final = (
    Check(
        code="PACKAGE_DIFFERS",
        title="一补二险与分项测算表不一致",
        severity=Severity.ERROR,
        kinds=frozenset({"arrears"}),
        message="“{name}”与{where}不一致，那里是{right}元",
        remedy="核对两张表：哪一张有误就改正哪一张",
        citation="同一职工同一项的金额只能有一个",
        run=by_own_policy(parts_elsewhere),
    ),
)
