"""A whole VBA project from its modules: the streams put together as ``vbaProject.bin``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from xl_addin.hosts.excel.vba.compound_file import compound_file
from xl_addin.hosts.excel.vba.compression import compress, decompress
from xl_addin.hosts.excel.vba.dir_stream import dir_stream
from xl_addin.hosts.excel.vba.modules import VbaModule, stored_source
from xl_addin.hosts.excel.vba.project_stream import names_stream, project_stream
from xl_addin.hosts.excel.vba.refusals import CODE_PAGES, refuse
from xl_addin.values.errors import InputError

_NO_CACHE: Final = bytes.fromhex("CC61FFFF000100")
"""The ``_VBA_PROJECT`` stream of a project without compiled code, which Excel compiles when it opens it."""


def build_project(name: str, modules: Sequence[VbaModule], code_page: int = 936) -> bytes:
    """Give the bytes of ``vbaProject.bin``; the same for the same text, anywhere.

    The order of ``modules`` is kept. InputError with module, line and reason for what VBA on a Chinese Windows would
    refuse or garble: see :mod:`refusals`.

    >>> book = VbaModule("ThisWorkbook", "document:workbook", "")
    >>> build_project("xl_addin", [book])[:8].hex()
    'd0cf11e0a1b11ae1'
    """
    refuse(name, modules, code_page)
    encoding = CODE_PAGES[code_page]
    storage = {
        "dir": compress(dir_stream(name, modules, code_page, encoding)),
        "_VBA_PROJECT": _NO_CACHE,
    }
    for module in modules:
        text = stored_source(module).encode(encoding)
        storage[module.name] = compress(text)
        if decompress(storage[module.name]) != text:
            raise InputError(f"{module.name}：文字无法压缩进 VBA 工程，请加一行说明后再试")
    streams = {"PROJECT": project_stream(name, modules, encoding), "PROJECTwm": names_stream(modules, encoding)}
    return compound_file({"VBA": storage, **streams})
