"""The papers: name, what it is for, who stands on it; a template of the same name says how it looks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class PaperSpec:
    """One kind of paper."""

    name: str
    help: str
    needs: str = ""
    """``severance``, ``insurance``, 内退, 退休 or ``settled``: without such persons an enterprise has no such paper."""
    leaving: bool = False
    """Only who gets severance stands on it, not who is 内退, 退休 or the like."""
    posted: bool = False
    """Made for all to see: ID numbers are always masked."""
    pages: str = ""
    """The group of which everybody has a page."""
    lists: str = ""
    """The group without which there is nothing to write: not written once nobody is left in it."""
    subject: str = ""
    """Words (a pattern) by which 公示情况表 names what is posted."""


_SEVERANCE: Final = "经济补偿|补偿金|安置费"

PAPERS: Final = (
    PaperSpec("改制方案", "提纲，附资产、职工、费用、资金来源和步骤表，报批用"),
    PaperSpec("职工安置方案", "提纲，附人员分类、费用和资金来源表，交职代会审议"),
    PaperSpec(
        "职工公开信",
        "告知全体职工：人数、总额、公示、找谁问",
        "severance",
        posted=True,
        subject=_SEVERANCE,
    ),
    PaperSpec("经济补偿金公示", "张贴用，身份证号已脱敏", "severance", posted=True, subject=_SEVERANCE),
    PaperSpec(
        "两险公示",
        "养老、医疗保险费，张贴用，已脱敏",
        "insurance",
        posted=True,
        subject="保险|养老|两险|二险",
    ),
    PaperSpec("解除劳动合同证明", "每人一页", "severance", leaving=True, pages="职工"),
    PaperSpec("内部退养协议", "每人一页，起止时间、生活费、缴费、费用", "内退", pages="内退"),
    PaperSpec("退休人员确认书", "每人一页，社会化管理和医疗费用", "退休", pages="退休"),
    PaperSpec("内退退休人员名册", "内退、退休人员各一张表，本人签字", "settled"),
    PaperSpec("签收表", "证明和补偿金由本人签收", "severance", leaving=True),
    PaperSpec("银行代发清单", "交银行发放还没有付的经济补偿金", "severance", leaving=True, lists="代发"),
    PaperSpec("资产处置公示", "评估、成交、到账和资金使用，张贴用", posted=True, subject="资产|产权|资金"),
    PaperSpec("职代会表决记录", "应到、实到、同意票数和表决结果"),
)
BY_NAME: Final = {paper.name: paper for paper in PAPERS}
