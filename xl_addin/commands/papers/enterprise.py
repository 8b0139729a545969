"""What papers say of an enterprise: progress, procedure, costs and their sources, rosters, the 政策 sheet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from xl_addin.commands.papers.spans import span_of_sources
from xl_addin.commands.spec import CommandBook
from xl_addin.files.papers.model import Fact, Row, blank
from xl_addin.policy.procedure_limits import limit
from xl_addin.rules.procedure.votes import majority, quorum, vote_result
from xl_addin.sheets.book import SheetBook
from xl_addin.sheets.cells import Day, day_at, enterprise_key, fen_of, side_of, texts
from xl_addin.sheets.costs import LUMP, TOTAL, cost_item
from xl_addin.sheets.package_sheet import severance_lists
from xl_addin.sheets.persons import enterprises, status_words
from xl_addin.sheets.steps import Vote, enterprise_names, step_rows, vote_at
from xl_addin.tables.cleaning import clean_text, is_blank
from xl_addin.tables.record_rows import is_empty
from xl_addin.tables.sheet_table import SheetTable
from xl_addin.values.dates import date_words, to_date
from xl_addin.values.errors import CellError, InputError
from xl_addin.values.money import yuan_text

_BY_OFFICE = {
    "公示开始": "由公示单位填写公示起止日期",
    "公示结束": "由公示单位填写公示起止日期",
    "公示地点": "由公示单位填写",
    "异议受理部门": "由公示单位填写",
    "受理电话": "由公示单位填写",
    "经办人": "由经办人填写",
    "会议地点": "按会议记录填写",
    "主持人": "按会议记录填写",
    "监票人": "按会议记录填写",
    "计票人": "按会议记录填写",
    "记录人": "按会议记录填写",
    "不同意票数": "按选票填写",
    "弃权票数": "按选票填写",
    "企业地址": "按营业执照填写",
    "企业基本情况": "由企业填写：成立时间、主营业务、资产负债和经营情况（按审计、评估报告）",
    "联系电话": "由企业填写",
    "改制理由": "由企业填写：为什么改制、改成什么（按企业决议）",
    "土地处置办法": "按国土部门批准的土地处置方案填写",
    "债权债务处理": "按审计报告和债权人同意的办法填写",
    "资金缺口解决办法": "按市里研究的意见填写（土地置换垫付、社保缴费暂挂、系统内调剂、财政）",
    "组织领导": "由企业和主管部门填写：领导小组、责任人",
    "其他约定": "由双方商定；没有的写“无”",
    "接收单位": "填写接收退休人员的社区（街道）或机构",
    "维稳措施": "由企业和主管部门填写：宣传解释、信访接待、应急",
}
"""What no sheet of the workbook says."""
_DAYS = {
    "清产核资时间": "verification",
    "审计时间": "audit",
    "评估基准日": "appraisal_date",
    "成交时间": "deal_date",
    "到账时间": "received",
}
_PROGRESS = {"所属系统": "system", "改制形式": "form", "批复文号": "approval_no"}


def enterprise_facts(book: CommandBook, firm: str, today: dt.date) -> dict[str, Fact]:
    """Single facts of an enterprise as the sheets name it ('' where they name none)."""
    policy = book.usable_policy()
    days = limit("publicity_days", policy=policy.policy)
    facts = {name: blank(asked) for name, asked in _BY_OFFICE.items()}
    facts["企业名称"] = Fact(firm) if firm else blank("测算表没有写企业名称")
    facts["制表日期"] = Fact(date_words(today))
    facts["公示天数"] = Fact(str(days.count), policy.sheet or "政策参数")
    facts["政策口径"] = Fact(policy.policy.version, policy.sheet)
    for name, key in (("执行文件", "标题"), ("执行文号", "文号")):
        stated = policy.policy.facts.get(key, "")
        facts[name] = Fact(stated, policy.sheet) if stated else blank(f"政策表没有写{key}")
    for name, role in _PROGRESS.items():
        facts[name] = _progress_text(book, firm, role, name)
    for name, role in (("评估值", "appraisal"), ("成交价", "price")):
        facts[name] = _progress_money(book, firm, role, name)
    for name, role in _DAYS.items():
        facts[name] = _day(book, firm, role, name)
    facts["批复时间"] = _day(book, firm, "approval_date", "批复时间")
    return facts | _vote_facts(book, firm)


def _progress_rows(book: CommandBook, firm: str) -> Iterator[tuple[SheetTable, int]]:
    for table in book.of_kind("progress"):
        for i, name in enumerate(enterprise_names(table)):
            if enterprise_key(name) == enterprise_key(firm):
                yield table, i


def _progress_text(book: CommandBook, firm: str, role: str, name: str) -> Fact:
    for table, i in _progress_rows(book, firm):
        value = table.column(role)[i]
        if table.has(role) and not is_blank(value) and not isinstance(value, CellError):
            return Fact(clean_text(value), f"{table.sheet}!{table.cell(role, i)}")
    return blank(f"改制工作进度表没有{name}")


def _progress_money(book: CommandBook, firm: str, role: str, name: str) -> Fact:
    for table, i in _progress_rows(book, firm):
        if table.has(role) and not is_empty(value := table.column(role)[i]):
            source = f"{table.sheet}!{table.cell(role, i)}"
            fen = fen_of(value, table.money_unit(role))
            return blank(f"{source} 的{name}不能读出") if fen is None else Fact(yuan_text(fen), source)
    return blank(f"改制工作进度表没有{name}")


def _day(book: CommandBook, firm: str, role: str, name: str) -> Fact:
    for table, i in _progress_rows(book, firm):
        if table.has(role) and (day := day_at(table, role, i)) is not None:
            return Fact(day_words(day), f"{table.sheet}!{day.cell}")
    return blank(f"改制工作进度表没有{name}")


def day_words(day: Day) -> str:
    """A day as a paper writes it; without the day of the month where the cell states none."""
    return date_words(to_date(day.span.first), month_only=day.span.first != day.span.last)


def _vote_facts(book: CommandBook, firm: str) -> dict[str, Fact]:
    """The vote of 职代会: counts, thresholds and the result by the rule that checks it; two that differ are asked."""
    facts = {"表决时间": _day(book, firm, "vote_date", "职代会时间")}
    found = list(_votes(book, firm))
    if facts["表决时间"].is_blank:
        facts["表决时间"] = next((day for _, _, day in found if day), facts["表决时间"])
    names = ("应到人数", "实到人数", "同意票数")
    counts = {vote.counts for _, vote, _ in found if vote.counts}
    if len(counts) != 1:
        sheets = "、".join(dict.fromkeys(sheet for sheet, _, _ in found))
        asked = f"{sheets} 写的表决人数不一致，查清后填写" if counts else "工作簿没有表决人数，按会议记录填写"
        return facts | {name: blank(asked) for name in (*names, "应到会人数下限", "通过票数下限", "表决结果")}
    sheet, vote, _ = next(one for one in found if one[1].counts)
    (delegates, attended, in_favour), cells = vote.counts or (0, 0, 0), _vote_cells(vote)
    for name, count, cell in zip(names, (delegates, attended, in_favour), cells, strict=True):
        facts[name] = Fact(str(count), f"{sheet}!{cell}")
    facts["应到会人数下限"] = Fact(str(quorum(delegates)), facts["应到人数"].source)
    facts["通过票数下限"] = Fact(str(majority(delegates)), facts["应到人数"].source)
    try:
        facts["表决结果"] = Fact(vote_result(delegates, attended, in_favour), facts["同意票数"].source)
    except InputError as error:
        facts["表决结果"] = blank(f"{error.message}，查清后填写")
    return facts


def _vote_cells(vote: Vote) -> tuple[str, str, str]:
    return vote.delegates_cell, vote.attended_cell, vote.in_favour_cell


def _votes(book: CommandBook, firm: str) -> Iterator[tuple[str, Vote, Fact | None]]:
    """Sheet, vote and day of each row about the enterprise's vote."""
    for table, i in _progress_rows(book, firm):
        yield table.sheet, vote_at(table, i), None
    for table in book.of_kind("procedure"):
        for row in book.derive(step_rows, table):
            same = not row.enterprise or enterprise_key(row.enterprise) == enterprise_key(firm)
            if row.step == "D12" and same and not row.untouched:
                day = Fact(day_words(row.done), f"{table.sheet}!{row.done.cell}") if row.done else None
                yield table.sheet, vote_at(table, row.record), day


def done_rows(book: CommandBook, firm: str) -> list[Row]:
    """The steps of 改制程序核查表 as it writes them, with who answers for each, its day and its document."""
    rows: list[Row] = []
    for table in book.of_kind("procedure"):
        known = {row.record: row for row in reversed(book.derive(step_rows, table))}
        for i, name in enumerate(enterprise_names(table)):
            row = known.get(i)
            if row is None or (name and enterprise_key(name) != enterprise_key(firm)):
                continue
            cells = {role: _cell_text(table, role, i) for role in ("step", "step_id", "responsible", "document")}
            asked = "不涉及" if row.not_applicable else ""
            day = Fact(day_words(row.done), f"{table.sheet}!{row.done.cell}") if row.done else Fact(asked or "—")
            words = cells["step"] if cells["step"].text != "—" else cells["step_id"]
            facts = {"事项": words, "责任单位": cells["responsible"], "完成时间": day, "文号": cells["document"]}
            rows.append({"序号": Fact(str(len(rows) + 1)), **facts})
    return rows


def _cell_text(table: SheetTable, role: str, record: int) -> Fact:
    """A text of a cell as it stands; a dash where there is none."""
    value = table.column(role)[record] if table.has(role) else None
    if is_empty(value) or isinstance(value, CellError):
        return Fact("—")
    return Fact(clean_text(value), f"{table.sheet}!{table.cell(role, record)}")


def group_rows(book: CommandBook, firm: str) -> list[Row]:
    """Persons by their word of 在岗状态, from the rosters; from the severance sheets where there is none."""
    found = book.gather(_persons_by_status).get(enterprise_key(firm), {})
    return [
        {"类别": Fact(word), "人数": Fact(str(len(cells)), span_of_sources(cells).replace("之和", "人数"))}
        for word, cells in found.items()
    ]


def _persons_by_status(book: SheetBook) -> dict[str, dict[str, list[str]]]:
    """The name cells of everybody by enterprise (its key) and word."""
    found: dict[str, dict[str, list[str]]] = {}
    for table in book.of_kind("roster") or severance_lists(book):
        words = book.derive(status_words, table)
        for i, name in enumerate(book.derive(enterprises, table)):
            word = words[i]
            text = "（未填）" if word is None or isinstance(word, CellError) or is_blank(word) else clean_text(word)
            own = found.setdefault(enterprise_key(name), {}).setdefault(text, [])
            own.append(f"{table.sheet}!{table.cell('name', i)}")
    return found


def headcount_fact(book: CommandBook, firm: str, groups: list[Row]) -> Fact:
    """职工人数 of the progress sheet, else the persons of the roster; a blank where both are there and differ."""
    stated = _progress_text(book, firm, "headcount", "职工人数")
    counted = sum(int(row["人数"].text) for row in groups)
    if stated.is_blank:
        return Fact(str(counted), span_of_sources([row["人数"].source.removesuffix(" 人数") for row in groups]))
    if counted and stated.text.removesuffix("人") != str(counted):
        return blank(f"{stated.source} 写 {stated.text} 人，名册和测算表有 {counted} 人，查清后填写")
    return stated


def source_rows(book: CommandBook, firm: str, side: str) -> list[Row]:
    """Rows of 费用和资金来源表 of one side (``cost`` or ``source``): what it is, the amount, without totals."""
    rows: list[Row] = []
    for table in book.of_kind("sources"):
        for item_role, role in ((f"{side}_item", f"{side}_amount"), ("item", "amount")):
            if table.has(item_role) and table.has(role):
                rows += _side_rows(table, firm, side, item_role, role)
    return rows


def _side_rows(table: SheetTable, firm: str, side: str, item_role: str, role: str) -> Iterator[Row]:
    sides, words, values = texts(table, "direction"), texts(table, item_role), table.column(role)
    for i, name in enumerate(enterprise_names(table)):
        other = role == "amount" and side_of(sides[i]) != side
        total = any(TOTAL.fullmatch(text) for text in (words[i], sides[i]))
        if enterprise_key(name) != enterprise_key(firm) or other or total or is_empty(values[i]):
            continue
        source = f"{table.sheet}!{table.cell(role, i)}"
        fen = fen_of(values[i], table.money_unit(role))
        amount = blank(f"{source} 不能读出") if fen is None else Fact(yuan_text(fen), source)
        item = cost_item(words[i]) if side == "cost" else words[i]
        yield {"项目": Fact(words[i] or item, f"{table.sheet}!{table.cell(item_role, i)}"), "金额": amount} | (
            {"归类": Fact(LUMP if item == LUMP else item)} if side == "cost" else {}
        )
