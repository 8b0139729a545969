"""Every worked case of `tests/cases/fund` through `call`, as a cell would ask for it."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from xl_addin.functions import call
from xl_addin.values.errors import CellError

CASES = Path(__file__).parents[2] / "cases" / "fund"


def all_cases() -> list[Any]:
    found = []
    for path in sorted(CASES.glob("*.toml")):
        book = tomllib.loads(path.read_text(encoding="utf-8"))
        for case in book["case"]:
            ledger = [book["ledger"][case["ledger"]]] if "ledger" in case else []
            arguments = [*ledger, *case["arguments"]]
            found.append(pytest.param(case, arguments, id=f"{path.stem}: {case['name']}"))
    return found


@pytest.mark.parametrize(("case", "arguments"), all_cases())
def test_the_cell_shows_what_the_case_says(case: dict[str, Any], arguments: list[Any]) -> None:
    result = call(case["function"], *arguments)
    if "error" in case:
        assert isinstance(result, CellError), result
        assert result.code == case["error"], result.message
    elif "value" in case:
        assert result == case["value"]
    else:
        assert isinstance(result, list), result
        assert result[1:] == case["rows"]
        assert case.get("headings", result[0]) == result[0]


def test_the_examples_of_every_function_are_there() -> None:
    names = {case.values[0]["function"] for case in all_cases()}  # type: ignore[index]
    assert {
        "基金余额",
        "基金负债",
        "资金平衡表",
        "清偿分配",
        "系统内调剂",
        "暂挂还款计划",
        "垫付结算",
        "覆盖率",
    } <= names
