"""Declarations of the special fund's functions (专项调剂基金专户), in the order users meet them."""

from __future__ import annotations

from typing import Final

from xl_addin.functions.kinds import DeferredModule
from xl_addin.functions.spec import ArgumentSpec, FunctionSpec

fund = DeferredModule("xl_addin.functions.fund.functions")

_CATEGORY: Final = "专项基金"
_LEDGER: Final = ArgumentSpec("ledger", "台账", "区域", "资金收支台账，带标题行：日期、企业名称、所属系统、科目、收入金额、支出金额（或收支方向、金额），可选整列", "资金台账!A:S", "ledger")  # fmt: skip
_AS_OF: Final = ArgumentSpec("as_of", "截止日期", "日期", "算到这一天（含）；只写年月时算到月末，空白为全部", "2011-12-31", "day_last", default="全部")  # fmt: skip
_ENTERPRISE: Final = ArgumentSpec("enterprise", "企业", "文字", "企业名称或企业编码；空白为全部企业", "甲机械厂", "text", default="全部企业")  # fmt: skip
_AVAILABLE: Final = ArgumentSpec("available", "可用资金", "元", "可以用来支付的资金，不含已指定用途的部分", "5000000", "fen_paid")  # fmt: skip
_RATE: Final = ArgumentSpec("annual_rate", "年利率", "比例", "年利率，如 0.05 或 5%；空白为不计息", "0.05", "annual_rate", default="0")  # fmt: skip

SPECS: Final = (
    FunctionSpec(
        "SOE_FUND_BALANCE", "基金余额", _CATEGORY,
        "专户到某日的资金余额：收入减支出，含垫付和归还，不含社保暂挂；可按企业、系统。",
        "Cash of the special fund at a date.",
        (
            _LEDGER,
            _AS_OF,
            _ENTERPRISE,
            ArgumentSpec("system", "系统", "文字", "所属系统名称；空白为全部系统", "商贸系统", "text", default="全部系统"),
        ),
        "元，精确到分", '=SOE_FUND_BALANCE(资金台账!A:S,"2011-12-31","甲机械厂")', fund.fund_balance,
    ),
    FunctionSpec(
        "SOE_FUND_LIABILITY", "基金负债", _CATEGORY,
        "到某日尚未归还的土地储备垫付，或尚未归还的社保暂挂。",
        "What is owed to the land reserve or the insurance office.",
        (
            _LEDGER,
            ArgumentSpec("kind", "负债种类", "文字", "垫付 或 暂挂", "垫付", "word", words=("垫付", "暂挂")),
            _AS_OF,
            _ENTERPRISE,
        ),
        "元，精确到分", '=SOE_FUND_LIABILITY(资金台账!A:S,"垫付","2011-12-31")', fund.fund_liability,
    ),
    FunctionSpec(
        "SOE_FUND_STATEMENT", "资金平衡表", _CATEGORY,
        "到某日每个企业、每个系统或全市的收入、支出、余额、垫付余额和暂挂余额，一次算完整张表。",
        "Income, expense, balance and debts at a date.",
        (
            _LEDGER,
            _AS_OF,
            ArgumentSpec("by", "汇总方式", "文字", "企业、系统 或 全市", "企业", "one_of", default="企业", words=("企业", "系统", "全市")),
        ),
        "区域：标题行加每个企业（系统）一行", '=SOE_FUND_STATEMENT(资金台账!A:S,"2011-12-31","系统")', fund.fund_statement,
    ),
    FunctionSpec(
        "SOE_WATERFALL", "清偿分配", _CATEGORY,
        "把可用资金按层级分给各项需求：上一层付清才轮到下一层，层内按比例（最大余数法，分毫不差）或按顺序。",
        "Pays needs by tier, exact to the fen.",
        (
            _AVAILABLE,
            ArgumentSpec(
                "needs", "需求", "区域", "两列或三列：项目、金额、层级（数小的先付，空白为第1层）", "需求!A2:C20", "needs"
            ),
            ArgumentSpec("mode", "分配方式", "文字", "层内 按比例 或 按顺序", "按比例", "one_of", default="按比例", words=("按比例", "按顺序")),
        ),
        "区域：项目、应付、实付、未付", '=SOE_WATERFALL(5000000,需求!A2:C20,"按比例")', fund.waterfall,
    ),
    FunctionSpec(
        "SOE_TRANSFER", "系统内调剂", _CATEGORY,
        "同一系统内以盈补亏：盈余企业按可调数调出，不足企业按缺口比例调入，调出等于调入。",
        "Balances surpluses and deficits within one system.",
        (
            ArgumentSpec(
                "positions", "各企业盈亏", "区域", "两列：企业名称、盈余（不足为负数），只放同一系统的企业", "调剂!A2:B10",
                "positions",
            ),
            ArgumentSpec(
                "donor_keeps", "留存比例", "比例", "盈余企业自己留下的比例，0 到 1", "0.2", "kept_share", default="0"
            ),
        ),
        "区域：企业、调剂前、调剂额、调剂后", "=SOE_TRANSFER(调剂!A2:B10,0.2)", fund.transfer,
    ),
    FunctionSpec(
        "SOE_DEFERRAL_SCHEDULE", "暂挂还款计划", _CATEGORY,
        "社保暂挂逐年还清的计划：每年一行，利息按年初余额计；有实际还款的年份以实际为准，未付利息并入欠款。",
        "Yearly repayment of deferred contributions.",
        (
            ArgumentSpec("principal", "暂挂本金", "元", "暂挂的社会保险费", "800000", "fen"),
            ArgumentSpec("start_date", "暂挂开始日期", "日期", "从这天起算，一年后还第一期", "2011-06-30", "day_first"),
            ArgumentSpec("annual_instalment", "每年还款额", "元", "每年归还的本金，利息另付", "200000", "fen"),
            _RATE,
            ArgumentSpec(
                "payments", "还款记录", "区域", "两列：日期、金额；某年记 0 表示该年未还", "还款!A2:B10", "payments", default="无"
            ),
        ),
        "区域：日期、期初、利息、还款、期末", '=SOE_DEFERRAL_SCHEDULE(800000,"2011-06-30",200000,0)', fund.deferral,
    ),
    FunctionSpec(
        "SOE_ADVANCE_SETTLEMENT", "垫付结算", _CATEGORY,
        "土地变现时结清土地储备中心的垫付：本金、单利（按天数除以365）和结余；结余为负表示还不清。",
        "Settles a land reserve advance on the day of the sale.",
        (
            ArgumentSpec("advance", "垫付金额", "元", "土地储备中心垫付的本金", "1000000", "fen"),
            ArgumentSpec("advance_date", "垫付日期", "日期", "垫付到账日", "2010-03-01", "day_first"),
            ArgumentSpec("proceeds", "变现收入", "元", "土地变现的收入", "1500000", "fen"),
            ArgumentSpec("sale_date", "变现日期", "日期", "变现款到账日", "2011-03-01", "day_last"),
            _RATE,
        ),
        "区域：本金、利息、结余", '=SOE_ADVANCE_SETTLEMENT(1000000,"2010-03-01",1500000,"2011-03-01",0.05)',
        fund.advance_settlement,
    ),
    FunctionSpec(
        "SOE_COVERAGE", "覆盖率", _CATEGORY,
        "可用资金除以需求合计，不取整、不封顶；需求为 0 时给出 #DIV/0!。",
        "Available money over the need.",
        (
            _AVAILABLE,
            ArgumentSpec("needs", "需求", "元或区域", "一个金额、一列金额，或项目和金额两列", "需求!A2:B20", "total_need"),
        ),
        "比例", "=SOE_COVERAGE(5000000,需求!A2:B20)", fund.coverage,
    ),
)  # fmt: skip
