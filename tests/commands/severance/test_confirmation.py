"""职工确认单: a page per worker that the worker can check and sign, and a copy that can be posted."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.commands.pressing import pressed
from tests.commands.severance_books import ASKED, IDS, RIGHT, SETTLED, WRONG, book, context, pages, texts
from xl_addin.commands.catalog import BY_NAME
from xl_addin.commands.severance.confirmation import plan_confirmation
from xl_addin.files.building.model import NewSheet
from xl_addin.tables.grid import CellValue
from xl_addin.values.errors import CellError, InputError

A4_BODY = 841.9 - 72 * (0.5 + 0.55)
"""Points between the margins."""


def only_sheet(*persons: list[CellValue], masked: bool = False) -> NewSheet:
    (sheet,) = plan_confirmation(pressed(book(*persons)), context(masked=masked)).book.sheets
    return sheet


def test_every_worker_has_a_page_of_a4_portrait() -> None:
    sheet = only_sheet(RIGHT, WRONG, ASKED, SETTLED)
    assert not sheet.printing.landscape
    made = pages(sheet)
    assert len(made) == 4
    assert all(page[0] == "经济补偿金职工确认单" for page in made)
    assert [name for page in made for name in ("虚构甲", "虚构乙", "虚构丙", "虚构丁") if name in page] == [
        "虚构甲",
        "虚构乙",
        "虚构丙",
        "虚构丁",
    ]


def test_a_page_holds_inputs_derivation_amount_basis_and_lines_to_sign() -> None:
    page = pages(only_sheet(RIGHT))[0]
    for cell in ("虚构一厂", "虚构甲", IDS[0], "1985-07-01", "2011-09-28", "1600.00", "1500.00", "2300.00"):
        assert cell in page
    assert "43200.0" in page
    assert "肆万叁仟贰佰元整" in page
    whole = "".join(page)
    for words in (
        "您的工龄",
        "劳动合同法第47条",
        "481号",
        "本人签字：",
        "经办人：",
        "制表：",
        "审核：",
        "2011年9月28日",
    ):
        assert words in whole


def test_months_without_a_day_say_which_day_counts() -> None:
    person = [*RIGHT]
    person[4:6] = ["1985.07", "2011年9月"]
    page = pages(only_sheet(person))[0]
    assert "1985年7月（按当月1日起）" in page
    assert "2011年9月（按当月末日止）" in page


def test_the_options_that_mattered_stand_in_plain_words() -> None:
    whole = "".join(pages(only_sheet(RIGHT))[0])
    # 22.5 years before 2008 earn 23 months of 1600; whole years only would earn 22.
    assert "改按“只计整年（全部工龄不满一年按一年）”少1,600.00元" in whole
    assert "fraction" not in whole


def test_a_draft_policy_is_said_on_the_page_and_a_confirmed_one_with_its_document() -> None:
    assert any(text.startswith("未确认口径：") for text in texts(only_sheet(RIGHT)))
    policy: list[list[CellValue]] = [["项目", "值"], ["profile", "SEG2008"], ["文号", "示改1号"], ["状态", "已确认"]]
    plan = plan_confirmation(pressed(book(RIGHT, policy=policy)), context())
    said = texts(plan.book.sheets[0])
    assert not any(text.startswith("未确认口径") for text in said)
    assert any("本单位执行文件：（示改1号）" in text for text in said)
    assert any("SEG2008 已确认" in text for text in said)


def test_who_cannot_be_computed_gets_the_reason_instead_of_an_amount_and_nothing_to_sign() -> None:
    page = "".join(pages(only_sheet(ASKED))[0])
    assert "1985.1" in page
    assert "10月" in page
    assert "第3行" in page
    assert "大写" not in page
    assert "本人签字" not in page


@pytest.mark.parametrize(
    ("column", "value", "words"),
    [
        (7, -5, "不能为负数"),
        (7, None, "不能为空"),
        (5, "1984-01-01", "早于"),
        (6, "无缘无故", "解除事由"),
        (4, CellError("#N/A", ""), "#N/A"),
    ],
)
def test_each_bad_input_is_named(column: int, value: CellValue, words: str) -> None:
    person = [*RIGHT]
    person[column] = value
    plan = plan_confirmation(pressed(book(person)), context())
    page = "".join(texts(plan.book.sheets[0]))
    assert words in page
    assert "大写" not in page
    assert plan.faults == 1


def test_a_settled_worker_gets_no_amount_and_is_no_fault() -> None:
    plan = plan_confirmation(pressed(book(SETTLED)), context())
    page = "".join(texts(plan.book.sheets[0]))
    assert "内退" in page
    assert "大写" not in page
    assert plan.faults == 0


def test_an_amount_that_the_sheet_states_otherwise_is_said_before_anyone_signs() -> None:
    plan = plan_confirmation(pressed(book(RIGHT, WRONG)), context())
    right, wrong = pages(plan.book.sheets[0])
    assert not any("请勿签字" in text for text in right)
    assert any("测算!K4" in text and "40000" in text and "请勿签字" in text for text in wrong)
    assert plan.faults == 1


def test_the_copy_for_posting_shows_no_full_id_and_has_no_line_to_sign() -> None:
    person = [*ASKED]
    person[4] = f"见{IDS[2]}"
    sheet = only_sheet(RIGHT, person, masked=True)
    said = texts(sheet)
    assert "110105********0021" in said
    assert not [text for text in said for number in IDS if number in text]
    assert not [text for text in said if "本人签字" in text]
    assert any("公示" in text for text in said)


def test_the_summary_counts_and_names_nobody() -> None:
    summary = plan_confirmation(pressed(book(RIGHT, WRONG, ASKED, SETTLED)), context()).summary
    assert summary.startswith(
        "职工确认单 4 人；1 人已内退或退休，不计经济补偿金；1 人不能计算，单上写明原因；1 人与测算表所列金额不一致"
    )
    assert not any(word in summary for word in ("虚构", *IDS))


def test_a_person_listed_twice_is_said() -> None:
    assert "1 个身份证号重复出现" in plan_confirmation(pressed(book(RIGHT, RIGHT)), context()).summary


def test_even_the_fullest_page_fits_on_one_sheet_of_paper() -> None:
    person = [*WRONG]
    person[1] = "示例市虚构国有工业控股集团有限责任公司下属农业机械制造总厂第二分厂"
    person[4:10] = ["1970.07", "2011.09", "协商", 9000.335, 9100.77, 2300.33]
    policy: list[list[CellValue]] = [
        ["profile", "SEG2008"],
        ["标题", "关于国有工业企业改制职工安置有关问题的若干意见（试行）"],
        ["文号", "示企改〔2011〕1号"],
        ["multiplier", 1.25],
        ["enterprise_wage_cap", 3],
        ["local_floor", 580],
    ]
    (sheet,) = plan_confirmation(pressed(book(person, policy=policy)), context()).book.sheets
    assert sum(sheet.heights.values()) < A4_BODY


def test_more_workers_than_one_sheet_prints_go_on_in_the_next() -> None:
    sheets = plan_confirmation(pressed(book(*[RIGHT] * 501)), context()).book.sheets
    assert [sheet.title for sheet in sheets] == ["确认单", "确认单2"]
    assert [len(sheet.printing.breaks) + 1 for sheet in sheets] == [500, 1]


def test_a_wage_column_in_another_unit_is_refused_with_its_cell() -> None:
    made = book(RIGHT)
    made.sheets[0].rows[1] = [
        "前12个月月平均工资(万元)" if value == "前12个月月平均工资(元)" else value for value in made.sheets[0].rows[1]
    ]
    with pytest.raises(InputError, match="测算!H2"):
        plan_confirmation(pressed(made), context())


def test_a_book_without_a_severance_sheet_is_refused() -> None:
    made = book()
    made.sheets[0].rows = [["随便"]]
    with pytest.raises(InputError, match="没有找到经济补偿金测算表"):
        plan_confirmation(pressed(made), context())


def test_a_faulty_policy_sheet_is_refused_with_its_fault() -> None:
    with pytest.raises(InputError, match="fraction"):
        plan_confirmation(pressed(book(RIGHT, policy=[["profile", "SEG2008"], ["fractoin", "half_year"]])), context())


def test_the_command_is_in_the_catalog() -> None:
    assert BY_NAME["职工确认单"].plan is plan_confirmation
    assert BY_NAME["职工确认单"].can_mask


def test_without_alternatives_a_page_tells_nobody_what_another_choice_would_change() -> None:
    told = pages(only_sheet(RIGHT))[0]
    short = replace(context(), alternatives=False)
    (sheet,) = plan_confirmation(pressed(book(RIGHT)), short).book.sheets
    (page,) = pages(sheet)
    assert any("影响本人金额的口径选择" in text for text in told)
    assert not any("口径选择" in text or "改按" in text for text in page)
    assert [text for text in page if text[1:2] == "、"] == [
        "一、计算所用数据", "二、计算过程", "三、补偿金额", "四、计算依据", "五、本人确认",
    ]  # fmt: skip
    assert set(page) - set(told) == {"五、本人确认"}
