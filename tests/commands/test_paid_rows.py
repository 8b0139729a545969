"""Who was paid: the bank's list, 按时足额核对 and 全市进度表 give one answer for rows with and without a day."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path

import pytest

from tests.commands.papers.paper_books import Invented, invented, write_book
from xl_addin.commands.city.rows import city_rows
from xl_addin.commands.fund.command import plan_fund_statements
from xl_addin.commands.papers.catalog import BY_NAME
from xl_addin.commands.papers.data import papers_of, read_sources
from xl_addin.commands.spec import CommandBook, CommandContext
from xl_addin.files.reading import read_package
from xl_addin.values.findings import FindingTable

NOW = dt.datetime(2004, 2, 1, 9)
Row = tuple[str | float | None, ...]


def answers(path: Path) -> tuple[dict[str, str], dict[str, str], int | None, tuple[str, ...]]:
    """What is left to pay on the bank's list, the words of 按时足额核对, both by name; who is paid off of the city."""
    book = CommandBook.of(read_package(path), NOW.date())
    context = CommandContext("", NOW, False)
    (paper,) = papers_of(read_sources(book, context), [BY_NAME["银行代发清单"]])
    rest = {row["姓名"].text: row["代发金额"].text for group in ("代发", "付清") for row in paper.groups[group]}
    sheet = next(one for one in plan_fund_statements(book, context).book.sheets if one.title == "按时足额核对")
    words = {str(row[1].value): str(row[10].value) for row in sheet.rows if len(row) > 10 and row[1].value in rest}
    (firm,) = [one for one in city_rows(book, FindingTable()) if one.name]
    return rest, words, firm.paid_off, firm.lacking


def listed(people: list[Invented], days: list[str | None], notes: list[str | None]) -> list[Row]:
    return [
        (f"6222000000000{n:06d}", one.amount, day, note)
        for n, (one, day, note) in enumerate(zip(people, days, notes, strict=True))
    ]


def test_an_undated_sum_that_the_ledger_does_not_know_is_paid_nowhere(tmp_path: Path) -> None:
    people = invented(3)
    rows = listed(people, ["2004-01-05", None, None], [None, None, "未发"])
    ledger: list[Row] = [("2004-01-05", people[0].amount + 7, None)]
    rest, words, off, lacking = answers(write_book(tmp_path / "册.xlsx", people, payments=rows, ledger=ledger))
    assert set(rest.values()) == {"____"}
    names = [one.name for one in people]
    assert [words[name] for name in names][1] == "实发未写日期" and "按时足额" not in words[names[2]]
    assert off == 1 and any("未写日期" in text for text in lacking)


@pytest.mark.parametrize("seed", range(12))
def test_bank_punctuality_and_city_agree_on_every_mixture(tmp_path: Path, seed: int) -> None:
    """With a ledger whose sum decides, who is paid is the same everywhere, to the fen."""
    chance = random.Random(seed)
    people = invented(6, seed + 1)
    days = [chance.choice(["2004-01-05", "2004-03-05", None, None]) for _ in people]
    notes = [chance.choice([None, None, "未发"]) for _ in people]
    sure = [day == "2004-01-05" for day in days]
    open_ones = [day is None and note is None for day, note in zip(days, notes, strict=True)]
    paid = [a or (b and seed % 2 == 0) for a, b in zip(sure, open_ones, strict=True)]
    total = sum(one.amount for one, is_paid in zip(people, paid, strict=True) if is_paid)
    ledger: list[Row] = [("2004-01-05", total or None, None)]
    path = write_book(tmp_path / "册.xlsx", people, payments=listed(people, days, notes), ledger=ledger)
    rest, words, off, lacking = answers(path)
    expected = {
        one.name: "0.00" if is_paid else f"{one.amount:,.2f}" for one, is_paid in zip(people, paid, strict=True)
    }
    assert rest == expected
    assert off == sum(paid) and not any("未写日期" in text for text in lacking)
    settled = {name: word in ("按时足额", "足额但迟付") for name, word in words.items()}
    assert settled == {one.name: is_paid for one, is_paid in zip(people, paid, strict=True)}
