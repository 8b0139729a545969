"""Runs on Windows: sets ("1") or takes away ("") the rule by which Defender lets Office start no program."""

from __future__ import annotations

import json
import sys
import winreg

RULES = r"SOFTWARE\Policies\Microsoft\Windows Defender\Windows Defender Exploit Guard\ASR\Rules"
NO_CHILDREN = "D4F940AB-401B-4EFC-AADC-AD5F3C50688A"


def main(state: str) -> None:
    with winreg.CreateKeyEx(winreg.HKEY_LOCAL_MACHINE, RULES, 0, winreg.KEY_ALL_ACCESS) as key:
        if state:
            winreg.SetValueEx(key, NO_CHILDREN, 0, winreg.REG_SZ, state)
        else:
            winreg.DeleteValue(key, NO_CHILDREN)
    print(json.dumps(state))


if __name__ == "__main__":
    main(sys.argv[1])
