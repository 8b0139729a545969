"""What has one cause is told as one: k faults planted are k causes, and every failing cell hangs on its own."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from tests.faults.cause_books import PERSON_FAULTS, PERSONS, Office, column_lost, draw, step_left_out
from xl_addin.commands.checking.examination import examine
from xl_addin.tables.grid import address
from xl_addin.values.causes import Cause
from xl_addin.values.errors import CellError
from xl_addin.values.findings import FindingTable, Severity

COUNTED = frozenset({Severity.ERROR, Severity.MISSING})
ALWAYS = ("STEP_MISSING_", "VOTE_")
"""The procedure sheet of the books stops at D08."""


def found(office: Office) -> tuple[FindingTable, list[Cause]]:
    book = office.book()
    table = examine(book, calls=book.recalculation).findings
    return table, [cause for cause in table.causes() if not cause.root.code.startswith(ALWAYS)]


def grave(causes: list[Cause]) -> list[Cause]:
    return [cause for cause in causes if cause.severity in COUNTED]


def test_a_book_in_order_has_no_cause() -> None:
    for seed in range(2):
        assert grave(found(draw(random.Random(seed)))[1]) == [], seed


@pytest.mark.parametrize("name", PERSON_FAULTS)
def test_a_fault_is_one_cause_in_typed_and_in_fetched_books(name: str) -> None:
    for fetched in (False, True):
        rng = random.Random(f"{name}-{fetched}")
        office = draw(rng, fetched)
        PERSON_FAULTS[name](office, rng.randrange(PERSONS), rng)
        causes = grave(found(office)[1])
        assert len(causes) == 1, (fetched, [cause.id for cause in causes])


def test_k_faults_are_k_causes_and_no_finding_is_lost() -> None:
    for seed in range(5):
        rng = random.Random(f"many-{seed}")
        office = draw(rng)
        count = 1 + 2 * seed % PERSONS
        persons = rng.sample(range(PERSONS), count)
        steps = rng.sample(range(1, 9), seed % 4)
        names = [rng.choice(list(PERSON_FAULTS)) for _ in persons]
        for name, i in zip(names, persons, strict=True):
            PERSON_FAULTS[name](office, i, rng)
        for n in steps:
            step_left_out(office, n)
        table, causes = found(office)
        assert len(grave(causes)) == count + len(steps), (seed, names, [cause.id for cause in grave(causes)])
        assert sum(len(cause.findings) for cause in table.causes()) == len(table)
        assert {cause.hanging.name for cause in causes if cause.hanging.name} >= {
            str(office.cells["测算"][i + 1][2]) for i in persons
        }


def test_a_lost_heading_is_one_cause_for_all_its_rows() -> None:
    for seed in range(2):
        office = draw(random.Random(seed))
        column_lost(office)
        causes = grave(found(office)[1])
        assert len(causes) == 1, (seed, [cause.id for cause in causes])
        reached = {spot for cause in causes for spot in cause.hanging.cells}
        reached |= {(one.sheet, str(one.cell)) for cause in causes for one in cause.findings}
        assert len({int(cell[1:]) for sheet, cell in reached if sheet == "两险"} - {1}) == PERSONS


def test_every_failing_cell_hangs_on_the_cause_of_its_own_row() -> None:
    for seed in range(2):
        rng = random.Random(f"hang-{seed}")
        office = draw(rng)
        for i in rng.sample(range(PERSONS), 3):
            PERSON_FAULTS["bad_date"](office, i, rng)
        book = office.book()
        table = examine(book, calls=book.recalculation).findings
        hanging = Counter(spot for one in table.hanging.values() for spot in one.cells)
        failing = {
            (sheet.name, address(*place))
            for sheet in book.grid.sheets
            for place in sheet.formulas
            if isinstance(sheet.value(*place), CellError)
        }
        assert set(hanging) == failing and set(hanging.values()) == {1}
        for cause in table.causes():
            own = (cell for sheet, cell in cause.hanging.cells if sheet == "测算")
            assert {cell.lstrip("ABCDEFGHIJKLM") for cell in own} <= {str(cause.root.cell)[1:]}


def test_the_text_counts_and_names_what_hangs_on_a_bad_date() -> None:
    office = draw(random.Random(1), fetched=True)
    office.cells["花名册"][3][5] = office.cells["花名册"][3][6] = "1985.1"
    cause = grave(found(office)[1])[0]
    assert (cause.id, cause.hanging.name) == ("花名册!F4:DATE_AMBIGUOUS", "虚构甴")
    differ = "（同一人的“参加工作时间”在两张表上不一致）"
    assert cause.text() == (
        "同一问题还在：G4；测算!E4。由此另有 4 个单元格不能计算：测算!K4、L4、M4；汇总!B2。"
        f"由此还有 3 条：F4{differ}、测算!E4{differ}、两险!E4{differ}。"
    )


def test_findings_of_one_cause_share_its_id_and_the_id_outlives_other_faults() -> None:
    office = draw(random.Random(5))
    PERSON_FAULTS["bad_date"](office, 2, random.Random(1))
    first = {one.cause for one in found(office)[0] if one.code in ("DATE_AMBIGUOUS", "FUNCTION_ERROR")}
    PERSON_FAULTS["no_wage"](office, 0, random.Random(1))
    table = found(office)[0]
    assert len(first) == 1 and first < {one.cause for one in table}
    assert all(one.cause for one in table)


def test_a_table_shows_itself_by_cause_with_names_masked() -> None:
    office = draw(random.Random(5))
    PERSON_FAULTS["no_wage"](office, 0, random.Random(1))
    table = found(office)[0]
    shown, page = repr(table), table._repr_html_()
    assert shown.startswith("FindingTable：错误 ") and "个原因" in shown.splitlines()[0]
    assert "测算!H2　虚**" in shown and "虚构" not in shown.replace("示例市虚构一厂", "")
    assert "<td style='text-align:left'>测算!H2</td>" in page and "虚构甲" not in page
    assert "cause" in table.to_pandas().columns
