"""Checks of the parts of a 一补二险测算表 against the inputs of each row (T-07): severance, arrears by payer, reserves.

Severance is judged by the checks of the severance sheet. Arrears and reserves are what the rules give; national rates
and the years of a reserve wait for the office's own policy (C2 27, 28): where most rows go by one other usual rate,
or by other whole years, that is asked about once and the rows are judged by it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from xl_addin.checks.amounts.insurance import arrears_after_end, fen
from xl_addin.checks.spec import Check, CheckFunction, Fault
from xl_addin.policy.package import PAYERS, package_policy
from xl_addin.policy.profiles import Policy
from xl_addin.rules.insurance.contributions import PERSON, UNIT, ArrearsLine, arrears_lines, month_text
from xl_addin.rules.insurance.package import PackagePart
from xl_addin.rules.insurance.sources import percent
from xl_addin.sheets.arrears import insurance_named, insurance_parts
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.columns import numbers
from xl_addin.sheets.numbers import agrees, in_unit, plain_fen, to_fen
from xl_addin.sheets.package_parts import MEDICAL, shares_of
from xl_addin.sheets.package_sheet import InsuranceRows, insurance_rows, other_policies, severance_view
from xl_addin.sheets.scales import amount_by_ratio, declared
from xl_addin.tables.cleaning import clean_text
from xl_addin.tables.grid import parse_address
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.findings import Severity
from xl_addin.values.money import MICRO, decimal_text
from xl_addin.values.persons import mask_text

_STEP: Final = MICRO // 1000
"""Rates are laid down in tenths of a percent."""
_SHOWN_LINES: Final = 3
_SHOWN_ROWS: Final = 8
_PAID_BY: Final = {"unit_arrears": UNIT, "person_arrears": PERSON}
_WHOLES: Final = ("principal", "total")
_RATES: Final = ("unit_rate", "person_rate", "rate")
_ASIDE: Final = ("interest", "late_fee", "amount")
_RETIRED, _SERVING = "退休", "在职"
UNCONFIRMED: Final = "费率为全国参考值，待当地确认"


@dataclass(frozen=True, slots=True)
class _Due:
    """What one row comes to, and what other usual ways to compute it would go by."""

    fen: int
    how: str
    whole: int = 0
    """Months × base in fen, where rates give the amount."""
    unit: int = 0
    person: int = 0
    standard: int = 0
    """Fen a year, where years give the amount."""


@dataclass(frozen=True, slots=True)
class _Verdict:
    """One fault of a part: ``kind`` is wrong, missing or way; ``short`` is what a wrong amount lacks, in fen."""

    kind: str
    fault: Fault
    part: SheetTable | None = None
    record: int = -1
    short: int = 0


def package_parts(kind: str, table: SheetTable, book: SheetBook) -> Iterator[Fault]:
    """Every fault of one kind of the parts that insurances give."""
    return (one.fault for one in book.derive(_verdicts, table) if one.kind == kind)


def shortfalls(table: SheetTable, book: SheetBook, part: SheetTable | None = None) -> dict[int, int]:
    """What the wrong insurance amounts of each record lack together, in fen; of one group of columns, or of all."""
    found: dict[int, int] = {}
    for one in book.derive(_verdicts, table):
        if one.kind == "wrong" and part in (None, one.part):
            found[one.record] = found.get(one.record, 0) + one.short
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
        late = set(map(_row, arrears_after_end(part, book)))  # an input in doubt: what follows is no second fault
        for role, payer in _judged(part, item).items():
            due, unread = _due(rows, item, payer, book.policy)
            due = {i: one for i, one in due.items() if part.row_numbers[i] not in late}
            kept = _due_reserves(rows, payer, book.policy) if item == MEDICAL else {}
            if group.startswith(_RETIRED) or role == "amount":
                due = {}
            elif group.startswith(_SERVING) or reserved or part.has("amount"):
                kept = {}
            found += _judge(part, book, role, {**due, **kept})
            _name_unread(part, book, role, unread)
    return found


def _group(part: SheetTable) -> str:
    return part.header.groups[0] if part.header.groups else ""


def _judged(part: SheetTable, item: str) -> dict[str, str]:
    """The columns that are judged by the inputs, with their payer ('' for both): those that no typed rate gives."""
    found = {} if any(map(part.has, _RATES)) else {role: payer for role, payer in _PAID_BY.items() if part.has(role)}
    if not found and not any(map(part.has, (*_RATES, *_ASIDE))):
        whole = next(filter(part.has, _WHOLES), "")
        found = {whole: ""} if whole else {}
    if item == MEDICAL and part.has("amount") and not part.has("reserve_years"):
        found["amount"] = ""
    return found


def _due(rows: InsuranceRows, item: str, payer: str, policy: Policy) -> tuple[dict[int, _Due], dict[int, str]]:
    """What each row owes, and why it cannot be said."""
    due: dict[int, _Due] = {}
    unread: dict[int, str] = {}
    if not rows.owing:
        return due, unread
    computed = rows.arrears
    source = _source(item, payer, policy)
    for k, (i, part) in enumerate(zip(computed.members, shares_of(computed, payer, policy), strict=True)):
        if not isinstance(part, PackagePart):
            unread[i] = part.cell_error().message
            continue
        lines = [line for place in computed.places[k] for line in arrears_lines(computed.table, place)]
        whole = sum(line.base_fen * (line.last_month - line.first_month + 1) for line in lines)
        shown = [
            f"{month_text(line.first_month)}至{month_text(line.last_month)}"
            f"{line.last_month - line.first_month + 1}个月×{plain_fen(line.base_fen)}元×{_rates(line, payer)}"
            for line in lines[:_SHOWN_LINES]
        ]
        how = "＋".join(shown) + ("＋…" if len(lines) > _SHOWN_LINES else "")
        how = f"{how}{source}" if how else "欠缴起止没有填，按没有欠缴计"
        due[i] = _Due(part.total_fen, how, whole, part.unit_fen, part.person_fen)
    return due, unread


def _rates(line: ArrearsLine, payer: str) -> str:
    unit, person = percent(line.unit_rate), percent(line.person_rate)
    return {UNIT: unit, PERSON: person}.get(payer, f"（{unit}+{person}）")


def _source(item: str, payer: str, policy: Policy) -> str:
    payers = [payer] if payer else PAYERS
    return "" if all(policy.local.get(f"{item}{one}费率") for one in payers) else f"（{UNCONFIRMED}）"


def _due_reserves(rows: InsuranceRows, payer: str, policy: Policy) -> dict[int, _Due]:
    due: dict[int, _Due] = {}
    if not rows.retiring:
        return due
    computed = rows.reserve
    shares = shares_of(computed, payer, policy)
    for i, part, made in zip(computed.members, shares, computed.reserves, strict=True):
        if isinstance(part, PackagePart) and made is not None:
            years = max(made.cutoff_age - made.age, made.minimum_years)
            how = f"年标准{decimal_text(made.annual_micro, MICRO)}元×{years}年（{made.age}岁到{made.cutoff_age}岁"
            how += f"，至少{made.minimum_years}年）"
            standard = fen(made.annual_micro, MICRO) if payer != PERSON and not _stated_years(policy) else 0
            due[i] = _Due(part.total_fen, how, standard=standard)
    return due


def _stated_years(policy: Policy) -> bool:
    """Tell whether the office itself says how many years are reserved."""
    names = [package_policy().settings[key] for key in ("cutoff_age", "minimum_years")]
    return policy.confirmed or any(policy.facts.get(name) for name in names)


def _judge(part: SheetTable, book: SheetBook, role: str, due: Mapping[int, _Due]) -> Iterator[_Verdict]:
    typed = book.derive(numbers, part, role)
    known = {i: one for i, one in due.items() if typed.known[i]}
    ratios = [int(typed.micro[i]) / MICRO / (one.fen / 100) for i, one in known.items() if one.fen and typed.micro[i]]
    factor = amount_by_ratio(declared(part, role), ratios).actual
    wrong = [i for i, one in known.items() if not agrees(int(typed.micro[i]), one.fen, factor)]
    ways = {i: _ways(int(typed.micro[i]), one, factor) for i, one in known.items() if one.fen}
    usual = _usual(ways, wrong)
    if usual:
        yield _Verdict("way", _way_fault(part, role, usual, known, ways))
    for i in wrong:
        if usual and usual in ways.get(i, ()):
            continue
        shown = mask_text(clean_text(part.column(role)[i]))
        detail = {"name": part.label(role), "right": plain_fen(known[i].fen), "how": known[i].how}
        expected = in_unit(known[i].fen, factor)
        fault = Fault(part.cell(role, i), shown, expected, detail, citation=_profile(book))
        short = known[i].fen - int(to_fen(typed.micro[i : i + 1], factor)[0])
        yield _Verdict("wrong", fault, part, i, short)
    yield from _missing(part, book, role, due, factor)


def _ways(micro: int, due: _Due, factor: int) -> set[tuple[str, int]]:
    """The other usual ways that come to a typed amount: one rate for all, another rate of one payer, whole years."""
    ways: set[tuple[str, int]] = set()
    for name, fixed in (("rate", 0), ("unit", due.person), ("person", due.unit)) if due.whole else ():
        steps = round((micro * factor * 100 / MICRO - fixed) * 1000 / due.whole)
        ways |= {
            (name, near)
            for near in (steps - 1, steps, steps + 1)
            if 0 < near < 1000 and agrees(micro, fixed + fen(due.whole * near * MICRO // 100, 1000 * MICRO), factor)
        }
    if due.standard:
        years = round(micro * factor * 100 / MICRO / due.standard)
        ways |= {("years", 0)} if years > 0 and agrees(micro, due.standard * years, factor) else set()
    return ways


def _usual(ways: Mapping[int, set[tuple[str, int]]], wrong: Sequence[int]) -> tuple[str, int] | None:
    """The one way that most rows go by, where most are not what the policy gives; None where the policy holds."""
    judged = len(ways)
    at_odds = [i for i in wrong if i in ways]
    if not judged or 2 * len(at_odds) <= judged:
        return None
    counts = Counter(way for i in at_odds for way in ways[i])
    way, most = counts.most_common(1)[0] if counts else (("", 0), 0)
    return way if 2 * most > judged else None


def _way_fault(
    part: SheetTable,
    role: str,
    usual: tuple[str, int],
    due: Mapping[int, _Due],
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


def _missing(part: SheetTable, book: SheetBook, role: str, due: Mapping[int, _Due], factor: int) -> Iterator[_Verdict]:
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


def by_own_policy(run: CheckFunction) -> CheckFunction:
    """Judge the rows whose formulas refer to another 政策 sheet by that one (L-10)."""

    def judge(table: SheetTable, book: SheetBook) -> Iterator[Fault]:
        others = book.derive(other_policies, table)
        place = {table.row_numbers[i]: policy for i, policy in others.items()}
        for fault in run(table, book):
            if _row(fault) not in place:
                yield fault
        for policy in {id(one): one for one in others.values()}.values():
            other = book.part(book.tables)
            other.judged_by = policy
            yield from (fault for fault in run(table, other) if place.get(_row(fault)) is policy)

    return judge


def _row(fault: Fault) -> int:
    return parse_address(fault.cell)[0] if fault.cell else 0


def on_severance_of_packages(check: Check) -> Check:
    """The same check for the severance of a 一补二险测算表 as well."""

    def judge(table: SheetTable, book: SheetBook) -> Iterable[Fault]:
        if table.kind == "severance":
            return check.run(table, book)
        view = book.derive(severance_view, table)
        return by_own_policy(check.run)(view, book) if view is not None else ()

    return replace(check, kinds=check.kinds | {"arrears"}, run=judge)


_INSURED: Final = frozenset({"arrears", "severance"})
PACKAGE_CHECKS: Final = (
    Check(
        code="PACKAGE_PART_WRONG",
        title="一补二险各项金额不符",
        severity=Severity.ERROR,
        kinds=_INSURED,
        message="“{name}”应为{right}元：{how}",
        remedy="核对本行的在岗状态、欠缴起止、缴费工资、缴费平均工资、年龄和年标准；输入无误的，改为应有金额",
        citation="欠费=月数×缴费基数×费率；退休医疗预留=年限×年标准",
        run=by_own_policy(partial(package_parts, "wrong")),
    ),
    Check(
        code="PACKAGE_PART_MISSING",
        title="一补二险各项金额未填",
        severity=Severity.MISSING,
        kinds=_INSURED,
        message="“{name}”{text}",
        remedy="填写金额，或用函数“一补二险”计算；没有欠缴的填0",
        citation="欠费=月数×缴费基数×费率；退休医疗预留=年限×年标准",
        run=by_own_policy(partial(package_parts, "missing")),
    ),
    Check(
        code="PACKAGE_WAY_OTHER",
        title="一补二险多数行按另一种标准计算",
        severity=Severity.NOTICE,
        kinds=_INSURED,
        message="“{name}”多数行是按{way}计算的，与本口径不同；{example}",
        remedy="当地文件另有规定的，把标准和文号填入{row}，再校验；没有的，按口径重算",
        citation="费率和预留年限由当地文件确定",
        run=by_own_policy(partial(package_parts, "way")),
    ),
)
