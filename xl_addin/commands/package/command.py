"""生成测算表: the 一补二险测算表 of a workbook's persons as a new workbook of live formulas.

Inputs stand left, results right: a call of SOE_PACKAGE for every part, on the inputs alone, so that no formula contains
its own cell. The 政策 sheet of the new workbook lists the insurances by payer, so that the same call gives both shares
(B-10, B-11); what each payer pays in all is a native sum. Who cannot be computed stands in a block of its own below,
with the reason, and in no total: an error would make every sum an error. Sums by enterprise and group are native
formulas; results are stored, so that a host without our functions shows them. Leaves out who there is
(:mod:`xl_addin.sheets.package_persons`) and the look of the sheet (:mod:`xl_addin.commands.package.page`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from xl_addin.commands.choosing import PACKAGE_FACTS, choose
from xl_addin.commands.office.policy_table import book_of_policy
from xl_addin.commands.package.page import (
    SEVERANCE_ROLES,
    TITLE,
    Columns,
    PackageBlock,
    PackagePage,
    headings,
    input_row,
)
from xl_addin.commands.package.summary import summary_sheet
from xl_addin.commands.plan import BookPlan
from xl_addin.commands.spec import CommandBook, CommandContext
from xl_addin.files.building.model import NewBook, NewSheet
from xl_addin.functions import call
from xl_addin.functions.insurance.package import TOTAL, package_labels
from xl_addin.policy.package import PAYERS, by_payer, find_entry, insurances, package_policy, split_payer
from xl_addin.rules.insurance.contributions import PERSON
from xl_addin.sheets.package_columns import period_roles
from xl_addin.sheets.package_persons import PackagePerson, listing_tables, read_package_persons, sheets_left_out
from xl_addin.sheets.policy_range import read_policy
from xl_addin.sheets.severance_calls import RowPolicy, book_policy_of
from xl_addin.values.errors import CellError, InputError
from xl_addin.values.money import total_yuan

_INSURANCE: Final = ("contribution_wage", "average_wage", "age", "annual_standard")


def columns_for(contents: Sequence[str]) -> Columns:
    """Choose the columns that the parts of a package need.

    >>> columns_for(("经济补偿", "养老")).parts
    ('经济补偿', '养老', '合计')
    """
    entries = [find_entry(label) for label in contents]
    items = dict.fromkeys(entry.item for entry in entries)
    insured = [item for item in items if item in insurances()]
    status, *others = SEVERANCE_ROLES
    severance = others if len(insured) < len(items) else ()
    periods = tuple(role for item in insured for role in period_roles(item))
    wages = _INSURANCE if insured else ()
    payers = PAYERS if any(entry.payer == PERSON for entry in entries) else ()
    return Columns((status, *severance, *periods, *wages), (*contents, TOTAL), payers)


def plan_package_sheet(book: CommandBook, context: CommandContext) -> BookPlan:
    """生成测算表 for everybody on the workbook's lists (or on the sheet in front), as a new workbook.

    Each person goes by the policy of the own formula; a workbook of several policies gives a set of sheets for each.
    """
    book.usable_policy()
    own = book_policy_of(book)
    used = dict.fromkeys(table.sheet for table in listing_tables(book, context.sheet))
    choice = choose(book, context, used, PACKAGE_FACTS)
    everybody = read_package_persons(book, context.sheet, choice.passed_over)
    left_out = [person for person in everybody if person.refusal]
    groups = policy_groups([person for person in everybody if not person.refusal], own)
    sets = [
        _sheets(book, context, number, *group, left_out if number == 1 else (), choice.note)
        for number, group in enumerate(groups, start=1)
    ]
    total = total_yuan(result[-1] for one in sets for result in one.sound)
    pending = sum(one.pending for one in sets)
    parts = [f"{TITLE} {len(everybody) - len(left_out) - pending} 人，合计 {total:,.2f} 元"]
    if len(sets) > 1:
        parts.append(f"按 {len(sets)} 套口径分 {len(sets)} 张表")
    if pending:
        parts.append(f"另有 {pending} 人不能计算，单列在合计下面并写明原因")
    if late := sum(one.late for one in sets):
        parts.append(f"{late} 人解除时已过（或可能已过）法定退休年龄，金额只供核对，单列在合计下面")
    if left_out:
        parts.append(f"另有 {len(left_out)} 人没有列入，原因写在表下")
    lacking = sheets_left_out(book, context.sheet)
    if lacking:
        named = "”“".join(lacking)
        parts.append(f"工作表“{named}”里的欠费没有带入、没有计入合计：请在测算表的“欠缴起”“欠缴止”栏补填")
    if choice.note:
        parts.append(choice.note)
    parts.append(f"政策版本：{'；'.join(one.version for one in sets)}")
    made_book = NewBook(TITLE, [sheet for one in sets for sheet in one.sheets])
    faults = pending + late + len(lacking) + len(left_out)
    return BookPlan(made_book, "；".join(parts), f"-{TITLE}", faults)


@dataclass(frozen=True, slots=True)
class _Set:
    """The sheets of one policy: calculation, sums, 政策, calls for many; and the results of who could be computed."""

    sheets: tuple[NewSheet, ...]
    sound: list[list[Any]]
    pending: int
    late: int
    """Who is paid although past the age of retirement."""
    version: str


def policy_groups(people: Sequence[PackagePerson], own: RowPolicy) -> list[tuple[RowPolicy, list[PackagePerson]]]:
    """The persons of each policy, those of the book's own first."""
    found: dict[str, tuple[RowPolicy, list[PackagePerson]]] = {own.policy.version: (own, [])}
    for person in people:
        one = person.policy or own
        found.setdefault(one.policy.version, (one, []))[1].append(person)
    groups = [group for group in found.values() if group[1]]
    return groups or [(own, [])]


def _sheets(
    book: CommandBook,
    context: CommandContext,
    number: int,
    policy: RowPolicy,
    people: list[PackagePerson],
    left_out: Sequence[PackagePerson] = (),
    choice: str = "",
) -> _Set:
    columns = columns_for(by_payer(package_labels(policy.policy)))
    stated = book_of_policy(book.grid, policy.policy, policy.sheet).sheets[0]
    policy_sheet = _listing(columns.parts[:-1], stated)
    if number > 1:
        policy_sheet = replace(policy_sheet, title=f"{policy_sheet.title}{number}")
    policy_rows = [[cell.value for cell in row[:6]] for row in policy_sheet.rows]
    policy_ref = f"{policy_sheet.title}!$A$1:$F${len(policy_rows)}"
    results = compute(people, columns, policy_rows)
    sound = [i for i, row in enumerate(results) if not any(isinstance(value, CellError) for value in row)]
    pending = sorted(set(range(len(people))) - set(sound))
    read = read_policy(policy_rows)
    made = PackagePage(columns, policy_ref, read.version, read.confirmed, context, number, choice)
    sheet = made.build(PackageBlock.of(people, results, sound), PackageBlock.of(people, results, pending), left_out)
    sums = summary_sheet(made.sound, made.pending, columns, number)
    shown = [results[i] for i in sound]
    return _Set((sheet, sums, policy_sheet, *made.functions), shown, len(pending), made.late, read.version)


def _listing(contents: Sequence[str], policy_sheet: NewSheet) -> NewSheet:
    """The 政策 sheet with the parts of 一补二险 listed as the columns of the calculation are."""
    name = package_policy().settings["contents"]
    rows = [
        [row[0], replace(row[1], value="、".join(contents)), *row[2:]] if row[0].value == name else row
        for row in policy_sheet.rows
    ]
    return replace(policy_sheet, rows=rows)


def compute(people: Sequence[PackagePerson], columns: Columns, policy: Any) -> list[list[Any]]:
    """Results of everybody by the function that stands in the sheet, a row a person: name, parts, total.

    The parts are those of ``columns``, also where the policy lists them by payer and the columns do not.
    """
    if not people:
        return []
    block: list[Any] = [headings(columns)]
    block += [input_row(person, i, columns) for i, person in enumerate(people, start=1)]
    found = call("SOE_PACKAGE_TABLE", block, policy)
    if isinstance(found, CellError):
        raise InputError(found.message)
    if not isinstance(found, list) or len(found) != len(people) + 1:
        raise InputError("名单里有一行的姓名是“小计、注”一类的字样，不能当作职工，请改正姓名后再试")
    labels = [str(label) for label in found[0][1:-1]]
    if labels == list(columns.parts[:-1]):
        return found[1:]
    return [[row[0], *(_whole(item, labels, row[1:-1]) for item in columns.parts[:-1]), row[-1]] for row in found[1:]]


def _whole(item: str, labels: Sequence[str], amounts: Sequence[Any]) -> Any:
    """Add the payers' shares of an item; the first error stands for it."""
    own = [amount for label, amount in zip(labels, amounts, strict=True) if split_payer(label)[0] == item]
    return next((amount for amount in own if isinstance(amount, CellError)), None) or total_yuan(own)
