"""The explanation of one row's 一补二险: total, who pays, group, each part step by step, with documents and certainty.

Renders the columns that :mod:`xl_addin.functions.insurance.package_parts` computed. The strict form fails as
SOE_PACKAGE does; the lenient one shows a part that cannot be computed with what to supply, beside the parts that can.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from xl_addin.functions.insurance.package import compute_with_columns, package_labels, read_row
from xl_addin.functions.insurance.package_parts import Computed, SeverancePart
from xl_addin.functions.reading import answer
from xl_addin.functions.severance.functions import explain as explain_worker
from xl_addin.functions.severance.workers import date_remarks, read_worker
from xl_addin.functions.spec import WORKER
from xl_addin.policy.groups import find_group
from xl_addin.policy.package import find_entry
from xl_addin.policy.profiles import Policy
from xl_addin.rules.insurance.contributions import month_text, steady
from xl_addin.rules.insurance.derivation import (
    arrears_sources,
    arrears_steps,
    contents_line,
    fault_text,
    group_lines,
    late_fee_memo,
    reserve_line,
    reserve_source,
    total_lines,
)
from xl_addin.rules.insurance.package import PackagePart, package_total
from xl_addin.rules.severance.derivation import Line, explain_text, policy_line
from xl_addin.rules.severance.worker import options_that_mattered
from xl_addin.sheets.input_cells import read_life_day
from xl_addin.sheets.package_columns import package_layout
from xl_addin.sheets.package_parts import ArrearsPart, Cells, Part, ReservePart, sound
from xl_addin.sheets.policy_range import read_policy
from xl_addin.sheets.severance_inputs import INPUTS
from xl_addin.tables.cleaning import MonthDay, clean_text, is_blank
from xl_addin.tables.ranges import data_rows, is_range
from xl_addin.tables.recognition import header_of
from xl_addin.values.errors import InputError
from xl_addin.values.money import yuan_text

_NUMERALS = "一二三四五六七八九十"


def package_explanation(cells: Cells, policy: Policy) -> str:
    """Explain a row of the user's sheet as SOE_PACKAGE computes it; raises what SOE_PACKAGE raises for its total.

    >>> from xl_addin.policy.profiles import shipped_policy
    >>> row = ["1985-07-01", "2011-09-28", 1600, None, None, None, None]
    >>> headers = ["参工时间", "解除时间", "月平均工资", "养老欠缴起", "养老欠缴止", "医疗欠缴起", "医疗欠缴止"]
    >>> print(package_explanation(read_row(headers, row), shipped_policy()).splitlines()[0])
    一补二险合计 43,200.00元（肆万叁仟贰佰元整）＝经济补偿43,200.00元＋养老0.00元＋医疗0.00元
    """
    parts, kept = compute_with_columns(cells, package_labels(policy), policy)
    total = package_total(parts[0].values())
    if not isinstance(total, PackagePart):
        raise total
    return _text(cells, parts[0], kept, policy)


def explain(
    start_date: object,
    end_date: object,
    wage: object,
    enterprise_wage: object,
    local_wage: object,
    ground: object,
    policy: object,
) -> str:
    """Explain one worker's compensation (S-26), or the 一补二险 of a row of a sheet: headings, row, policy.

    A row is told by its second argument: it is a range, which the end of service never is, not even where the first
    is a range of segments (S-30). So the values are read here, as what they then turn out to be.

    >>> headers = [["在岗状态", "年龄", "医疗年标准", "养老欠缴起", "养老欠缴止"]]
    >>> row = [["退休", 58, 1800, None, None]]
    >>> explain(headers, row, None, None, None, None, None).splitlines()[0]
    '一补二险合计 21,600.00元（贰万壹仟陆佰元整）＝经济补偿0.00元＋养老0.00元＋医疗21,600.00元'
    """
    others = (enterprise_wage, local_wage, ground, policy)
    if not is_range(end_date):
        if is_range(wage):
            raise InputError("月平均工资只能是一个单元格；要说明一整行，请依次选标题行、数据行，再填口径")
        if is_range(start_date) and is_blank(end_date) and _is_headings(start_date):
            raise InputError("选了标题行，还要选等宽的数据行；这一行现在是空的")
        text: str = answer(explain_worker, WORKER, (start_date, end_date, wage, *others))
        return text
    if not is_range(start_date):
        raise InputError("解除时间选了一个区域：说明一名职工时它是一个单元格；说明一整行时，第一个参数要选标题行")
    if len(data_rows(start_date)) != 1:
        raise InputError("说明一整行时，第一个参数要选一行标题；给的是多段工龄时，解除时间要留空")
    if not all(map(is_blank, others)):
        raise InputError("选了标题行和数据行时只有三个参数：标题行、数据行、口径；工资和事由由函数在行中找")
    return package_explanation(read_row(start_date, end_date), read_policy(wage))


def _is_headings(value: object) -> bool:
    rows = data_rows(value)
    return len(rows) == 1 and len(header_of(rows[0], package_layout()).columns) > 1


def explain_package_row(cells: Cells, policy: Policy) -> str:
    """Explain one person; a part that cannot be computed says why, the others stand.

    Raises InputError where a column is missing that this person needs.
    """
    parts, kept = compute_with_columns(cells, package_labels(policy), policy)
    return _text(cells, parts[0], kept, policy)


def _text(cells: Cells, parts: Mapping[str, Part], kept: Mapping[str, Sequence[Computed]], policy: Policy) -> str:
    lines = total_lines(parts)
    status = clean_text(_cell(cells, "post_status"))
    try:
        lines += group_lines(find_group(status), status, tuple(kept))
    except InputError as error:
        return "\n".join([lines[0], fault_text(error)])
    for number, item in enumerate(kept):
        own = {label: part for label, part in parts.items() if find_entry(label).item == item}
        part = package_total(own.values())
        amount = f"{yuan_text(part.total_fen)}元" if isinstance(part, PackagePart) else "不能计算"
        lines += ["", f"{_NUMERALS[number]}、{item if len(own) > 1 else next(iter(own))} {amount}"]
        payers = [find_entry(label).payer for label in own]
        if len(payers) == 1 and payers[0]:
            lines.append(f"本口径只计{payers[0]}承担的部分，另一方的不在合计内")
        lines += _body(item, part, kept[item], cells, policy)
    return "\n".join([*lines, "", contents_line(policy), policy_line(policy)])


def _cell(cells: Cells, role: str) -> Any:
    return sound(cells.column(role)[0], role)


def _body(item: str, part: Part, kept: Sequence[Computed], cells: Cells, policy: Policy) -> list[str]:
    """Write how one part came about."""
    if not isinstance(part, PackagePart):
        return [fault_text(part)]
    computed = next((one for one in kept if one.members), None)
    if computed is None:
        return ["不计：此类人员没有这一项"]
    if isinstance(computed, SeverancePart):
        return _severance(computed, cells, policy)
    if isinstance(computed, ReservePart):
        return _reserve(part, computed, policy)
    if not computed.places[0]:
        return [f"{item}欠缴起、止都没有填，按没有欠缴计"]
    return _arrears(part, computed, cells, policy)


def _severance(computed: SeverancePart, cells: Cells, policy: Policy) -> list[str]:
    worker, service = read_worker([_cell(cells, role) for role in INPUTS], policy)
    text = explain_text(computed.table, options_that_mattered(worker, policy), computed.places[0], worker.ended)
    own = [line for line in text.splitlines() if line != policy_line(policy)]
    return ["全部由单位承担", *own, *date_remarks(service)]


def _arrears(part: PackagePart, computed: ArrearsPart, cells: Cells, policy: Policy) -> list[str]:
    table, own = computed.table, computed.places[0]
    lines: list[str] = []
    for i in own:
        first, last = int(table.first[i]), int(table.last[i])
        head = f"第{own.index(i) + 1}段：" if len(own) > 1 else ""
        lines.append(f"{head}欠缴{month_text(first)}至{month_text(last)}，首尾两月都计入，共{last - first + 1}个月")
        wages, averages = (steady(column[i : i + 1]) for column in (computed.wages, computed.averages))
        lines += _numbered(arrears_steps(table, i, wages, averages, policy))
    lines += dict.fromkeys(source for i in own for source in arrears_sources(table, i, policy))
    last = max(int(table.last[i]) for i in own)
    return [*lines, *late_fee_memo(part.total_fen, last, _end_day(cells, policy))] if part.total_fen else lines


def _numbered(steps: Sequence[Line]) -> list[str]:
    return [f"{number}. {step}" for number, step in enumerate(steps, start=1)]


def _end_day(cells: Cells, policy: Policy) -> int | None:
    """The last day of the relation, None where the row does not say or cannot be read: it is only for a memo."""
    try:
        return read_life_day(_cell(cells, "end"), "解除时间", MonthDay.LAST, policy)
    except InputError:
        return None


def _reserve(part: PackagePart, computed: ReservePart, policy: Policy) -> list[str]:
    made = computed.reserves[0]
    if made is None:
        return []
    limits = made.cutoff_age, made.minimum_years
    return [str(reserve_line(part.total_fen, made.age, limits, made.annual_micro)), reserve_source(policy)]
