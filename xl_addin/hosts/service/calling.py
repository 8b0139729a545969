"""One recalculation of a host as one request: many calls of worksheet functions in, their values out.

Calls of one function are computed together, as columns where it has them. What is sent and answered is described in
``docs/service.md``; an answer never holds anything but what ``functions.call`` gives.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import chain
from typing import Any, Final

from xl_addin.functions import call, resolve
from xl_addin.functions.many import call_rows
from xl_addin.hosts.openbook.com_values import from_excel
from xl_addin.hosts.openbook.json_values import AS_IT_IS, written
from xl_addin.hosts.service.sound_request import read_sound
from xl_addin.tables.ranges import SharedRange
from xl_addin.values.errors import CODES, CellError, InputError

MOST_CALLS: Final = 200_000
_SHAPE: Final = '请求要写成 {"calls": [[函数名, 参数, …], …]}'
COM, PLAIN = "com", "plain"


def answer(body: bytes) -> dict[str, list[Any]]:
    """Answer a request; InputError with a Chinese reason for one that is not understood.

    >>> answer('{"calls": [["经济补偿金", 31229, 40814, 1600, 1500, 2300], ["SOE_RATE", "没有", 40814]]}'.encode())
    ... # doctest: +ELLIPSIS
    {'answers': [43200.0, {'error': '#VALUE!', 'message': '...'}]}
    """
    calls, ranges, read = _request(body)
    given = [_call(one, ranges, read) for one in calls]
    groups: dict[tuple[str, int], list[int]] = {}
    found: list[Any] = [None] * len(given)
    for place, (name, arguments) in enumerate(given):
        ours = resolve(name)
        if ours is None:
            found[place] = call(name, *arguments)
        else:
            groups.setdefault((ours, len(arguments)), []).append(place)
    for (name, _), places in groups.items():
        values = call_rows(name, [given[place][1] for place in places])
        for place, value in zip(places, values, strict=True):
            found[place] = value
    return {"answers": [written(value) for value in found]}


def _request(body: bytes) -> tuple[list[Any], list[Any], Callable[[Any], Any]]:
    """The calls, the ranges that they share, and how their cells are read."""
    sound = read_sound(body)
    if sound is not None and len(sound.calls) <= MOST_CALLS:
        return sound.calls, list(map(_sound, sound.ranges)), _read
    try:
        request = json.loads(body, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise InputError(f"请求不是 JSON；{_SHAPE}") from None
    if not isinstance(request, dict) or not isinstance(request.get("calls"), list):
        raise InputError(_SHAPE)
    if len(request["calls"]) > MOST_CALLS:
        raise InputError(f"一次最多 {MOST_CALLS:,} 个调用，现为 {len(request['calls']):,} 个，请分几次")
    kind = request.get("values", PLAIN)
    if kind not in (PLAIN, COM):
        raise InputError(f"values 只能是 {PLAIN} 或 {COM}")
    read = from_excel if kind == COM else _read
    ranges = request.get("ranges", [])
    if not isinstance(ranges, list) or not all(map(_is_table, ranges)):
        raise InputError("ranges 要是区域的列表，每个区域是行的列表")
    return request["calls"], [_cells(one, read) for one in ranges], read


def _no_number(word: str) -> None:
    raise ValueError(word)


def _call(one: Any, ranges: list[Any], read: Callable[[Any], Any]) -> tuple[str, list[Any]]:
    if not (isinstance(one, list) and one and isinstance(one[0], str)):
        raise InputError(_SHAPE)
    name, *arguments = one
    for place, value in enumerate(arguments):
        if type(value) in (list, dict) or read is from_excel:
            arguments[place] = _argument(value, ranges, read)
    return name, arguments


def _argument(value: Any, ranges: list[Any], read: Callable[[Any], Any]) -> Any:
    if isinstance(value, list):
        if not _is_table(value):
            raise InputError("区域要是行的列表，每一行是单元格的列表")
        return _cells(value, read)
    if isinstance(value, dict) and "range" in value:
        number = value["range"]
        if type(number) is not int or not 0 <= number < len(ranges):
            raise InputError("range 要是 ranges 里的序号，从 0 起")
        return ranges[number]
    return _read(value) if isinstance(value, dict) else read(value)


def _is_table(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(row, list) for row in value)


def _cells(rows: list[list[Any]], read: Callable[[Any], Any]) -> list[list[Any]]:
    """The cells of a range; a range of one cell stays one."""
    if read is from_excel:
        if any(list in kinds for kinds in (set(map(type, row)) for row in rows)):
            raise InputError("单元格里不能是列表")
        return [[_read(cell) if type(cell) is dict else from_excel(cell) for cell in row] for row in rows]
    if AS_IT_IS.issuperset(map(type, chain.from_iterable(rows))):
        return _sound(rows)
    return [row if AS_IT_IS.issuperset(map(type, row)) else list(map(read, row)) for row in rows]


def _sound(rows: list[list[Any]]) -> list[list[Any]]:
    """A range of sound cells; one of one row or of none is as it is."""
    return SharedRange.of_sound_cells(rows) if len(rows) > 1 and any(rows) else rows


def _read(value: Any) -> Any:
    """A cell: a number, a text, a truth value, null, or ``{"error": "#N/A"}``."""
    if type(value) in AS_IT_IS:
        return value
    code = value.get("error") if isinstance(value, dict) else None
    if not isinstance(code, str) or code not in CODES:
        raise InputError('单元格要是数字、文字、真假、null 或 {"error": "#N/A"}')
    return CellError(code, "")
