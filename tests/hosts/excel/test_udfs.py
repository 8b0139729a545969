"""The Excel functions are the catalog's, under both names, and give what ``functions.call`` gives."""

import datetime as dt
import inspect
import subprocess
import sys

import pytest

from xl_addin.functions import CATALOG, CellError, call
from xl_addin.hosts.excel import udfs

NAMES = [(name, spec) for spec in CATALOG.values() for name in (spec.name, spec.alias)]
ROSTER = [
    ["姓名", "参加工作时间", "解除时间", "前12个月月平均工资", "企业月平均工资", "当地月平均工资"],
    ["张甲", "1985-07-01", dt.date(2011, 9, 28), 1600, 1500, 2300],
    ["李乙", CellError("#N/A", ""), 40814.0, 1600, None, None],
    [None] * 6,
]
POLICY = [["profile", "R481"], ["fraction", None]]
SAMPLES = {
    "dates as text": ("SOE_SEVERANCE", ["1985-07-01", "2011-09-28", 1600, 1500, 2300], 43200.0),
    "dates as serial numbers": ("SOE_SEVERANCE", [31229.0, 40814.0, 1600.0, 1500.0, 2300.0], 43200.0),
    "dates as dates": ("SOE_SEVERANCE", [dt.datetime(1985, 7, 1), dt.date(2011, 9, 28), 1600, 1500, 2300], 43200.0),
    "end before start": ("SOE_SEVERANCE", ["2011-09-28", "1985-07-01", 1600], "#NUM!"),
    "blank wage": ("SOE_SEVERANCE", ["1985-07-01", "2011-09-28", None], "#VALUE!"),
    "too many arguments": ("SOE_DATE", ["1985.07", "ask", 1], "#VALUE!"),
    "too few arguments": ("SOE_SEVERANCE", ["1985-07-01"], "#VALUE!"),
    "error value in a cell": ("SOE_SEVERANCE", ["1985-07-01", CellError("#REF!", ""), 1600], "#REF!"),
    "a range where a cell is expected": ("SOE_SEVERANCE", ["1985-07-01", "2011-09-28", [[1600], [1700]]], "#VALUE!"),
    "blank optional arguments": ("SOE_SEVERANCE_MONTHS", ["1985-07-01", "2011-09-28", 1600, None, None, None], 27),
    "a policy range": ("SOE_SEVERANCE", ["1985-07-01", "2007-12-31", 1000, None, None, None, POLICY], 23000.0),
    "service in pieces": (
        "SOE_SERVICE_MONTHS",
        [[["1990-01-01", "1990-12-31"], ["1992-01-01", "1992-06-30"]], None],
        18,
    ),
    "a date": ("SOE_DATE", ["85年7月"], dt.date(1985, 7, 1)),
    "a question": ("SOE_DATE", [1985.1], "#N/A"),
    "a policy parameter": ("SOE_RATE", ["养老单位费率", "2005-06-01"], 0.2),
    "a policy gap": ("SOE_RATE", ["养老单位费率", "1990-06-01"], "#N/A"),
}


@pytest.mark.parametrize(("name", "spec"), NAMES, ids=[name for name, _ in NAMES])
def test_a_function_is_an_attribute_with_its_own_name_and_the_arguments_of_the_catalog(name, spec):
    function = getattr(udfs, name)
    parameters = inspect.signature(function).parameters
    assert function.__name__ == name
    assert list(parameters) == [argument.id for argument in spec.arguments]
    assert [p.default is None for p in parameters.values()] == [argument.optional for argument in spec.arguments]


def test_no_two_functions_share_a_name():
    assert len(udfs.FUNCTIONS) == 2 * len(CATALOG)
    assert len({name.casefold() for name in udfs.FUNCTIONS}) == 2 * len(CATALOG)


@pytest.mark.parametrize("case", SAMPLES)
def test_a_function_gives_under_both_names_what_call_gives(case):
    name, arguments, expected = SAMPLES[case]
    for each in (name, CATALOG[name].alias):
        result = getattr(udfs, each)(*arguments)
        assert result == call(name, *arguments)
        assert (result.code if isinstance(result, CellError) else result) == expected


def test_a_roster_comes_back_as_one_row_per_person_with_the_error_in_its_own_row():
    headings, good, bad = udfs.FUNCTIONS["经济补偿金表"](ROSTER, None)
    amount = headings.index("补偿金额")
    assert [headings, good, bad] == call("SOE_SEVERANCE_TABLE", ROSTER, None)
    assert (good[0], good[amount]) == ("张甲", 43200.0)
    assert (bad[0], bad[amount].code) == ("李乙", "#N/A")


def test_an_explanation_comes_back_as_text_with_its_amount_and_law():
    text = udfs.FUNCTIONS["补偿说明"]("1985-07-01", "2011-09-28", 1600, 1500, 2300)
    assert text == call("SOE_EXPLAIN", "1985-07-01", "2011-09-28", 1600, 1500, 2300)
    assert "43200" in text.replace(",", "")
    assert "481" in text


@pytest.mark.parametrize("spec", CATALOG.values(), ids=list(CATALOG))
def test_the_examples_of_the_arguments_give_the_same_through_excel_as_by_call(spec):
    examples = [None if argument.shape == "range" else argument.example for argument in spec.arguments]
    result = udfs.FUNCTIONS[spec.alias](*examples)
    assert result == call(spec.name, *examples)
    if isinstance(result, CellError):  # a policy gap, or a table that is not given here; never a fault of ours
        assert result.code != "#NAME?"
        assert "内部出错" not in result.message


@pytest.mark.parametrize("spec", CATALOG.values(), ids=list(CATALOG))
def test_help_of_every_argument_fits_the_function_wizard_and_holds_name_unit_and_example(spec):
    for argument in spec.arguments:
        text = argument.wizard_help
        assert len(text) <= 255
        assert text.startswith(f"{argument.name}（{argument.unit}）：")
        assert f"例：{argument.example}" in text


def test_excel_loads_the_functions_without_pandas_openpyxl_or_lxml():
    code = (
        "import sys; sys.modules.update(pandas=None, openpyxl=None, lxml=None)\n"
        "import xl_addin.hosts.excel.udfs as udfs\n"
        "print(getattr(udfs, 'SOE_RATE')('养老单位费率', '2005-06-01'))"
    )
    child = subprocess.run([sys.executable, "-X", "utf8", "-c", code], capture_output=True, text=True, check=False)
    assert (child.stdout.strip(), child.returncode) == ("0.2", 0), child.stderr
