"""The fund's accounts and tiers as data: words of clerks, and faults of the file refused by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from xl_addin.policy.fund import FILE, find_account, fund_policy, load_fund
from xl_addin.policy.schema import PolicyFileError
from xl_addin.values.errors import VALUE, InputError


def named(text: str, side: str) -> str:
    return fund_policy().accounts[find_account(text, side)].name


@pytest.mark.parametrize(
    ("text", "side", "name"),
    [
        ("社保暂挂（非现金）", "in", "社保暂挂"),
        (" 土地 储备垫付", "in", "土地储备垫付"),
        ("土地出让/收储补偿", "in", "土地出让/收储补偿"),
        ("土地", "in", "土地出让/收储补偿"),
        ("经济补偿金", "out", "经济补偿"),
        ("归还土地储备垫付", "out", "归还垫付"),
        ("归还社保暂挂", "out", "归还暂挂"),
        ("基本养老保险费", "out", "养老"),
        ("其他", "in", "其他"),
        ("其它支出", "out", "其他"),
    ],
)
def test_words_of_clerks_name_one_account(text: str, side: str, name: str) -> None:
    assert named(text, side) == name


def test_one_word_can_name_a_source_and_a_use() -> None:
    assert find_account("其他", "in") != find_account("其他", "out")


def test_a_source_booked_on_the_other_side_is_still_that_account() -> None:
    assert named("产权变现", "out") == "产权变现"


@pytest.mark.parametrize("text", ["", "　", "买菜"])
def test_blank_and_unknown_accounts_are_refused_with_the_known_ones(text: str) -> None:
    with pytest.raises(InputError) as caught:
        find_account(text, "in")
    assert caught.value.code == VALUE
    assert "科目" in caught.value.message


def test_a_misspelt_account_is_guessed() -> None:
    with pytest.raises(InputError, match="是否想写"):
        find_account("经济补尝金", "out")


def test_only_a_deferral_moves_no_cash() -> None:
    assert [account.name for account in fund_policy().accounts if not account.cash] == ["社保暂挂"]


def test_workers_come_first_and_repayments_after_them() -> None:
    tier = {account.name: account.tier for account in fund_policy().accounts if account.side == "out"}
    assert {tier[name] for name in ("经济补偿", "安置费", "养老", "医疗", "欠薪", "集资款")} == {1}
    assert tier["归还垫付"] == tier["归还暂挂"] == 3
    assert tier["其他"] == 5


def test_every_entry_tells_its_source_and_how_sure_it_is() -> None:
    for item in (*fund_policy().accounts, *fund_policy().tiers):
        assert "2011-09-28" in item.source.citation
        assert item.source.certainty in ("secondary", "knowledge")
        assert item.source.citation.endswith(("（转引，待确认）", "（待确认）"))


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('side = "in"', 'side = "both"', "side 'both' is unknown"),
        ("cash = true", 'cash = "yes"', "name or cash is missing"),
        ('liability = "垫付"', 'liability = "借款"', "liability '借款' is unknown"),
        ("tier = 3\n", "tier = 9\n", "tier 9 is unknown"),
        ('mode = "按比例"', 'mode = "平均"', "mode '平均' is unknown"),
        ("number = 2\n", "number = 1\n", "numbers do not rise"),
        ('source = "OFFICE"', 'source = "NOBODY"', "source 'NOBODY' is unknown"),
        ('certainty = "secondary"', 'certainty = "sure"', "certainty 'sure'"),
        ("date = 2011-09-28", 'date = "2011"', "date is missing"),
        ('parts = "六、七"', 'parts = ""', "parts is missing"),
        ("in_use = true", 'in_use = "yes"', "in_use or shares is missing"),
        ('aliases = ["集资",', 'aliases = ["欠薪",', "already means"),
        ("cash = false", "cash = false\ntier = 1", "a source has a tier"),
        ("shares = true", 'shares = true\ncolour = "red"', "unknown key 'colour'"),
        ("transfer = true", 'transfer = true\ncolour = "red"', "unknown key 'colour'"),
        ('number = 0\nname = "资产处置费用"', 'number = "0"', "number or name is missing"),
    ],
)
def test_a_faulty_file_is_refused_with_file_entry_and_remedy(tmp_path: Path, old: str, new: str, fault: str) -> None:
    text = FILE.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "fund.toml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(PolicyFileError) as caught:
        load_fund(path)
    assert fault in str(caught.value)
    assert str(caught.value).startswith("fund.toml: ")
    assert caught.value.remedy
