"""Runs on Windows: what an installed Excel, another add-in and an older copy of ours leave in the registry."""

from __future__ import annotations

import json
import winreg

OPTIONS = r"Software\Microsoft\Office\16.0\Excel\Options"
ROOT = r"SOFTWARE\Microsoft\Office\16.0\Excel\InstallRoot"

with winreg.CreateKeyEx(winreg.HKEY_LOCAL_MACHINE, ROOT, 0, winreg.KEY_WRITE) as key:
    winreg.SetValueEx(key, "Path", 0, winreg.REG_SZ, "C:\\Program Files\\Microsoft Office\\Office16\\")
with winreg.CreateKeyEx(winreg.HKEY_CURRENT_USER, OPTIONS, 0, winreg.KEY_WRITE) as key:
    winreg.SetValueEx(key, "OPEN", 0, winreg.REG_SZ, '"C:\\Other\\Tool.xlam"')
    winreg.SetValueEx(key, "Font", 0, winreg.REG_SZ, "宋体,11")
print(json.dumps("seeded"))
