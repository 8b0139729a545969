"""The add-in file ``xl_addin.xlam``: a workbook by XlsxWriter, with the VBA project and the ribbon put in.

The same sources give the same bytes on every system: parts are stored in a fixed order without compression (other
builds of zlib pack differently), without times and without names of users or machines.
"""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Sequence
from typing import Final

import xlsxwriter

from xl_addin.hosts.excel.function_help import ALL_NAMES, argument_extension, function_groups
from xl_addin.hosts.excel.ribbon import refuse_callbacks, ribbon_files
from xl_addin.hosts.excel.vba import VbaModule, build_project
from xl_addin.hosts.excel.vba.declarations import declarations
from xl_addin.hosts.excel.vba.scanning import statements
from xl_addin.values.errors import InputError

PROJECT: Final = "xl_addin"
"""Name of the VBA project; Excel takes it into its list of projects, not into formulas."""
TITLE: Final = "改制测算插件"
SUMMARY: Final = "国有企业改制测算：经济补偿金、社会保险、专项资金和程序核查的函数与按钮。"
"""Excel shows both in its list of add-ins."""
_SHEET: Final = "改制测算"
_CREATED: Final = dt.datetime(2000, 1, 1)
_ZIP_DATE: Final = (1980, 1, 1, 0, 0, 0)
_ARCHIVE: Final = 0x20
"""The attribute that DOS gives a new file; without one zipfile would write Unix rights."""
_CONTENT_TYPES: Final = "[Content_Types].xml"
_MAIN: Final = "application/vnd.ms-excel.{}.macroEnabled.main+xml"
_CALCULATION: Final = ('<calcPr calcId="124519" fullCalcOnLoad="1"/>', '<calcPr calcId="191029"/>')
"""An add-in without formulas must not make Excel calculate whatever is open when it loads."""
_UI_RELATIONS: Final = {
    "customUI.xml": "http://schemas.microsoft.com/office/2006/relationships/ui/extensibility",
    "customUI14.xml": "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility",
}


def build_addin(modules: Sequence[VbaModule] | None = None) -> bytes:
    """Give the bytes of the add-in; without ``modules`` those of the product.

    InputError with one Chinese line if the source tree is missing, or if VBA would refuse a module or the ribbon
    names a macro that does not exist.
    """
    if modules is None:
        from xl_addin.hosts.excel import sources

        modules = sources.modules()
    ribbon = ribbon_files()
    for xml in ribbon.values():
        refuse_callbacks(xml, modules)
    parts = _workbook_parts(build_project(PROJECT, modules), modules)
    _replace_once(parts, _CONTENT_TYPES, _MAIN.format("sheet"), _MAIN.format("addin"))
    _replace_once(parts, "xl/workbook.xml", *_CALCULATION)
    _write_help(parts, modules)
    relations = "".join(
        f'<Relationship Id="rIdRibbon{number}" Type="{_UI_RELATIONS[name]}" Target="customUI/{name}"/>'
        for number, name in enumerate(ribbon, 1)
    )
    _replace_once(parts, "_rels/.rels", "</Relationships>", f"{relations}</Relationships>")
    parts |= {f"customUI/{name}": xml for name, xml in ribbon.items()}
    return _zipped(parts)


def _code_name(modules: Sequence[VbaModule], kind: str) -> str:
    found = [module.name for module in modules if module.kind == kind]
    if len(found) != 1:
        raise InputError(f"插件要有且只有一个 {kind.partition(':')[2]} 模块，现有 {len(found)} 个")
    return found[0]


def _workbook_parts(project: bytes, modules: Sequence[VbaModule]) -> dict[str, bytes]:
    """Give the parts of a workbook with the project in it."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    book.set_properties({"title": TITLE, "comments": SUMMARY, "created": _CREATED})
    sheet = book.add_worksheet(_SHEET)
    sheet.write_string(0, 0, f"{TITLE}：{SUMMARY}")
    book.add_vba_project(io.BytesIO(project), is_stream=True)
    book.set_vba_name(_code_name(modules, "document:workbook"))
    sheet.set_vba_name(_code_name(modules, "document:sheet"))
    book.close()
    with zipfile.ZipFile(stream) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _write_help(parts: dict[str, bytes], modules: Sequence[VbaModule]) -> None:
    """Write what the function wizard shows of the functions that the modules have."""
    names = {
        each.name
        for module in modules
        if module.kind == "standard"
        for each in declarations(statements(module.name, module.source))
        if each.kind == "function" and each.public
    }
    if names.isdisjoint(ALL_NAMES):
        return
    _replace_once(parts, "xl/workbook.xml", "</sheets>", f"</sheets>{function_groups()}")
    extensions = f"<extLst>{argument_extension(names)}</extLst>"
    _replace_once(parts, "xl/workbook.xml", "</workbook>", f"{extensions}</workbook>")


def _replace_once(parts: dict[str, bytes], name: str, old: str, new: str) -> None:
    text = parts[name].decode("utf-8")
    if text.count(old) != 1:
        raise RuntimeError(f"this XlsxWriter writes {name} otherwise than expected")
    parts[name] = text.replace(old, new).encode("utf-8")


def _zipped(parts: dict[str, bytes]) -> bytes:
    """Pack the parts, content types first as Excel does."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(parts, key=lambda part: (part != _CONTENT_TYPES, part)):
            entry = zipfile.ZipInfo(name, _ZIP_DATE)
            entry.create_system = 0
            entry.external_attr = _ARCHIVE
            archive.writestr(entry, parts[name])
    return stream.getvalue()
