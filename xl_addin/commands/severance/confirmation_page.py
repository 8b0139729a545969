"""One page of a 职工确认单: who, from what data, how, how much, by what law, what else was possible, lines to sign.

Wordings of the derivation come from ``rules.explain_worker``. A page that gets too long is set smaller, never cut.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from typing import Final

from xl_addin.commands.severance.alternatives import Alternative
from xl_addin.commands.severance.amounts import Amounts, Line
from xl_addin.commands.spec import CommandContext
from xl_addin.files.building.draft import FormLine, SheetDraft, Span
from xl_addin.files.building.model import NewCell
from xl_addin.policy.profiles import Policy
from xl_addin.rules.severance.derivation import derivation, ground_line
from xl_addin.rules.severance.row import months_text, row_of, span_text
from xl_addin.rules.severance.service import Piece
from xl_addin.rules.severance.wording import worker_text
from xl_addin.sheets.service_text import is_service_text
from xl_addin.sheets.severance_inputs import INPUTS
from xl_addin.sheets.severance_persons import Person
from xl_addin.tables.cleaning import clean_money, clean_text, is_blank, read_date
from xl_addin.tables.clock_times import shifted_midnight
from xl_addin.tables.grid import CellValue
from xl_addin.tables.layouts import layout
from xl_addin.values.dates import date_words, to_date
from xl_addin.values.errors import CellError, InputError
from xl_addin.values.money import MICRO, decimal_text, fen_to_yuan, yuan_text
from xl_addin.values.persons import mask_id, mask_text
from xl_addin.values.rmb import rmb_upper

TITLE: Final = "经济补偿金职工确认单"
WIDTHS: Final = (11.5, 11.0, 11.5, 11.0, 11.5, 11.0)
"""Narrow enough for an A4 page even where another font makes columns a fifth wider; Excel cannot both fit and break."""
_COLUMNS: Final = len(WIDTHS)
_PAGE: Final = 745.0
"""Points between the margins of an A4 page, less a little for hosts that set rows higher."""
_DAYS: Final = {"start": "按当月1日起", "end": "按当月末日止"}
"""Roles of dates, with the day that a month without a day means."""
_SIGNING: Final = 30.0
"""Points of a line to write on."""


def confirmation_page(
    i: int, person: Person, amounts: Amounts, groups: Sequence[Sequence[Alternative]], context: CommandContext
) -> list[FormLine]:
    """Lay out the page of person i; ``groups`` are the alternatives of every option for all persons."""
    line = amounts[i]
    if isinstance(line, InputError):
        return [
            *_head(i, person, context),
            *_typed_inputs(person, person.policy.policy),
            *_refusal(person, line),
            *_footer(context),
        ]
    sentences = _sentences(i, groups)
    joined = ["".join(f"（{number}）{text}" for number, text in enumerate(sentences, 1))]
    page: list[FormLine] = []
    for texts, style, choice_style in (
        (sentences, "wrap", "small"),
        (joined, "wrap", "small"),
        (joined, "small", "fine"),
    ):
        choices = [_wide(text, choice_style) for text in texts if text]
        page = [*_head(i, person, context), *_body(person, line, choices, style, context)]
        draft = SheetDraft(TITLE, WIDTHS)
        draft.lines(page)
        if draft.height <= _PAGE:
            break
    return page


def _body(
    person: Person,
    line: Line,
    choices: Sequence[FormLine],
    style: str,
    context: CommandContext,
) -> Iterator[FormLine]:
    """Everything below the head; ``style`` is that of the running text."""
    table, row = line.table, line.row
    yield from _inputs(person, table.policy)
    yield from _section("二、计算过程")
    yield from (_wide(sentence, style) for sentence in worker_text(table, row).splitlines())
    yield from _amount(person, line.fen, months_text(line.months))
    yield from _cautions(person, line.fen, context)
    yield from _section("四、计算依据")
    yield _wide(_basis(line), style)
    if context.alternatives:
        yield from _section("五、影响本人金额的口径选择")
        yield from choices or [_wide("没有：换用其他口径选择，本人金额不变。", "small")]
    yield from _status(table.policy)
    last = "六" if context.alternatives else "五"
    yield from _posted(last) if context.masked else _signatures(last)
    yield from _footer(context)


def _line(*cells: tuple[str | float | None, str, int]) -> FormLine:
    return [Span(NewCell(value, style), span) for value, style, span in cells]


def _wide(text: str, style: str = "wrap") -> FormLine:
    return _line((text, style, _COLUMNS))


def _section(title: str) -> list[FormLine]:
    return [_wide(title, "section")]


def _head(i: int, person: Person, context: CommandContext) -> Iterator[FormLine]:
    yield _wide(TITLE + ("（公示件）" if context.masked else ""), "title")
    yield _line((f"编号：{i + 1:04d}", "", 3), (f"来源：{person.sheet} 第{person.row}行", "right", 3))
    yield _line(("企业名称", "label", 1), (person.enterprise or "（未填）", "wrap", 5))
    number = mask_id(person.id) if context.masked else person.id
    yield _line(
        ("姓名", "label", 1),
        (person.name or "（未填）", "text", 2),
        ("身份证号", "label", 1),
        (number or "（未填）", "text", 2),
    )


def _input_lines(words: dict[str, str], service: tuple[str, str, str] | None = None) -> list[FormLine]:
    names = {role: layout("severance").columns[role].name for role in INPUTS}
    names |= {"wage": "本人月平均\n工资（元）", "enterprise_wage": "企业月平均\n工资（元）"}
    names |= {"local_wage": "当地月平均\n工资（元）"}
    lines = _section("一、计算所用数据")
    for roles in (("start", "end", "ground"), ("wage", "enterprise_wage", "local_wage")):
        lines.append(_input_line(names, words, roles))
    if service is None and is_service_text(words["start"]):
        service = ("工龄分段", f"分{len(words['start'].split('；'))}段，见下", words["start"])
    if service is not None:
        label, short, text = service
        lines[1] = _input_line(names, words | {"start": short}, ("start", "end", "ground"))
        lines.insert(2, _line((label, "label", 1), (text, "wrap", _COLUMNS - 1)))
    return lines


def _service(person: Person) -> tuple[str, str, str] | None:
    """Service that the row's formula states otherwise than by two days: label, what stands for the start, all of it."""
    if person.service is None:
        return None
    if person.service.months is not None:
        before, after = (span_text((months, 0)) for months in person.service.months)
        return "审定工龄", "按审定工龄", f"2008年前{before}，2008年起{after}"
    return "工龄分段", f"分{len(person.service.pieces)}段，见下", "；".join(map(_piece_text, person.service.pieces))


def _piece_text(piece: Piece) -> str:
    notes = [piece.kind] if piece.kind else []
    notes += ["已补偿，不计"] if piece.paid_before else [] if piece.counts else ["不计"]
    span = f"{to_date(piece.start).isoformat()}至{to_date(piece.end).isoformat()}"
    return f"{span}（{'，'.join(notes)}）" if notes else span


def _input_line(names: dict[str, str], words: dict[str, str], roles: Sequence[str]) -> FormLine:
    return _line(*(cell for r in roles for cell in ((names[r], "label", 1), (words[r], "centre", 1))))


def _inputs(person: Person, policy: Policy) -> list[FormLine]:
    """Inputs as they were read."""
    words = {role: _typed(person, role) for role in INPUTS}
    for role in _DAYS if person.service is None else ():
        words[role] = _day_text(person, role, policy)
    for role in ("wage", "enterprise_wage", "local_wage"):
        words[role] = _wage_text(person.cells[role])
    words["ground"] = words["ground"] or "未填，按客观情况发生重大变化"
    return _input_lines(words, _service(person))


def _day_text(person: Person, role: str, policy: Policy) -> str:
    if is_service_text(person.cells[role]):
        return clean_text(person.cells[role])
    reading = read_date(person.cells[role], "", policy.options.month_decimal, shifted_midnight)
    date = to_date(reading.day)
    return f"{date.year}年{date.month}月（{_DAYS[role]}）" if reading.month_only else date.isoformat()


def _wage_text(value: CellValue) -> str:
    return "未提供" if is_blank(value) else decimal_text(clean_money(value, ""), MICRO, 2)


def _typed_inputs(person: Person, policy: Policy) -> list[FormLine]:
    """Inputs as they stand in the sheet, unreadable ones included."""
    words = {role: _typed(person, role) or "（空）" for role in INPUTS}
    for role in _DAYS:
        with suppress(InputError):
            words[role] = _day_text(person, role, policy)
    return _input_lines(words)


def _typed(person: Person, role: str) -> str:
    value = person.cells[role]
    if is_blank(value):
        return ""
    if isinstance(value, CellError):
        return f"错误值 {value.code}"
    return mask_text(clean_text(value))


def _amount(person: Person, fen: int, months: str) -> Iterator[FormLine]:
    yield from _section("三、补偿金额")
    yield _line(("计发月数", "label", 1), (months, "centre", 1), ("金额", "label", 1), (fen_to_yuan(fen), "amount", 3))
    yield _line(("人民币大写", "label", 1), (rmb_upper(fen), "capitals", 5))


def _cautions(person: Person, fen: int, context: CommandContext) -> Iterator[FormLine]:
    """What must be cleared up before anybody signs, in one line."""
    found = []
    if person.passed:
        found.append(person.passed.remark if context.masked else person.passed.note)
    if person.differs(fen):
        stated = mask_text(clean_text(person.stated))
        found.append(f"测算表 {person.sheet}!{person.stated_cell} 所列金额为 {stated}，与本计算不一致")
    if found:
        yield _wide(f"注意：{'；'.join(found)}，查清前请勿签字。", "caution")


def _basis(line: Line) -> str:
    """Documents and articles of every step, those of the ground, and the office's own document."""
    articles = "；".join(_articles(part for step in derivation(line.table, line.row) for part in step.citations))
    text = f"{articles}。{ground_line(row_of(line.table, line.row))}。"
    facts = line.table.policy.facts
    if facts.get("标题") or facts.get("文号"):
        title = f"《{facts['标题']}》" if facts.get("标题") else ""
        number = f"（{facts['文号']}）" if facts.get("文号") else ""
        text += f"本单位执行文件：{title}{number}。"
    return text


def _articles(citations: Iterable[str]) -> list[str]:
    """Name each document and article once; a document alone goes where one of its articles is named too.

    >>> _articles(["劳部发〔1994〕481号", "劳动合同法第47条", "劳部发〔1994〕481号第五条", "劳动合同法第47条"])
    ['劳动合同法第47条', '劳部发〔1994〕481号第五条']
    """
    found = list(dict.fromkeys(citations))
    return [part for part in found if not any(other != part and other.startswith(part) for other in found)]


def _sentences(i: int, groups: Sequence[Sequence[Alternative]]) -> list[str]:
    """The options that mattered to person i, in plain words: what is chosen and what other values would change."""
    sentences = []
    for group in groups:
        chosen = next(one for one in group if one.own[i])
        own = chosen.fen[i]
        others = [one for one in group if one.fen[i] != own]
        if others:
            words = "，".join(f"改按“{one.word}”{_change(one.fen[i], own)}" for one in others)
            sentences.append(f"{chosen.option.label}：现按“{chosen.word}”，{words}。")
    return sentences


def _change(fen: int | None, own: int | None) -> str:
    if fen is None or own is None:
        return "不能计算"
    return f"{'多' if fen > own else '少'}{yuan_text(abs(fen - own))}元"


def _status(policy: Policy) -> Iterator[FormLine]:
    if not policy.confirmed:
        text = f"{policy.status}：本单按尚未确认的政策口径计算，供核对用；口径确认后金额有变的，以确认后的为准。"
        yield _wide(text, "caution")


def _refusal(person: Person, error: InputError) -> Iterator[FormLine]:
    if person.settled:
        yield from _section("二、本人不计经济补偿金")
        yield _wide(f"{error.message}。", "caution")
        return
    yield from _section("二、本人金额暂不能计算")
    yield _wide(f"原因：{mask_text(error.message)}。", "caution")
    yield _wide(f"请查清档案，改正工作表“{person.sheet}”第{person.row}行后重新出具本单；金额算出前不签字。")


def _signatures(number: str) -> list[FormLine]:
    return [
        *_section(f"{number}、本人确认"),
        _wide("以上数据和金额我已核对，并听取了说明。　□ 无异议　　□ 有异议：", "sign"),
        _blanks("本人签字：", "日期：　　　　年　　月　　日"),
        _blanks("经办人：", "单位（盖章）："),
    ]


def _blanks(left: str, right: str) -> FormLine:
    half = _COLUMNS // 2
    return [Span(NewCell(text, "sign"), half, _SIGNING) for text in (left, right)]


def _posted(number: str) -> list[FormLine]:
    return [
        *_section(f"{number}、公示"),
        _wide("本件供公示，不作签字用。对数据或金额有异议的，请在公示期内向经办人书面提出。"),
    ]


def _footer(context: CommandContext) -> Iterator[FormLine]:
    yield _line(("制表：", "", 2), ("审核：", "", 2), (date_words(context.time), "right", 2))
