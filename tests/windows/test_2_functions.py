"""Excel's way on Windows gives for every function of the catalog, by both its names, what ``call`` gives here."""

from __future__ import annotations

import json

from tests.windows import crossing
from tests.windows.calls import all_calls
from tests.windows.conftest import Machine
from xl_addin.functions import CATALOG, call
from xl_addin.values.errors import CellError


def test_every_function_returns_on_windows_what_it_returns_here(machine: Machine, excel: list[str]) -> None:
    calls = [(name, values) for ascii_name, values in all_calls() for name in (ascii_name, CATALOG[ascii_name].alias)]
    asked = [(name, [crossing.argument(value) for value in values]) for name, values in calls]
    source, target = machine.wine.drive / "calls.json", machine.wine.drive / "answers.json"
    source.write_text(json.dumps(asked, ensure_ascii=False), encoding="utf-8")
    assert machine.script("call_all.py", "C:\\calls.json", "C:\\answers.json", *excel) == len(calls)
    answers = json.loads(target.read_text(encoding="utf-8"))
    source.unlink()
    target.unlink()
    wrong = []
    kinds: dict[str, int] = {}
    for (name, values), answer in zip(calls, answers, strict=True):
        result = call(name, *values)
        wanted, got = crossing.expected(result), crossing.received(answer)
        kind = result.code if isinstance(result, CellError) else type(result).__name__
        kinds[kind] = kinds.get(kind, 0) + 1
        if wanted != got:
            wrong.append(f"{name}{values}: {wanted} here, {got} on Windows")
    print(f"\n{len(calls)} calls of {len(CATALOG)} functions by two names; results: {kinds}")
    assert not wrong, "\n".join(wrong[:20])
    assert {name for name, _ in calls} == {word for spec in CATALOG.values() for word in (spec.name, spec.alias)}
