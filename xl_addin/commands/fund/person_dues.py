"""Dues and payments person by person, for 按时足额核对: from 发放表, else from the ledger's 关联人员编号.

A due is the row's own 应发金额, else the person's approved sum (checks.approved); its day is 应发日期, else the
person's 解除时间. A person of two enterprises has dues and payments of each. Judging is for the rules; the sheet that
shows it is another module's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from xl_addin.commands.fund.ledger_copy import LedgerCopy
from xl_addin.commands.paid_rows import OPEN, PAID, payment_states
from xl_addin.policy.fund import EXPENSE, find_account, fund_policy
from xl_addin.policy.fund_items import PAID_BY
from xl_addin.policy.fund_tiers import SEVERANCE
from xl_addin.rules.fund.punctuality import Due, DueLine, judge_payments
from xl_addin.sheets.approved import person_keys
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.cells import enterprise_key, fen_column, span_of, texts
from xl_addin.sheets.columns import sound_ids
from xl_addin.sheets.ledger import ledger_rows
from xl_addin.sheets.payments import payment_rows
from xl_addin.sheets.persons import enterprises, same_enterprise
from xl_addin.sheets.restated import claims, severance_firms
from xl_addin.tables.cleaning import clean_text
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.dates import day_number
from xl_addin.values.errors import InputError

_SAME: dict[str, str] = {account: item for item, accounts in PAID_BY.items() for account in accounts}


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One due of one person, judged; ``day`` is None where no sheet says when it was due."""

    firm: str
    name: str
    item: str
    line: DueLine
    day: int | None
    undated: bool = False
    """A payment of it stands on 发放表 without a day and signature, and no ledger says whether it was made."""


@dataclass(frozen=True, slots=True)
class _Person:
    firm: str
    name: str
    end: int | None


def person_lines(checked: SheetBook, ledger: LedgerCopy) -> tuple[list[PersonLine], str]:
    """Judge every person's dues; with the name of the sheet that says what was paid ('' where none does)."""
    tables = [table for table in checked.of_kind("payments") if len(table)]
    people = _people(checked)
    today = day_number(ledger.last_day)
    plan: list[tuple[Due, _Person]] = []
    made: list[Due] = []
    undated: set[tuple[str, str]] = set()
    if tables:
        told: dict[tuple[object, ...], str] = {}
        for table in tables:
            _read_payments(checked, table, people, plan, made, today, told, undated)
        source = "、".join(table.sheet for table in tables)
    else:
        made = list(_ledger_payments(checked, ledger))
        for who, fen in checked.gather(_approved).items() if made else ():
            person = people.get(who, _Person("", "", None))
            plan.append((Due(who, SEVERANCE, _NEVER if person.end is None else person.end, fen), person))
        source = ledger.table.sheet if made else ""
    as_of = max([today, *(paid.day for paid in made)])
    lines = judge_payments([due for due, _ in plan], made, as_of)
    found = [
        PersonLine(
            person.firm,
            person.name,
            line.due.item,
            line,
            None if line.due.day == _NEVER else line.due.day,
            (line.due.enterprise, line.due.item) in undated and line.short_fen > 0,
        )
        for (_, person), line in zip(plan, lines, strict=True)
    ]
    return found, source


_NEVER = 2**31 - 1
"""Day of a due that has none: nothing is late for it."""


def _who(number: str, firm: str, checked: SheetBook) -> str:
    """Whose due or payment a row is: the ID key, with the enterprise where the person has dues of two."""
    firms = checked.gather(_firms_of).get(number, [])
    if len(firms) < 2:
        return number
    return f"{number}/{next((one for one in firms if firm and same_enterprise(one, firm)), firms[0])}"


def _firms_of(checked: SheetBook) -> dict[str, list[str]]:
    """The different enterprises (keys) of each ID key on severance sheets and 发放表."""
    pairs = [(claim.person, claim.firm) for claim in checked.gather(claims).listed]
    for table in checked.of_kind("payments"):
        keys = checked.derive(sound_ids, table)
        pairs += zip(keys, map(enterprise_key, checked.derive(enterprises, table)), strict=True)
    found: dict[str, list[str]] = {}
    for number, firm in pairs:
        own = found.setdefault(number, [])
        if firm and not any(same_enterprise(firm, one) for one in own):
            own.append(firm)
    return found


def _approved(checked: SheetBook) -> dict[str, int]:
    """Approved severance in fen of everybody who has an ID number."""
    found: dict[str, int] = {}
    for claim in checked.gather(claims).listed:
        if claim.person:
            who = _who(claim.person, claim.firm, checked)
            found[who] = found.get(who, 0) + claim.fen
    return found


def _people(checked: SheetBook) -> dict[str, _Person]:
    """Name, enterprise and 解除时间 of everybody on the severance sheets."""
    people: dict[str, _Person] = {}
    for table in checked.of_kind("severance"):
        keys = checked.derive(sound_ids, table)
        ends = table.column("end")
        names, firms = table.column("name"), checked.derive(severance_firms, table)
        for i, key in enumerate(keys):
            span = span_of(ends[i])
            if key:
                who = _who(key, firms[i], checked)
                people.setdefault(who, _Person(firms[i], clean_text(names[i]), span.last if span else None))
    return people


def _read_payments(
    checked: SheetBook,
    table: SheetTable,
    people: dict[str, _Person],
    plan: list[tuple[Due, _Person]],
    made: list[Due],
    today: int,
    told: dict[tuple[object, ...], str],
    undated: set[tuple[str, str]],
) -> None:
    """Take the dues and payments of one 发放表; a payment that was signed for without a day counts as in time.

    ``told`` are the rows of the sheets before: a dated row that another sheet says again is a copy of it. What was paid
    is for :mod:`xl_addin.commands.paid_rows` to say; ``undated`` takes what nobody knows.
    """
    states = checked.gather(payment_states)
    keys = checked.derive(sound_ids, table)
    names, firms = table.column("name"), checked.derive(enterprises, table)
    items = texts(table, "item")
    owed = fen_column(table, "due") if table.has("due") else [None] * len(table)
    paid = checked.derive(payment_rows, table).gross
    approved = checked.gather(_approved)
    stated = {(due.enterprise, due.item) for due, _ in plan}
    for i, key in enumerate(keys):
        name = clean_text(names[i])
        who = _who(key, enterprise_key(firms[i]), checked) if key else f"{enterprise_key(firms[i])}/{name}"
        known = people.get(who)
        item = _item(items[i])
        due_day, paid_day = span_of(table.column("due_date")[i]), span_of(table.column("paid_date")[i])
        said = (who, item, owed[i], paid[i], due_day, paid_day)
        if paid_day and told.setdefault(said, table.sheet) != table.sheet:
            continue
        day = due_day.last if due_day else known.end if known and known.end is not None else _NEVER
        fen = owed[i]
        if fen is None and item == SEVERANCE and (who, item) not in stated:
            fen = approved.get(who)
        if fen:
            stated.add((who, item))
            plan.append((Due(who, item, day, fen), _Person(firms[i] or (known.firm if known else ""), name, None)))
        state = states[table.sheet, i]
        if state == OPEN and paid[i]:
            undated.add((who, item))
        if state == PAID and paid[i]:
            made.append(Due(who, item, paid_day.first if paid_day else min(day, today), paid[i] or 0))


def _item(text: str) -> str:
    """Item that a 发放项目 names; a sheet without it pays severance."""
    if not text:
        return SEVERANCE
    try:
        account = fund_policy().accounts[find_account(text, EXPENSE)].name
    except InputError:
        return text
    return _SAME.get(account, account)


def _ledger_payments(checked: SheetBook, ledger: LedgerCopy) -> Iterator[Due]:
    """Payments of severance to persons whom the ledger names."""
    table = ledger.table
    if not table.has("person"):
        return
    rows = checked.derive(ledger_rows, table)
    keys = person_keys(table.column("person"), rows.enterprise, checked)
    for i, key in enumerate(keys):
        account, day = rows.account[i], rows.day[i]
        if key and account is not None and account.name in PAID_BY[SEVERANCE] and day is not None and rows.expense[i]:
            yield Due(_who(key, rows.enterprise[i], checked), SEVERANCE, day.span.first, rows.expense[i])
