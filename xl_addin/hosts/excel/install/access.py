"""Who may do what with the install place: its user and the system everything, everybody else only read and run.

Folders below ``C:\\ProgramData`` let any user of the PC add files by default; a program that Excel trusts must not.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any, Final

_READ_AND_RUN: Final = 0x1200A9
_WRITING: Final = 0x2 | 0x4 | 0x10 | 0x40 | 0x100 | 0x10000 | 0x40000 | 0x80000 | 0x10000000 | 0x40000000
"""Write, append, attributes, delete, change rights or owner, generic write and all."""
_FILE: Final = 1
_OWNER, _DACL = 0x1, 0x4
_SYSTEM, _ADMINISTRATORS = "S-1-5-18", "S-1-5-32-544"
_INSTALLER: Final = "S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464"
"""Windows' own installer."""
_CREATOR, _EVERYBODY = "S-1-3-0", "S-1-1-0"


def make_private(folder: Path) -> None:
    """Make a folder that has its rights from its first moment, handed on to all that is made in it.

    FileExistsError if anything has that name: what somebody else has prepared is not used. The folder above stays as
    it is and hands nothing on.
    """
    security, files = import_module("win32security"), import_module("win32file")
    attributes = security.SECURITY_ATTRIBUTES()
    attributes.SECURITY_DESCRIPTOR = security.ConvertStringSecurityDescriptorToSecurityDescriptor(
        rights_text(security.ConvertSidToStringSid(_own_sid())), security.SDDL_REVISION_1
    )
    try:
        files.CreateDirectory(str(folder), attributes)
    except files.error as error:
        if folder.exists():
            raise FileExistsError(str(folder)) from error
        raise OSError(f"cannot make {folder}") from error


def rights_text(owner: str) -> str:
    """Give the rights of the install place as Windows writes them: its user, administrators, system, and all others.

    >>> rights_text("S-1-5-21-1")
    'D:P(A;OICI;FA;;;S-1-5-21-1)(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;0x1200a9;;;BU)'
    """
    full = "".join(f"(A;OICI;FA;;;{who})" for who in (owner, "SY", "BA"))
    return f"D:P{full}(A;OICI;{_READ_AND_RUN:#x};;;BU)"


@dataclass(frozen=True, slots=True)
class Rights:
    """Who owns a file or folder, as Windows numbers users, and who besides owner and trusted ones may change it."""

    owner: str
    writers: frozenset[str]


def rights_of(path: Path) -> Rights:
    """Ask Windows for the rights of a file or folder."""
    security = import_module("win32security")
    found = security.GetNamedSecurityInfo(str(path), _FILE, _OWNER | _DACL)
    owner = str(security.ConvertSidToStringSid(found.GetSecurityDescriptorOwner()))
    rights = found.GetSecurityDescriptorDacl()
    if rights is None:
        return Rights(owner, frozenset({_EVERYBODY}))
    entries = [rights.GetAce(number) for number in range(rights.GetAceCount())]
    writers = {
        str(security.ConvertSidToStringSid(sid))
        for (kind, _), mask, sid in entries
        if kind == security.ACCESS_ALLOWED_ACE_TYPE and mask & _WRITING
    }
    return Rights(owner, frozenset(writers) - trusted_owners() - {owner, _CREATOR})


@lru_cache(maxsize=1)
def trusted_owners() -> frozenset[str]:
    """This user, and those who may do everything on the PC anyway."""
    own = str(import_module("win32security").ConvertSidToStringSid(_own_sid()))
    return frozenset({own, _SYSTEM, _ADMINISTRATORS, _INSTALLER})


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
