"""What the function wizard shows of the worksheet functions, in the parts of the file where Excel itself keeps it.

Three places, as Excel saves them after ``MacroOptions``: the names of our categories in ``workbook.xml`` (18.2.14–15 of
ISO/IEC 29500-1), the texts of the arguments in its extension list ([MS-OFFMACRO2] 2.2.2.1.1 and 2.2.5.2–5), and in the
VBA module of a function two attributes: its description, and the number of its category ([MS-XLSB] 2.5.52).

>>> group_number("工龄与补偿"), group_number("另计款项")
(20, 21)
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from xl_addin.files.markup import attribute, escaped
from xl_addin.functions import CATALOG, FunctionSpec
from xl_addin.values.errors import InputError

BUILT_IN_GROUPS: Final = 19
"""Categories that Excel has had of its own since November 2017; a number above what the file says is one of ours."""
GROUPS: Final = tuple(dict.fromkeys(spec.category for spec in CATALOG.values()))
"""Our categories, in the order of the catalog."""
_SPECS: Final = {name: spec for spec in CATALOG.values() for name in (spec.name, spec.alias)}
ALL_NAMES: Final = frozenset(_SPECS)
"""Both names of every function."""
_EXTENSION: Final = "{8193D73E-4604-4355-AFF4-8A2333D13BE4}"
_X14: Final = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
_MOST_GROUP_NAME: Final = 32
_MOST_ARGUMENTS: Final = 60


def group_number(category: str) -> int:
    """Give the number by which a function's ``VB_Invoke_Func`` names its category."""
    return BUILT_IN_GROUPS + 1 + GROUPS.index(category)


def function_groups() -> str:
    """Give the element that names our categories; it follows ``sheets``."""
    for name in GROUPS:
        if not 0 < len(name) <= _MOST_GROUP_NAME:
            raise InputError(f"函数分类“{name}”有 {len(name)} 个字符，Excel 最多 {_MOST_GROUP_NAME} 个")
    names = "".join(f'<functionGroup name="{attribute(name)}"/>' for name in GROUPS)
    return f'<functionGroups builtInGroupCount="{BUILT_IN_GROUPS}">{names}</functionGroups>'


def argument_extension(names: Collection[str]) -> str:
    """Give the extension of the workbook with the texts of the arguments of these functions.

    Names that are no function of ours are passed over; the others must be macros of the project.
    """
    texts = "".join(_arguments(name, _SPECS[name]) for name in sorted(ALL_NAMES.intersection(names)))
    return f'<ext uri="{_EXTENSION}" xmlns:x14="{_X14}"><x14:definedNames>{texts}</x14:definedNames></ext>'


def _arguments(name: str, spec: FunctionSpec) -> str:
    if not 0 < len(spec.arguments) <= _MOST_ARGUMENTS:
        raise InputError(f"函数 {name} 有 {len(spec.arguments)} 个参数，Excel 最多说明 {_MOST_ARGUMENTS} 个")
    # ArgumentSpec keeps each text within the 255 characters that the specification allows.
    texts = "".join(
        f'<x14:argumentDescription index="{index}">{escaped(argument.wizard_help)}</x14:argumentDescription>'
        for index, argument in enumerate(spec.arguments)
    )
    return (
        f'<x14:definedName name="{attribute(name)}"><x14:argumentDescriptions count="{len(spec.arguments)}">'
        f"{texts}</x14:argumentDescriptions></x14:definedName>"
    )
