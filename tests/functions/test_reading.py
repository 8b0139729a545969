"""Arguments are read by their declaration: what a kind gives is what a function takes, and faults come in its order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from inspect import signature
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

import pytest

from xl_addin.functions import CATALOG, FunctionSpec, call
from xl_addin.functions.insurance import explanation
from xl_addin.functions.kinds import JOINED, KINDS, Deferred
from xl_addin.functions.reading import answer
from xl_addin.values.errors import CellError, InputError

SPECS = [pytest.param(spec, id=name) for name, spec in CATALOG.items()]
EXPLAINED = {
    "SOE_ARREARS": explanation.explain_arrears,
    "SOE_PREPAYMENT": explanation.explain_prepayment,
    "SOE_MEDICAL_RESERVE": explanation.explain_reserve,
    "SOE_LATE_FEE": explanation.explain_late_fee,
}


def itself(function: Any) -> Callable[..., Any]:
    return function.function if isinstance(function, Deferred) else function  # type: ignore[no-any-return]


def given_types(spec: FunctionSpec) -> dict[str, Any]:
    """What the readers of a function's arguments give, by the names that the function may use."""
    found = {}
    for place, argument in enumerate(spec.arguments):
        if argument.kind == JOINED:
            continue
        kind, joined = KINDS[argument.kind], [one.kind for one in spec.arguments[place + 1 : place + 2]] == [JOINED]
        given = get_type_hints(itself(kind.read))["return"]
        found[argument.kind if joined else argument.id] = given | None if argument.optional and kind.or_none else given
    return found


def fits(given: Any, taken: Any) -> bool:
    if given == taken or taken is object:
        return True
    if isinstance(given, UnionType) or isinstance(taken, UnionType):
        return False
    return issubclass(get_origin(given) or given, get_origin(taken) or taken) and (
        get_args(given) == get_args(taken) or Any in get_args(get_args(given)[0])
    )


@pytest.mark.parametrize("spec", SPECS)
def test_a_function_takes_each_of_its_arguments_as_its_kind_gives_it(spec: FunctionSpec) -> None:
    given, taken = given_types(spec), get_type_hints(itself(spec.compute))
    names = list(signature(itself(spec.compute)).parameters)
    assert sorted(names) == sorted(given)
    assert all(fits(given[name], taken[name]) for name in names), (given, taken)


@pytest.mark.parametrize("name", EXPLAINED)
def test_an_explanation_takes_what_its_function_takes_in_the_same_order(name: str) -> None:
    computed, explained = map(signature, (itself(CATALOG[name].compute), EXPLAINED[name]))
    assert [(one.name, one.annotation) for one in explained.parameters.values()] == [
        (one.name, one.annotation) for one in computed.parameters.values()
    ]


WRONG = "不对"


@pytest.mark.parametrize(
    ("name", "values", "told"),
    [
        ("SOE_SEVERANCE", (WRONG, WRONG, WRONG, WRONG, WRONG, WRONG, WRONG), "没有名为“不对”的政策口径"),
        ("SOE_SEVERANCE", (WRONG, WRONG, WRONG, WRONG, WRONG, WRONG, None), "月平均工资"),
        ("SOE_SEVERANCE", (WRONG, WRONG, 1600, None, None, WRONG, None), "解除事由“不对”"),
        ("SOE_SEVERANCE", (WRONG, WRONG, 1600, None, None, None, None), "参加工作时间“不对”"),
        ("SOE_SERVICE_MONTHS", (WRONG, WRONG, WRONG), "参加工作时间“不对”"),
        ("SOE_ARREARS", ("养老", WRONG, WRONG, WRONG, WRONG, WRONG), "承担方要填 单位、个人 或 合计，现为“不对”"),
        ("SOE_PREPAYMENT", ("养老", WRONG, WRONG, WRONG, WRONG, None), "出生年月“不对”"),
        ("SOE_PREPAYMENT", ("养老", "1955-03-20", WRONG, WRONG, WRONG, None), "基准日“不对”"),
        ("SOE_MEDICAL_RESERVE", (58, WRONG, WRONG, WRONG), "预留截止年龄"),
        ("SOE_MEDICAL_SUBSIDY", (WRONG, WRONG, WRONG), "病情“不对”不认识"),
        ("SOE_RATE", ("养老单位费率", WRONG, None, WRONG), "日期“不对”"),
        ("SOE_FUND_BALANCE", ([["无", "标题"]], WRONG), "截止日期“不对”"),
        ("SOE_FUND_STATEMENT", ([["无", "标题"]], None, WRONG), "汇总方式要填 企业、系统、全市 之一，现为“不对”"),
        ("SOE_SEVERANCE_TABLE", ("甲", WRONG), "职工表要选带标题行的区域"),
        ("SOE_PACKAGE_TABLE", ("甲", WRONG), "没有名为“不对”的政策口径"),
        ("SOE_DATE", ("1985.1", WRONG), "选项 month_decimal"),
        ("SOE_DEADLINE", (WRONG, WRONG, WRONG), "起算日“不对”"),
    ],
)
def test_of_several_faults_the_one_that_was_always_told_first_is_told(
    name: str, values: tuple[Any, ...], told: str
) -> None:
    result = call(name, *values)
    assert isinstance(result, CellError)
    assert told in result.message


def test_a_date_is_read_as_the_policy_says_only_where_the_policy_is_read_first() -> None:
    policy = [["month_decimal", "month_two_digits"], ["伤残就业补助金月数7级", 16]]
    assert call("SOE_INJURY_SUBSIDY", 7, 3000, "2011.1", None, policy) == 48_000
    asked = call("SOE_RATE", "养老单位费率", "2011.1", None, policy)
    assert isinstance(asked, CellError)
    assert "2011年1月还是2011年10月" in asked.message


def test_what_an_explanation_cannot_read_it_refuses_as_its_function_does() -> None:
    values = (10_000, "2011-12-31", "2011-01-01", None)
    refused = call("SOE_LATE_FEE", *values)
    assert isinstance(refused, CellError)
    with pytest.raises(InputError, match=refused.message):
        answer(explanation.explain_late_fee, CATALOG["SOE_LATE_FEE"].arguments, values)


def test_a_kind_that_does_not_exist_and_words_without_a_kind_for_them_are_refused_when_declared() -> None:
    argument = CATALOG["SOE_LATE_FEE"].arguments[3]
    assert argument.words == ("是", "否")
    with pytest.raises(ValueError, match="no kind"):
        replace(argument, kind="flag")
    with pytest.raises(ValueError, match="words"):
        replace(argument, words=())
