"""What the lines over a table, and the notes under it, state for all its rows: 解除时间：2011年9月28日.

A value stands behind its label, with a colon or not, in the same cell or in the next one that is filled.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from xl_addin.tables.firm_names import is_firm, title_enterprise, without_seal
from xl_addin.tables.grid import CellValue
from xl_addin.tables.heading_roles import holds_for_all
from xl_addin.tables.labels import YUAN, heading, plain
from xl_addin.tables.record_rows import is_empty

_LABELLED: Final = re.compile(r"([^\s:：;；,，。]{2,24})[:：]")
_AMOUNT_UNIT: Final = re.compile(r"(?<=\d)(元(?:/月|/年|/人|每月|每年)?)$")
_VALUE: Final = re.compile(
    r"(?<![\d.,])(?:(?P<day>\d{4}年\d{1,2}月(?:\d{1,2}日)?|\d{4}([-./])\d{1,2}\2\d{1,2})"
    r"|(?P<amount>\d[\d,]*(?:\.\d+)?)\s*(?P<unit>元(?:/月|/年|/人|每月|每年)?))(?![\d元])"
)
_LINK: Final = re.compile(r"(?:统一|均|按|都|一律)?(?:为|是|按|系|:|=|定于|确定为)?(?<!\s)\s*$")
_LEAD: Final = re.compile(
    r"(?:[\d一二三四五六七八九十]{1,2}[.、)]|[(注说明其中:附备本次统一经核定全体职工按以,;。、\s])*"
)
_OPEN_END: Final = re.compile(r"\s*(?:[至到~\-—－～、/]\s*\d|以?[上下前后起]|之[前后]|左右|的?[\d一二三两]+倍)")
_LONGEST: Final = 30
_ANNUAL: Final = re.compile(r"年平均|年均|年社平|平均年|年工资")
_LARGE: Final = tuple(unit for unit, yuan in YUAN.items() if yuan > 1)
_LARGE_MONTHLY: Final = 10_000


class Said(NamedTuple):
    """What a line says under a label of its own (解除时间：2011年9月28日), and the cell in which it stands."""

    value: CellValue
    row: int
    col: int
    label: str
    unit: str = ""
    """The unit behind an amount, or in its label."""
    doubt: str = ""
    """Why it cannot be used, '' if it can."""


def said_in(line: Sequence[CellValue], row: int) -> list[tuple[str, Said]]:
    """Every label of a line over a table with what stands behind it.

    >>> [(key, said.value) for key, said in said_in(["企业月平均工资1500元", "解除时间", "2011-9-28"], 2)]
    [('企业月平均工资', '1500'), ('解除时间', '2011-9-28')]
    """
    found = said_in_notes(line, row)
    known = {(key, said.col) for key, said in found}
    return found + [(key, said) for key, said in _labelled(line, row) if (key, said.col) not in known]


def said_in_notes(line: Sequence[CellValue], row: int) -> list[tuple[str, Said]]:
    """What the texts of a line state for all rows, each value behind its label.

    >>> text = "注：1.企业月平均工资为1,500元；当地月平均工资2300元"
    >>> [(key, said.value) for key, said in said_in_notes([text], 9)]
    [('企业月平均工资', '1,500'), ('当地月平均工资', '2300')]
    """
    cells = [(col, text) for col, text in enumerate(line, start=1) if isinstance(text, str) and text]
    return [(key, said) for col, text in cells for key, said in _stated(text, row, col)]


def _stated(text: str, row: int, col: int) -> list[tuple[str, Said]]:
    folded = unicodedata.normalize("NFKC", text)
    found: list[tuple[str, Said]] = []
    end = 0
    for value in _VALUE.finditer(folded):
        chunk, end = folded[end : value.start()], value.end()
        before = _LINK.sub("", re.split(r"[;,。\n]", chunk)[-1].rstrip(": "))
        bare = re.sub(r"\([^()]*\)|\d{4}年度?|[\s、,;:()]", "", chunk)
        if found and not bare:
            found.pop()  # 1400元、1500元: several values under one label
            continue
        label = _label(before)
        if label and not _OPEN_END.match(folded, end):
            shown = value["day"] or value["amount"]
            found.append((heading(label).key, Said(shown, row, col, label, value["unit"] or heading(label).unit)))
    return found


def _label(text: str) -> str:
    """The longest end of a text that is a label of what holds for all rows, '' if other words stand before it."""
    for start in range(max(0, len(text) - _LONGEST), len(text) - 2):
        label = text[start:].strip()
        if label == text[start:] and holds_for_all(_monthly(heading(label).key)):
            lead = re.split(r"[\s)]", text[:start])[-1]
            return label if _LEAD.fullmatch(lead) or title_enterprise(text[:start]) or is_firm(lead) else ""
    return ""


def _labelled(line: Sequence[CellValue], row: int) -> list[tuple[str, Said]]:
    """Every label with what stands behind it up to the next one, in its cell or in the next that is filled."""
    found: list[tuple[str, Said]] = []
    for col, text in enumerate(line, start=1):
        if not isinstance(text, str):
            continue
        labels = list(_LABELLED.finditer(text))
        bare = not labels and holds_for_all(_monthly(heading(text).key))
        if bare:
            labels = list(re.finditer(r"^(.*)$", text, re.DOTALL))
        for i, label in enumerate(labels):
            end = labels[i + 1].start() if i + 1 < len(labels) else len(text)
            value: CellValue = without_seal(text[label.end() : end].strip(" \t　。；;，,"))
            place = col
            if value == "" and i + 1 == len(labels):
                place = next((c for c in range(col + 1, len(line) + 1) if not is_empty(line[c - 1])), col)
                value = line[place - 1] if place > col else None
            unit = heading(label[1]).unit
            if isinstance(value, str):
                folded = unicodedata.normalize("NFKC", value).strip()
                if behind := _AMOUNT_UNIT.search(folded):
                    value, unit = folded[: behind.start()], behind[1]
            wrong = isinstance(value, str) and (_LABELLED.search(value) or (bare and not re.search(r"\d", value)))
            if not is_empty(value) and not wrong:
                shown = re.sub(r"^[(（][^()（）]*[)）]", "", label[1])  # the seal of the text before
                found.append((heading(shown).key, Said(value, row, place, shown, unit)))
    return found


def together(found: Iterable[tuple[str, Said]]) -> dict[str, Said]:
    """What is said under each key: the first of it; where another one differs, it is in doubt.

    >>> said = together([("社平工资", Said("1500", 1, 1, "")), ("社平工资", Said("1600", 9, 1, ""))])
    >>> said["社平工资"].value, said["社平工资"].doubt
    ('1500', '写了两个不同的值：1500、1600')
    """
    kept: dict[str, Said] = {}
    for key, said in found:
        first = kept.setdefault(key, said)
        if plain(str(first.value)) != plain(str(said.value)) and not first.doubt and holds_for_all(_monthly(key)):
            kept[key] = first._replace(doubt=f"写了两个不同的值：{first.value}、{said.value}")
    return kept


def monthly(key: str, said: Said) -> tuple[str, Said]:
    """The key of the monthly average that is meant, in doubt where what is said is of a year or may be.

    >>> monthly("上年度职工年平均工资", Said("27600", 2, 1, "上年度职工年平均工资", "元"))[1].doubt
    '写的是全年的金额，这里要的是每月的金额'
    """
    if "工资" not in key and "社平" not in key:
        return key, said
    if said.unit.startswith(_LARGE):
        return key, said._replace(doubt=f"单位是{said.unit}，要换算成元")
    if said.unit.endswith("年") or heading(said.label).unit.endswith("年") or _ANNUAL.search(plain(said.label)):
        return _monthly(key), said._replace(doubt="写的是全年的金额，这里要的是每月的金额")
    if "月" not in plain(said.label) and not said.unit.endswith("月") and _number(said.value) >= _LARGE_MONTHLY:
        return key, said._replace(doubt="没有写明是每月还是全年的金额，看数额像是全年的")
    return key, said


def _monthly(key: str) -> str:
    return re.sub("年社平", "社平", re.sub("年平均|年均|平均年", "月平均", key))


def _number(value: CellValue) -> float:
    if isinstance(value, (int, float)):
        return float(value)
    digits = plain(value).replace(",", "") if isinstance(value, str) else ""
    return float(digits) if re.fullmatch(r"\d+(?:\.\d+)?", digits) else 0.0
