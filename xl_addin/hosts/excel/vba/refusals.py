"""What VBA on a Chinese Windows would refuse or garble, found while building: module, line and character.

The VBA editor says none of this until somebody opens the add-in, so that every doubt is an error here. Grammar inside
procedures is not looked at.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from xl_addin.hosts.excel.vba.declarations import Declaration, declarations, excludes
from xl_addin.hosts.excel.vba.identifiers import RESERVED, bad_character, is_identifier
from xl_addin.hosts.excel.vba.member_attributes import refuse_attributes
from xl_addin.hosts.excel.vba.modules import VbaModule, lines_of
from xl_addin.hosts.excel.vba.scanning import code_lines, statements
from xl_addin.values.errors import InputError

CODE_PAGES: Final = {936: "cp936"}
"""Code pages that a project can be written in, and Python's names for them."""
_MOST_LINE: Final = 1023
_MOST_LINES: Final = 65534
_MOST_NAME: Final = 31


def refuse(project: str, modules: Sequence[VbaModule], code_page: int = 936) -> None:
    """Raise InputError for the first thing in the project that VBA would not take as it was meant.

    >>> book = VbaModule("ThisWorkbook", "document:workbook", "")
    >>> refuse("xl_addin", [book, VbaModule("甲", "standard", "Function 丂()\\nEnd Function")])
    Traceback (most recent call last):
    ...
    xl_addin.values.errors.InputError: 甲 第 1 行：字符“丂”不能用在 VBA 的名称里
    """
    if code_page not in CODE_PAGES:
        raise InputError(f"VBA 工程只能写成代码页 {'、'.join(map(str, CODE_PAGES))}，现为 {code_page}")
    _refuse_names(project, modules)
    declared: dict[str, list[Declaration]] = {}
    for module in modules:
        _refuse_text(module, CODE_PAGES[code_page])
        code = statements(module.name, module.source)
        declared[module.name] = declarations(code)
        _refuse_declarations(module.name, declared[module.name])
        refuse_attributes(module.name, code, declared[module.name])
    _refuse_ambiguity(modules, declared)


def _refuse_names(project: str, modules: Sequence[VbaModule]) -> None:
    taken = {project.lower(): "工程"}
    if not is_identifier(project) or not project.isascii():
        raise InputError(f"工程名“{project}”不是合法的 VBA 名称（须为英文字母、数字和下划线）")
    for module in modules:
        if not is_identifier(module.name):
            raise InputError(f"模块名“{module.name}”不是合法的 VBA 名称")
        if len(module.name) > _MOST_NAME:
            raise InputError(f"模块名“{module.name}”有 {len(module.name)} 个字符，最多 {_MOST_NAME} 个")
        if module.name.lower() in taken:
            raise InputError(f"模块名“{module.name}”与{taken[module.name.lower()]}同名")
        taken[module.name.lower()] = "另一个模块"
    if sum(module.kind == "document:workbook" for module in modules) != 1:
        raise InputError("工程要有且只有一个工作簿模块（ThisWorkbook）")


def _refuse_text(module: VbaModule, encoding: str) -> None:
    lines = lines_of(module.source)
    if len(lines) > _MOST_LINES:
        raise InputError(f"{module.name}：有 {len(lines)} 行，VBA 模块最多 {_MOST_LINES} 行")
    for number, line in enumerate(lines, 1):
        where = f"{module.name} 第 {number} 行"
        for character in line:
            if character != "\t" and not character.isprintable() and character != "\u3000":
                raise InputError(f"{where}：含有控制字符或不可见字符 U+{ord(character):04X}，请删去")
        try:
            length = len(line.encode(encoding))
        except UnicodeEncodeError as error:
            character = line[error.start]
            raise InputError(
                f"{where}：字符“{character}”（U+{ord(character):04X}）不在中文 Windows 的代码页 936 里"
            ) from error
        if length > _MOST_LINE:
            raise InputError(f"{where}：长 {length} 字节，VBA 一行最多 {_MOST_LINE} 字节")
    for code in code_lines(module.name, module.source):
        if character := bad_character(code.code):
            raise InputError(f"{module.name} 第 {code.number} 行：字符“{character}”不能用在 VBA 的名称里")


def _refuse_declarations(module: str, found: Sequence[Declaration]) -> None:
    for each in found:
        where = f"{module} 第 {each.number} 行"
        if not is_identifier(each.name):
            raise InputError(f"{where}：“{each.name}”不能作名称")
        seen = {each.name.lower()} if each.kind != "declare" else set()
        for parameter in each.parameters:
            name = parameter.name.lower()
            if name in RESERVED:
                raise InputError(f"{where}：{each.name} 的参数名 {parameter.name} 是 VBA 的保留字")
            if not is_identifier(parameter.name):
                raise InputError(f"{where}：{each.name} 的参数“{parameter.name}”写法不对")
            if name in seen:
                raise InputError(f"{where}：{each.name} 的参数名 {parameter.name} 重复，或与函数同名")
            seen.add(name)
    for position, each in enumerate(found):
        for other in found[:position]:
            if _clash(each, other):
                raise InputError(f"{module} 第 {each.number} 行：{each.name} 与第 {other.number} 行的名称重复")


def _clash(one: Declaration, other: Declaration) -> bool:
    """Tell whether two declarations of a module give one name twice; accessors of a property share theirs."""
    if one.name.lower() != other.name.lower() or excludes(one.branch, other.branch):
        return False
    accessors = one.kind.startswith("property") and other.kind.startswith("property")
    return not accessors or one.kind == other.kind


def _refuse_ambiguity(modules: Sequence[VbaModule], declared: dict[str, list[Declaration]]) -> None:
    """Refuse public names that a cell or a caller could not tell apart."""
    homes: dict[str, str] = {}
    names = {module.name.lower(): module.name for module in modules}
    for module in modules:
        if module.kind != "standard":
            continue
        for each in declared[module.name]:
            where = f"{module.name} 第 {each.number} 行"
            if not each.public:
                continue
            if each.is_procedure and each.name.lower() in names:
                raise InputError(f"{where}：过程 {each.name} 与模块 {names[each.name.lower()]} 同名")
            home = homes.setdefault(each.name.lower(), module.name)
            if home != module.name:
                raise InputError(f"{where}：公共名称 {each.name} 在模块 {home} 里也有")
