"""A finding whose remedy is 在备注中说明 is settled by a remark that speaks of it, and by no other."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from xl_addin.checks.registry import CHECKS
from xl_addin.checks.run import check_book
from xl_addin.tables.grid import BookGrid, CellValue, SheetGrid
from xl_addin.values.persons import check_digit

TODAY = dt.date(2012, 1, 1)
KEPT = (
    "由受让方接收，合同变更，工龄连续计算，不解除", "留用", "不解除劳动合同", "受让方接收", "劳动合同变更",
    "与新公司续签合同", "随资产划转", "已调出", "2009年病故", "分流到市供水公司", "不参加改制", "保留劳动关系",
    "另行安置", "借调市企改办", "留守处已接收", "2010年辞职", "转入改制后企业", "自谋职业，已补偿", "未解除",
)  # fmt: skip
NOT_SAID = (
    None, "党员", "无", "—", "受让方未接收", "是否接收？", "接收单位待定", "请核对是否留用", "退伍军人", "没有接收单位",
)  # fmt: skip


def test_every_check_that_asks_for_a_remark_is_settled_by_one() -> None:
    asking = [check.code for check in CHECKS if "在备注中说明" in check.remedy]
    assert len(asking) >= 15
    assert [check.code for check in CHECKS if "在备注中说明" in check.remedy and check.cleared_by is None] == []


def _id(place: int) -> str:
    body = f"99010119701120{101 + 2 * place:03d}"
    return body + check_digit(body)


def _missing(*notes: CellValue) -> list[str | None]:
    """Persons of a roster who are asked about because the severance sheet lacks them."""
    roster: list[list[CellValue]] = [["姓名", "性别", "身份证号", "参加工作时间", "备注"]]
    roster += [[f"赵{'一二三四五六七八九'[i % 9]}", "男", _id(i), "1995-07-01", note] for i, note in enumerate(notes)]
    severance: list[list[CellValue]] = [
        ["姓名", "身份证号", "参加工作时间", "解除时间", "月平均工资", "补偿金额"],
        ["钱二", _id(90), "1995-07-01", "2007-09-28", 1600, 20800],
    ]
    sheets = [SheetGrid("花名册", "", roster), SheetGrid("测算", "", severance)]
    return [f.cell for f in check_book(BookGrid(Path("虚构.xlsx"), sheets), TODAY) if f.code == "NOT_ON_SEVERANCE"]


@pytest.mark.parametrize("note", KEPT)
def test_who_is_taken_over_is_not_asked_about(note: str) -> None:
    assert _missing(note) == []


@pytest.mark.parametrize("note", NOT_SAID)
def test_any_other_remark_settles_nothing(note: CellValue) -> None:
    assert _missing(note) == ["C2"]


def test_a_whole_sheet_of_persons_with_their_reasons_is_silent() -> None:
    assert _missing(*["留用"] * 60) == []
    assert _missing(*["留用"] * 60, None) == ["C62"]
    assert _missing(*[None] * 60) == ["C1"]


@pytest.mark.parametrize(
    ("role", "note", "found"),
    [
        ("月平均工资", "停产无工资发放记录", False),
        ("月平均工资", "工资已核对", True),
        ("月平均工资", "无异议", True),
        ("身份证号", "身份证遗失，正在补办", False),
        ("身份证号", "工资无记录", True),
    ],
)
def test_a_cell_that_cannot_be_filled_is_settled_by_naming_what_is_lacking(role: str, note: str, found: bool) -> None:
    cells: dict[str, CellValue] = {
        "姓名": "赵一", "身份证号": _id(1), "参加工作时间": "1995-07-01", "解除时间": "2007-09-28", "月平均工资": 1600,
        "补偿金额": None, "备注": note,
    }  # fmt: skip
    cells[role] = None
    grid = SheetGrid("测算", "", [list(cells), list(cells.values())])
    codes = [f.code for f in check_book(BookGrid(Path("虚构.xlsx"), [grid]), TODAY)]
    assert any(code.startswith("CELL_MISSING") for code in codes) == found
