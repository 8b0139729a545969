"""Whether what stands in a manifest is what this program writes there: a file from elsewhere is data, and may be wrong.

Looked at once, when a batch goes on; from then on every row can be taken as it is.
"""

from __future__ import annotations

import datetime as dt
import json
import math
import sqlite3
from collections.abc import Callable
from typing import Any, Final

from xl_addin.hosts.batch.isolation import ENDED_BY_US
from xl_addin.hosts.batch.work import DONE, FAILED, REFUSED, plan_kind
from xl_addin.values.errors import InputError
from xl_addin.values.findings import Severity

RUNNING: Final = "running"
TABLES: Final = """
create table if not exists options (name text primary key, value text not null);
create table if not exists files (
    key text primary key, shown text not null, hash text not null, program text not null, policy text not null,
    command text not null, status text not null, tries integer not null, seconds real not null,
    megabytes integer not null, note text not null
);
"""
_LIMIT: Final = 2**53
_STATUSES: Final = ENDED_BY_US | {RUNNING, DONE, REFUSED, FAILED}
_SEVERITIES: Final = frozenset(severity.value for severity in Severity)
_OBJECTS: Final = "select type, name, sql from sqlite_master where name not like 'sqlite@_%' escape '@' order by name"


def statements() -> list[str]:
    """What makes the tables of a manifest."""
    return [statement for statement in TABLES.split(";") if statement.strip()]


def is_new(rows: sqlite3.Connection) -> bool:
    """Tell whether a file holds nothing yet."""
    return not rows.execute("select count(*) from sqlite_master").fetchone()[0]


def is_sound(rows: sqlite3.Connection) -> bool:
    """Tell whether a file holds the tables of a manifest and nothing else, and rows as this program writes them."""
    with sqlite3.connect(":memory:") as like:
        for statement in statements():
            like.execute(statement)
        tables = _objects(like)
    like.close()
    try:
        if _objects(rows) != tables:
            return False
        options = rows.execute("select name, value from options").fetchall()
        files = rows.execute("select * from files")
        return all(_is_option(*option) for option in options) and all(map(_is_file, files))
    except sqlite3.Error:  # a text that is none, a damaged page
        return False


def _objects(rows: sqlite3.Connection) -> list[tuple[str, str, str]]:
    return [(kind, name, " ".join(str(sql).split())) for kind, name, sql in rows.execute(_OBJECTS)]


def _is_option(name: Any, value: Any) -> bool:
    try:
        if name == "day":
            dt.date.fromisoformat(value)
        elif name == "command":
            plan_kind(value)
    except (TypeError, ValueError, InputError):
        return False
    return isinstance(name, str) and isinstance(value, str)


def _is_file(row: tuple[Any, ...]) -> bool:
    *texts, status, tries, seconds, megabytes, note = row
    if not all(isinstance(text, str) for text in (*texts, note)) or status not in _STATUSES:
        return False
    figures = _is_count(tries) and _is_count(megabytes) and isinstance(seconds, float) and math.isfinite(seconds)
    try:
        return figures and _is_note(json.loads(note))
    except (ValueError, RecursionError):
        return False


def _is_note(note: Any) -> bool:
    if not isinstance(note, dict):
        return False
    return all(known(note[name]) for name, known in _PARTS.items() if name in note)


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_figure(value: Any) -> bool:
    return type(value) is int and abs(value) < _LIMIT


def _is_count(value: Any) -> bool:
    return _is_figure(value) and value >= 0


def _are_findings(value: Any) -> bool:
    return isinstance(value, list) and all(
        isinstance(one, list)
        and len(one) == 3
        and _is_text(one[0])
        and _is_text(one[1])
        and one[1] in _SEVERITIES
        and _is_count(one[2])
        for one in value
    )


def _are_firms(value: Any) -> bool:
    return isinstance(value, list) and all(
        isinstance(firm, dict)
        and all(_is_text(firm.get(name)) for name in ("enterprise", "system"))
        and all(_is_count(firm.get(name)) for name in ("persons", "counted", "differing"))
        and _is_figure(firm.get("fen"))
        for firm in value
    )


_PARTS: Final[dict[str, Callable[[Any], bool]]] = {
    "reason": _is_text,
    "policy": _is_text,
    "findings": _are_findings,
    "firms": _are_firms,
    **dict.fromkeys(("persons", "calls", "errors", "unchecked", "faults"), _is_count),
}
