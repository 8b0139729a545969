"""Templates of papers about money: what the bank pays, and what the assets brought."""

from __future__ import annotations

from typing import Any

from workbooks.paper_layout import blank_document, heading, right, table, text, title


def bank_list() -> Any:
    document = blank_document(landscape=True)
    title(document, "{{企业名称}}经济补偿金银行代发清单")
    table(
        document,
        ("序号", "姓名", "身份证号", "银行账号", "应付（元）", "已付和扣款\n（元）", "本次代发（元）", "备注"),
        ("{{代发.序号}}", "{{代发.姓名}}", "{{代发.身份证号}}", "{{代发.银行账号}}", "{{代发.应付金额}}", "{{代发.已付金额}}", "{{代发.代发金额}}", ""),
        (1.2, 2.2, 4.7, 5.4, 2.8, 2.8, 3.2, 2.4),
        ("", "合计", "", "", "", "", "{{代发合计}}", ""),
    )  # fmt: skip
    text(
        document,
        "本次代发 {{代发人数}} 人，合计（大写）：{{代发合计大写}}。",
        "应付经济补偿金 {{补偿人数}} 人、{{补偿合计}} 元，减已付和扣款 {{已付合计}} 元，为本次代发 {{代发合计}} 元。已付清和应付为 0 的 {{付清人数}} 人不列入本清单。",
        "制单：　　　　　　　　复核：　　　　　　　　单位（盖章）：　　　　　　　　{{制表日期}}",
        indent=False,
    )
    return document


def costs(document: Any) -> None:
    """What settling the workers costs, item by item."""
    table(
        document, ("序号", "项目", "金额（元）"), ("{{费用.序号}}", "{{费用.项目}}", "{{费用.金额}}"), (2, 8, 6),
        ("", "合计", "{{费用合计}}"),
    )  # fmt: skip


def sources(document: Any) -> None:
    """Where the money comes from."""
    table(document, ("来源", "金额（元）"), ("{{来源.项目}}", "{{来源.金额}}"), (10, 6), ("合计", "{{来源合计}}"))


def asset_posting() -> Any:
    document = blank_document()
    title(document, "资产处置和安置资金公示")
    text(
        document,
        "现将{{企业名称}}改制中资产处置和职工安置资金情况公示如下。公示时间：{{公示开始}}至{{公示结束}}（不少于 {{公示天数}} 天）；公示地点：{{公示地点}}。",
    )
    heading(document, "一、资产处置")
    text(
        document,
        "改制形式：{{改制形式}}。批复文号：{{批复文号}}（{{批复时间}}）。评估基准日 {{评估基准日}}，评估值 {{评估值}} 元；{{成交时间}}成交，成交价 {{成交价}} 元；{{到账时间}}到账。按规定，产权变现收入全部列入专项调剂基金专户储存，专款专用。",
    )
    heading(document, "二、安置费用")
    costs(document)
    heading(document, "三、资金来源")
    sources(document)
    text(
        document,
        "资金缺口 {{资金缺口}} 元。",
        "有异议的，请在公示期内向 {{异议受理部门}} 书面提出，电话 {{受理电话}}，经办人 {{经办人}}。",
    )
    right(document, "{{企业名称}}（盖章）", "{{制表日期}}")
    return document
