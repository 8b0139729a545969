"""银行代发清单: what is due less what was paid, person by person; nobody is paid twice or to another account."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest

from tests.commands.papers.paper_books import FIRM, Invented, invented, write_book
from xl_addin.commands.papers.catalog import PAPERS
from xl_addin.hosts.file.papers import PaperWish, check_papers, write_papers
from xl_addin.values.errors import InputError

pytest.importorskip("docx", reason="the extra papers is not installed")

from xl_addin.files.papers.reading import read_paper

NOW = dt.datetime(2004, 2, 1, 9)
WISH = PaperWish(("银行代发清单",))
ACCOUNTS = [f"62220000000000{n:05d}" for n in range(12)]
Facts = dict[tuple[str, int], str]


@pytest.fixture
def people() -> list[Invented]:
    return invented(4)


def money(yuan: float) -> str:
    return f"{yuan:,.2f}"


def listed(book: Path, folder: Path, wish: PaperWish = WISH) -> Facts:
    done = write_papers(book, folder, wish, NOW)
    return {(one.name, one.row): one.text for one in read_paper(done.files[0]).controls}


def column(shown: Facts, name: str) -> list[str]:
    return [text for (own, row), text in sorted(shown.items(), key=lambda pair: pair[0][1]) if own == f"代发.{name}"]


def yuan(text: str) -> float:
    return float(text.replace(",", ""))


def last_page(folder: Path) -> str:
    import docx

    return "\n".join(one.text for one in docx.Document(str(next(folder.iterdir()))).paragraphs)


def test_the_total_is_what_is_due_less_what_was_paid(tmp_path: Path, people: list[Invented]) -> None:
    whole, part = people[0].amount, 1000.57
    rows = [
        (ACCOUNTS[0], whole, "2004-01-05"),
        (ACCOUNTS[1], part, "2004-01-05", "分期"),
        (ACCOUNTS[2], None, None),
        (ACCOUNTS[3], people[3].amount, None, "未发"),
    ]
    shown = listed(write_book(tmp_path / "册.xlsx", people, payments=rows), tmp_path / "文书")
    rest = [people[1].amount - part, people[2].amount, people[3].amount]
    assert column(shown, "姓名") == [one.name for one in people[1:]]
    assert column(shown, "银行账号") == ACCOUNTS[1:4]
    assert column(shown, "代发金额") == [money(one) for one in rest]
    assert shown["代发合计", 0] == money(sum(rest))
    assert round(yuan(shown["补偿合计", 0]) - yuan(shown["已付合计", 0]), 2) == yuan(shown["代发合计", 0])
    assert (shown["代发人数", 0], shown["付清人数", 0], shown["补偿人数", 0]) == ("3", "1", "4")


def test_who_was_paid_since_then_is_told_before_an_old_list_is_used_again(
    tmp_path: Path, people: list[Invented]
) -> None:
    rows = [(account, None, None) for account in ACCOUNTS[:4]]
    book = write_book(tmp_path / "册.xlsx", people, payments=rows)
    listed(book, tmp_path / "文书")
    assert len(check_papers(book, tmp_path / "文书", PaperWish(), NOW)[0]) == 0
    write_book(book, people, payments=[(ACCOUNTS[0], people[0].amount, "2004-01-30"), *rows[1:]])
    found = check_papers(book, tmp_path / "文书", PaperWish(), NOW)[0]
    (done,) = [one for one in found if one.code == "PAPER_ROW_DONE"]
    assert "已付清" in done.message and people[0].name not in done.message
    assert any("代发合计" in one.message for one in found)


def test_accounts_that_lack_or_two_persons_share_are_named_and_left_open(
    tmp_path: Path, people: list[Invented]
) -> None:
    rows = [(ACCOUNTS[0], None), (ACCOUNTS[0], None), (6222000000000000017, None), (None, None)]
    shown = listed(write_book(tmp_path / "册.xlsx", people, payments=rows), tmp_path / "文书")
    assert column(shown, "银行账号") == ["____"] * 4
    told = last_page(tmp_path / "文书")
    assert "发放表!E2、发放表!E3 几个人的银行账号相同" in told and "发放表!E4 的银行账号不是文本的数字" in told
    assert "（第 4 行）：发放表没有这个人的银行账号" in told
    assert shown["代发合计", 0] == money(sum(one.amount for one in people))


def test_a_changed_account_is_told_without_its_digits(tmp_path: Path, people: list[Invented]) -> None:
    rows = [(account, None) for account in ACCOUNTS[:4]]
    book = write_book(tmp_path / "册.xlsx", people, payments=rows)
    listed(book, tmp_path / "文书")
    write_book(book, people, payments=[(ACCOUNTS[9], None), *rows[1:]])
    (one,) = check_papers(book, tmp_path / "文书", PaperWish(), NOW)[0]
    assert (one.code, one.cell) == ("PAPER_DIFFERS", "E2")
    assert "62220000" not in one.message + one.observed + one.expected


def test_amounts_listed_without_day_or_signature_are_asked_about(tmp_path: Path, people: list[Invented]) -> None:
    rows = [(ACCOUNTS[0], people[0].amount, None), (ACCOUNTS[1], None)]
    shown = listed(write_book(tmp_path / "册.xlsx", people, payments=rows), tmp_path / "文书")
    assert column(shown, "代发金额")[0] == "____" and shown["代发合计", 0] == "____"
    assert "发放表!G2 未写日期（没有发放日期和签字）" in last_page(tmp_path / "文书")


def test_the_ledger_decides_whether_listed_amounts_were_paid(tmp_path: Path, people: list[Invented]) -> None:
    rows = [(ACCOUNTS[n], one.amount, None) for n, one in enumerate(people[:2])]
    due = sum(one.amount for one in people)
    paid = people[0].amount + people[1].amount
    for fen, rest in ((paid, due - paid), (0, due)):
        ledger = [("2004-01-05", fen, None)] if fen else [("2004-01-05", None, None)]
        book = write_book(tmp_path / f"{fen}.xlsx", people, payments=rows, ledger=ledger)
        assert listed(book, tmp_path / f"文书{fen}")["代发合计", 0] == money(rest)
    book = write_book(tmp_path / "差.xlsx", people, payments=rows, ledger=[("2004-01-05", 5000, None)])
    shown = listed(book, tmp_path / "差")
    assert set(column(shown, "代发金额")) == {"____"} and shown["代发合计", 0] == "____"
    assert f"发放表列了 {money(paid)} 元，台账付出 5,000.00 元" in last_page(tmp_path / "差")


def test_without_a_list_the_ledger_says_who_was_paid(tmp_path: Path, people: list[Invented]) -> None:
    ledger = [("2004-01-05", 800.5, people[1].id), ("2004-01-06", people[2].amount, people[2].id)]
    shown = listed(write_book(tmp_path / "册.xlsx", people, ledger=ledger), tmp_path / "文书")
    rest = [people[0].amount, people[1].amount - 800.5, people[3].amount]
    assert column(shown, "代发金额") == [money(one) for one in rest]
    assert (shown["代发合计", 0], shown["已付合计", 0]) == (money(sum(rest)), money(800.5 + people[2].amount))
    nameless = write_book(tmp_path / "无名.xlsx", people, ledger=[*ledger, ("2004-01-07", 300, None)])
    shown = listed(nameless, tmp_path / "无名")
    assert set(column(shown, "代发金额")) == {"____"} and "台账!G5 付了 300.00 元，没有写明付给谁" in last_page(
        tmp_path / "无名"
    )


def test_who_got_more_than_is_due_is_no_figure(tmp_path: Path, people: list[Invented]) -> None:
    rows = [(ACCOUNTS[0], people[0].amount + 0.01, "2004-01-05"), (ACCOUNTS[1], None)]
    shown = listed(write_book(tmp_path / "册.xlsx", people, payments=rows), tmp_path / "文书")
    assert column(shown, "代发金额")[0] == "____" and shown["代发合计", 0] == "____"
    assert "多于应付的" in last_page(tmp_path / "文书")


def test_when_everybody_has_been_paid_no_list_is_written(tmp_path: Path, people: list[Invented]) -> None:
    rows = [(ACCOUNTS[n], one.amount, "2004-01-05") for n, one in enumerate(people)]
    book = write_book(tmp_path / "册.xlsx", people, payments=rows)
    with pytest.raises(InputError, match="都已付清"):
        write_papers(book, tmp_path / "文书", WISH, NOW)
    done = write_papers(book, tmp_path / "全部", PaperWish(), NOW)
    others = [paper.name for paper in PAPERS if not paper.lists and paper.needs in ("", "severance", "insurance")]
    assert [path.name for path in done.files] == [f"{name}-{FIRM}.docx" for name in others]
    assert done.left_out == (f"{FIRM}都已付清，没有要代发的人，没有写“银行代发清单”",)


def test_a_masked_list_shows_the_last_digits_only(tmp_path: Path, people: list[Invented]) -> None:
    rows = [(account, None) for account in ACCOUNTS[:4]]
    book = write_book(tmp_path / "册.xlsx", people, payments=rows)
    shown = listed(book, tmp_path / "文书", PaperWish(("银行代发清单",), masked=True))
    assert column(shown, "银行账号") == [f"****{account[-4:]}" for account in ACCOUNTS[:4]]
    assert len(check_papers(book, tmp_path / "文书", PaperWish(), NOW)[0]) == 0


def with_deductions(path: Path, people: list[Invented], rows: list[tuple[object, ...]]) -> Path:
    """A 发放表 with 代扣借款: due, deduction, paid, day of each person."""
    book = openpyxl.load_workbook(write_book(path, people))
    sheet = book.create_sheet("发放表")
    sheet.append(["企业名称", "姓名", "身份证号", "银行账号", "应发金额", "代扣借款", "实发金额", "发放日期", "备注"])
    for one, account, row in zip(people, ACCOUNTS, rows, strict=False):
        sheet.append([FIRM, one.name, one.id, account, *row])
    book.save(path)
    return path


def test_what_a_list_takes_off_before_it_is_paid_is_not_paid_by_the_bank(
    tmp_path: Path, people: list[Invented]
) -> None:
    due = [one.amount for one in people]
    rows: list[tuple[object, ...]] = [
        (due[0], 500.25, due[0] - 500.25, "2004-01-05"),
        (due[1], 300.5, due[1] - 300.5, None, "未发"),
        (due[2], 200, None, None),
        (due[3], None, None, None),
    ]
    book = with_deductions(tmp_path / "册.xlsx", people, rows)
    shown = listed(book, tmp_path / "文书")
    assert column(shown, "代发金额") == [money(due[1] - 300.5), money(due[2] - 200), money(due[3])]
    assert column(shown, "已付金额") == ["300.50", "200.00", "0.00"]
    assert shown["代发合计", 0] == money(sum(due[1:]) - 500.5)
    assert yuan(shown["补偿合计", 0]) - yuan(shown["已付合计", 0]) == pytest.approx(yuan(shown["代发合计", 0]))
    rows[1] = (due[1], 300.6, due[1] - 300.6, None, "未发")
    found = check_papers(with_deductions(book, people, rows), tmp_path / "文书", PaperWish(), NOW)[0]
    assert any("代发金额" in one.message and "工作簿改过" in one.message for one in found)


@pytest.mark.parametrize("row", [(-300.5, -0.01), (300.5, 1), (99999999, None)])
def test_a_deduction_that_does_not_add_up_is_asked_about(
    tmp_path: Path, people: list[Invented], row: tuple[float, float | None]
) -> None:
    off, more = row
    due = people[0].amount
    net = None if more is None else due - abs(off) + more
    book = with_deductions(tmp_path / "册.xlsx", people[:1], [(due, off, net, None, "未发")])
    assert column(listed(book, tmp_path / "文书"), "代发金额") == ["____"]
    assert "应发减扣款和实发对不上" in last_page(tmp_path / "文书")
