"""Checks of the parts of a 一补二险测算表 against the inputs of each row (T-07): severance, arrears by payer, reserves.

Severance is judged by the checks of the severance sheet. Arrears and reserves are what the rules give; national rates
and the years of a reserve wait for the office's own policy (C2 27, 28): where most rows go by one other usual rate,
or by other whole years, that is asked about once and the rows are judged by it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from xl_addin.checks.amounts.insurance import INSURED, arrears_after_end
from xl_addin.checks.amounts.package_dues import Due, arrears_due, judged_columns, other_ways, reserves_due
from xl_addin.checks.amounts.package_policy import by_own_policy, row_of
from xl_addin.checks.spec import Check, Fault
from xl_addin.rules.insurance.sources import percent
from xl_addin.sheets.arrears import insurance_named, insurance_parts
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.columns import numbers
from xl_addin.sheets.numbers import agrees, in_unit, plain_fen, to_fen
from xl_addin.sheets.package_parts import MEDICAL
from xl_addin.sheets.package_sheet import insurance_rows
from xl_addin.sheets.scales import amount_by_ratio, declared
from xl_addin.tables.cleaning import clean_text
from xl_addin.tables.repeated_groups import MARK
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.findings import Severity
from xl_addin.values.money import MICRO
from xl_addin.values.persons import mask_text

_RANK: Final = {"person": 0, "unit": 1, "rate": 2, "years": 3}
_STEP: Final = MICRO // 1000
"""Rates are laid down in tenths of a percent."""
_SHOWN_ROWS: Final = 8
_RETIRED, _SERVING = "退休", "在职"


@dataclass(frozen=True, slots=True)
class _Verdict:
    """What was found of a part: wrong, missing, way; right for an amount as computed, unsure for an input in doubt."""

    kind: str
    fault: Fault
    part: SheetTable | None = None
    record: int = -1
    role: str = ""
    fen: int = 0
    """What it comes to."""
    short: int = 0
    """What the typed amount lacks to that."""


def package_parts(kind: str, table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Every fault of one kind of the parts that insurances give."""
    return (one.fault for one in book.derive(_verdicts, table) if one.kind == kind)


def shortfalls(table: SheetTable, book: SheetBook, part: SheetTable | None = None) -> dict[int, int]:
    """What the insurance amounts of each record lack together, in fen: wrong or rounded; of one group, or of all."""
    found: dict[int, int] = {}
    for one in book.derive(_verdicts, table):
        if one.short and part in (None, one.part):
            found[one.record] = found.get(one.record, 0) + one.short
    return found


def wrong_parts(table: SheetTable, book: SheetBook) -> list[tuple[SheetTable, str, int, int]]:
    """Every wrong insurance amount: its part of the sheet, role and record, and what it lacks in fen."""
    found = book.derive(_verdicts, table)
    return [(one.part, one.role, one.record, one.short) for one in found if one.kind == "wrong" and one.part]


def unsure_rows(table: SheetTable, book: SheetBook) -> set[int]:
    """Records with an amount that is not judged because its input is in doubt."""
    return {one.record for one in book.derive(_verdicts, table) if one.kind == "unsure"}


def exact_parts(table: SheetTable, book: SheetBook, role: str) -> dict[int, int]:
    """The exact amount in fen of each record of an insurance column whose typed amount is that, maybe rounded."""
    found = {}
    for one in book.derive(_verdicts, table):
        if (
            one.kind == "right"
            and one.part is not None
            and one.part.header.columns[one.role] == table.header.columns[role]
        ):
            found[one.record] = one.fen
    return found


def _verdicts(table: SheetTable, book: SheetBook) -> list[_Verdict]:
    found: list[_Verdict] = []
    parts: Sequence[SheetTable] = book.derive(insurance_parts, table)
    named = [(_group(part), insurance_named(part), part) for part in parts]
    reserved = any(group.startswith(_RETIRED) for group, _, _ in named)
    for group, item, part in named:
        rows = book.derive(insurance_rows, table, item) if item else None
        if rows is None:
            continue
        late = set(map(row_of, arrears_after_end(part, book)))  # an input in doubt: what follows is no second fault
        for role, payer in judged_columns(part, item).items():
            if role in table.header.spare or f"{role}{MARK}{group}" in table.header.spare:
                continue  # two columns of one name: nobody knows which is which
            due, unread = arrears_due(rows, item, payer, book.policy)
            found += [_Verdict("unsure", Fault(None), part, i) for i in due if part.row_numbers[i] in late]
            due = {i: one for i, one in due.items() if part.row_numbers[i] not in late}
            kept = reserves_due(rows, payer, book.policy) if item == MEDICAL else {}
            if group.startswith(_RETIRED) or role == "amount":
                due = {}
            elif group.startswith(_SERVING) or reserved or part.has("amount"):
                kept = {}
            found += _judge(part, book, role, {**due, **kept})
            _name_unread(part, book, role, unread)
    return found


def _group(part: SheetTable) -> str:
    return part.header.groups[0] if part.header.groups else ""


def _judge(part: SheetTable, book: SheetBook, role: str, due: Mapping[int, Due]) -> Iterator[_Verdict]:
    typed = book.derive(numbers, part, role)
    known = {i: one for i, one in due.items() if typed.known[i]}
    ratios = [int(typed.micro[i]) / MICRO / (one.fen / 100) for i, one in known.items() if one.fen and typed.micro[i]]
    factor = amount_by_ratio(declared(part, role), ratios).actual
    wrong = [i for i, one in known.items() if not agrees(int(typed.micro[i]), one.fen, factor)]
    ways = {i: other_ways(int(typed.micro[i]), one, factor) for i, one in known.items() if one.fen}
    usual = _usual(ways, wrong)
    if usual:
        yield _Verdict("way", _way_fault(part, role, usual, known, ways))
    lacking = {i: one.fen - int(to_fen(typed.micro[i : i + 1], factor)[0]) for i, one in known.items()}
    for i in known.keys() - set(wrong):
        yield _Verdict("right", Fault(None), part, i, role, known[i].fen, lacking[i])
    for i in wrong:
        if usual and usual in ways.get(i, ()):
            continue
        shown = mask_text(clean_text(part.column(role)[i]))
        detail = {"name": part.label(role), "right": plain_fen(known[i].fen), "how": known[i].how}
        expected = in_unit(known[i].fen, factor)
        fault = Fault(part.cell(role, i), shown, expected, detail, citation=_profile(book))
        yield _Verdict("wrong", fault, part, i, role, known[i].fen, lacking[i])
    yield from _missing(part, book, role, due, factor)


def _usual(ways: Mapping[int, set[tuple[str, int]]], wrong: Sequence[int]) -> tuple[str, int] | None:
    """The one way that most rows go by, where most are not what the policy gives; None where the policy holds."""
    judged = len(ways)
    at_odds = [i for i in wrong if i in ways]
    if not judged or 2 * len(at_odds) <= judged:
        return None
    counts = Counter(way for i in at_odds for way in ways[i])
    # One rate for both payers goes before one for either, so that the same book is always told the same.
    way, most = max(counts.items(), key=lambda one: (one[1], _RANK[one[0][0]], one[0][1]), default=(("", 0), 0))
    return way if 2 * most > judged else None


def _way_fault(
    part: SheetTable,
    role: str,
    usual: tuple[str, int],
    due: Mapping[int, Due],
    ways: Mapping[int, set[tuple[str, int]]],
) -> Fault:
    kind, figure = usual
    rate = percent(figure * _STEP)
    said = {"rate": f"{rate}的费率", "unit": f"单位费率{rate}", "person": f"个人费率{rate}", "years": "另外的预留年数"}
    record = next(i for i, own in ways.items() if usual in own)
    row = "政策表“医疗预留截止年龄”“医疗预留最低年限”" if kind == "years" else "政策表的单位费率、个人费率"
    example = f"按口径{part.cell(role, record)}应为{plain_fen(due[record].fen)}元：{due[record].how}"
    detail = {"name": part.label(role), "way": said[kind], "row": row, "example": example}
    return Fault(part.header_cell(role), said[kind], "", detail)


def _missing(part: SheetTable, book: SheetBook, role: str, due: Mapping[int, Due], factor: int) -> Iterator[_Verdict]:
    typed = book.derive(numbers, part, role)
    empty = [i for i, one in due.items() if typed.blank[i] and one.fen and not part.awaits_calculation(role, i)]
    if len(empty) > 1 and typed.blank.all():
        total = plain_fen(sum(due[i].fen for i in empty))
        detail = {"name": part.label(role), "text": f"整栏未填，按本表数据共应为{total}元"}
        yield _Verdict("missing", Fault(part.header_cell(role), "空", "", detail))
        return
    for i in empty:
        detail = {"name": part.label(role), "text": f"未填，按本行数据应为{plain_fen(due[i].fen)}元：{due[i].how}"}
        yield _Verdict("missing", Fault(part.cell(role, i), "空", in_unit(due[i].fen, factor), detail))


def _name_unread(part: SheetTable, book: SheetBook, role: str, unread: Mapping[int, str]) -> None:
    typed = book.derive(numbers, part, role)
    by_reason: dict[str, list[int]] = {}
    for i, why in unread.items():
        if typed.known[i]:
            by_reason.setdefault(why, []).append(part.row_numbers[i])
    for why, rows in by_reason.items():
        shown = "、".join(map(str, rows[:_SHOWN_ROWS])) + (f"等{len(rows)}" if len(rows) > _SHOWN_ROWS else "")
        book.not_checked.append(f"工作表“{part.sheet}”第{shown}行“{part.label(role)}”：{why}，金额未校验")


def _profile(book: SheetBook) -> str:
    status = "已确认" if book.policy.confirmed else "未确认口径"
    return f"口径{book.policy.profile.id}（{status}）"


PACKAGE_CHECKS: Final = (
    Check(
        code="PACKAGE_PART_WRONG",
        title="一补二险各项金额不符",
        severity=Severity.ERROR,
        kinds=INSURED,
        message="“{name}”应为{right}元：{how}",
        remedy="核对本行的在岗状态、欠缴起止、缴费工资、缴费平均工资、年龄和年标准；输入无误的，改为应有金额",
        citation="欠费=月数×缴费基数×费率；退休医疗预留=年限×年标准",
        run=by_own_policy(partial(package_parts, "wrong")),
    ),
    Check(
        code="PACKAGE_PART_MISSING",
        title="一补二险各项金额未填",
        severity=Severity.MISSING,
        kinds=INSURED,
        message="“{name}”{text}",
        remedy="填写金额，或用函数“一补二险”计算；没有欠缴的填0",
        citation="欠费=月数×缴费基数×费率；退休医疗预留=年限×年标准",
        run=by_own_policy(partial(package_parts, "missing")),
    ),
    Check(
        code="PACKAGE_WAY_OTHER",
        title="一补二险多数行按另一种标准计算",
        severity=Severity.NOTICE,
        kinds=INSURED,
        message="“{name}”多数行是按{way}计算的，与本口径不同；{example}",
        remedy="当地文件另有规定的，把标准和文号填入{row}，再校验；没有的，按口径重算",
        citation="费率和预留年限由当地文件确定",
        run=by_own_policy(partial(package_parts, "way")),
    ),
)
