"""Faults worked into clean workbooks of persons are found, all of them and nothing else.

The ordinary run works in some six hundred faults, several to a workbook; the long run thousands.
"""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from collections.abc import Iterator

import pytest

from tests.faults.people_faults import FAULTS, Expected
from tests.faults.people_generator import TODAY, Case, make_case
from tests.faults.people_sheets import Rendered, render
from xl_addin.checks.run import check_book
from xl_addin.tables.grid import CellValue
from xl_addin.values.errors import CellError
from xl_addin.values.findings import Severity

ALONE = ("AVERAGE_MISSING", "AVERAGE_COLUMN_MISSING", "UNIT_FALSE", "ID_DUPLICATE")
"""Faults of a whole column, of two persons, or seen only beside sound rows: one to a workbook."""
FIRST = ("NOT_ON_ROSTER", "NOT_ON_SEVERANCE")
LAST = ("SUM_WRONG", "SUM_ERROR_VALUE")
TOGETHER = 4


def _queue(rng: random.Random, rounds: int) -> Iterator[list[str]]:
    """Groups of faults for one workbook each, so that every fault comes up once a round."""
    for _ in range(rounds):
        shared = [name for name in FAULTS if name not in ALONE]
        rng.shuffle(shared)
        yield from ([name] for name in ALONE)
        for i in range(0, len(shared), TOGETHER):
            group = shared[i : i + TOGETHER]
            yield sorted(group, key=lambda name: (name in LAST, name not in FIRST))


def _work_in(rng: random.Random, names: list[str]) -> tuple[Case, list[Expected]]:
    """A case that has a place for each of these faults, on different persons."""
    while True:
        case = make_case(rng)
        people = rng.sample(case.people, len(names))
        found = [FAULTS[name](rng, case, person) for name, person in zip(names, people, strict=True)]
        if None not in found:
            return case, [one for expected in found if expected for one in expected]


def _places(rendered: Rendered) -> list[tuple[str, str, str | None]]:
    return sorted((f.code, f.sheet, f.cell) for f in check_book(rendered.book, TODAY))


def _inject(seed: int, rounds: int) -> Counter[str]:
    rng = random.Random(seed)
    total: Counter[str] = Counter()
    for names in _queue(rng, rounds):
        case, expected = _work_in(rng, names)
        rendered = render(case)
        wanted = sorted((code, *rendered.place(sheet, row, role)) for code, sheet, row, role in expected)
        assert _places(rendered) == wanted, (names, case.style)
        total.update(names)
    return total


@pytest.mark.parametrize("seed", range(4))
def test_clean_workbooks_of_every_layout_have_no_findings(seed: int) -> None:
    rng = random.Random(f"clean{seed}")
    for _ in range(10):
        findings = check_book(render(make_case(rng)).book, TODAY)
        assert [(f.code, f.sheet, f.cell) for f in findings] == []
        assert findings.not_checked == []


@pytest.mark.parametrize("seed", range(4))
def test_exactly_the_faults_that_were_worked_in_are_found(seed: int) -> None:
    assert _inject(seed, 3) == dict.fromkeys(FAULTS, 3)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(100, 110))
def test_thousands_of_faults_are_found_exactly(seed: int) -> None:
    assert _inject(seed, 20).total() == 20 * len(FAULTS)


@pytest.mark.long
@pytest.mark.parametrize("name", list(FAULTS))
def test_every_fault_alone_is_found_exactly(name: str) -> None:
    rng = random.Random(name)
    for _ in range(20):
        case, expected = _work_in(rng, [name])
        rendered = render(case)
        assert _places(rendered) == sorted((code, *rendered.place(s, row, role)) for code, s, row, role in expected)


JUNK: tuple[CellValue, ...] = (
    *(None, "", True, False, 0, -1, 1e300, float("nan"), float("inf"), 10**20, 60, 0.1, "NaN", "合计", "小计", "１２"),
    *(
        CellError("#N/A", ""),
        dt.date(1900, 1, 1),
        dt.datetime(9999, 12, 31),
        dt.date(1, 1, 1),
        "1e5",
        "，",
        "壹",
        "亿元",
    ),
    *("-%", "壹亿元", "2001.01-", "～", "内退", "0001-01-01", "姓名", "身份证号", "99999999999999999999"),
)


def test_junk_in_any_cell_never_crashes_a_check() -> None:
    rng = random.Random("junk")
    for _ in range(40):
        book = render(make_case(rng)).book
        for sheet in book.sheets:
            for row in rng.choices(sheet.rows, k=8):
                if row:
                    row[rng.randrange(len(row))] = rng.choice(JUNK)
        assert "CHECK_FAILED" not in {finding.code for finding in check_book(book, TODAY)}


def test_one_fault_leaves_the_findings_of_other_rows_alone() -> None:
    rng = random.Random("apart")
    for _ in range(10):
        case = make_case(rng)
        first, second = rng.sample(case.people, 2)
        FAULTS["MONTHS_WRONG"](rng, case, first)
        alone = _places(render(case))
        FAULTS["CELL_MISSING_WAGE"](rng, case, second)
        assert set(alone) < set(_places(render(case)))


def test_a_finding_of_a_wrong_amount_holds_the_right_one_as_a_plain_number() -> None:
    rng = random.Random("expected")
    for _ in range(10):
        case = make_case(rng)
        person = rng.choice(case.people)
        FAULTS["AMOUNT_WRONG"](rng, case, person)
        right = person.due.amount / (10_000 if case.style.wan else 1)
        finding = next(f for f in check_book(render(case).book, TODAY) if f.code == "AMOUNT_WRONG")
        assert finding.severity is Severity.ERROR
        assert abs(float(finding.expected) - float(right)) < 0.005
        assert "未确认口径" in finding.citation
