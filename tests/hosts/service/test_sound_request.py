"""A request is read alike by the fast way and by the standard library: odd values, shapes and spellings of JSON."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest

from xl_addin.hosts.openbook.json_text import HAS_MSGSPEC
from xl_addin.hosts.service import sound_request
from xl_addin.hosts.service.calling import answer
from xl_addin.hosts.service.sound_request import read_sound
from xl_addin.values.errors import InputError

SOUND = (
    *(
        "1",
        "1.0",
        "-0",
        "-0.0",
        "1e5",
        "1E-7",
        "5e-324",
        "0.1",
        "31229",
        "40814",
        "9007199254740993",
        "18446744073709551616",
    ),
    *("true", "false", "null", '""', '"王三"', '"1985.07"', r'"\ud83d\ude00"', r'"\u0000"', '"姓名"', '"解除时间"'),
)
CELLS = (
    *SOUND,
    *(
        "1" * 30,
        "1" * 400,
        "1" * 5_000,
        "1e999",
        "NaN",
        "Infinity",
        "01",
        "1.",
        r'"\ud800"',
        '{"error":"#N/A"}',
        '{"error":"x"}',
    ),
    *('{"range":0}', '{"range":1.0}', '{"range":-1}', '{"range":true}', "[]", "[[1]]", "[[1,2],[3]]", "{}"),
)
HEADS = '["姓名","参加工作时间","解除时间","前12个月月平均工资"]'
NAMES = (
    '"SOE_SEVERANCE"',
    '"经济补偿金表"',
    '"SOE_SEVERANCE_TABLE"',
    '"SOE_RATE"',
    '"SOE_FUND_BALANCE"',
    '"没有"',
    "1",
    "null",
)


def rows(chance: random.Random, cells: tuple[str, ...]) -> str:
    some = [f"[{','.join(chance.choices(cells, k=chance.randrange(1, 5)))}]" for _ in range(chance.randrange(6))]
    return f"[{','.join([HEADS, *some] if chance.random() < 0.6 else some)}]"


def request(chance: random.Random) -> bytes:
    cells = SOUND if chance.random() < 0.6 else CELLS
    given = [*cells, '{"range":0}', '{"range":0}', '{"range":1}', *([] if cells is SOUND else [rows(chance, cells)])]
    names = NAMES[:6] if cells is SOUND else NAMES
    some = [
        [chance.choice(names), *chance.choices(given, k=chance.randrange(6))] for _ in range(chance.randrange(1, 5))
    ]
    calls = [f"[{','.join(call)}]" for call in some]
    fields = [
        f'"calls":[{",".join(calls)}]',
        f'"ranges":[{",".join(rows(chance, cells) for _ in range(chance.randrange(3)))}]',
    ]
    fields += chance.choices(
        ['"values":"plain"', '"values":"com"', '"values":null', '"x":[1]', '"ranges":null', '"calls":[]'],
        k=chance.choice((0, 0, 0, 0, 1, 2)),
    )
    text = f"{{{','.join(fields)}}}"
    if chance.random() < 0.1:
        text = text[: chance.randrange(len(text))]
    encoding = chance.choices(("utf-8", "utf-8-sig", "utf-16", "gbk"), (20, 1, 1, 1))[0]
    return text.encode(encoding, "replace")


def told(body: bytes) -> Any:
    try:
        return repr(answer(body))
    except InputError as error:
        return error.message


@pytest.mark.parametrize("seed", range(20))
def test_both_ways_of_reading_give_the_same_answers(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(seed)
    bodies = [request(chance) for _ in range(300)]
    found = list(map(told, bodies))
    if HAS_MSGSPEC:
        assert 40 < sum(read_sound(body) is not None for body in bodies) < 240
    monkeypatch.setattr(sound_request, "HAS_MSGSPEC", False)
    for body, one in zip(bodies, found, strict=True):
        assert one == told(body), body


def test_what_our_client_sends_is_read_as_sound() -> None:
    body = json.dumps(
        {"ranges": [[["姓名", None], ["王三", 1.5]]], "calls": [["SOE_RATE", {"range": 0}, 5, "x", True]]}
    )
    found = read_sound(body.encode())
    assert (found is not None) is HAS_MSGSPEC
    if found is not None:
        assert (found.calls, found.ranges) == (json.loads(body)["calls"], json.loads(body)["ranges"])
