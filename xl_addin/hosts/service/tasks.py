"""What is asked of a child process of the service, and how its answers speak to whoever sees no command line."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

from xl_addin.commands.catalog import BY_NAME, COMMANDS
from xl_addin.commands.plan import BookPlan, SheetPlan
from xl_addin.commands.spec import CommandSpec
from xl_addin.policy.options import closest
from xl_addin.values.errors import InputError

SHOWN_FINDINGS: Final = 5_000
"""Findings that a page gets, the gravest first; the copy, or the report sheet, holds all of them."""
_BY_ID: Final = {spec.id: spec for spec in COMMANDS}
_TOLD: Final = ("id", "name", "help", "group", "one_sheet", "one_cell", "can_mask", "can_take")


@cache
def told_commands() -> list[dict[str, Any]]:
    """The buttons, from the same catalog as every ribbon, as a page is told of them."""
    told = [{name: getattr(spec, name) for name in _TOLD} for spec in COMMANDS]
    kinds = [{"makes_book": spec.makes is BookPlan, "makes_marks": spec.makes is SheetPlan} for spec in COMMANDS]
    return [one | kind for one, kind in zip(told, kinds, strict=True)]


@dataclass(frozen=True, slots=True)
class Task:
    """A workbook, the folder for results, what to do (``check`` or a command), and how it is wished for."""

    source: str
    folder: str
    action: str
    sheet: str = ""
    cell: str = ""
    masked: bool = False
    pdf: bool = False
    take: list[str] = field(default_factory=list)
    password: str = field(default="", repr=False)
    in_place: bool = False
    """Whether the caller changes its open workbook itself, as planned, instead of getting a copy."""


def find_command(name: str) -> CommandSpec:
    """A command by its ASCII id or its Chinese name; InputError if there is none.

    >>> find_command("about").name, find_command("公示表").id
    ('关于与诊断', 'posting')
    """
    found = BY_NAME.get(name) or _BY_ID.get(name)
    if found is None:
        raise InputError(f"没有名为“{name[:40]}”的命令；可用：{'、'.join(BY_NAME)}{closest(name[:40], BY_NAME)}")
    return found


def without_options(text: str) -> str:
    """A text that names options of the command line, as the page calls the same things.

    >>> without_options("“填充结果表”要用 --cell 指明单元格，如 --cell D7")
    '“填充结果表”要用“单元格”指明单元格，如 D7'
    """
    return _OPTION.sub(lambda found: _ON_PAGE[found[1]], text)


_ON_PAGE: Final = {
    "--take 工作表名": "网页上的“几张表不一致时采用”",
    "--take": "网页上的“几张表不一致时采用”",
    "--cell D7": " D7",
    "--cell": "“单元格”",
    "--sheet": "“工作表”",
    "--masked": "“身份证号脱敏”",
    "--pdf": "“另出 PDF”",
    "--password-file": "“打开密码”",
}
_OPTION: Final = re.compile(f" ?({'|'.join(_ON_PAGE)})(?![a-z-]) ?")


def told_findings(findings: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Findings of a report as a page is told of them: the gravest, in the words of a page."""
    return [one | {"remedy": without_options(one["remedy"])} for one in _gravest(findings)]


def _gravest(findings: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """As many as the page takes, in the order of the report; notices are the first that are left out."""
    left = len(findings) - SHOWN_FINDINGS
    dropped: set[int] = set()
    for severity in ("notice", "missing", "error"):
        some = [i for i, finding in enumerate(findings) if finding["severity"] == severity]
        dropped |= set(some[max(0, len(some) - max(0, left - len(dropped))) :])
    return [finding for i, finding in enumerate(findings) if i not in dropped]
