"""The sheet 资金方案: blue conditions, what they come to, the tables of the enterprises; each line says how and why.

Every formula is native: numbers change in every host, with the add-in or without.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Final

from xl_addin.commands.planning.firm_tables import EVEN, UNEVEN, write_tables
from xl_addin.commands.planning.inputs import PlanningInputs
from xl_addin.commands.planning.places import CONDITIONS, RESULTS, TITLE, Places
from xl_addin.commands.planning.scenario import Scenario
from xl_addin.files.building.draft import Column, Content, SheetDraft
from xl_addin.files.building.model import BAR, Chart, ChartSeries, NewCell, NewSheet
from xl_addin.rules.fund.funding import WHOLE
from xl_addin.values.money import fen_to_yuan

_WIDTHS: Final = (20.0, *[12.7] * 11)
_LEAST: Final = 15.0
_SEED: Final = "丰城市企业改革信访维稳工作的做法与体会（2011-09-28）"
ORDERS: Final = ("自动", "先垫付", "先暂挂")
_LINES: Final = {
    "sale": ("成交率", "预计成交价能卖到几成：100% 为照预计，90% 为少卖一成"),
    "land": ("土地收入实现率", "预计土地收入能到几成"),
    "cost": ("处置费用比例", "评估、拍卖佣金、过户税费占待收款的比例；市里没有规定从价款中列支的填 0"),
    "need": ("职工费用变动", "各企业应付职工款按此比例变动，用来看补偿标准、工龄口径改变的影响"),
    "option": ("口径选项", "0 为现行口径；填“口径影响”表上选项的号，各企业应付职工按该选项增减"),
    "share": (
        "暂挂比例",
        "没有单列限额的企业，保险费中可先办证后缴费的比例；以社保机构同意的为准（社会保险法 63）",
    ),
    "keeps": ("留存比例", "有结余的企业自己留下的比例，其余在本系统内调剂"),
    "fiscal": ("财政资金(元)", "市财政可用于补足的数，按“先后”依次补"),
    "all_advances": (
        "垫付全市限额(元)",
        "土地储备机构给全市的垫付总额；空着为没有总额，只看各企业限额，填 0 为一分也不垫",
    ),
    "all_deferrals": ("暂挂全市限额(元)", "社保机构同意全市暂挂的总额；空着为没有总额，填 0 为不能暂挂"),
    "order": ("借款次序", "自动：垫付和暂挂哪样利息低先用哪样；也可指定"),
    "advance_rate": ("垫付年利率", "垫付协议定的年利率，没有利息填 0"),
    "advance_months": ("垫付月数", "预计几个月后用土地款归还"),
    "deferral_rate": ("暂挂年利率", "暂挂协议定的年利率，没有利息填 0"),
    "deferral_years": ("暂挂年数", "分几年等额归还"),
}
_BASIS: Final = {
    "need": ("应付职工（含保险费）", "各企业应付未付合计×职工费用变动"),
    "own": ("自有资金", "专户余额＋待收变现净额＋待收土地净额；变现款必须全部进专户，先付职工（做法与体会 六）"),
    "own_paid": ("自有资金付职工", "应付职工－各企业不足；余下的先还原有债务，再调剂"),
    "moved": ("系统内调剂", "只在本系统内调，先补不能借的，再代替借款（做法与体会 七：系统内调剂平衡）"),
    "advance": (
        "土地储备垫付",
        "不超过各企业和全市的垫付限额；是借款不是收入，先经联合审查组审查（做法与体会 七：土地置换）",
    ),
    "deferral": ("社保暂挂", "只限保险费，先办证、逐年归还，资产变现后先还（做法与体会 七：缴费暂挂、逐年支付）"),
    "fiscal": ("财政资金", "以上都不够时按先后补（体会三：政府财政支持）"),
    "gap": ("缺口", "以上各项之后仍缺的数；若无资金或不足，企业改制就无法进行"),
    "debt": ("垫付、暂挂余额（方案后）", "原有债务－归还＋新增垫付＋新增暂挂：都是负债，不是收入"),
    "left": ("余款", "付清职工和原有债务后留在专户的数"),
    "settled_firms": ("付清企业(户)", "缺口为 0 的企业"),
    "settled": ("付清职工(人)", "缺口为 0 的企业的职工人数"),
    "coverage": ("覆盖率", "（应付－缺口）÷应付"),
    "interest": ("新增借款的利息(元)", "垫付×年利率×月数÷12＋暂挂×年利率×（年数＋1）÷2"),
    "proof": ("收支核对", "各企业：来源合计＝付职工＋还债＋余款，调出合计＝调入合计，差一分即为不平"),
}
_STYLES: Final = {"settled_firms": "count", "settled": "count", "coverage": "percent", "proof": "centre"}
_NOTES: Final = (
    "注：1.自有资金先付清本企业职工，再还本企业原有的垫付、暂挂，还有结余的才调给本系统其他企业（留存比例部分不调）。",
    "　　2.须外部补足＝不足－分得可借（垫付、暂挂不超过本企业限额；有全市限额的按“先后”分，先到先得）；"
    "系统内调剂按“先后”先补这一块，补足一户再补下一户；借款后仍缺的由财政资金按“先后”补。",
    "　　3.系统内调剂有余的代替借款，省下的全市限额归后面的企业；垫付、暂挂按“借款次序”。"
    "未分系统的企业不参加调剂，跨系统调剂须另行批准。",
    "　　4.保本成交价＝不靠调剂和借款也能付清应付和原有债务所需的成交价（合计数，含已收）；"
    "按比例调剂的数见“资金平衡表”的全市调剂方案。",
    f"　　依据：{_SEED}五（各项费用认真测算并落实资金来源）、六、七；各来源的先后由本市决定，此处为默认。",
)
_ASIDES: Final = ("使用说明（不打印）：改蓝字，各表、图随之重算，不需要安装本插件。",)


def plan_sheet(inputs: PlanningInputs, city: Scenario, options: int = 0) -> tuple[NewSheet, Places]:
    """Build the sheet over so many columns of 口径影响; gives where its cells stand besides."""
    draft = SheetDraft(TITLE, _WIDTHS)
    draft.headline("资金方案（测算）")
    day = NewCell(inputs.day, "date")
    draft.add([NewCell("方案日期", "label"), day, NewCell("单位：元；蓝字可改")])
    for note in inputs.notes:
        draft.wide(f"请核对：{note}", "caution", 30)
    draft.add()
    at = Places(len(city.firms), len(draft.rows))
    draft.section("一、测算条件（蓝字可改）")
    draft.table(_heads("条件", "取值"), _conditions(draft, at, city))
    draft.fit(_LEAST)
    draft.add()
    draft.section("二、测算结果")
    draft.table(_heads("项目", "结果"), _results(at, inputs, city))
    draft.fit(_LEAST)
    draft.add()
    write_tables(draft, at, city, options)
    draft.notes(_NOTES)
    draft.asides = list(_ASIDES)
    first, last = at.results + RESULTS.index("own_paid"), at.results + RESULTS.index("gap")
    anchor = f"I{at.conditions - 1}"
    series = (ChartSeries("金额（元）", f"C{first}:C{last}"),)
    title = "应付职工的钱从哪里来，还缺多少（元）"
    draft.charts.append(Chart(title, BAR, f"A{first}:A{last}", series, anchor, width=424, height=300))
    return draft.signed(), at


def _heads(name: str, value: str) -> tuple[Column, ...]:
    return Column(name, "label", 2), Column(value, "money"), Column("说明和依据", "small", 5)


def _conditions(draft: SheetDraft, at: Places, city: Scenario) -> Iterator[Sequence[Content]]:
    terms = city.terms
    values = {
        "sale": NewCell(1, "entry_percent"),
        "land": NewCell(1, "entry_percent"),
        "cost": NewCell(0, "entry_percent"),
        "need": NewCell(1, "entry_percent"),
        "option": NewCell(0, "entry"),
        "share": NewCell(terms.deferral_share / WHOLE, "entry_percent"),
        "keeps": NewCell(0, "entry_percent"),
        "fiscal": NewCell(fen_to_yuan(terms.fiscal), "entry_money"),
        "all_advances": _limit(terms.all_advances),
        "all_deferrals": _limit(terms.all_deferrals),
        "order": NewCell(ORDERS[0], "entry"),
        "advance_rate": NewCell(0, "entry_percent"),
        "advance_months": NewCell(12, "entry"),
        "deferral_rate": NewCell(0, "entry_percent"),
        "deferral_years": NewCell(5, "entry"),
    }
    draft.choices = {at.condition("order").replace("$", ""): ORDERS}
    for name in CONDITIONS:
        label, text = _LINES[name]
        yield label, values[name], text


def _limit(fen: int | None) -> NewCell:
    return NewCell(None if fen is None else fen_to_yuan(fen), "entry_money")


def _results(at: Places, inputs: PlanningInputs, city: Scenario) -> Iterator[Sequence[Content]]:
    formulas, values = _formulas(at), _values(city)
    for name in RESULTS:
        label, text = _BASIS[name]
        if name == "need":
            text += "；" + _tiers(inputs)
        yield label, NewCell(values[name], _STYLES.get(name, "money"), formulas[name]), text


def _tiers(inputs: PlanningInputs) -> str:
    sums: dict[int, int] = {}
    for firm in inputs.firms:
        for tier, fen in firm.by_tier.items():
            sums[tier] = sums.get(tier, 0) + fen
    parts = "，".join(f"第{tier}层 {fen_to_yuan(fen):,.2f} 元" for tier, fen in sorted(sums.items()) if fen)
    return f"按清偿顺序：{parts}"


def _values(city: Scenario) -> dict[str, float | str]:
    plan, total = city.funding, int(city.funding.need.sum())
    debt = sum(firm.debt for firm in city.firms) - int(plan.repaid.sum()) + int((plan.advance + plan.deferral).sum())
    fen = {
        "need": total,
        "own": int(plan.own.sum()),
        "own_paid": total - int(plan.lack.sum()),
        "moved": int((plan.first + plan.second).sum()),
        "advance": int(plan.advance.sum()),
        "deferral": int(plan.deferral.sum()),
        "fiscal": int(plan.fiscal.sum()),
        "gap": int(plan.gap.sum()),
        "debt": debt,
        "left": int(plan.left.sum()),
    }
    covered = float(Fraction(total - fen["gap"], total)) if total else 1.0
    return {
        **{name: fen_to_yuan(amount) for name, amount in fen.items()},
        "settled_firms": int(plan.settled.sum()),
        "settled": city.settled_workers,
        "coverage": round(covered, 6),
        "interest": 0.0,
        "proof": EVEN if plan.imbalance == 0 else UNEVEN,
    }


def _formulas(at: Places) -> dict[str, str]:
    def total(table: str, letters: str) -> str:
        return f"ROUND(SUM({at.column(table, letters)}),2)"

    need, gap = at.result("need"), at.result("gap")
    rates = {name: at.condition(name) for name in CONDITIONS}
    come_in = f"SUM({at.column('steps', 'G')})+SUM({at.column('steps', 'H')})"
    uneven = f'COUNTIF({at.column("steps", "L")},"<>{EVEN}")'
    advance = f"{at.result('advance')}*{rates['advance_rate']}*{rates['advance_months']}/12"
    deferral = f"{at.result('deferral')}*{rates['deferral_rate']}*({rates['deferral_years']}+1)/2"
    data = at.column("data", "J")
    return {
        "need": f"ROUND(SUMPRODUCT(ROUND({data}*{rates['need']},2)),2)",
        "own": total("means", "B"),
        "own_paid": f"ROUND({need}-SUM({at.column('means', 'C')}),2)",
        "moved": f"ROUND({come_in},2)",
        "advance": total("means", "H"),
        "deferral": total("means", "I"),
        "fiscal": total("means", "J"),
        "gap": total("means", "K"),
        "debt": f"ROUND(SUM({at.column('data', 'L')})-SUM({at.column('steps', 'E')})"
        f"+{at.result('advance')}+{at.result('deferral')},2)",
        "left": total("steps", "J"),
        "settled_firms": f"COUNTIF({at.column('means', 'K')},0)",
        "settled": f"SUM({at.column('means', 'L')})",
        "coverage": f"IF({need}=0,1,ROUND(({need}-{gap})/{need},6))",
        "interest": f"ROUND({advance}+{deferral},2)",
        "proof": f'IF(AND({uneven}=0,ROUND(SUM({at.column("steps", "I")})-({come_in}),2)=0),"{EVEN}","{UNEVEN}")',
    }
