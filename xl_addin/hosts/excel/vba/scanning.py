"""VBA source as lines of bare code: texts emptied, comments dropped, continued lines joined.

Just enough of [MS-VBAL] 3.2 and 3.3 to look at declarations and names; no grammar.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from xl_addin.hosts.excel.vba.modules import lines_of
from xl_addin.values.errors import InputError

_TOKEN: Final = re.compile(r'"(?:[^"]|"")*"|"|\'|\b[Rr][Ee][Mm]\b|[^"\'Rr]+|.')
_BEFORE_REM: Final = re.compile(r"(?:^|:|\bthen|\belse)\s*$", re.IGNORECASE)
_CONTINUED: Final = re.compile(r"[ \t]_[ \t]*$")
_MOST_CONTINUATIONS: Final = 24


@dataclass(frozen=True, slots=True)
class CodeLine:
    """A physical line, counted from 1, as code alone; ``continued`` if the next one goes on with it."""

    number: int
    code: str
    continued: bool


@dataclass(frozen=True, slots=True)
class Statement:
    """Joined code lines: one logical line, whose first physical line is ``number``."""

    number: int
    code: str


def code_lines(name: str, source: str) -> list[CodeLine]:
    """Give every physical line of the module ``name``; InputError for a quotation mark without its partner.

    >>> code_lines("甲", 'x = "经济" _ \\n  & 1 \\' 注释')
    [CodeLine(number=1, code='x = ""', continued=True), CodeLine(number=2, code='  & 1 ', continued=False)]
    """
    lines = []
    in_comment = False
    for number, text in enumerate(lines_of(source), 1):
        continued = bool(_CONTINUED.search(text))
        if in_comment:
            lines.append(CodeLine(number, "", continued))
        else:
            code, in_comment = _code(name, number, _CONTINUED.sub("", text))
            lines.append(CodeLine(number, code, continued))
        in_comment = in_comment and continued
    return lines


def _code(name: str, number: int, text: str) -> tuple[str, bool]:
    """Give the code of a line, and whether it ends in a comment."""
    code = ""
    for match in _TOKEN.finditer(text):
        token = match[0]
        if token == "'" or (token.lower() == "rem" and _BEFORE_REM.search(code)):
            return code, True
        if token == '"':
            raise InputError(f"{name} 第 {number} 行：引号没有配对")
        code += '""' if token.startswith('"') else token
    return code, False


def statements(name: str, source: str) -> list[Statement]:
    """Give the logical lines that hold code; InputError for more continued lines than VBA reads."""
    found = []
    joined, first, count = "", 0, 0
    for line in code_lines(name, source):
        first = first or line.number
        joined = f"{joined} {line.code}" if joined else line.code
        count += line.continued
        if count > _MOST_CONTINUATIONS:
            raise InputError(f"{name} 第 {line.number} 行：续行超过 {_MOST_CONTINUATIONS} 个，VBA 读不了")
        if line.continued:
            continue
        if joined.strip():
            found.append(Statement(first, joined.strip()))
        joined, first, count = "", 0, 0
    if first:
        raise InputError(f"{name}：最后一行写着续行符，后面没有内容")
    return found
