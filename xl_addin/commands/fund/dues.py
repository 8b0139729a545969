"""What each enterprise of a workbook must pay, by item: approved severance, insurance of 一补二险, debts of the fund.

Approved severance is typed (checks.approved). Insurance is computed from the input columns of a 一补二险测算表, or
typed on a 养老/医疗测算表; typed figures go before computed ones. Lists of debts and of costs are added by
:mod:`xl_addin.commands.fund.other_dues`. Leaves out what was paid, and every sheet.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, Final

from xl_addin.commands.fund.due_items import UNKNOWN_FIRM, DueItem, Dues
from xl_addin.commands.fund.ledger_copy import FundEntries
from xl_addin.commands.fund.lines import pays_workers
from xl_addin.commands.fund.other_dues import held_money, hold, unread_notes, with_owed
from xl_addin.commands.package.command import columns_for, compute, policy_groups
from xl_addin.commands.package.page import Columns
from xl_addin.functions.insurance.package import package_contents
from xl_addin.policy.fund_tiers import SEVERANCE
from xl_addin.policy.package import split_payer
from xl_addin.sheets.approved import unpriced
from xl_addin.sheets.approved_items import PART_ACCOUNT, arrears_item, cost_owed, list_owed
from xl_addin.sheets.arrears import insurance_named, insurance_parts, owed_roles
from xl_addin.sheets.arrears_period import arrears_spans
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.cells import enterprise_key, fen_of, span_of, texts
from xl_addin.sheets.columns import sound_ids
from xl_addin.sheets.firm_names import alike, alike_note
from xl_addin.sheets.namesakes import has_sound_id
from xl_addin.sheets.package_columns import package_view
from xl_addin.sheets.package_persons import PackagePerson, read_package_persons, tells_arrears
from xl_addin.sheets.person_sums import PersonDue, told_once
from xl_addin.sheets.persons import enterprises, names
from xl_addin.sheets.restated import claims, severance_firms
from xl_addin.sheets.severance_calls import RowPolicy, book_policy_of
from xl_addin.tables.repeated_groups import base_role
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.errors import CellError
from xl_addin.values.money import FEN_PER_YUAN, exact, fen_to_yuan, round_half_up

_SHARES: Final = frozenset({"unit_arrears", "person_arrears", "principal"})
_WAGES: Final = ("contribution_wage", "average_wage")


def read_dues(checked: SheetBook, ledger: FundEntries) -> Dues:
    """Gather the dues of a workbook."""
    packages = [table for table in checked.of_kind("severance", "arrears") if len(table) and _is_computed(table)]
    others = [table for table in checked.tables if table not in packages]
    left_out: list[str] = []
    held: dict[str, list[str]] = {}
    people = list(_approved(checked.part(others)))
    if not packages:
        _say(_unpriced(others, checked), left_out, held)
    for table in others:
        if table.kind == "arrears" and len(table):  # a form that nobody has filled in tells of nobody
            people += _typed(table, checked, left_out, held)
    # A generated sheet has two tables, of which the second holds who must be looked at; each sheet is computed once.
    for table in {table.sheet: table for table in packages}.values():
        people += _computed(checked, table, left_out, held)
    owed, differing = told_once(people)
    found = list(_items(owed))
    left_out += differing
    only = _only_firm({one.firm for one in found}, checked, ledger)
    lines = [replace(one, firm=one.firm or only) for one in found]
    lines, notes = with_owed(lines, checked, ledger, only)
    left_out += [*notes, *unread_notes(checked, held)]
    unread = frozenset(held_money(held, ledger.firms))
    names: list[str] = []
    _say(((alike_note(pair), set(pair)) for pair in checked.gather(alike)), names, held)
    items = tuple(_named(lines, checked, ledger, only))
    return Dues(items, (*_unnamed(ledger), *names, *left_out), held_money(held, ledger.firms), unread)


def _unnamed(ledger: FundEntries) -> list[str]:
    """A sentence about payments that name no enterprise: nobody's dues are less for them."""
    paid = [entry for entry in ledger.entries if not entry.firm and pays_workers(entry.account) and entry.expense]
    fen = fen_to_yuan(sum(entry.expense for entry in paid))
    return [f"台账有 {len(paid)} 笔付职工款共 {fen:,.2f} 元没有写企业，没有从应付中扣减"] if paid else []


def _only_firm(named: set[str], checked: SheetBook, ledger: FundEntries) -> str:
    """Key of the enterprise that a sheet without a name speaks for: the ledger's only one, where no other is named."""
    names = [enterprise_key(name) for name in ledger.firms]
    told = named | {one.firm for one in (*list_owed(checked), *cost_owed(checked))}
    return names[0] if len(names) == 1 and told <= {"", names[0]} else ""


def _say(found: Iterable[tuple[str, set[str]]], left_out: list[str], held: dict[str, list[str]]) -> None:
    for note, firms in found:
        left_out.append(note)
        hold(held, firms, note)


def _is_computed(table: SheetTable) -> bool:
    """Tell a list of inputs of 一补二险; a list of typed arrears has none to compute them from."""
    typed = not _SHARES.isdisjoint(map(base_role, table.header.columns))
    return tells_arrears(table) and (not typed or all(map(package_view(table).has, _WAGES)))


def _approved(checked: SheetBook) -> Iterator[PersonDue]:
    """Each person's severance once; the sheets count as one, for they have been compared."""
    found = checked.gather(claims)
    source = "、".join(found.sheets)
    for one in found.listed:
        name = checked.derive(names, one.table)[one.record]
        yield PersonDue(one.firm, SEVERANCE, one.fen, source, one.person, name)


def _unpriced(tables: Iterable[SheetTable], checked: SheetBook) -> Iterator[tuple[str, set[str]]]:
    """Severance sheets with persons whose amount is empty or a formula without a stored result, and whose they are."""
    for table in tables:
        if table.kind == "severance":
            firms, lacking = checked.derive(severance_firms, table), checked.derive(unpriced, table)
            if any(lacking):
                count, whose = sum(lacking), {firm for firm, empty in zip(firms, lacking, strict=True) if empty}
                note = f"工作表“{table.sheet}”：{count} 人没有补偿金额，未列入（有公式的先用“重算”，或打开后保存一次）"
                yield note, whose


def _typed(
    table: SheetTable, checked: SheetBook, left_out: list[str], held: dict[str, list[str]]
) -> Iterator[PersonDue]:
    """Typed arrears of a sheet with whose they are, of each insurance where its columns repeat."""
    parts = checked.derive(insurance_parts, table)
    firms = [enterprise_key(name) for name in checked.derive(enterprises, table)]
    numbers = checked.derive(sound_ids, table)
    people = list(zip(numbers, checked.derive(names, table), strict=True))
    for part in parts:
        item, roles = arrears_item(part), owed_roles(part)
        if not item or not roles:
            which = f"的“{part.header.groups[0]}”" if part is not table else "：表名或标题"
            note = f"工作表“{table.sheet}”{which}没有写明是哪一种保险，或没有金额，未列入"
            _say([(note, set(firms))], left_out, held)
            continue
        unread: set[str] = set()
        count = 0
        spans = checked.derive(arrears_spans, part)
        for i, firm in enumerate(firms):
            amounts = [fen_of(part.column(role)[i], part.money_unit(role)) for role in roles]
            if all(fen is None for fen in amounts):
                unread.add(firm)
                count += 1
            fen = sum(fen or 0 for fen in amounts)
            yield PersonDue(firm, item, fen, table.sheet, *people[i], span=spans[i], of_insurance=True)
        if count == len(table) or (count and part is table):
            which = "" if part is table else f"“{insurance_named(part)}”"
            _say([(f"工作表“{table.sheet}”：{count} 人没有{which}金额，未列入", unread)], left_out, held)


def _computed(
    checked: SheetBook, table: SheetTable, left_out: list[str], held: dict[str, list[str]]
) -> Iterator[PersonDue]:
    """Parts of a package sheet, computed by the function that stands in it."""
    people = read_package_persons(checked, table.sheet)
    columns = columns_for(package_contents(checked.policy))
    failed = 0
    whose: set[str] = set()
    for person, line in _lines(people, columns, book_policy_of(checked)):
        parts = dict(zip(columns.parts[:-1], line[1:], strict=False))
        if any(isinstance(value, CellError) for value in parts.values()):
            failed += 1
            whose.add(enterprise_key(person.enterprise))
        for part, value in parts.items():
            if not isinstance(value, CellError):
                fen = round_half_up(exact(value) * FEN_PER_YUAN)
                item = _item(part)
                number = person.subject if has_sound_id(person) else ""
                yield PersonDue(
                    enterprise_key(person.enterprise),
                    item,
                    fen,
                    table.sheet,
                    number,
                    person.name,
                    of_insurance=item != SEVERANCE,
                    computed=True,
                )
    if failed:
        note = f"工作表“{table.sheet}”：{failed} 人有项目不能计算，不能计算的部分未列入（先用“生成测算表”查原因）"
        _say([(note, whose)], left_out, held)


def _lines(people: Sequence[PackagePerson], columns: Columns, own: RowPolicy) -> Iterator[tuple[PackagePerson, Any]]:
    """Everybody's parts, each by the policy that the formulas of the row name."""
    for policy, members in policy_groups(people, own):
        yield from zip(members, compute(members, columns, policy.value), strict=True)


def _item(part: str) -> str:
    """Item of a part; both payers' shares are one item."""
    name, _ = split_payer(part)
    return PART_ACCOUNT.get(name, name)


def _items(owed: Iterable[PersonDue]) -> Iterator[DueItem]:
    """What persons are owed by enterprise and item, in order of first appearance."""
    groups: dict[tuple[str, str], list[PersonDue]] = {}
    for line in owed:
        groups.setdefault((line.firm, line.item), []).append(line)
    for (firm, item), own in groups.items():
        sheets = "、".join(dict.fromkeys(line.sheet for line in own if line.fen))
        fen, insured = sum(line.fen for line in own), any(line.of_insurance for line in own)
        yield DueItem(firm, item, fen, sheets or own[0].sheet, of_insurance=insured)


def _named(lines: Iterable[DueItem], checked: SheetBook, ledger: FundEntries, only: str) -> list[DueItem]:
    """Names as the ledger writes them, in its order; a sheet that names nobody speaks for the only enterprise."""
    lines = [line for line in lines if line.fen]
    names = {enterprise_key(name): name for name in ledger.firms}
    days = leaving_days(checked)
    if only and days.get(only) is None:
        days[only] = days.get("")
    order = list(names)
    lines.sort(key=lambda line: order.index(line.firm) if line.firm in names else len(order))
    return [
        replace(line, firm=names.get(line.firm, line.firm) or UNKNOWN_FIRM, day=days.get(line.firm)) for line in lines
    ]


def leaving_days(checked: SheetBook) -> dict[str, int | None]:
    """Latest 解除时间 of each enterprise (its key): then severance is due (劳动合同法 art 50)."""
    days: dict[str, int | None] = {}
    for table in checked.of_kind("severance", "arrears"):
        if not table.has("end"):
            continue
        for firm, value in zip(checked.derive(enterprises, table), table.column("end"), strict=True):
            span, key = span_of(value), enterprise_key(firm)
            if span is not None:
                days[key] = max(days.get(key) or span.last, span.last)
    return days


def home_systems(checked: SheetBook, ledger: FundEntries) -> dict[str, str]:
    """System of each enterprise by name: as the ledger writes it first, else 改制工作进度表."""
    systems: dict[str, str] = {}
    for entry in ledger.entries:
        if entry.firm and entry.system:
            systems.setdefault(entry.firm, entry.system)
    names = {enterprise_key(name): name for name in ledger.firms}
    for table in checked.of_kind("progress"):
        for firm, system in zip(texts(table, "enterprise"), texts(table, "system"), strict=True):
            if firm and system:
                systems.setdefault(names.get(firm, firm), system)
    return systems
