"""一补二险 filled down: many rows at once give what each row gives alone."""

from __future__ import annotations

from typing import Any

import pytest

from tests.functions.severance.test_rosters_by_columns import HEADINGS, OWED, PERIODS, PERSONS
from xl_addin.functions import call, many
from xl_addin.values.errors import CellError

HEADS = [[*HEADINGS, *PERIODS, "在岗状态"]]
CLEAN = [[[1, "王三", 31_229 + i, 40_814, 1600 + i, 1500, 2300, "裁员", *OWED, "在岗"]] for i in range(12)]
STATUSES = [None, "内退", "退休", "工亡", "不详", "工伤4级", CellError("#N/A", "")]
ODD: list[list[list[Any]]] = [
    *[[[*person, *OWED, None]] for person in PERSONS],
    *[[[*PERSONS[0], *OWED, status]] for status in STATUSES],
    [[*PERSONS[0], None, None, None, None, None, None, "在岗"]],
    [[*PERSONS[0], "2008-01", "2010-12", "2010-12", "2008-01", 1600, 2300, "在岗"]],
    [[*PERSONS[0], *OWED]],  # narrower
    [[*PERSONS[0], *OWED, None], [None] * 15],
    [PERSONS[0], PERSONS[1]],
    [[None] * 15],
]
ITEMS: list[Any] = [None, "合计", " 养老", "养老个人", "单位", "失业", "x", 1]
POLICIES: list[Any] = [None, "R481", "没有", [["一补二险", "经济补偿、养老单位、养老个人、失业"]]]


def calls() -> list[list[Any]]:
    found = [[HEADS, row] for row in [*CLEAN, *ODD]]
    found += [[HEADS, row, item] for row in [*CLEAN[:4], *ODD[:3]] for item in ITEMS]
    found += [[HEADS, row, None, policy] for row in [*CLEAN[:4], *ODD[:3]] for policy in POLICIES]
    found += [[[HEADS[0][1:]], [row[0][1:]], "合计"] for row in CLEAN[:3]]  # other headings
    found += [[[HEADS[0][:8]], [row[0][:8]], item] for row in CLEAN[:4] for item in ("经济补偿", "养老", None)]
    found += [
        [HEADS, CLEAN[0], [["养老"]]],
        [HEADS[0][0], CLEAN[0]],
        [HEADS, 1],
        [HEADS],
        [HEADS, CLEAN[0], None, None, 1],
    ]
    found += [[[["姓名", *HEADS[0][1:]]], CLEAN[0]], [[[CellError("#REF!", ""), *HEADS[0][1:]]], CLEAN[0]]]
    return found


def test_each_row_is_answered_as_it_is_alone() -> None:
    asked = calls()
    expected = [call("SOE_PACKAGE", *one) for one in asked]
    assert many.call_rows("SOE_PACKAGE", asked) == expected
    assert many.call_rows("SOE_PACKAGE", asked[::-1]) == expected[::-1]
    assert len({str(value) for value in expected}) > 30


def test_clean_rows_need_no_single_call(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = [[[list(HEADS[0])], row, item] for row in CLEAN for item in (None, "养老", "经济补偿")]
    expected = [call("SOE_PACKAGE", *one) for one in asked]

    def single(*given: Any) -> Any:
        raise AssertionError(given)

    monkeypatch.setattr(many, "call", single)
    assert many.call_rows("SOE_PACKAGE", asked) == expected


def test_what_is_asked_twice_is_computed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = [["养老单位费率", day] for day in (38_508, 40_814, 38_508.0, 38_508, True, 1, "x")] * 3
    expected = [call("SOE_RATE", *one) for one in asked]
    count = 0

    def counted(name: str, *given: Any) -> Any:
        nonlocal count
        count += 1
        return call(name, *given)

    monkeypatch.setattr(many, "call", counted)
    assert many.call_rows("SOE_RATE", asked) == expected
    assert count == 6  # 38508 and 38508.0, TRUE and 1 are not one
