"""The explanation as data is the explanation as text: the same steps, numbers and documents, none computed anew."""

from __future__ import annotations

import json
from typing import Any

import pytest

from xl_addin.cli.application import run_line
from xl_addin.functions.reading import answer
from xl_addin.functions.severance.functions import explain, explain_as_data
from xl_addin.functions.spec import WORKER

WORKERS = [
    ("1985-07-01", "2011-09-28", "1600", "1500", "2300", "", ""),
    ("1985-07-01", "2011-09-28", "900", "1500", "", "", ""),
    ("1985.07", "2011-09-28", "9000", "1500", "2300", "", ""),
    ("1985-07-01", "2006-12-31", "1600.555", "1500", "", "医疗期满", ""),
    ("2009-03-01", "2011-09-28", "1600", "", "2300", "协商", ""),
    ("1985-07-01", "2011-09-28", "1600", "1500", "2300", "", "PRORATE"),
    ("1985-07-01", "2011-09-28", "1600", "1500", "2300", "", "RGZ"),
    ("1985-07-01", "2011-09-28", "1600", "1500", "2300", "破产关闭", "BANKRUPT3X"),
]


def written(step: dict[str, Any]) -> str:
    """A step as the text has it, from its data."""
    number = step["value"]
    money = f"{number:,.2f}" if step["step"] == "金额" else f"{number:.3f}".rstrip("0") if number else ""
    if step["unit"] == "元" and step["step"] != "金额":
        money = f"{number:.2f}" if round(number, 2) == number else money
    result = {"": "", "月": f" → {number:g}个月" if number is not None else "", "元": f" → {money}元"}[step["unit"]]
    basis = "、".join(step["citations"])
    return f"{step['step']}：{step['text']}{result}" + (f"〔{basis}〕" if basis else "")


@pytest.mark.parametrize("worker", WORKERS)
def test_text_and_data_say_the_same(worker: tuple[str, ...]) -> None:
    data, text = answer(explain_as_data, WORKER, worker), answer(explain, WORKER, worker)
    lines = text.splitlines()
    assert lines[0] == f"经济补偿金 {data['amount']:.2f} 元（{data['amount_in_words']}），计发 {data['months']:g}个月"
    steps = [line.partition(". ")[2] for line in lines if line[0].isdigit()]
    assert [written(step) for step in data["steps"]] == [line.replace("；劳动", "、劳动") for line in steps]
    assert [line for line in lines if line.startswith("另计")] == [written(step) for step in data["besides"]]
    assert [line.partition("：")[2] for line in lines if line.startswith("有争议的选项")] == [
        option["text"] for option in data["disputed_options"]
    ]
    assert data["ground"]["text"] in lines
    assert data["policy"]["version"] in text
    assert all(remark in lines for remark in data["remarks"])


def test_the_command_line_gives_it_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    line = ["explain", "1985.07", "2011-09-28", "1600", "--enterprise-wage", "1500", "--format", "json"]
    assert run_line(line) == 0
    data = json.loads(capsys.readouterr().out)
    assert (data["amount"], data["months"]) == (43200.0, 27)
    assert data["steps"][1] == {
        "step": "2008年起工龄",
        "text": "3年8个月28天，六个月以上不满一年按一年，不满六个月付半个月",
        "value": 4,
        "unit": "月",
        "citations": ["劳动合同法第47条", "劳动合同法第97条"],
    }
    assert data["disputed_options"][0]["other_amount"] == 41600.0
    assert data["remarks"] == ["日期精度：参加工作时间只到月，按当月第一天计"]


def test_another_form_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_line(["explain", "1985.07", "2011-09-28", "1600", "--format", "xml"]) == 2
    assert capsys.readouterr().err == "--format 只能是 text 或 json，现为“xml”\n"
