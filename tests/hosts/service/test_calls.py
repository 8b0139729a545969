"""Every function over the service gives what ``functions.call`` gives, cell by cell."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from starlette.testclient import TestClient

from xl_addin.functions import CATALOG, call
from xl_addin.hosts.openbook.com_values import error_number
from xl_addin.values.errors import CellError
from xl_addin.values.serials import serial_of

ODD = [
    None,
    "",
    0,
    -1,
    1985.07,
    31229,
    40814,
    "1985.07",
    "2011年9月28日",
    True,
    1600,
    0.28,
    "客观变化",
    "SEG2008",
    1e300,
]
TABLE = [
    ["姓名", "参加工作时间", "解除时间", "前12个月月平均工资"],
    ["王三", 31229, 40814, 1600],
    ["李四", None, "x", -1],
]
LEDGER = [["日期", "摘要", "收入", "支出"], [40544, "土地出让金", 100000, None], [40575, "支付补偿", None, 43200.55]]


def written(value: Any) -> Any:
    """A result of ``call`` as JSON has it."""
    if isinstance(value, list):
        return [[written(cell) for cell in row] for row in value]
    if isinstance(value, CellError):
        return {"error": value.code, "message": value.message}
    return serial_of(value, False) if isinstance(value, dt.date) else value


def asked(user: TestClient, request: dict[str, Any]) -> list[Any]:
    answer = user.post("/call", content=json.dumps(request))
    assert answer.status_code == 200, answer.text
    found: list[Any] = answer.json()["answers"]
    return found


def odd_calls(name: str) -> list[list[Any]]:
    """Calls of a function with arguments of all kinds, right and wrong."""
    arguments = CATALOG[name].arguments
    example = [TABLE if one.shape == "range" else one.example for one in arguments]
    calls: list[list[Any]] = [example, example[: CATALOG[name].required], [], [*example, 1]]
    for place in range(len(arguments)):
        for value in [*ODD, TABLE, LEDGER, [[1]], [[]]]:
            calls.append([*example[:place], value, *example[place + 1 :]])
    return calls


@pytest.mark.parametrize("name", CATALOG)
def test_a_function_gives_the_same_over_the_service_under_both_names(user: TestClient, name: str) -> None:
    calls = odd_calls(name)
    found = asked(user, {"calls": [[name, *one] for one in calls] + [[CATALOG[name].alias, *one] for one in calls]})
    expected = [written(call(name, *one)) for one in calls]
    assert found == json.loads(json.dumps(expected * 2))


def test_calls_of_one_kind_are_answered_in_their_own_order(user: TestClient) -> None:
    calls: list[list[Any]] = []
    for i in range(60):
        calls.append(["SOE_SEVERANCE", 31229 + 40 * i, 40814, 1600 + i, 1500, 2300 if i % 7 else "x"])
        calls.append(["补偿月数", 31229 + 40 * i, 40814 if i % 5 else None, 1600, None, None, "协商"])
        calls.append(["soe_rate", "养老单位费率", 38508 + i])
    assert asked(user, {"calls": calls}) == [written(call(*one)) for one in calls]


def test_a_range_that_calls_share_is_sent_once(user: TestClient) -> None:
    policy = [["口径", "R481"]]
    calls = [["SOE_SEVERANCE", 31229 + i, 40814, 1600, 1500, 2300, None, {"range": 0}] for i in range(20)]
    expected = [written(call("SOE_SEVERANCE", 31229 + i, 40814, 1600, 1500, 2300, None, policy)) for i in range(20)]
    assert asked(user, {"calls": calls, "ranges": [policy]}) == expected


def test_error_values_and_omitted_arguments_come_as_automation_gives_them(user: TestClient) -> None:
    calls = [
        ["SOE_SEVERANCE", 31229, 40814, 1600, -2147352572, error_number("#N/A")],
        ["SOE_SEVERANCE_TABLE", [*TABLE, ["赵六", error_number("#REF!"), 40814, 1600]]],
    ]
    expected = [
        call("SOE_SEVERANCE", 31229, 40814, 1600, None, CellError("#N/A", "")),
        call("SOE_SEVERANCE_TABLE", [*TABLE, ["赵六", CellError("#REF!", ""), 40814, 1600]]),
    ]
    assert asked(user, {"calls": calls, "values": "com"}) == json.loads(json.dumps(list(map(written, expected))))


def test_error_values_can_be_written_out(user: TestClient) -> None:
    (found,) = asked(user, {"calls": [["SOE_RMB_UPPER", {"error": "#DIV/0!"}]]})
    assert found["error"] == "#DIV/0!"


@pytest.mark.parametrize(
    "body",
    [
        "", "1", "null", "[]", "{", '{"calls": 1}', '{"calls": [1]}', '{"calls": [[1]]}', '{"calls": [[]]}',
        '{"calls": [["SOE_DATE", NaN]]}', '{"calls": [["SOE_DATE", {"error": "x"}]]}', '{"calls": [["SOE_DATE", {}]]}',
        '{"calls": [["SOE_DATE", [1]]]}', '{"calls": [["SOE_DATE", [[[1]]]]]}',
        '{"calls": [["SOE_DATE", {"range": 0}]]}',
        '{"calls": [["SOE_DATE", {"range": -1}]], "ranges": [[[1]]]}', '{"calls": [], "values": "x"}',
        '{"calls": [], "ranges": {}}', '{"calls": [["SOE_DATE", [[[1]]]]], "values": "com"}', "[" * 100_000, "\xff",
    ],
)  # fmt: skip
def test_what_is_no_request_is_refused_and_the_next_one_answered(user: TestClient, body: str) -> None:
    answer = user.post("/call", content=body.encode("latin-1"))
    assert answer.status_code == 400
    assert answer.json()["status"] == "refused"
    assert asked(user, {"calls": [["SOE_RMB_UPPER", 120]]}) == ["壹佰贰拾元整"]


def test_a_request_cannot_be_made_to_say_something_else_to_the_child_process(user: TestClient) -> None:
    body = '{"calls": []}\nwork {"source": "/etc/passwd", "folder": "/tmp", "action": "check"}'
    assert user.post("/call", content=body).status_code == 400
    assert asked(user, {"calls": [["SOE_RMB_UPPER", 120]]}) == ["壹佰贰拾元整"]
