"""Chinese ID numbers and names. Every number here is made up (region 110105, sequence 000–999)."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xl_addin.values import persons
from xl_addin.values.errors import CellError, InputError
from xl_addin.values.id_columns import judge_ids
from xl_addin.values.persons import IdFault, id_fault

TODAY = dt.date(2011, 9, 28)
SOUND = "11010519491231002X"


def test_a_name_of_brackets_alone_is_read_in_time_that_grows_as_it_does() -> None:
    brackets = "(" * 2_000_000  # weeks, if each bracket looked for its end behind all the others
    assert persons.clean_name(brackets) == brackets[:300] + "..."


def _number(birth: dt.date, sequence: int) -> str:
    body = f"110105{birth:%Y%m%d}{sequence:03d}"
    return body + persons.check_digit(body)


@pytest.mark.parametrize(
    ("value", "fault"),
    [
        (SOUND, IdFault.OK),
        (SOUND.lower(), IdFault.OK),
        ("'１１０１０５ 19491231 002Ｘ ", IdFault.OK),
        ("110105194912310021", IdFault.CHECK_DIGIT),
        ("110105194902300027", IdFault.DATE),
        ("110105184912310020", IdFault.DATE),
        (_number(dt.date(2011, 9, 29), 2), IdFault.FUTURE),
        (_number(dt.date(2011, 9, 28), 2), IdFault.OK),
        ("110105491231002", IdFault.OLD),
        (110105491231002, IdFault.OLD),
        (110105491231002.0, IdFault.OLD),
        ("110105491331002", IdFault.DATE),
        (110105194912310000, IdFault.LOST_DIGITS),
        (1.1010519491231e17, IdFault.LOST_DIGITS),
        ("1.10105E+17", IdFault.LOST_DIGITS),
        ("11010519491231002", IdFault.LENGTH),
        ("1101051949123100200", IdFault.LENGTH),
        ("1101051949123100I2", IdFault.LETTERS),
        ("X1010519491231002X", IdFault.LETTERS),
        ("待补", IdFault.LETTERS),
        (None, IdFault.BLANK),
        ("　 ", IdFault.BLANK),
        (CellError("#N/A", ""), IdFault.ERROR_VALUE),
    ],
)
def test_one_cell_gets_the_verdict_of_its_fault(value: object, fault: IdFault) -> None:
    assert id_fault(value, TODAY) is fault


def test_a_column_gets_the_same_verdicts_as_its_cells() -> None:
    cells: list[object] = [SOUND, None, "110105194912310021", 110105194912310000, " " + SOUND, "110105491231002", "", 7]
    judged = judge_ids(cells, TODAY)
    assert judged.faults.tolist() == [id_fault(cell, TODAY) for cell in cells]


@given(st.lists(st.one_of(st.none(), st.text("0123456789Xx 年", max_size=19), st.integers(0, 10**18)), max_size=20))
def test_column_and_cell_never_disagree(cells: list[object]) -> None:
    assert judge_ids(cells, TODAY).faults.tolist() == [id_fault(cell, TODAY) for cell in cells]


@given(st.dates(dt.date(1930, 1, 1), dt.date(2005, 12, 31)), st.integers(0, 999), st.integers(0, 16), st.integers(1, 9))
def test_any_single_wrong_digit_is_noticed(birth: dt.date, sequence: int, place: int, shift: int) -> None:
    number = _number(birth, sequence)
    wrong = number[:place] + str((int(number[place]) + shift) % 10) + number[place + 1 :]
    assert id_fault(number, TODAY) is IdFault.OK
    assert id_fault(wrong, TODAY) is not IdFault.OK


@given(st.dates(dt.date(1930, 1, 1), dt.date(1999, 12, 31)), st.integers(0, 999))
def test_the_fifteen_digit_form_is_the_same_person(birth: dt.date, sequence: int) -> None:
    number = _number(birth, sequence)
    short = number[:6] + number[8:17]
    assert persons.to_18(short) == number
    assert persons.birth_date(short) == birth
    assert judge_ids([number, short]).keys == [number, number]


def test_numbers_that_lost_digits_are_never_compared_as_persons() -> None:
    assert judge_ids([110105194912310000, 110105194912310000]).keys == ["", ""]


def test_sex_is_odd_for_men() -> None:
    assert persons.sex(_number(dt.date(1960, 1, 1), 11)) == "男"
    assert persons.sex(_number(dt.date(1960, 1, 1), 12)) == "女"
    assert persons.sex("待补") is None


def test_the_description_says_what_is_wrong_and_what_is_right() -> None:
    assert persons.describe_id(SOUND) == "正确"
    assert "末位应为X" in persons.describe_id("110105194912310021")
    assert "已丢失末位" in persons.describe_id(110105194912310000)
    assert SOUND in persons.describe_id("110105491231002")
    assert "现为17位" in persons.describe_id("11010519491231002")


def test_a_blank_id_is_an_input_error() -> None:
    with pytest.raises(InputError, match="身份证号不能为空"):
        persons.describe_id("  ")


def test_masks_keep_the_ends_only() -> None:
    assert persons.mask_id(SOUND) == "110105********002X"
    assert persons.mask_id("123") == "12********"
    assert persons.mask_id("") == ""
    assert persons.mask_text(f"与{SOUND}、110105491231002重复") == "与110105********002X、110105********1002重复"
    assert persons.mask_text("2010年共1200人") == "2010年共1200人"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"付王甲子 {SOUND}", "付王甲子 110105********002X"),
        (f"ID:{SOUND}abc", "ID:110105********002Xabc"),
        ("身份证号：110105491231002、110105500101003", "身份证号：110105********1002、110105********1003"),
        ("王三（证号110105491231002）", "王三（证号110105********1002）"),
        ("身份证号110105194913310021有误", "身份证号110105********0021有误"),
        ("公民身份号码 11010519491231002", "公民身份号码 110105********1002"),
    ],
)
def test_what_is_or_is_said_to_be_a_number_of_a_person_is_masked(text: str, shown: str) -> None:
    """L-12: a right number anywhere, one of 15 digits or a mistyped one where words say so."""
    assert persons.mask_text(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "凭证号2011030200000015",
        "对冲单号201103020000001",
        "收款 账号755931491231001",
        "付王甲子 6222021001116245702",
        "某行 8000043070002101",
        "订单110105194912310021",
        "身份证复印件已收，账号110105491231002",
        "110105491231002",
    ],
)
def test_what_is_no_number_of_a_person_stays(text: str) -> None:
    assert persons.mask_text(text) == text


def test_a_mistyped_number_of_an_id_column_is_known_wherever_it_stands_again() -> None:
    known = persons.known_ids(["110105194912310021", "110105491231002"])
    assert (
        persons.mask_text("见110105194912310021、110105491231002", known) == "见110105********0021、110105********1002"
    )


@pytest.mark.parametrize(
    "value",
    [
        "990101********0038", "990101196405****38", "3622**********1234", "3622011960XXXX001X", "9.9010********E+17",
        "３６２２＊＊＊＊＊＊＊＊＊＊１２３４", "990101●●●●●●●●0038", "36********", "\u200b990101********0038",
    ],
)  # fmt: skip
def test_a_number_whose_middle_is_hidden_is_masked_and_no_key_of_a_person(value: str) -> None:
    assert id_fault(value) is IdFault.MASKED
    judged = judge_ids([value, value])
    assert judged.faults.tolist() == [IdFault.MASKED] * 2
    assert judged.keys == ["", ""]


@pytest.mark.parametrize("value", ["99010119640501003*", "99010119640501003×", "990101-19640501-0038"])
def test_a_number_with_one_wrong_character_is_not_taken_for_a_masked_one(value: str) -> None:
    assert id_fault(value) is IdFault.LETTERS
    assert persons.mask_name("王 小三") == "王**"


def test_names_lose_spaces_and_remarks_but_keep_what_tells_two_apart() -> None:
    assert persons.clean_name("王　三") == persons.clean_name("王三(女)") == "王三"
    assert persons.clean_name("王三A") == "王三A"
    assert persons.clean_name("王三(") == "王三(" and persons.clean_name("王(a(b)三") == "王三"
