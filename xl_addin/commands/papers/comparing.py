"""Whether a written paper still agrees with its workbook: every fact once more from the cells, beside what it says now.

Persons are matched by name and number as the paper shows them, so that a row put in between moves nobody. What changed,
the workbook or the paper, is told from the paper's own record. No message repeats a name or a number.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from xl_addin.files.papers.controls import plain_text
from xl_addin.files.papers.model import BLANK, Control, Fact, PaperData, Row, Written
from xl_addin.values.findings import Finding, Severity
from xl_addin.values.persons import mask_text

_IDENTITY: Final = ("姓名", "身份证号", "项目", "类别")
"""Columns that say what a row is about."""
_SECRET: Final = ("姓名", "身份证号", "银行账号")
_DONE: Final = {"代发": "付清"}
"""Groups of what is to be done, and the group of what is done by now."""
_BASIS: Final = "各文书的数字以工作簿为准，一处一源"
_AGAIN: Final = "以工作簿为准的，重新生成本件；以本件为准的，先改正工作簿"
_LONGEST: Final = 60


@dataclass(frozen=True, slots=True)
class _Place:
    """A fact of the paper: where, and what it is called for people."""

    file: str
    name: str
    row: int

    @property
    def words(self) -> str:
        """The fact as a message calls it."""
        column = self.name.rpartition(".")[2]
        return f"第 {self.row} 行的“{column}”" if self.row else f"“{column}”"


def compare(file: str, paper: Written, now: PaperData) -> Iterator[Finding]:
    """Every difference between a paper and its workbook, in the order of the paper."""
    seen: set[tuple[str, int]] = set()
    for control in paper.controls:
        if control.row == 0:
            seen.add((control.name, 0))
            fact = now.single.get(control.name)
            if fact is not None:
                yield from _differs(_Place(file, control.name, 0), control.text, fact, paper)
    for group in now.groups:
        yield from _group(file, group, now.groups, paper, seen)
    for (name, row), (source, text) in paper.recorded.items():
        if (name, row) not in seen and (source or text == BLANK):
            place = _Place(file, name, row)
            yield _finding(place, source, "PAPER_FACT_GONE", Severity.MISSING, "", text, "已从本件删去，不能核对", name)


def without_source(file: str, why: str) -> Finding:
    """What is said of a paper that the workbook does not give any more: nothing of it can be relied on."""
    return Finding(
        code="PAPER_SOURCE_GONE",
        severity=Severity.ERROR,
        sheet="",
        cell=None,
        observed="",
        expected="",
        message=f"{file}：按工作簿现在写不出这份文书，本件的数字都没有核对：{mask_text(why)}",
        remedy=_AGAIN,
        citation=_BASIS,
        cause=f"papers:{file}",
    )


def _group(
    file: str, group: str, groups: Mapping[str, Sequence[Row]], paper: Written, seen: set[tuple[str, int]]
) -> Iterator[Finding]:
    """The rows of one group, each beside the row of the workbook that is about the same."""
    rows = groups[group]
    shown: dict[int, dict[str, list[Control]]] = {}
    for control in paper.controls:
        if control.name.startswith(f"{group}.") and control.row:
            column = control.name.removeprefix(f"{group}.")
            shown.setdefault(control.row, {}).setdefault(column, []).append(control)
            seen.add((control.name, control.row))
    recorded = {name for name, row in paper.recorded if row and name.startswith(f"{group}.")}
    if not shown and not recorded:
        return
    keys = [name for name in _IDENTITY if f"{group}.{name}" in recorded or any(name in own for own in shown.values())]
    places = _matches(shown, rows, keys)
    for number, own in shown.items():
        match = places.get(number)
        if match is None:
            done = keys and _matches({number: own}, groups.get(_DONE.get(group, ""), ()), keys)
            yield _stranger(_Place(file, f"{group}.{keys[0] if keys else ''}", number), paper, bool(done))
            continue
        for column, controls in own.items():
            fact = rows[match].get(column)
            for control in controls if fact is not None else ():
                place = _Place(file, control.name, number)
                yield from _differs(place, control.text, fact, paper)  # type: ignore[arg-type]
    for number in sorted(set(range(len(rows))) - set(places.values())):
        source = next((fact.source for fact in rows[number].values() if fact.source), "")
        place = _Place(file, f"{group}.{keys[0] if keys else ''}", 0)
        yield _finding(
            place, source, "PAPER_ROW_LACKING", Severity.ERROR, "", "", f"本件没有工作簿 {source} 的这一行", place.name
        )


def _matches(
    shown: Mapping[int, Mapping[str, Sequence[Control]]], rows: Sequence[Row], keys: Sequence[str]
) -> dict[int, int]:
    """The row of the workbook for each row of the paper; namesakes in their order, rows without a key by number."""
    if not keys:
        return {number: number - 1 for number in shown if number <= len(rows)}
    open_rows: dict[tuple[str, ...], list[int]] = {}
    for i, row in enumerate(rows):
        open_rows.setdefault(tuple(_same(row[key].text) if key in row else "" for key in keys), []).append(i)
    found: dict[int, int] = {}
    for number, own in shown.items():
        texts = tuple(_same(own[key][0].text) if key in own else "" for key in keys)
        waiting = open_rows.get(texts)
        if waiting:
            found[number] = waiting.pop(0)
    return found


def _stranger(place: _Place, paper: Written, done: bool) -> Finding:
    """A row of the paper that the workbook has no row for; ``done`` where it was one of what is done by now."""
    source, _ = paper.recorded.get((place.name, place.row), ("", ""))
    if done:
        message = "：工作簿里这个人已付清，再按本件发放就付了两次"
        return _finding(place, source, "PAPER_ROW_DONE", Severity.ERROR, "", "", message, place.name)
    told = f"在工作簿里找不到（写出时取自 {source}）" if source else "在工作簿里找不到"
    message = f"{told}：姓名、身份证号或项目改过，或这一行已删去"
    return _finding(place, source, "PAPER_ROW_UNKNOWN", Severity.ERROR, "", "", message, place.name)


def _differs(place: _Place, text: str, fact: Fact, paper: Written) -> Iterator[Finding]:
    """What is wrong with one fact; what no cell says is the office's own."""
    now, own = _same(fact.text), _same(text)
    if now == own or not (fact.source or fact.is_blank):
        return
    source, then = paper.recorded.get((place.name, place.row), ("", ""))
    if fact.is_blank:
        if then not in ("", BLANK):
            message = f"本件写了，而工作簿现在给不出：{fact.asked}"
            yield _finding(
                place, source, "PAPER_UNKNOWN_NOW", Severity.ERROR, _told(text, fact), "", message, fact.source
            )
        return
    if own == BLANK:
        message = f"本件空着，工作簿 {fact.source} 现在有了"
        yield _finding(place, fact.source, "PAPER_BLANK", Severity.NOTICE, text, _told(fact.text, fact), message, "")
        return
    who = (
        "工作簿改过" if _same(then) == own else "本件改过" if _same(then) == now else "两边都改过" if then else "不一致"
    )
    if fact.secret:
        message = f"与工作簿 {fact.source} 不一致（{who}）"
    else:
        message = f"本件写 {_told(text, fact)}，工作簿 {fact.source} 现为 {_told(fact.text, fact)}（{who}）"
    yield _finding(
        place, fact.source, "PAPER_DIFFERS", Severity.ERROR, _told(text, fact), _told(fact.text, fact), message, ""
    )


def _told(text: str, fact: Fact) -> str:
    """A text as a message may say it."""
    return "" if fact.secret else mask_text(text)[:_LONGEST]


def _same(text: str) -> str:
    return "".join(plain_text(text).split())


def _finding(
    place: _Place, source: str, code: str, severity: Severity, observed: str, expected: str, message: str, name: str
) -> Finding:
    first = source if source.count("!") < 2 else source.partition("、")[0]
    sheet, _, cell = first.partition("；")[0].rpartition("!")
    alone = cell.isascii() and cell.isalnum()
    secret = name.rpartition(".")[2] in _SECRET
    return Finding(
        code=code,
        severity=severity,
        sheet=sheet,
        cell=cell if alone and cell else None,
        observed="" if secret else observed,
        expected="" if secret else mask_text(expected)[:_LONGEST],
        message=f"{place.file}：{place.words}{message}",
        remedy=_AGAIN,
        citation=_BASIS,
        cause=f"papers:{place.file}",  # one paper written again puts all of it right
    )
