"""The way that Excel takes: xlwings' library starts Python by the add-in's command line; a function is called.

Used by the diagnosis and by the tests on Windows, so that both see what a cell sees.
"""

from __future__ import annotations

import ctypes
import itertools
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from xl_addin.hosts.excel.resident import CLASS_ID, is_running
from xl_addin.hosts.excel.sources import PYTHON_COMMAND
from xl_addin.values.errors import InputError

UDF_MODULE: Final = "xl_addin.hosts.excel.udfs"
_START, _STOP = 1, -1
_TEXT, _OBJECT = 8, 9
_STARTS: Final = itertools.count(1)
"""A number in each command, as the add-in's VBA writes it: the library cannot start one that it has started before."""


class _Variant(ctypes.Structure):
    _fields_ = (
        ("kind", ctypes.c_ushort),
        ("_", ctypes.c_ushort * 3),
        ("pointer", ctypes.c_void_p),
        ("__", ctypes.c_void_p),
    )


class Route:
    """One running Python behind the library, as the add-in holds it. ``close`` ends it."""

    def __init__(self, python_folder: Path, command: str = PYTHON_COMMAND, library: Path | None = None) -> None:
        """Start Python, by a library of its folder if none is given; the second way if that fails, as the add-in does.

        Raises InputError with the library's own reason if that fails.
        """
        com, client = import_module("pythoncom"), import_module("win32com.client")
        com.CoInitialize()
        library = library or next(python_folder.glob("xlwings64-*.dll"), None)
        if library is None:
            raise InputError("缺少 xlwings64 连接库，请重新安装")
        try:
            self._library: Any = ctypes.CDLL(str(library))
        except OSError as error:
            raise InputError(f"连接库 {library.name} 不能加载：{error.strerror or error}") from error
        self._command = f"{command} {next(_STARTS)}".encode("mbcs")
        try:
            started = self._activate(_START)
        except InputError:
            if not is_running():
                raise
            self._command = CLASS_ID.encode("ascii")
            started = self._activate(_START)
        self._client: Any = client.dynamic.Dispatch(com.ObjectFromAddress(started.pointer, com.IID_IDispatch))

    @property
    def is_second(self) -> bool:
        """Whether Python was not started here, but found as the one that the start menu or the logon has started."""
        return self._command == CLASS_ID.encode("ascii")

    def call(self, name: str, *values: Any, module: str = UDF_MODULE) -> Any:
        """Call a worksheet function with values as Excel gives them; give what Excel gets: one value, or rows."""
        return self._client.CallUDF(module, name, values, None, None)

    def close(self) -> None:
        """End the Python process."""
        self._activate(_STOP)

    def _activate(self, mode: int) -> _Variant:
        result = _Variant()
        failed = self._library.XLPyDLLActivateAuto(ctypes.byref(result), self._command, ctypes.c_long(mode))
        if failed or (mode == _START and result.kind != _OBJECT):
            reason = ctypes.wstring_at(result.pointer) if result.kind == _TEXT and result.pointer else f"代码 {failed}"
            raise InputError(f"Python 没有启动：{' '.join(str(reason).split())}")
        return result
