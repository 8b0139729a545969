"""What headings are accepted, said for people: from the same data by which sheets are read."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from xl_addin.tables.layouts import ColumnSpec, Layout, Phrase, layouts
from xl_addin.values.errors import InputError

_INTRODUCTION = (
    "由识别表格所用的同一份数据生成（`xl-addin headings` 显示同样内容）。表头里的空格、换行、括号、单位、“的”和"
    "看不见的字符不计；“日期、时间、年月、年月日”视为相同。（）内任选一词，[ ]内可以没有。没有认出而填有内容的栏，"
    "会在“怎样读的这张表”里列出；可能就是缺少的一栏的，会问。"
)


def find_layout(text: str) -> Layout:
    """The kind of sheet that a name means; InputError listing all of them if none.

    >>> find_layout("台账").kind, find_layout("severance").title
    ('ledger', '经济补偿金测算表')
    """
    wanted = text.strip()
    for one in layouts():
        if wanted in (one.kind, one.title):
            return one
    within = [one for one in layouts() if wanted and wanted in one.title]
    if within:
        return within[0]
    titles = [one.title for one in layouts()]
    near = get_close_matches(wanted, titles, 1, 0.3)
    hint = f"，是否想写“{near[0]}”" if near else ""
    raise InputError(f"没有名为“{text}”的表；可用：{'、'.join(titles)}{hint}")


def phrase_text(phrase: Phrase) -> str:
    """A heading that is put together from parts: [ ] may be left out, | stands between words of one part.

    >>> phrase_text((("解除", "终止"), ("劳动合同", ""), ("时间",)))
    '（解除|终止）[劳动合同]（时间）'
    """
    return "".join(_part_text(part) for part in phrase)


def _part_text(part: tuple[str, ...]) -> str:
    words = "|".join(filter(None, part)).replace("~", "某").replace("#", "某年").replace("某年年", "某年")
    return f"[{words}]" if "" in part else f"（{words}）"


def column_lines(column: ColumnSpec) -> Iterator[str]:
    """What names a column, a line each: listed headings, then those put together."""
    if column.heads:
        yield "、".join(dict.fromkeys(column.heads))
    for phrase in (*column.likes, *column.maybes):
        yield phrase_text(phrase)


def shown_columns(layout: Layout) -> list[ColumnSpec]:
    """The columns of a kind, one for those of which a sheet may have several."""
    more = {role for one in layout.repeated for role in one.roles()[1:]}
    return [column for column in layout.columns.values() if column.role not in more]


def needed_text(layout: Layout) -> str:
    """Which columns make a sheet one of this kind.

    >>> needed_text(find_layout("repayment"))
    '还款日期；还款额；企业名称、期初余额、利息、期末余额、应还本金之一'
    """
    groups = ([layout.columns[role].name for role in group] for group in layout.required)
    return "；".join(names[0] if len(names) == 1 else f"{'、'.join(names)}之一" for names in groups)


def headings_page() -> str:
    """The page of the manual: every kind of sheet with the headings that are accepted."""
    parts = ["# 可用的表头", "", _INTRODUCTION]
    for layout in layouts():
        needed = f"必须有：{needed_text(layout)}。"
        parts += ["", f"## {layout.title}", "", needed, "", "| 栏 | 可用的表头 |", "|---|---|"]
        for column in shown_columns(layout):
            lines = [line.replace("|", "\\|") for line in column_lines(column)]
            if lines:
                parts.append(f"| {column.name} | {'<br>'.join(lines)} |")
    return "\n".join(parts) + "\n"
