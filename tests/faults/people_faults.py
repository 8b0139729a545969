"""Known faults for the workbooks of ``people_generator``: each changes a case and says what must be found where.

A fault is a function of a random source, a case and one person; it returns the expected findings as (code, sheet, row,
role), or None where the case has no place for it. Knows nothing of the checks.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from tests.faults.people_generator import SHIELDED, Case, Person, facts, money
from tests.faults.people_sheets import typed
from xl_addin.tables.grid import CellValue
from xl_addin.values.errors import CellError

Expected = tuple[str, str, int | str, str]
Fault = Callable[[random.Random, Case, Person], list[Expected] | None]
PERSON_SHEETS = ("roster", "severance", "arrears")


def show(case: Case, sheet: str, person: Person, role: str, value: CellValue | Decimal, code: str) -> list[Expected]:
    """Type another value into one cell and expect one finding there."""
    case.shown[sheet, person.order, role] = value  # type: ignore[assignment]
    return [(code, sheet, person.order, role)]


def has(case: Case, sheet: str, role: str) -> bool:
    return role in case.style.columns[sheet] and (sheet, role) not in case.dropped


def change(case: Case, person: Person, **facts_: object) -> Person:
    """Change what is true of a person; every cell follows."""
    for name, value in facts_.items():
        setattr(person, name, value)
    return person


# --- identity --------------------------------------------------------------------------------------------------------


def wrong_check_digit(rng: random.Random, case: Case, person: Person) -> list[Expected]:
    right = person.id_number
    last = rng.choice([c for c in "0123456789X" if c != right[-1]])
    return show(case, rng.choice(PERSON_SHEETS), person, "id", right[:-1] + last, "ID_CHECK_DIGIT")


def lost_digits(rng: random.Random, case: Case, person: Person) -> list[Expected]:
    value: CellValue = rng.choice([float(person.id_number[:15] + "000"), "3.62203E+17"])
    return show(case, rng.choice(PERSON_SHEETS), person, "id", value, "ID_LOST_DIGITS")


def wrong_length(rng: random.Random, case: Case, person: Person) -> list[Expected]:
    text = person.id_number
    value = rng.choice([text[:17], text + "1", text[:5] + "O" + text[6:], text[:14]])
    return show(case, rng.choice(PERSON_SHEETS), person, "id", value, "ID_FORMAT")


def impossible_birth(rng: random.Random, case: Case, person: Person) -> list[Expected]:
    text = person.id_number
    day = rng.choice(["19650230", "19651301", "19650431", "20350101"])
    return show(case, rng.choice(PERSON_SHEETS), person, "id", text[:6] + day + text[14:], "ID_DATE")


def old_number(rng: random.Random, case: Case, person: Person) -> list[Expected]:
    text = person.id_number
    sheet = rng.choice(PERSON_SHEETS)
    case.shown[sheet, person.order, "id"] = text[:6] + text[8:17]
    return [("ID_OLD_FORM", sheet, "head", "id")]


def same_number(rng: random.Random, case: Case, person: Person) -> list[Expected] | None:
    """The number of a colleague who is older in service, so that nothing else about the row becomes odd."""
    older = [one for one in case.people[: case.people.index(person)] if one.start <= person.start]
    older = [one for one in older if one.enterprise == person.enterprise]
    sheets = [name for name in PERSON_SHEETS if not any((name, one.order, "id") in case.shown for one in case.people)]
    if not older or not sheets or case.absent:
        return None
    sheet = rng.choice(sheets)
    if sheet == "severance" and person.ground in SHIELDED:
        return None  # the colleague's age might protect
    earlier = older[0]
    if sheet == "roster":
        case.shown["roster", person.order, "birth"] = earlier.born
        case.shown["roster", person.order, "sex"] = "男" if earlier.man else "女"
    return show(case, sheet, person, "id", earlier.id_number.lower() + " ", "ID_DUPLICATE")


def other_birth(rng: random.Random, case: Case, person: Person) -> list[Expected]:
    month = person.born.month % 12 + 1
    values: list[CellValue] = [
        person.born.replace(month=month, day=1),
        f"{person.born.year}.{month:02d}",
        person.born.replace(year=person.born.year + 1, day=1),
    ]
    return show(case, "roster", person, "birth", rng.choice(values), "BIRTH_DIFFERS")


def other_sex(rng: random.Random, case: Case, person: Person) -> list[Expected]:
    return show(case, "roster", person, "sex", "女" if person.man else "男 ", "SEX_DIFFERS")


# --- needed cells and dates ------------------------------------------------------------------------------------------


def empty_cell(role: str, *sheets: str) -> Fault:
    def fault(rng: random.Random, case: Case, person: Person) -> list[Expected]:
        value = rng.choice([None, " ", "—"]) if role != "id" else rng.choice([None, "无"])
        sheet = rng.choice(sheets)
        if sheet == "roster" and role == "start":
            case.shown[sheet, person.order, "entry"] = None
        return show(case, sheet, person, role, value, f"CELL_MISSING_{role.upper()}")

    return fault


def ambiguous_date(rng: random.Random, case: Case, person: Person) -> list[Expected]:
    year = person.start.year
    sheet, role = rng.choice([("roster", "start"), ("roster", "entry"), ("severance", "start"), ("severance", "end")])
    values: list[CellValue] = [year, f"{year}年"]
    if person.start.month in (1, 10) and role == "start":  # else no reading agrees with the other sheet: another fault
        values += [float(f"{year}.1"), f"{year}.1"]
    return show(case, sheet, person, role, rng.choice(values), "DATE_AMBIGUOUS")


def no_date(rng: random.Random, case: Case, person: Person) -> list[Expected]:
    sheet, role = rng.choice([("roster", "start"), ("roster", "birth"), ("severance", "start"), ("severance", "end")])
    return show(
        case, sheet, person, role, rng.choice(["1985.13.05", "待查", "2005-02-30", 12345678.5]), "DATE_UNREADABLE"
    )


def absurd_date(rng: random.Random, case: Case, person: Person) -> list[Expected]:
    sheet, role = rng.choice([("roster", "start"), ("severance", "start"), ("severance", "end"), ("roster", "birth")])
    return show(
        case, sheet, person, role, rng.choice([dt.date(9999, 12, 31), dt.date(1899, 5, 1)]), "DATE_OUT_OF_RANGE"
    )


def error_value(rng: random.Random, case: Case, person: Person) -> list[Expected]:
    places = [("roster", "start"), ("severance", "wage"), ("severance", "amount"), ("severance", "end")]
    sheet, role = rng.choice([*places, ("arrears", "unit_arrears"), ("arrears", "base")])
    return show(case, sheet, person, role, CellError(rng.choice(["#N/A", "#REF!", "#VALUE!"]), ""), "CELL_ERROR")


def young(years: int, code: str) -> Fault:
    def fault(rng: random.Random, case: Case, person: Person) -> list[Expected] | None:
        if person.start.year > 2006:  # the entry four years later would lie in the future
            return None
        born = person.start.replace(year=person.start.year - years, day=1)
        # A day after the birthday at the earliest, and never within the last month of the age.
        born = born.replace(month=born.month - 1) if born.month > 1 else born.replace(year=born.year - 1, month=12)
        change(case, person, born=born, entry=person.start.replace(year=person.start.year + 4, day=1))
        return [(code, "roster", person.order, "start"), (code, "severance", person.order, "start")]

    return fault


def entry_too_early(rng: random.Random, case: Case, person: Person) -> list[Expected]:
    entry = person.start.replace(year=person.start.year - 1, day=1)
    return show(case, "roster", person, "entry", entry, "ENTRY_BEFORE_START")


def end_too_early(rng: random.Random, case: Case, person: Person) -> list[Expected]:
    end = person.start - dt.timedelta(days=rng.choice([400, 800]))
    case.shown["severance", person.order, "certificate_date"] = None
    case.shown["severance", person.order, "files_date"] = None
    return show(case, "severance", person, "end", end, "END_BEFORE_START")


def future_end(rng: random.Random, case: Case, person: Person) -> list[Expected]:
    change(case, person, end=dt.date(2012, rng.choice([1, 3, 5]), 31), start=max(person.start, dt.date(1995, 1, 1)))
    change(case, person, born=dt.date(1970, 5, 5), entry=person.start)
    first = person.start.year * 12 + person.start.month
    change(case, person, arrears=(first, first + 10))
    return [("DATE_FUTURE", "severance", person.order, "end")]


# --- amounts ---------------------------------------------------------------------------------------------------------


def in_unit(case: Case, amount: Decimal) -> Decimal:
    return amount / 10_000 if case.style.wan else amount


def slip(rng: random.Random, case: Case, *offs: Decimal) -> Decimal:
    """A wrong difference in yuan; a fen counts only on a sheet of 元, since 万元 may be rounded."""
    return Decimal("33.33") if case.style.wan else rng.choice([Decimal("0.01"), Decimal("-0.01"), *offs])


def wrong_amount(rng: random.Random, case: Case, person: Person) -> list[Expected]:
    right = facts(person)["amount"]
    assert isinstance(right, Decimal)
    off = slip(rng, case, Decimal(1000), person.wage, right / 10 or Decimal(5))
    return show(case, "severance", person, "amount", in_unit(case, money(right + off)), "AMOUNT_WRONG")


def amount_in_wan(rng: random.Random, case: Case, person: Person) -> list[Expected] | None:
    right = facts(person)["amount"]
    assert isinstance(right, Decimal)
    if case.style.wan or not right:
        return None
    return show(case, "severance", person, "amount", right / 10_000, "AMOUNT_IN_WAN")


def wrong_months(rng: random.Random, case: Case, person: Person) -> list[Expected]:
    due = person.due
    off = rng.choice([Decimal(1), Decimal("-0.5"), Decimal("0.5"), Decimal(12)])
    found = show(case, "severance", person, "months", facts(person)["months"] + off, "MONTHS_WRONG")  # type: ignore[operator]
    if rng.random() < 0.5:  # the amount follows from the wrong months
        base = (due.base_pre if due.months_pre else due.base_post) or 0
        follows = money(due.amount + base * Fraction(off))
        case.shown["severance", person.order, "amount"] = in_unit(case, follows)  # type: ignore[assignment]
    return found


def empty_amount(rng: random.Random, case: Case, person: Person) -> list[Expected]:
    return show(case, "severance", person, "amount", None, "AMOUNT_MISSING")


def empty_average(rng: random.Random, case: Case, person: Person) -> list[Expected] | None:
    due = person.due
    if person.ground in ("客观变化", "裁员") and due.months_pre and rng.random() < 0.5:
        return show(case, "severance", person, "enterprise_wage", None, "AVERAGE_MISSING_ENTERPRISE_WAGE")
    if due.months_post:
        return show(case, "severance", person, "local_wage", "", "AVERAGE_MISSING_LOCAL_WAGE")
    return None


def no_average_column(rng: random.Random, case: Case, person: Person) -> list[Expected] | None:
    """The workbook has no column of local averages; nobody earns three times as much, so the amounts stay right."""
    if case.dropped or any(key[2] == "local_wage" for key in case.shown):
        return None
    case.dropped.add(("severance", "local_wage"))
    acts = any(one.due.months_post for one in case.people if one.wage <= 3 * one.local_wage)
    if not acts or any(one.wage > 3 * one.local_wage for one in case.people):
        case.dropped.clear()
        return None
    return [("AVERAGE_MISSING_LOCAL_WAGE", "severance", "head", "amount")]


def unknown_ground(rng: random.Random, case: Case, person: Person) -> list[Expected]:
    return show(case, "severance", person, "ground", rng.choice(["买断", "其它原因", "另谋出路"]), "GROUND_UNKNOWN")


def unusable_wage(rng: random.Random, case: Case, person: Person) -> list[Expected]:
    role, value = rng.choice([("wage", -1600), ("enterprise_wage", 0), ("local_wage", 0), ("local_wage", -5)])
    return show(case, "severance", person, role, value, "WAGE_UNUSABLE")


def number_in_words(rng: random.Random, case: Case, person: Person) -> list[Expected]:
    places = [("severance", "wage"), ("severance", "amount"), ("severance", "months"), ("arrears", "base")]
    sheet, role = rng.choice([*places, ("arrears", "month_count"), ("arrears", "person_rate")])
    value = rng.choice(["约一千六", "见档案", "见附表", "1600左右"])
    return show(case, sheet, person, role, value, "NUMBER_UNREADABLE")


def protected(rng: random.Random, case: Case, person: Person) -> list[Expected]:
    age = 60 if person.man else 55 if person.official else 50
    end = dt.date(2011, 8, 31)
    born = dt.date(2011 - age + rng.randint(1, 4), rng.randint(1, 12), 5)
    start = dt.date(end.year - rng.randint(16, 25), 3, 1)
    change(case, person, end=end, born=born, start=start, entry=start, ground=rng.choice(SHIELDED))
    change(case, person, local_wage=Decimal(2300), arrears=(2000 * 12, 2000 * 12 + 5))
    return [("PROTECTED_WORKER", "severance", person.order, "ground")]


def settled(word: str, code: str) -> Fault:
    def fault(rng: random.Random, case: Case, person: Person) -> list[Expected] | None:
        if not facts(person)["amount"]:
            return None
        case.shown["roster", person.order, "status"] = word
        return [(code, "severance", person.order, "amount")]

    return fault


def late(role: str, code: str) -> Fault:
    def fault(rng: random.Random, case: Case, person: Person) -> list[Expected] | None:
        if person.end.year < 2008:
            return None
        return show(case, "severance", person, role, person.end + dt.timedelta(days=rng.choice([16, 17, 90])), code)

    return fault


# --- units, sums, insurance ------------------------------------------------------------------------------------------


def wage_in_wan(rng: random.Random, case: Case, person: Person) -> list[Expected]:
    return show(case, "severance", person, "wage", Decimal(1600) / 10_000, "UNIT_OF_ROW")


def false_title(rng: random.Random, case: Case, person: Person) -> list[Expected] | None:
    if case.style.wan or case.title_unit:
        return None
    case.title_unit = "万元"
    roles = [role for role in case.style.columns["severance"] if ("severance", role) not in case.dropped]
    first = next(
        role for role in roles if role in ("wage", "enterprise_wage", "local_wage", "amount", "other", "total")
    )
    return [("UNIT_FALSE", "severance", "head", first)]


def rate_out_of_range(rng: random.Random, case: Case, person: Person) -> list[Expected]:
    role = rng.choice(["unit_rate", "person_rate"])
    return show(case, "arrears", person, role, rng.choice([120, "200%", -0.2, "-8%"]), "RATE_OUT_OF_RANGE")


def wrong_row_total(rng: random.Random, case: Case, person: Person) -> list[Expected]:
    sheet, role = rng.choice([("severance", "total"), ("arrears", "row_sum")])
    off = slip(rng, case, Decimal(-100), Decimal("33.33"))
    right = typed(case, sheet, person, role, case.style.wan and sheet == "severance")
    assert isinstance(right, Decimal)
    off = in_unit(case, off) if sheet == "severance" else off
    return show(case, sheet, person, role, right + off, "ROW_TOTAL_WRONG")


def _sum_place(rng: random.Random, case: Case) -> tuple[str, str, str]:
    style = case.style
    sheet, roles = rng.choice(
        [
            ("severance", ("months", "amount", "other", "total")),
            ("arrears", ("month_count", "unit_arrears", "person_arrears", "late_fee", "row_sum")),
        ]
    )
    label = rng.choice([style.grand, "小计"]) if style.blocks and not style.top_sum else style.grand
    if label == "小计" and len({one.enterprise for one in case.people}) < 2:
        label = style.grand
    return sheet, label, rng.choice(roles)


def wrong_sum(rng: random.Random, case: Case, person: Person) -> list[Expected] | None:
    sheet, label, role = _sum_place(rng, case)
    off = Decimal(1) if role in ("months", "month_count") else slip(rng, case, Decimal(500))
    if sheet == "severance" and role != "months":
        # Round figures in 万元 (0.05) may be shortened, and their sum exact: only a large difference tells.
        off = in_unit(case, off * 100 if case.style.wan and role == "other" else off)
    # A sum over a figure that cannot be read is not judged.
    odd = [key for key, value in case.shown.items() if isinstance(value, str | CellError)]
    if any(key[0] == sheet for key in case.sums) or any(key[0] == sheet and key[2] == role for key in odd):
        return None
    case.sums[sheet, label, role] = lambda right: float(right + off)
    return [("SUM_WRONG", sheet, label, role)]


def error_in_sum(rng: random.Random, case: Case, person: Person) -> list[Expected] | None:
    sheet, label, role = _sum_place(rng, case)
    if any(key[0] == sheet for key in case.sums):
        return None
    case.sums[sheet, label, role] = lambda right: CellError("#REF!", "")
    return [("SUM_ERROR_VALUE", sheet, label, role)]


def wrong_month_count(rng: random.Random, case: Case, person: Person) -> list[Expected]:
    months = facts(person)["month_count"] + rng.choice([1, 12])  # type: ignore[operator]
    for role, rate in (("unit_arrears", Decimal("0.2")), ("person_arrears", Decimal("0.08"))):
        case.shown["arrears", person.order, role] = money(months * person.base * rate)  # type: ignore[assignment]
    return show(case, "arrears", person, "month_count", months, "ARREARS_MONTHS")


def wrong_arrears(role: str, code: str) -> Fault:
    def fault(rng: random.Random, case: Case, person: Person) -> list[Expected]:
        right = facts(person)[role]
        assert isinstance(right, Decimal)
        off = rng.choice([Decimal("0.01"), Decimal("-0.01"), Decimal(100)])
        return show(case, "arrears", person, role, right + off, code)

    return fault


def wrong_reserve(rng: random.Random, case: Case, person: Person) -> list[Expected]:
    retired = case.retired[person.order % len(case.retired)]
    right = facts(retired)["reserve"]
    assert isinstance(right, Decimal)
    return show(
        case, "reserve", retired, "reserve", right + rng.choice([Decimal("0.01"), Decimal(-1800)]), "RESERVE_WRONG"
    )


def arrears_too_early(rng: random.Random, case: Case, person: Person) -> list[Expected]:
    first = person.start.year * 12 + person.start.month - 1 - rng.randint(1, 12)
    change(case, person, arrears=(first, min(first + 24, person.end.year * 12 + person.end.month - 1)))
    role = "period" if case.style.period_text else "arrears_from"
    return [("ARREARS_BEFORE_START", "arrears", person.order, role)]


def reversed_period(rng: random.Random, case: Case, person: Person) -> list[Expected] | None:
    if case.style.period_text:
        return None
    first = person.arrears[0] - 1
    value = f"{first // 12}年{first % 12 + 1}月"
    return show(case, "arrears", person, "arrears_to", value, "PERIOD_ORDER")


# --- across sheets ---------------------------------------------------------------------------------------------------


def not_on_roster(rng: random.Random, case: Case, person: Person) -> list[Expected]:
    case.absent.add(("roster", person.order))
    return [("NOT_ON_ROSTER", "severance", person.order, "id")]


def not_on_severance(rng: random.Random, case: Case, person: Person) -> list[Expected]:
    case.absent.add(("severance", person.order))
    return [("NOT_ON_SEVERANCE", "roster", person.order, "id")]


def two_enterprises(rng: random.Random, case: Case, person: Person) -> list[Expected] | None:
    if "enterprise" not in case.style.columns["roster"]:
        return None
    case.extra_roster.append(replace(person))
    return [("TWO_ENTERPRISES", "extra", person.order, "id")]


FAULTS: dict[str, Fault] = {
    "ID_CHECK_DIGIT": wrong_check_digit,
    "ID_LOST_DIGITS": lost_digits,
    "ID_FORMAT": wrong_length,
    "ID_DATE": impossible_birth,
    "ID_OLD_FORM": old_number,
    "ID_DUPLICATE": same_number,
    "BIRTH_DIFFERS": other_birth,
    "SEX_DIFFERS": other_sex,
    "CELL_MISSING_ID": empty_cell("id", *PERSON_SHEETS),
    "CELL_MISSING_NAME": empty_cell("name", "roster", "severance"),
    "CELL_MISSING_START": empty_cell("start", "roster", "severance"),
    "CELL_MISSING_END": empty_cell("end", "severance"),
    "CELL_MISSING_WAGE": empty_cell("wage", "severance"),
    "DATE_AMBIGUOUS": ambiguous_date,
    "DATE_UNREADABLE": no_date,
    "DATE_OUT_OF_RANGE": absurd_date,
    "CELL_ERROR": error_value,
    "START_UNDER_14": young(13, "START_UNDER_14"),
    "START_UNDER_16": young(15, "START_UNDER_16"),
    "ENTRY_BEFORE_START": entry_too_early,
    "END_BEFORE_START": end_too_early,
    "DATE_FUTURE": future_end,
    "AMOUNT_WRONG": wrong_amount,
    "AMOUNT_IN_WAN": amount_in_wan,
    "MONTHS_WRONG": wrong_months,
    "AMOUNT_MISSING": empty_amount,
    "AVERAGE_MISSING": empty_average,
    "AVERAGE_COLUMN_MISSING": no_average_column,
    "GROUND_UNKNOWN": unknown_ground,
    "WAGE_UNUSABLE": unusable_wage,
    "NUMBER_UNREADABLE": number_in_words,
    "PROTECTED_WORKER": protected,
    "INTERNAL_RETIREE_PAID": settled("内退", "INTERNAL_RETIREE_PAID"),
    "RETIREE_PAID": settled("退休", "RETIREE_PAID"),
    "CERTIFICATE_LATE": late("certificate_date", "CERTIFICATE_LATE"),
    "FILES_LATE": late("files_date", "FILES_LATE"),
    "UNIT_OF_ROW": wage_in_wan,
    "UNIT_FALSE": false_title,
    "RATE_OUT_OF_RANGE": rate_out_of_range,
    "ROW_TOTAL_WRONG": wrong_row_total,
    "SUM_WRONG": wrong_sum,
    "SUM_ERROR_VALUE": error_in_sum,
    "ARREARS_MONTHS": wrong_month_count,
    "ARREARS_UNIT_WRONG": wrong_arrears("unit_arrears", "ARREARS_UNIT_WRONG"),
    "ARREARS_PERSON_WRONG": wrong_arrears("person_arrears", "ARREARS_PERSON_WRONG"),
    "RESERVE_WRONG": wrong_reserve,
    "ARREARS_BEFORE_START": arrears_too_early,
    "PERIOD_ORDER": reversed_period,
    "NOT_ON_ROSTER": not_on_roster,
    "NOT_ON_SEVERANCE": not_on_severance,
    "TWO_ENTERPRISES": two_enterprises,
}
"""Every fault by name; the codes that it must give are in what it returns."""
