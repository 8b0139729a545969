"""Who may do what with the install place: its user and the system everything, everybody else only read and run.

Folders below ``C:\\ProgramData`` let any user of the PC add files by default; a program that Excel trusts must not.
"""

from __future__ import annotations

import tempfile
from importlib import import_module
from pathlib import Path
from typing import Any, Final

_FULL: Final = 0x1F01FF
_READ_AND_RUN: Final = 0x1200A9
_WRITING: Final = 0x2 | 0x4 | 0x10 | 0x40 | 0x100 | 0x10000 | 0x40000 | 0x80000 | 0x10000000 | 0x40000000
"""Write, append, attributes, delete, change rights or owner, generic write and all."""
_INHERITED_BY_ALL: Final = 0x3
_FILE: Final = 1
_OWNER, _DACL, _PROTECTED = 0x1, 0x4, -0x80000000  # the last one as the signed number that pywin32 takes
_SYSTEM, _ADMINISTRATORS, _USERS = "S-1-5-18", "S-1-5-32-544", "S-1-5-32-545"
_CREATOR: Final = "S-1-3-0"


def restrict(folder: Path) -> None:
    """Give a folder its own rights, handed on to all that is made in it, and none from the folder above."""
    security = import_module("win32security")
    rights = security.ACL()
    for sid, mask in ((_own_sid(), _FULL), (_sid(_SYSTEM), _FULL), (_sid(_ADMINISTRATORS), _FULL)):
        rights.AddAccessAllowedAceEx(security.ACL_REVISION_DS, _INHERITED_BY_ALL, mask, sid)
    rights.AddAccessAllowedAceEx(security.ACL_REVISION_DS, _INHERITED_BY_ALL, _READ_AND_RUN, _sid(_USERS))
    security.SetNamedSecurityInfo(str(folder), _FILE, _DACL | _PROTECTED, None, None, rights, None)


def strangers_who_may_write(path: Path) -> int:
    """Count those besides owner, this user, administrators and system who may change a file or folder."""
    security = import_module("win32security")
    found = security.GetNamedSecurityInfo(str(path), _FILE, _OWNER | _DACL)
    allowed = {str(_own_sid()), str(found.GetSecurityDescriptorOwner())}
    allowed |= {str(_sid(each)) for each in (_SYSTEM, _ADMINISTRATORS, _CREATOR)}
    rights = found.GetSecurityDescriptorDacl()
    if rights is None:
        return 1
    entries = [rights.GetAce(number) for number in range(rights.GetAceCount())]
    writers = {
        str(sid) for (kind, _), mask, sid in entries if kind == security.ACCESS_ALLOWED_ACE_TYPE and mask & _WRITING
    }
    return len(writers - allowed)


def may_change(folder: Path) -> bool:
    """Tell whether this user may change a folder, by trying: rights come from owner, groups and elevation together."""
    try:
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def _own_sid() -> Any:
    security, api = import_module("win32security"), import_module("win32api")
    token = security.OpenProcessToken(api.GetCurrentProcess(), security.TOKEN_QUERY)
    return security.GetTokenInformation(token, security.TokenUser)[0]


def _sid(text: str) -> Any:
    return import_module("win32security").ConvertStringSidToSid(text)
