"""What a VBA module declares: procedures with their parameters, public variables, constants and types.

Under conditional compilation a name may stand in several branches; each declaration remembers its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from xl_addin.hosts.excel.vba.scanning import Statement

_PROCEDURE: Final = re.compile(
    r"(?:(?P<scope>Public|Private|Friend|Global)\s+)?(?:Static\s+)?(?P<declare>Declare\s+(?:PtrSafe\s+)?)?"
    r"(?P<kind>Sub|Function|Property\s+(?:Get|Let|Set))\s+(?P<name>[^\s(%&^!#@$]+)[%&^!#@$]?\s*(?P<rest>.*)",
    re.IGNORECASE,
)
_NAMED: Final = re.compile(
    r"(?P<scope>Public|Global)\s+(?P<kind>Const\s+|WithEvents\s+|Type\s+|Enum\s+|Event\s+)?(?P<rest>.+)",
    re.IGNORECASE,
)
_PARAMETER: Final = re.compile(
    r"(?P<optional>Optional\s+)?(?:(?P<way>ByVal|ByRef)\s+)?(?P<rest>ParamArray\s+)?(?P<name>[^\s(%&^!#@$=]+)[%&^!#@$]?"
    r"\s*(?:\(\s*\))?\s*(?:As\s+(?P<type>[^\s=()]+))?\s*(?:\(\s*\))?\s*(?:=.*)?",
    re.IGNORECASE,
)
_DIRECTIVE: Final = re.compile(r"#\s*(If|ElseIf|Else|End\s*If)\b", re.IGNORECASE)

Branch = tuple[tuple[int, int], ...]
"""Number of each enclosing #If, and of the branch in it."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter; ``type`` is '' where it is left to be Variant."""

    name: str
    type: str
    optional: bool
    rest: bool
    """Takes all further arguments (ParamArray)."""


@dataclass(frozen=True, slots=True)
class Declaration:
    """Something with a name at module level; ``kind`` is in lower case: sub, function, property get, declare, value."""

    name: str
    kind: str
    public: bool
    number: int
    """Line of the module."""
    branch: Branch
    parameters: tuple[Parameter, ...] = ()

    @property
    def is_procedure(self) -> bool:
        """Tell whether it has a body or stands for a procedure of a library."""
        return self.kind != "value"


def excludes(first: Branch, second: Branch) -> bool:
    """Tell whether two branches of conditional compilation can never both be compiled.

    >>> excludes(((1, 0),), ((1, 1),)), excludes(((1, 0),), ((2, 0),))
    (True, False)
    """
    other = dict(second)
    return any(other.get(number, branch) != branch for number, branch in first)


def declarations(code: list[Statement]) -> list[Declaration]:
    """List what the statements of a module declare at module level.

    >>> [found] = declarations([Statement(3, "Public Sub OnCommand(control As IRibbonControl)")])
    >>> found.name, found.kind, found.parameters[0].type
    ('OnCommand', 'sub', 'IRibbonControl')
    """
    return list(_declarations(code))


def _declarations(code: list[Statement]) -> Iterator[Declaration]:
    inside = False
    for statement, branch in _branches(code):
        text = statement.code
        if inside:
            inside = not re.match(r"End\s+(Sub|Function|Property|Type|Enum)\b", text, re.IGNORECASE)
        elif found := _PROCEDURE.fullmatch(text):
            kind = "declare" if found["declare"] else re.sub(r"\s+", " ", found["kind"].lower())
            public = (found["scope"] or "Public").lower() in ("public", "global")
            parameters = tuple(_parameters(found["rest"]))
            yield Declaration(found["name"], kind, public, statement.number, branch, parameters)
            inside = kind != "declare"
        elif re.match(r"(?:(?:Public|Private)\s+)?(?:Type|Enum)\s+\S+$", text, re.IGNORECASE):
            inside = True
            if not text.lower().startswith("private"):
                yield Declaration(text.split()[-1], "value", True, statement.number, branch)
        elif found := _NAMED.fullmatch(text):
            for part in _split(found["rest"]):
                name = re.split(r"[\s(=%&^!#@$]", part, maxsplit=1)[0]
                yield Declaration(name, "value", True, statement.number, branch)


def _branches(code: list[Statement]) -> Iterator[tuple[Statement, Branch]]:
    """Give the statements other than directives, each with the branches that it stands in."""
    open_branches: list[tuple[int, int]] = []
    for count, statement in enumerate(code):
        found = _DIRECTIVE.match(statement.code)
        if not found:
            yield statement, tuple(open_branches)
            continue
        word = found[1].lower()
        if word == "if":
            open_branches.append((count, 0))
        elif open_branches:
            number, branch = open_branches.pop()
            if word in ("elseif", "else"):
                open_branches.append((number, branch + 1))


def _split(text: str) -> list[str]:
    """Split at the commas outside brackets."""
    parts, depth = [""], 0
    for character in text:
        depth += (character == "(") - (character == ")")
        if character == "," and not depth:
            parts.append("")
        else:
            parts[-1] += character
    return [part.strip() for part in parts if part.strip()]


def _parameters(rest: str) -> Iterator[Parameter]:
    """Read the bracketed list after a procedure's name."""
    start = rest.find("(")
    depth = 0
    for end in range(max(start, 0), len(rest)):
        depth += (rest[end] == "(") - (rest[end] == ")")
        if start >= 0 and not depth:
            break
    else:
        return
    for part in _split(rest[start + 1 : end]):
        if found := _PARAMETER.fullmatch(part):
            yield Parameter(found["name"], found["type"] or "", bool(found["optional"]), bool(found["rest"]))
        else:
            yield Parameter(part, "", False, False)
