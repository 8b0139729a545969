"""A 政策 sheet in Chinese words: every option and value as 政策参数表 shows them, and the same everywhere."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from xl_addin.checks.run import inspect_book
from xl_addin.commands.office.policy_table import policy_rows, remark
from xl_addin.functions import call
from xl_addin.policy.options import option_specs, read_option, shown_words
from xl_addin.policy.profiles import profiles
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.policy_range import read_policy
from xl_addin.tables.grid import BookGrid, CellValue, SheetGrid
from xl_addin.values.errors import CellError, InputError


@pytest.mark.parametrize("name", list(option_specs()))
def test_every_option_and_value_is_read_in_chinese(name: str) -> None:
    spec = option_specs()[name]
    for value, word in spec.values.items():
        for written in (word, f"{value} {word}", f" {word}（默认）", word.replace("（", "(").replace("）", ")")):
            assert read_policy([[spec.label, written]]).options == read_policy([[name, value]]).options
        assert read_option(name, word) == read_option(name, value)


def test_every_profile_is_read_by_its_title_or_with_it() -> None:
    for profile in profiles().values():
        for written in (profile.title, f"{profile.id} {profile.title}", profile.id.lower()):
            assert read_policy([["口径", written]]).profile is profile


def test_a_first_clause_is_enough_where_it_names_one_value() -> None:
    policy = read_policy([["项目", "值"], ["口径", "分段计算"], ["状态", "草案"], ["不满一年的尾数", "满六个月按一年"]])
    assert (policy.profile.id, policy.options.fraction) == ("SEG2008", "half_year")
    assert read_policy([["企业平均工资封顶倍数", "不封顶"]]).options.enterprise_wage_cap is None


def test_an_unknown_word_is_named_with_the_accepted_ones() -> None:
    with pytest.raises(InputError) as caught:
        read_policy([["不满一年的尾数", "四舍五入"]])
    assert "四舍五入" in caught.value.message
    assert "whole_years（只计整年）" in caught.value.message
    with pytest.raises(InputError, match="是否想写“不满一年的尾数”"):
        read_policy([["不满一年尾数", "只计整年"]])
    with pytest.raises(InputError, match="写了两次"):
        read_policy([["fraction", "half_year"], ["不满一年的尾数", "只计整年"]])


def test_a_sheet_in_chinese_is_the_policy_of_cells_and_of_the_whole_book() -> None:
    rows: list[list[CellValue]] = [
        ["项目", "值"],
        ["口径", "SEG2008"],
        ["状态", "草案"],
        ["不满一年的尾数", "只计整年"],
    ]
    cell = call("经济补偿金", "1985-07-01", "2011-09-28", 1600, 1652.3, None, None, rows)
    assert not isinstance(cell, CellError)
    assert cell == 22 * 1652.3 + 4 * 1600
    stated = SheetBook(BookGrid(Path("a.xlsx"), [SheetGrid("政策", "", rows)]), dt.date(2012, 1, 1)).stated
    assert (stated.fault, stated.policy.options.fraction) == ("", "whole_years")
    plain = SheetGrid("口径", "", [["不满一年的尾数", "只计整年"]])
    assert SheetBook(BookGrid(Path("a.xlsx"), [plain]), dt.date(2012, 1, 1)).policy.options.fraction == "whole_years"


def test_what_the_policy_table_writes_and_says_is_read_back() -> None:
    for row in policy_rows(read_policy([["profile", "RGZ"]])):
        if row[0] in option_specs() and option_specs()[row[0]].kind == "choice":
            words = remark(row[0]).split("可填：")[1].split("；")
            assert all(read_policy([[row[0], word]]) for word in words)


def _wide(text: str) -> str:
    """Full-width letters, digits and brackets, as an input method writes them."""
    return "".join(chr(ord(letter) + 0xFEE0) if "!" <= letter <= "~" else letter for letter in text)


def _spaced(text: str) -> str:
    return "　" + " ".join(text) + " "


SPELLINGS = (str, _wide, _spaced, str.upper)
FIGURES = {"enterprise_wage_cap": ("none", 1.5), "multiplier": (1, 2), "local_floor": ("none", 2000)}
WORKER = ("1985-08-15", "2011-03-31", 700, 1652.35, 500, "协商")


def _spelled(name: str, value: object) -> list[list[CellValue]]:
    """Rows that say one thing: English, Chinese label, label of the drop-down, and each in odd letters and spaces."""
    spec = option_specs()[name]
    word = spec.values.get(str(value), value)
    short = shown_words(spec.values).get(str(value), value)
    pairs = [(name, value), (spec.label, word), (spec.label, short), (name, short), (spec.label, value)]
    pairs.append((f"{name} {spec.label}", f"{value} {word}" if isinstance(value, str) else value))
    rows: list[list[CellValue]] = []
    for write in SPELLINGS:
        rows += [[write(label), write(one) if isinstance(one, str) else one] for label, one in pairs]
    return rows


def _cases() -> list[tuple[str, object]]:
    return [(name, value) for name, spec in option_specs().items() for value in FIGURES.get(name, tuple(spec.values))]


@pytest.mark.parametrize(("name", "value"), _cases())
def test_every_spelling_of_an_option_gives_one_amount_and_one_version(name: str, value: object) -> None:
    rows = _spelled(name, value)
    amounts = {call("SOE_SEVERANCE", *WORKER, [["状态", "草案"], row]) for row in rows}
    assert len(amounts) == 1
    assert not isinstance(amounts.pop(), CellError)
    assert len({call("SOE_POLICY_VERSION", [["状态", "草案"], row]) for row in rows}) == 1


@pytest.mark.parametrize("profile", list(profiles()))
def test_every_spelling_of_a_profile_gives_one_amount_and_one_version(profile: str) -> None:
    title = profiles()[profile].title
    shown = shown_words({one.id: one.title for one in profiles().values()})[profile]
    said = (profile, title, shown, f"{profile} {title}", f"{profile}{shown}", f"{shown}（{profile}）")
    for name in ("profile", "口径", "政策口径"):
        rows = [[write(name), write(word)] for write in SPELLINGS for word in said]
        assert len({call("SOE_POLICY_VERSION", [row]) for row in rows}) == 1
        assert len({repr(call("SOE_SEVERANCE", *WORKER, [row])) for row in rows}) == 1
        assert {read_policy([row]).profile.id for row in rows} == {profile}


def test_an_id_beside_the_title_of_another_profile_is_refused() -> None:
    for word in ("分段计算（R481）", "R481 分段计算"):
        with pytest.raises(InputError, match="SEG2008（分段计算）"):
            read_policy([["口径", word]])


def test_parameters_facts_settings_and_tiers_are_read_with_spaces_and_in_full_width() -> None:
    plain = [
        ["状态", "已确认"],
        ["最低工资", 720],
        ["公示天数", "10天"],
        ["清偿方式/第1层", "按顺序"],
        ["医疗预留截止年龄", 75],
    ]
    odd = [
        ["状 态", "已　确认"],
        ["最 低 工 资", "７２０"],
        ["公示 天数", "10天"],
        ["清偿方式／第１层", "按 顺序"],
        [" 医疗预留 截止年龄", 75],
    ]
    assert read_policy(plain).version == read_policy(odd).version


@pytest.mark.parametrize(("name", "value"), _cases())
def test_a_book_is_checked_by_the_same_policy_in_either_language(name: str, value: object) -> None:
    heads = [
        "姓名",
        "参加工作时间",
        "解除时间",
        "解除事由",
        "月平均工资",
        "企业月平均工资",
        "当地月平均工资",
        "补偿金额",
    ]
    person: list[CellValue] = ["王甲子", "1985-08-15", "2011-03-31", "协商", 700, 1652.35, 500, 1]
    found = set()
    for row in _spelled(name, value)[:9]:
        policy: list[list[CellValue]] = [["项目", "值"], ["状态", "草案"], row]
        sheets = [SheetGrid("测算", "", [list(heads), list(person)]), SheetGrid("政策", "", policy)]
        book = SheetBook(BookGrid(Path("a.xlsx"), sheets), dt.date(2012, 1, 1))
        findings = inspect_book(book).findings
        found.add((book.policy.version, tuple((one.cell, one.code, one.expected) for one in findings)))
    assert len(found) == 1
    assert any(code == "AMOUNT_WRONG" for _, code, _ in found.pop()[1])
