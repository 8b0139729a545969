"""SOE_PROCEDURE_CHECK: both layouts, headings only where nothing is wrong, errors as cell errors."""

from __future__ import annotations

import datetime as dt
import random

import pytest

from tests.faults.procedure_facts import progress_draft, step_draft
from tests.faults.procedure_generator import faults
from xl_addin.functions import call
from xl_addin.values.errors import CellError

HEADINGS = ["企业名称", "级别", "步骤", "说明", "依据"]


@pytest.mark.parametrize("seed", range(5))
def test_a_clean_sheet_of_either_layout_gives_the_headings_alone(seed: int) -> None:
    rng = random.Random(seed)
    for draft in (step_draft(rng), progress_draft(rng)):
        assert call("SOE_PROCEDURE_CHECK", draft.sheet().rows) == [HEADINGS]


@pytest.mark.parametrize("every", [6, pytest.param(1, marks=pytest.mark.long)])
def test_every_injected_fault_is_a_row_that_names_its_step(every: int) -> None:
    for item in [*faults("steps", 3), *faults("progress", 3)][::every]:
        if len(item.book.sheets) > 1:
            continue
        rows = item.book.sheets[0].rows
        result = call("程序核查", rows)
        if any(isinstance(cell, CellError) for row in rows for cell in row):
            assert isinstance(result, CellError)
            continue
        assert isinstance(result, list)
        assert len(result) == len(item.expected) + 1, item.name
        assert all(str(row[2]).startswith("D") and len(str(row[2])) == 3 for row in result[1:]), item.name


def test_a_missing_step_names_enterprise_level_step_and_source() -> None:
    draft = step_draft(random.Random(1), dt.date(2010, 1, 4), ())
    draft.rows = [row for row in draft.rows if row["id"] != "D16"]
    result = call("程序核查", draft.sheet().rows)
    assert isinstance(result, list)
    enterprise, level, step, message, citation = result[1]
    assert (enterprise, level, step) == ("虚构机械厂", "缺件", "D16")
    assert "市政府批复改制方案" in str(message)
    assert "企业国有资产法" in str(citation)


def test_messages_hold_no_addresses_for_a_range_does_not_know_its_place() -> None:
    sheet = [
        ["步骤", "责任单位", "完成日期"],
        ["职代会表决", "企业", "2010-05-02"],
        ["市政府批复改制方案", "市", "2010-05-01"],
    ]
    result = call("程序核查", sheet)
    assert isinstance(result, list)
    order = next(str(row[3]) for row in result if row[2] == "D16" and row[1] == "错误")
    assert "C2" not in order
    assert "2010-05-02" in order


def test_a_range_may_be_larger_than_the_table_and_hold_title_lines() -> None:
    rows = [
        ["改制工作进度表", None],
        ["企业名称", "职代会时间", "应到", "实到", "同意"],
        ["甲厂", "2010-05-01", 120, 100, 70],
    ]
    assert call("程序核查", rows + [[None] * 5] * 50) == [HEADINGS]


@pytest.mark.parametrize("steps", [5, "D16", [["姓名", "身份证号"], ["王一", None]]])
def test_a_range_without_the_headings_is_a_value_error(steps: object) -> None:
    result = call("程序核查", steps)
    assert isinstance(result, CellError)
    assert result.code == "#VALUE!"


def test_an_unknown_policy_is_a_value_error() -> None:
    result = call("程序核查", [["企业名称", "职代会时间", "应到"], ["甲厂", None, 5]], "NOPE")
    assert isinstance(result, CellError)
    assert result.code == "#VALUE!"
