"""Runs on Windows: prints what the icons in each place start."""

from __future__ import annotations

import json
from pathlib import Path

import pythoncom
from win32com.shell import shell

PLACES = {
    "SendTo": (0x09, "改制测算.lnk"),
    "Desktop": (0x10, "改制测算.lnk"),
    "Programs": (0x02, "改制测算/改制测算.lnk"),
}
found = {}
for place, (number, name) in PLACES.items():
    link = pythoncom.CoCreateInstance(shell.CLSID_ShellLink, None, pythoncom.CLSCTX_INPROC_SERVER, shell.IID_IShellLink)
    path = Path(shell.SHGetFolderPath(0, number, None, 0)) / name
    link.QueryInterface(pythoncom.IID_IPersistFile).Load(str(path))
    found[place] = [link.GetPath(0)[0], link.GetArguments()]
print(json.dumps(found))
