"""Every function is declared completely: names, bilingual help, every argument with name, unit and example."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from xl_addin.functions import CATALOG, ArgumentSpec, CellError, FunctionSpec, call, resolve

# The public names, fixed for good; a function of the catalog stands here with its alias and argument names.
PUBLIC = {
    "SOE_SERVICE_MONTHS": ("工龄月数", 4, 2),
    "SOE_SEVERANCE": ("经济补偿金", 7, 3),
    "SOE_SEVERANCE_MONTHS": ("补偿月数", 7, 3),
    "SOE_SEVERANCE_BY_SERVICE": ("按工龄补偿", 7, 3),
    "SOE_EXPLAIN": ("补偿说明", 7, 3),
    "SOE_SEVERANCE_TABLE": ("经济补偿金表", 2, 1),
    "SOE_MEDICAL_SUBSIDY": ("医疗补助费", 3, 1),
    "SOE_NOTICE_PAY": ("代通知金", 1, 1),
    "SOE_UNLAWFUL_TERMINATION": ("违法解除赔偿金", 5, 3),
    "SOE_INJURY_SUBSIDY": ("伤残就业补助金", 5, 3),
    "SOE_SETTLEMENT": ("安置费", 2, 1),
    "SOE_INTERNAL_RETIREMENT": ("内退费用", 8, 7),
    "SOE_CONTRIBUTION_BASE": ("缴费基数", 4, 2),
    "SOE_ARREARS": ("欠缴保险费", 7, 5),
    "SOE_PREPAYMENT": ("预缴保险费", 7, 5),
    "SOE_MEDICAL_RESERVE": ("退休医疗预留", 4, 2),
    "SOE_LATE_FEE": ("滞纳金", 4, 3),
    "SOE_LATE_FEE_TABLE": ("滞纳金逐月表", 4, 3),
    "SOE_PACKAGE": ("一补二险", 4, 2),
    "SOE_PACKAGE_TABLE": ("一补二险表", 2, 1),
    "SOE_FUND_BALANCE": ("基金余额", 4, 1),
    "SOE_FUND_LIABILITY": ("基金负债", 4, 2),
    "SOE_FUND_STATEMENT": ("资金平衡表", 3, 1),
    "SOE_WATERFALL": ("清偿分配", 3, 2),
    "SOE_TRANSFER": ("系统内调剂", 2, 1),
    "SOE_DEFERRAL_SCHEDULE": ("暂挂还款计划", 5, 3),
    "SOE_ADVANCE_SETTLEMENT": ("垫付结算", 5, 4),
    "SOE_COVERAGE": ("覆盖率", 2, 2),
    "SOE_PROCEDURE_CHECK": ("程序核查", 2, 1),
    "SOE_VOTE": ("职代会表决", 3, 3),
    "SOE_WORKDAYS": ("工作日数", 2, 2),
    "SOE_DEADLINE": ("期限", 3, 2),
    "SOE_RATE": ("政策参数", 4, 2),
    "SOE_RATE_SOURCE": ("政策依据", 4, 2),
    "SOE_POLICY_VERSION": ("政策版本", 1, 0),
    "SOE_DATE": ("规范日期", 2, 1),
    "SOE_RMB_UPPER": ("金额大写", 1, 1),
    "SOE_ID_CHECK": ("身份证校验", 1, 1),
    "SOE_ID_MASK": ("身份证脱敏", 1, 1),
}
SPECS = [pytest.param(spec, id=name) for name, spec in CATALOG.items()]
ARGUMENTS = [
    pytest.param(argument, id=f"{spec.name}.{argument.id}") for spec in CATALOG.values() for argument in spec.arguments
]


def has_chinese(text: str) -> bool:
    return any("一" <= character <= "鿿" for character in text)


@pytest.mark.parametrize("spec", SPECS)
def test_a_function_has_the_public_name_alias_and_number_of_arguments(spec: FunctionSpec) -> None:
    """The end date of the severance functions is required, yet stays empty beside pieces of service."""
    alias, count, required = PUBLIC[spec.name]
    assert (spec.alias, len(spec.arguments)) == (alias, count)
    assert spec.required == required
    assert resolve(spec.name.lower()) == resolve(alias) == spec.name


@pytest.mark.parametrize("spec", SPECS)
def test_a_function_has_bilingual_help_that_the_wizard_shows_whole(spec: FunctionSpec) -> None:
    assert has_chinese(spec.help) and not has_chinese(spec.help_en)
    assert len(spec.help_en.split()) >= 3
    assert spec.help in spec.wizard_help and spec.help_en in spec.wizard_help
    assert len(spec.wizard_help) <= 255
    assert has_chinese(spec.category) and has_chinese(spec.result)


@pytest.mark.parametrize("argument", ARGUMENTS)
def test_an_argument_has_name_unit_help_and_example(argument: ArgumentSpec) -> None:
    assert has_chinese(argument.name) and has_chinese(argument.unit) and has_chinese(argument.help)
    assert argument.example
    assert len(argument.help) <= 255
    assert argument.shape in ("cell", "range", "either")


@pytest.mark.parametrize("argument", ARGUMENTS)
def test_an_argument_id_is_usable_in_vba_python_and_basic(argument: ArgumentSpec) -> None:
    assert re.fullmatch(r"[a-z][a-z0-9_]*", argument.id)
    with pytest.raises(ValueError, match="not usable"):
        replace(argument, id="end")


@pytest.mark.parametrize("word", ["end", "to", "from", "date", "lambda", "loop", "期", "a b", "1a", ""])
def test_words_of_the_hosts_languages_are_refused_as_ids(word: str) -> None:
    with pytest.raises(ValueError, match="not usable"):
        ArgumentSpec(word, "名", "元", "说明", "1", "money")


def test_names_and_aliases_are_unique() -> None:
    names = [*CATALOG, *(spec.alias for spec in CATALOG.values())]
    assert len(set(names)) == len(names)
    for spec in CATALOG.values():
        assert len({argument.id for argument in spec.arguments}) == len(spec.arguments)


@pytest.mark.parametrize("spec", SPECS)
def test_the_example_is_a_call_of_the_function_with_no_more_than_its_arguments(spec: FunctionSpec) -> None:
    found = re.fullmatch(r"=([A-Z_]+)\((.*)\)", spec.example)
    assert found is not None
    assert found[1] == spec.name
    given = re.findall(r'"[^"]*"|[^,]+', found[2])
    assert spec.required <= len(given) <= len(spec.arguments)


def typed(text: str) -> str | float:
    """Give what a cell holds after typing an argument of a formula."""
    if text.startswith('"'):
        return text.strip('"')
    return float(text[:-1]) / 100 if text.endswith("%") else float(text)


def takes_no_cells(spec: FunctionSpec) -> bool:
    """Whether all its examples can be typed; ranges stand for cells of a sheet, injury months for a 政策 sheet."""
    return all(argument.shape != "range" for argument in spec.arguments) and ":" not in re.sub(
        r'"[^"]*"', "", spec.example
    )


TYPED = [param for param in SPECS if takes_no_cells(param.values[0])]


@pytest.mark.parametrize("spec", TYPED)
def test_the_example_computes(spec: FunctionSpec) -> None:
    inside = spec.example.partition("(")[2].rstrip(")")
    result = call(spec.name, *(typed(text) for text in re.findall(r'"[^"]*"|[^,]+', inside)))
    assert not isinstance(result, CellError) or result.code == "#N/A", result


@pytest.mark.parametrize("spec", TYPED)
def test_the_examples_of_the_arguments_are_accepted_together(spec: FunctionSpec) -> None:
    """What the wizard suggests for each argument is no error when typed; only the law may lack a figure."""
    result = call(spec.name, *(argument.example for argument in spec.arguments))
    assert not isinstance(result, CellError) or result.code == "#N/A", result


def test_a_help_that_is_too_long_is_refused_when_it_is_declared() -> None:
    spec = CATALOG["SOE_RATE"]
    with pytest.raises(ValueError, match="SOE_RATE"):
        replace(spec, help="长" * 256)
    with pytest.raises(ValueError, match="required"):
        replace(spec, arguments=tuple(reversed(spec.arguments)))
