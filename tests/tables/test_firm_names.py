"""Which enterprise the lines over a table name, by a label or by the title. All names are invented."""

from __future__ import annotations

import pytest

from xl_addin.tables.firm_names import title_enterprise, titled_firm


@pytest.mark.parametrize(
    "before",
    [
        "解除劳动关系", "依法解除劳动关系人员", "置换职工身份", "改制职工", "国有企业改制职工",
        "丰城市国有企业改制职工安置",
        "企业职工", "改制企业", "丰城市化工总公司下属改制企业职工", "2011年下岗职工", "附件2：",
        "表三 一次性",
    ],
)  # fmt: skip
def test_a_title_without_the_name_of_an_enterprise_names_none(before: str) -> None:
    assert titled_firm(f"{before}经济补偿金测算表") == ""


@pytest.mark.parametrize(
    ("title", "firm"),
    [
        ("丰城市机械厂2011年度职工解除劳动合同经济补偿金测算表", "丰城市机械厂"),
        ("2011年丰城市机械厂改制职工补偿金表", "丰城市机械厂"),
        ("经济补偿金测算表（丰城市机械厂）", "丰城市机械厂"),
        ("经济补偿金测算表——丰城市机械厂", "丰城市机械厂"),
        ("机械厂（一分厂）职工经济补偿金测算表", "机械厂(一分厂)"),
        ("丰城市化工总公司化肥分厂职工花名册", "丰城市化工总公司化肥分厂"),
        ("丰城市矿山机械厂改制程序核查表", "丰城市矿山机械厂"),
        ("丰城市供销社资金收支台账", "丰城市供销社"),
    ],
)
def test_a_title_names_an_enterprise_before_or_behind_the_kind_of_sheet(title: str, firm: str) -> None:
    assert titled_firm(title) == firm


@pytest.mark.parametrize("gap", [" ", "", "　　", "，"])
@pytest.mark.parametrize(
    "label",
    [
        "解除时间：2011年9月28日",
        "改制基准日：2011.9.28",
        "企业月平均工资：1500元",
        "法人代表：王三",
        "职工总数：6人",
        "单位：元",
    ],
)
@pytest.mark.parametrize("name", ["丰城市机械厂", "丰城市机械厂供应公司"])
def test_the_name_ends_where_the_next_label_begins(name: str, gap: str, label: str) -> None:
    assert title_enterprise(f"填报单位：{name}{gap}{label}") == name


def test_a_unit_that_is_no_unit_of_money_is_the_enterprise() -> None:
    assert title_enterprise("单位：丰城市机械厂") == "丰城市机械厂"
    assert title_enterprise("单位：元") == title_enterprise("单位：万元") == ""


def test_an_office_that_fills_in_the_sheet_is_read_whole() -> None:
    assert title_enterprise("填报单位：市企业改制办 单位：元") == "市企业改制办"
    assert title_enterprise("填报单位：宜春市企业改制办公室 日期：2011年9月28日") == "宜春市企业改制办公室"
