"""The way that a 32-bit Excel takes: a 32-bit process holds the library, and each call goes through both."""

from __future__ import annotations

import itertools
import subprocess
from pathlib import Path
from typing import Any

import pythoncom
import win32com.client.dynamic

from xl_addin.hosts.excel.install.route import UDF_MODULE
from xl_addin.hosts.excel.sources import PYTHON_COMMAND

_STARTS = itertools.count(1)


class NarrowRoute:
    """As :class:`xl_addin.hosts.excel.install.route.Route`, with ``caller.exe`` in the place of Excel."""

    def __init__(self, caller: str, python_folder: Path, command: str = PYTHON_COMMAND) -> None:
        pythoncom.CoInitialize()
        [library] = python_folder.glob("xlwings32-*.dll")
        class_id = pythoncom.CreateGuid()
        whole = command if command.startswith("{") else f"{command} {next(_STARTS)}"
        words = [caller, str(library), whole, str(class_id)]
        self._caller = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self._caller.stdout is not None
        self.greeting = self._caller.stdout.readline().strip()
        assert self.greeting == "held by 32 bits", self.greeting
        held = pythoncom.GetActiveObject(class_id).QueryInterface(pythoncom.IID_IDispatch)
        self._client: Any = win32com.client.dynamic.Dispatch(held)

    def call(self, name: str, *values: Any, module: str = UDF_MODULE) -> Any:
        return self._client.CallUDF(module, name, values, None, None)

    def close(self) -> None:
        self._client = None
        assert self._caller.stdin is not None
        self._caller.stdin.close()
        assert self._caller.wait(60) == 0
