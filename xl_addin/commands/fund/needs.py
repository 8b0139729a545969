"""应付未付: what every enterprise must pay and has paid by item and tier, and how far the city's money reaches.

What is due is in :mod:`xl_addin.commands.fund.dues`; payments, debts and balances come from the ledger. The order
is the office's (rows 清偿顺序 of its 政策 sheet); a tier that is paid in order has numbers such as 3.01 and 3.02.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from xl_addin.commands.criteria import equal_to
from xl_addin.commands.fund.ledger_copy import ACCOUNT, ADVANCED, DEFERRED, PAID, LedgerCopy
from xl_addin.commands.fund.lines import (
    CITY,
    OVERDRAFT,
    FirmDues,
    NeedLine,
    balance_fen,
    balance_formula,
    date_line,
    dues_by_firm,
    raised_by,
    sum_to_date,
)
from xl_addin.files.building.draft import Content, SheetDraft, columns
from xl_addin.files.building.model import BAR, Chart, ChartSeries, NewCell, NewSheet
from xl_addin.functions import call
from xl_addin.policy.fund import ADVANCE, DEFERRAL, PRO_RATA
from xl_addin.values.money import fen_to_yuan

TITLE: Final = "应付未付"
_WIDTHS: Final = (24.0, 16.0, 16.0, 16.0, 16.0, 16.0, 16.0, 22.0)
_FIRM_COLUMNS: Final = columns(
    "企业名称:wrap 应付(元):money 已付(元):money 已转暂挂(元):money 未付(元):money 专户余额(元):money 覆盖率:percent"
)
_NEED_COLUMNS: Final = columns("项目:wrap 未付(元):money 清偿次序:entry")
_ITEM_COLUMNS: Final = columns(
    "企业名称:wrap 项目:centre 未付(元):money 清偿次序:entry 应付(元):money 已付(元):money 已转暂挂(元):money "
    "取自:centre"
)
_PAID_OFF: Final = "已付清"
_NOTES: Final = (
    "注：1.经济补偿取自经济补偿金测算表（有“合计”的取合计），养老、医疗等取自一补二险（养老/医疗）测算表；蓝字可改。",
    "　　　欠薪、集资款等取自欠发（应付）职工款项表、费用和资金来源表，两表不同的取较大的数。",
    "　　2.经济补偿的已付含科目“安置费”，医疗的已付含科目“离退休”；已办暂挂的保险费列入“归还暂挂”，不再算未付。",
    "　　3.清偿次序的整数部分是层级，小的先付；次序相同的按比例付，3.01、3.02 先后付（在“政策”表设定）。",
    "　　4.覆盖率＝专户余额÷未付，只比本企业应付职工的各项。",
)


@dataclass(frozen=True, slots=True)
class NeedsSheet:
    """The sheet, and the row of each of its lines."""

    sheet: NewSheet
    rows: tuple[int, ...]


def needs_sheet(ledger: LedgerCopy, lines: Sequence[NeedLine], left_out: Sequence[str]) -> NeedsSheet:
    """Build the sheet; ``left_out`` are sentences about what could not be counted."""
    draft = SheetDraft(TITLE, _WIDTHS)
    draft.headline("应付未付和清偿测算表")
    date_line(draft, ledger)
    draft.add()
    for sentence in left_out:
        draft.wide(sentence, "caution", 32)
    dues, owed = [line for line in lines if not line.kind], [line for line in lines if line.kind]
    firms = dues_by_firm(dues)
    draft.section("一、各企业应付职工的各项")
    # The items stand below: heading, a row an enterprise (or a sentence), total, empty row, section, heading.
    first = draft.next_row + 1 + max(len(firms), 1) + 1 + 1 + 2
    nothing = "本簿没有经济补偿金测算表和一补二险测算表，不列应付职工的各项"
    draft.table(_FIRM_COLUMNS, _firm_lines(draft, ledger, firms, first, first + len(dues) - 1), "BCDE", nothing=nothing)
    draft.add()
    draft.section("二、各企业各项目")
    rows = _item_table(draft, ledger, dues)
    if owed:
        draft.section("三、归还暂挂和垫付、弥补透支")
        rows += _item_table(draft, ledger, owed)
    if any(line.kind != OVERDRAFT for line in lines):
        _waterfall(draft, ledger, lines, rows)
    draft.notes(_NOTES)
    return NeedsSheet(draft.signed(), tuple(rows))


def _firm_lines(
    draft: SheetDraft, ledger: LedgerCopy, firms: Sequence[FirmDues], at: int, last: int
) -> Iterator[Sequence[Content]]:
    """A line an enterprise; its items stand in the rows from ``at`` to ``last``."""
    for one in firms:
        row = draft.next_row
        sums = (one.due, one.paid, one.deferred, one.left)
        here = f"$A${at}:$A${last},{equal_to(f'$A{row}')}"
        formulas = [f"SUMIFS(${col}${at}:${col}${last},{here})" for col in "EFGC"]
        balance = balance_fen(ledger.of(one.firm))
        cover: Any = (
            call("SOE_COVERAGE", fen_to_yuan(max(balance, 0)), fen_to_yuan(one.left)) if one.left else _PAID_OFF
        )
        yield (
            one.firm,
            *zip(map(fen_to_yuan, sums), formulas, strict=True),
            (fen_to_yuan(balance), balance_formula(ledger, f"$A{row}")),
            (cover, f'IF(E{row}=0,"{_PAID_OFF}",SOE_COVERAGE(MAX(F{row},0),E{row}))'),
        )


def _item_table(draft: SheetDraft, ledger: LedgerCopy, lines: Sequence[NeedLine]) -> list[int]:
    """Write the items of a section and an empty row; give their rows."""
    first, _ = draft.table(_ITEM_COLUMNS, _item_lines(draft, ledger, lines), nothing="没有应付项目")
    draft.add()
    return [first + i for i in range(len(lines))]


def _item_lines(draft: SheetDraft, ledger: LedgerCopy, lines: Sequence[NeedLine]) -> Iterator[Sequence[Content]]:
    insured: dict[str, int] = {}
    for line in lines:
        row, due = draft.next_row, fen_to_yuan(line.due)
        deferred = _deferred(ledger, row, insured.setdefault(line.firm, row)) if line.insured else None
        yield (
            line.firm,
            line.item,
            (fen_to_yuan(line.left), f"MAX(ROUND(E{row}-F{row}-G{row},2),0)"),
            line.rank_number,
            (due, _debt(ledger, line, row)) if line.kind else NewCell(due, "entry_money"),
            (fen_to_yuan(line.paid), _paid(ledger, line, row) if line.accounts else None),
            (fen_to_yuan(line.deferred), deferred),
            line.source,
        )


def _paid(ledger: LedgerCopy, line: NeedLine, row: int) -> str:
    sums = [sum_to_date(ledger, PAID, f"$A{row}", ledger.column(ACCOUNT), f'"{account}"') for account in line.accounts]
    return f"ROUND({'+'.join(sums)},2)"


def _deferred(ledger: LedgerCopy, row: int, first: int) -> str:
    """What 暂挂 stands for this item after the items of the same enterprise above it."""
    accounts = ledger.column(ACCOUNT)
    sums = [sum_to_date(ledger, DEFERRED, f"$A{row}", accounts, f'"{name}"') for name in raised_by()]
    raised = "+".join(sums)
    same = f"$A${first}:$A{row - 1},{equal_to(f'$A{row}')}"
    above = f"-SUMIFS($G${first}:$G{row - 1},{same})" if row > first else ""
    return f"ROUND(MAX(MIN(E{row}-F{row},{raised}{above}),0),2)"


def _debt(ledger: LedgerCopy, line: NeedLine, row: int) -> str:
    if line.kind == OVERDRAFT:
        return f"MAX(-{balance_formula(ledger, f'$A{row}')},0)"
    place = {ADVANCE: ADVANCED, DEFERRAL: DEFERRED}[line.kind]
    return f"MAX(ROUND({sum_to_date(ledger, place, f'$A{row}')},2),0)"


def _waterfall(draft: SheetDraft, ledger: LedgerCopy, lines: Sequence[NeedLine], rows: Sequence[int]) -> None:
    """Share the city's balance over what is owed by item, and chart what is paid and what is not."""
    draft.section("四、全市资金按清偿次序测算")
    balance = fen_to_yuan(max(balance_fen(ledger.entries), 0))
    row, top, bottom = draft.next_row, min(rows), max(rows)
    draft.add([NewCell("可用资金（专户余额）", "label"), NewCell(balance, "money", f"MAX({CITY}!$D$5,0)")])
    named = {(line.rank, line.item): line for line in lines if line.kind != OVERDRAFT}
    items = [named[key] for key in sorted(named, key=lambda pair: pair[0])]
    needs: list[list[Any]] = [
        [one.item, fen_to_yuan(sum(line.left for line in lines if line.item == one.item)), one.rank_number]
        for one in items
    ]
    formula = f"SUMIFS($C${top}:$C${bottom},$B${top}:$B${bottom},{equal_to('$A{row}')})"
    first, last = draft.table(
        _NEED_COLUMNS,
        ((item, (yuan, formula.format(row=draft.next_row)), rank) for item, yuan, rank in needs),
    )
    draft.add()
    table: Any = call("SOE_WATERFALL", balance, needs, PRO_RATA)
    formula = f"SOE_WATERFALL($B${row},$A${first}:$C${last})"
    top, bottom = draft.results(formula, table, ("wrap", "money", "money", "money"))
    series = (
        ChartSeries("能付（元）", f"C{top}:C{bottom}"),
        ChartSeries("不足（元）", f"D{top}:D{bottom}", pale=True),
    )
    anchor, height = f"A{draft.next_row + len(_NOTES) + 3}", 150 + 36 * (bottom - top + 1)
    draft.charts.append(
        Chart("各项目资金覆盖", BAR, f"A{top}:A{bottom}", series, anchor, stacked=True, width=860, height=height)
    )
