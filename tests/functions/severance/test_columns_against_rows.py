"""The table of a roster, computed by whole columns, says of each person what the row-wise way and a single call say."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from typing import Any

import pandas as pd
import pytest

import xl_addin
from tests.rules.severance.test_notes import policy_rows
from xl_addin.functions import call
from xl_addin.functions.severance.functions import months_value
from xl_addin.functions.severance.roster import compute_roster, severance_cells, severance_table
from xl_addin.rules.severance.derivation import short_note
from xl_addin.sheets.policy_range import read_policy
from xl_addin.sheets.status import ROLE, settled_reason, status_of
from xl_addin.tables.cleaning import clean_text
from xl_addin.values.errors import CellError, InputError

HEADINGS = ["姓名", "参加工作时间", "解除时间", "前12个月月平均工资", "企业月平均工资", "当地月平均工资", "解除事由"]
BAD = CellError("#REF!", "")
CLEAN: list[Sequence[Any]] = [
    ("王三", "李四光", "欧阳小明", "赵国"),
    (dt.date(1985, 7, 1), dt.date(1999, 12, 31), dt.date(2007, 12, 31), dt.date(2008, 1, 1), dt.date(2011, 2, 3)),
    (dt.date(2011, 9, 28), dt.date(2012, 2, 29)),
    (1600, 1600.0, 780.5, 9_999.99, 1234.567891, 0),
    (1500, None, 2300.25),
    (2300, None, 1999.999),
    ("客观变化", "协商", "裁员", "期满", "破产关闭", None),
]
DIRTY: list[Sequence[Any]] = [
    ("王1", " 王三 ", "\u200b王五", "周会计", "Tom", 12, True, "阿依古丽·买买提"),
    (
        "1985.07", 1985.1, 31229, 19850701, "1985年7月", "1948-01-01", dt.datetime(1985, 7, 1), "不详", None, "", True,
        "1985.07至1995.09；1997.09至2011.09", "1985.07至1995.09；1990.01至2011.09", dt.date(2030, 1, 1), BAD,
    ),
    ("2011.09", 40814, "2011年9月28日", None, dt.date(1960, 1, 1), dt.datetime(2011, 9, 28, 9, 30), "二〇一一", 0),
    ("1,600", "￥1600元", "１６００", -5, None, "面议", "20%", 1e13, True, "1.2万", BAD),
    (0, -1, "1,500", "无", " ", "1500元/月", 1e-9),
    (0, "2300.5", "——", "未公布", False),
    ("其他原因", "自愿", 36, "第36条", " 客观 变化 ", BAD),
]  # fmt: skip
STATUS = ("在岗", "内退", "退休", None, "已故", "工伤3级", "飞行员", "在岗/退休", "下岗")


def roster(chance: random.Random, size: int, odd: float) -> list[list[Any]]:
    """A heading row and persons; some cells of some of them are dirty, and often there is a column of 在岗状态."""

    def cell(place: int) -> Any:
        return chance.choice(DIRTY[place] if chance.random() < odd else CLEAN[place])

    rows = [[cell(place) for place in range(len(HEADINGS))] for _ in range(size)]
    headings = list(HEADINGS)
    if chance.random() < 0.5:
        headings.append("在岗状态")
        for row in rows:
            row.append(chance.choice(STATUS) if chance.random() < 0.3 else "在岗")
    return [headings, *rows]


def row_by_row(rows: list[list[Any]], policy: Any) -> list[list[Any]]:
    """The result built person by person, each note written for itself."""
    by = read_policy(policy)
    cells = severance_cells(rows, by)
    found = []
    for i, written in enumerate(cells["name"]):
        name = "" if isinstance(written, CellError) else clean_text(written)
        status = status_of(cells[ROLE][i]) if ROLE in cells else status_of(None)
        table, (place,) = compute_roster({role: [column[i]] for role, column in cells.items()}, by)
        fault = InputError(status.question, status.code) if status.question else place
        if status.settled:
            found.append([name, *[None] * 5, 0.0, settled_reason(status.settled)])
        elif isinstance(fault, InputError):
            found.append([name, *[None] * 5, fault.cell_error(), fault.message])
        else:
            old, new = int(table.old_months[0]), int(table.new_months[0])
            bases = [int(base[0]) / table.base_unit for base in (table.old_base, table.new_base)]
            shown = [bases[0] if old else None, bases[1] if new else None]
            months = list(map(months_value, (old, new, old + new)))
            found.append([name, *months, *shown, int(table.amount_fen[0]) / 100, short_note(table, 0)])
    return found


def typed(rows: list[list[Any]]) -> list[list[tuple[type, Any]]]:
    return [[(type(cell), cell) for cell in row] for row in rows]


def shown(cell: Any) -> Any:
    return "错误" if isinstance(cell, CellError) else cell


def assert_same(seed: int, size: int) -> None:
    chance = random.Random(seed)
    rows, policy = roster(chance, size, chance.choice((0.0, 0.02, 0.3))), policy_rows(chance)
    table = severance_table(rows, read_policy(policy))[1:]
    assert typed(table) == typed(row_by_row(rows, policy))
    cells = severance_cells(rows, read_policy(policy))
    if ROLE not in cells and len(table) == size:
        # A single call names its arguments by their own names, and the wage before the days where both are bad.
        single = [call("SOE_SEVERANCE", *row[1:7], policy) for row in rows[1:]]
        assert [shown(row[6]) for row in table] == list(map(shown, single))
    frame = xl_addin.severance_table(pd.DataFrame(rows[1:], columns=rows[0], dtype=object), policy)
    assert frame["说明"].tolist() == [row[7] for row in table]
    assert frame["错误"].tolist() == [row[6].code if isinstance(row[6], CellError) else "" for row in table]
    amounts = [float("nan") if isinstance(row[6], CellError) else row[6] for row in table]
    pd.testing.assert_series_equal(frame["补偿金额"], pd.Series(amounts, name="补偿金额", dtype="float64"))


@pytest.mark.parametrize("seed", range(25))
def test_every_person_of_a_roster_is_computed_as_alone(seed: int) -> None:
    assert_same(seed, 40)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(3000, 3020))
def test_every_person_of_a_long_roster_is_computed_as_alone(seed: int) -> None:
    assert_same(seed, 1200)


def test_a_frame_of_typed_columns_is_the_frame_of_their_cells() -> None:
    """datetime64, float and int columns, with and without gaps, are the cells that they show."""
    rows = roster(random.Random(5), 60, 0.0)
    plain = pd.DataFrame(rows[1:], columns=rows[0], dtype=object)
    plain.loc[3, HEADINGS[1]] = None
    plain.loc[4, HEADINGS[3]] = None
    dates = {name: pd.to_datetime(plain[name]) for name in HEADINGS[1:3]}
    wages = {name: plain[name].astype("float64") for name in HEADINGS[3:6]}
    for unit in ("s", "ns"):
        moments = {name: column.astype(f"datetime64[{unit}]") for name, column in dates.items()}
        pd.testing.assert_frame_equal(
            xl_addin.severance_table(plain.assign(**moments, **wages)), xl_addin.severance_table(plain)
        )


def test_a_total_in_the_middle_of_a_frame_is_no_person() -> None:
    rows = roster(random.Random(6), 30, 0.0)
    rows = [row[:7] for row in rows]
    total = ["合计", None, None, 48_000, None, None, None]
    frame = pd.DataFrame([*rows[1:15], total, *rows[15:]], columns=rows[0], dtype=object)
    expected = xl_addin.severance_table(pd.DataFrame(rows[1:], columns=rows[0], dtype=object))
    expected.index = frame.index.delete(14)
    pd.testing.assert_frame_equal(xl_addin.severance_table(frame), expected)
