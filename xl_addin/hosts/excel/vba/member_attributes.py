"""Attribute lines inside a module: what the function wizard and Excel read of a procedure.

They follow their procedure's first line. Attributes at the head of a module are :mod:`modules`' business.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from xl_addin.hosts.excel.vba.declarations import Declaration
from xl_addin.hosts.excel.vba.scanning import Statement
from xl_addin.values.errors import InputError

_LINE: Final = re.compile(r"Attribute\s+(?P<name>[^\s.]+)(?P<what>\.\S+)?\s*=\s*\S.*", re.IGNORECASE)
_OF_MEMBERS: Final = frozenset(
    {
        ".VB_Description",
        ".VB_HelpID",
        ".VB_MemberFlags",
        ".VB_ProcData.VB_Invoke_Func",
        ".VB_UserMemId",
        ".VB_VarDescription",
        ".VB_VarHelpID",
        ".VB_VarUserMemId",
    }
)


def refuse_attributes(module: str, code: Sequence[Statement], declared: Sequence[Declaration]) -> None:
    """Raise InputError for an attribute that is unknown or does not follow the member that it names."""
    opens = {each.number: each.name for each in declared}
    member = ""
    heading = True
    for statement in code:
        where = f"{module} 第 {statement.number} 行"
        found = _LINE.fullmatch(statement.code)
        if not found:
            member = opens.get(statement.number, "")
            heading = heading and _is_class_header(statement.code)
        elif not found["what"]:
            if not heading:
                raise InputError(f"{where}：模块属性 {found['name']} 只能写在模块开头")
        elif found["what"] not in _OF_MEMBERS:
            raise InputError(f"{where}：不认识的属性 {found['what'][1:]}")
        elif found["name"].lower() != member.lower():
            raise InputError(f"{where}：{found['name']} 的属性应紧跟在它的声明之后")


def _is_class_header(code: str) -> bool:
    return bool(re.fullmatch(r"VERSION 1\.0 CLASS|BEGIN|MultiUse = .*|END", code))
