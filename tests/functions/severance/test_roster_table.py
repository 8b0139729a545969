"""SOE_SEVERANCE_TABLE on rosters as staff keep them (T-01 to T-06): headings anywhere, sums, blanks, bad persons."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pytest

from xl_addin.functions import call
from xl_addin.values.errors import CellError

OUTPUT = ["姓名", "2008年前月数", "2008年后月数", "补偿月数", "2008年前基数", "2008年后基数", "补偿金额", "说明"]
HEADINGS = ["姓名", "参加工作时间", "解除时间", "前12个月月平均工资", "企业月平均工资", "当地月平均工资", "解除事由"]
PERSON = ["王三", "1985-07-01", "2011-09-28", 1600, 1500, 2300, "客观变化"]
ALIASES = {
    "姓名": ["姓名", "姓 名", "姓　名"],
    "参加工作时间": [
        "参加工作时间", "参工时间", "进厂时间", "入厂时间", "入职时间", "到本单位时间",
        "参加工作日期", "参加\n工作时间",
    ],
    "解除时间": ["解除时间", "截止日期", "基准日", "解除时间（截止日期）", "解除 时间"],
    "前12个月月平均工资": [
        "前12个月月平均工资", "月平均工资", "月平均工资（元）", "月平均工资(元/月)", "前１２个月月平均工资",
        "前12个月\n月平均工资",
    ],
    "企业月平均工资": ["企业月平均工资", "企业月平均工资（元）", "企业 月平均 工资"],
    "当地月平均工资": ["当地月平均工资", "当地上年度职工月平均工资", "当地上年度社平", "当地上年度社平（元）"],
    "解除事由": ["解除事由", "事由"],
}  # fmt: skip


def table(rows: Any, policy: Any = None) -> list[list[Any]]:
    result = call("SOE_SEVERANCE_TABLE", rows, policy)
    assert isinstance(result, list), result
    assert result[0] == OUTPUT
    assert all(len(row) == len(OUTPUT) for row in result)
    return result[1:]


def refused(rows: Any, policy: Any = None) -> CellError:
    result = call("SOE_SEVERANCE_TABLE", rows, policy)
    assert isinstance(result, CellError), result
    assert "内部出错" not in result.message
    return result


# --- headings --------------------------------------------------------------------------------------------------------


def test_one_row_a_person_under_chinese_headings() -> None:
    (row,) = table([HEADINGS, PERSON])
    assert row[:7] == ["王三", 23, 4, 27, 1600, 1600, 43200]
    assert "23个月" in row[7]


@pytest.mark.parametrize("seed", range(5))
def test_columns_may_stand_in_any_order_among_others(seed: int) -> None:
    order = list(range(len(HEADINGS)))
    random.Random(seed).shuffle(order)
    headings = ["序号", *(HEADINGS[i] for i in order), "联系电话", None, "备注"]
    person = [1, *(PERSON[i] for i in order), 13800000000, "x", "下岗"]
    assert table([headings, person])[0][:7] == table([HEADINGS, PERSON])[0][:7]


@pytest.mark.parametrize(("heading", "alias"), [(h, alias) for h, aliases in ALIASES.items() for alias in aliases])
def test_a_column_is_known_by_every_name_in_use(heading: str, alias: str) -> None:
    headings = [alias if name == heading else name for name in HEADINGS]
    assert table([headings, PERSON])[0][:7] == ["王三", 23, 4, 27, 1600, 1600, 43200]


def test_continuous_service_comes_before_the_day_of_joining_the_works() -> None:
    for headings in (["进厂时间", *HEADINGS], [*HEADINGS, "进厂时间"]):
        person = ["1995-01-01", *PERSON] if headings[0] == "进厂时间" else [*PERSON, "1995-01-01"]
        assert table([headings, person])[0][6] == 43200


def test_titles_and_units_may_stand_above() -> None:
    title = [["丰城市某厂经济补偿金测算表（示例）"], ["填报单位：某厂　　单位：元", None, None], [None, ""]]
    assert table([*title, HEADINGS, PERSON])[0][6] == 43200


def test_optional_columns_may_be_missing() -> None:
    assert table([HEADINGS[:4], PERSON[:4]])[0][6] == 43200


def test_the_result_columns_of_the_users_own_sheet_do_not_matter() -> None:
    assert table([[*HEADINGS, "补偿金额", "计发月数", "合计"], [*PERSON, 5, 6, CellError("#REF!", "")]])[0][6] == 43200


@pytest.mark.parametrize("missing", range(4))
def test_a_missing_column_is_one_error_that_names_it(missing: int) -> None:
    headings = [name for i, name in enumerate(HEADINGS) if i != missing]
    error = refused([headings, [cell for i, cell in enumerate(PERSON) if i != missing]])
    assert error.code == "#VALUE!"
    assert HEADINGS[missing] in error.message
    assert not any(name in error.message for i, name in enumerate(HEADINGS[:4]) if i != missing)


@pytest.mark.parametrize(
    "rows", [[["甲", "乙"], [1, 2]], [[None, None], [None, None]], [["姓名", "备注"], ["王三", ""]]]
)
def test_a_range_without_a_roster_names_what_is_missing(rows: Any) -> None:
    error = refused(rows)
    assert error.code == "#VALUE!"
    assert "参加工作时间" in error.message


@pytest.mark.parametrize("cell", [5, "王三", "1985-07-01", True])
def test_a_single_cell_is_no_roster(cell: Any) -> None:
    assert refused(cell).code == "#VALUE!"


@pytest.mark.parametrize("unit", ["（万元）", "(千元)", "[万元/月]"])
def test_wages_in_another_unit_than_yuan_are_refused_and_never_taken_for_yuan(unit: str) -> None:
    headings = [name + unit if "工资" in name else name for name in HEADINGS]
    assert "元" in refused([headings, PERSON]).message


def test_headings_alone_give_headings_alone() -> None:
    assert table([HEADINGS]) == []


# --- rows ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "label", ["小计", "合计", "总计", "累计", "合　计", "小 计", "本页小计", "合计：", "总计（元）"]
)
@pytest.mark.parametrize("column", [0, 1])
def test_rows_of_sums_are_no_persons(label: str, column: int) -> None:
    total = [None] * 8
    total[column] = label
    total[4] = 3200
    rows = [["序号", *HEADINGS], [1, *PERSON], total, [2, *PERSON]]
    assert [row[0] for row in table(rows)] == ["王三", "王三"]


@pytest.mark.parametrize("name", ["合计工", "总小明", "计生", "小计划"])
def test_a_name_that_only_begins_like_a_sum_is_a_person(name: str) -> None:
    assert table([HEADINGS, [name, *PERSON[1:]]])[0][0] == name


def test_blank_rows_give_no_row_and_people_keep_their_order() -> None:
    rows = [HEADINGS, ["甲", *PERSON[1:]], [None] * 7, ["", " ", "　", None, None, None, None], ["乙", *PERSON[1:]], []]
    assert [row[0] for row in table(rows)] == ["甲", "乙"]


def test_a_numbered_but_empty_row_of_a_form_is_no_person() -> None:
    assert len(table([["序号", *HEADINGS], [1, *PERSON], [2], [3, None, None, None]])) == 1


def test_notes_and_signatures_below_the_table_are_no_persons() -> None:
    """A printed form ends with 制表人 and 注: they are not workers with a missing date."""
    rows = [HEADINGS, PERSON, ["制表人：李四", None, "审核人：赵五"], ["注：工龄截至2011年9月28日"]]
    assert [row[0] for row in table(rows)] == ["王三"]


def test_headings_repeated_on_the_next_page_are_no_person() -> None:
    assert [row[0] for row in table([HEADINGS, PERSON, HEADINGS, PERSON])] == ["王三", "王三"]


BAD = [
    pytest.param(1, "1985.1", "#N/A", "10月", id="ambiguous start"),
    pytest.param(1, None, "#VALUE!", "参加工作时间", id="no start"),
    pytest.param(2, "1984-01-01", "#NUM!", "早于", id="end before start"),
    pytest.param(2, "不详", "#VALUE!", "不详", id="no date"),
    pytest.param(3, None, "#VALUE!", "工资", id="no wage"),
    pytest.param(3, -5, "#NUM!", "工资", id="negative wage"),
    pytest.param(3, "1.2万", "#VALUE!", "1.2万", id="wage in words"),
    pytest.param(4, 0, "#NUM!", "企业月平均工资", id="enterprise average nought"),
    pytest.param(5, "x", "#VALUE!", "当地月平均工资", id="local average in words"),
    pytest.param(6, "外星", "#VALUE!", "外星", id="unknown ground"),
    pytest.param(3, CellError("#REF!", ""), "#REF!", "工资", id="error in the wage"),
    pytest.param(1, CellError("#N/A", "请核对"), "#N/A", "请核对", id="error with a reason"),
]


@pytest.mark.parametrize(("column", "cell", "code", "word"), BAD)
def test_a_bad_person_spoils_only_their_own_row_and_says_why(column: int, cell: Any, code: str, word: str) -> None:
    bad = list(PERSON)
    bad[0], bad[column] = "坏", cell
    first, second, third = table([HEADINGS, PERSON, bad, ["赵六", *PERSON[1:]]])
    assert (first[6], third[6]) == (43200, 43200)
    assert second[0] == "坏"
    assert isinstance(second[6], CellError)
    assert second[6].code == code
    assert second[7] and second[7] == second[6].message
    assert word in second[7]
    assert second[1:6] == [None] * 5


def test_an_error_in_the_name_spoils_its_row_too() -> None:
    """An error value inside the range comes out in its own row (G-03)."""
    first, second = table([HEADINGS, [CellError("#N/A", ""), *PERSON[1:]], PERSON])
    assert isinstance(first[6], CellError) and first[6].code == "#N/A"
    assert second[6] == 43200


def test_the_first_error_of_a_row_is_the_leftmost() -> None:
    """Reading order is the order of the columns on the sheet, not of our headings (G-03)."""
    headings = ["月平均工资", "姓名", "解除时间", "参加工作时间"]
    row = [CellError("#REF!", ""), "坏", CellError("#N/A", ""), CellError("#DIV/0!", "")]
    assert table([headings, row])[0][6].code == "#REF!"


def test_an_error_in_a_column_that_is_not_read_does_not_matter() -> None:
    assert table([[*HEADINGS, "备注"], [*PERSON, CellError("#N/A", "")]])[0][6] == 43200


def test_a_worker_who_cannot_be_computed_by_the_profile_has_the_error_in_the_row() -> None:
    old = ["老", "1985-07-01", "2004-01-01", 500, 600, 700, None]
    first, second = table([HEADINGS, old, PERSON], "RLCL")
    assert first[6].code == "#N/A" and "2008" in first[7]
    assert second[6] == 6400
    (row,) = table([HEADINGS[:4], PERSON[:4]], "RGZ")
    assert row[6].code == "#VALUE!" and "企业月平均工资" in row[7]


def test_a_bad_policy_spoils_the_table_as_a_whole() -> None:
    assert refused([HEADINGS, PERSON], "R418").code == "#VALUE!"
    assert refused([HEADINGS, PERSON], [["fraction", CellError("#REF!", "")], [None, None]]).code == "#REF!"


def test_the_policy_acts_on_every_row() -> None:
    rows = table([HEADINGS, PERSON, PERSON], [["profile", "R481"], ["fraction", "half_year"], ["multiplier", 2]])
    assert [row[6] for row in rows] == [84800, 84800]
    assert rows[0][3] == 26.5


def test_a_side_without_months_has_no_base() -> None:
    (row,) = table([HEADINGS, ["新", "2008-01-01", "2011-12-31", 1000, None, 900, None]])
    assert row[1:7] == [0, 4, 4, None, 1000, 4000]


# --- sizes -----------------------------------------------------------------------------------------------------------


def test_whole_columns_are_cut_to_the_data() -> None:
    empty: list[list[Any]] = [[None] * 9 for _ in range(20_000)]
    rows = [[*HEADINGS, None, None], [*PERSON, None, None], *empty]
    assert table(rows) == table([HEADINGS, PERSON])


def test_an_array_from_numpy_is_a_roster() -> None:
    assert table(np.array([HEADINGS, PERSON], dtype=object))[0][6] == 43200


def test_ten_thousand_workers_are_each_computed_as_alone() -> None:
    draw = random.Random(7)
    rows: list[list[Any]] = [HEADINGS]
    for i in range(10_000):
        start = f"{draw.randint(1960, 2007)}-{draw.randint(1, 12)}-{draw.randint(1, 28)}"
        end = f"{draw.randint(2008, 2015)}.{draw.randint(1, 12)}.{draw.randint(1, 28)}"
        ground = draw.choice(["协商", "裁员", "客观变化", None])
        rows.append([f"职工{i}", start, end, draw.randint(30_000, 900_000) / 100, 1500, 2300, ground])
    result = table(rows)
    assert [row[0] for row in result] == [row[0] for row in rows[1:]]
    for i in draw.sample(range(10_000), 50):
        assert result[i][6] == call("SOE_SEVERANCE", *rows[i + 1][1:])


def test_a_column_of_the_ending_comes_before_a_general_base_date() -> None:
    headings = ["姓名", "参加工作时间", "基准日", "解除时间", "月平均工资"]
    person = ["甲", "1998-07-01", "2007-06-30", "2010-06-30", 2000]
    plain = call("SOE_SEVERANCE_TABLE", [[headings[0], headings[1], *headings[3:]], [*person[:2], *person[3:]]])
    assert call("SOE_SEVERANCE_TABLE", [headings, person]) == plain
    assert call("SOE_SEVERANCE_TABLE", [headings[:3] + headings[4:], person[:3] + person[4:]]) != plain


def test_a_yearly_wage_is_refused_and_told() -> None:
    rows = [["姓名", "参加工作时间", "解除时间", "月平均工资（元/年）"], ["甲", "1998-07-01", "2010-06-30", 24000]]
    result = call("SOE_SEVERANCE_TABLE", rows)
    assert isinstance(result, CellError) and result.code == "#VALUE!"
    assert "元/月" in result.message


@pytest.mark.parametrize("lines", [0, 11, 40, 190])
def test_any_number_of_lines_may_stand_above(lines: int) -> None:
    assert table([*([f"说明{i}"] for i in range(lines)), HEADINGS, PERSON])[0][6] == 43200


def test_the_day_of_joining_stands_in_for_a_worker_whose_start_is_empty() -> None:
    headings = ["姓名", "参加工作时间", "进厂时间", *HEADINGS[2:]]
    rows = [
        headings,
        ["甲", None, *PERSON[1:]],
        ["乙", "——", *PERSON[1:]],
        ["丙", PERSON[1], "1999-01-01", *PERSON[2:]],
    ]
    assert [row[6] for row in table(rows)] == [43200] * 3


def test_a_list_of_results_below_is_no_roster() -> None:
    rows = [
        HEADINGS,
        PERSON,
        [],
        ["领取签字表"],
        ["姓名", "补偿金额", "本人签字", "计发月数"],
        ["王三", 43200, None, 27],
    ]
    assert [row[0] for row in table(rows)] == ["王三"]


def test_a_roster_that_knows_more_of_its_persons_than_of_severance_is_read_all_the_same() -> None:
    headings = ["姓名", "性别", "民族", "文化程度", "政治面貌", "用工性质", "身份", *HEADINGS[1:4]]
    assert table([headings, ["王三", "男", "汉", "初中", "群众", "固定工", "工人", *PERSON[1:4]]])[0][6] == 43200


def test_the_unit_of_a_group_heading_holds_for_all_its_columns() -> None:
    rows = [
        ["姓名", "参加工作时间", "解除时间", "月平均工资（万元）", None],
        [None, None, None, "本人", "企业"],
        ["甲", "1985-07-01", "2011-09-28", 0.16, 0.15],
    ]
    assert "单位不是元（写的是万元）" in refused(rows).message
    rows[0][3] = "月平均工资"
    assert "万元" in refused([["测算表（万元）"], *rows]).message
