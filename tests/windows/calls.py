"""The calls that both systems must answer alike: those of the self-test workbook, the examples, and bad cells."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

from xl_addin.files.reading import open_book
from xl_addin.formulas.recalculation import recalculate
from xl_addin.formulas.stored_names import OurFunctions
from xl_addin.functions import CATALOG, FunctionSpec
from xl_addin.values.errors import CellError

SELFTEST = Path(__file__).parents[2] / "workbooks" / "selftest.xlsx"
Call = tuple[str, tuple[Any, ...]]


class Recorder(OurFunctions):
    """Our functions, and every call that a workbook made of them."""

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[Call] = []

    def call(self, name: str, *arguments: object) -> object:
        self.calls.append((name, arguments))
        return super().call(name, *arguments)


def selftest_calls() -> list[Call]:
    recorder = Recorder()
    recalculate(open_book(SELFTEST), functions=recorder)
    return recorder.calls


def typed(text: str) -> str | float | None:
    """Give what a cell holds after typing an argument of a formula; a range in it is left empty."""
    if text.startswith('"'):
        return text.strip('"')
    if ":" in text:
        return None
    return float(text.removesuffix("%")) / (100 if text.endswith("%") else 1)


def example_call(spec: FunctionSpec) -> Call:
    inside = spec.example.partition("(")[2].rstrip(")")
    return spec.name, tuple(typed(text) for text in re.findall(r'"[^"]*"|[^,]+', inside))


def bad_calls(spec: FunctionSpec) -> list[Call]:
    """Error values, blanks, dates and words where something else belongs, alone and in a range."""
    number = len(spec.arguments)
    table = [["姓名", "金额", "日期"], ["虚构甲", CellError("#REF!", ""), dt.date(2011, 9, 28)], [None, 1.5, True]]
    return [
        (spec.name, tuple(CellError("#N/A", "") for _ in range(number))),
        (spec.name, (None,) * number),
        (spec.name, tuple(dt.datetime(2011, 9, 28) for _ in range(number))),
        (spec.name, tuple(f"不是数{place}" for place in range(number))),
        (spec.name, (table,) * number),
        (spec.name, (-1.0,) * number),
    ]


def all_calls() -> list[Call]:
    found = selftest_calls()
    for spec in CATALOG.values():
        found += [example_call(spec), *bad_calls(spec)]
    return found
