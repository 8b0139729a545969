"""What Excel 365 is told of the worksheet functions, from the catalog: names, help, arguments; and what answers them.

Every function is there under both names, if Excel takes them. In a cell the name space stands in front:
``SOE.SEVERANCE``, ``SOE.经济补偿金``.
"""

from __future__ import annotations

import json
from typing import Any, Final

from xl_addin.formulas.stored_names import OFFICE_LEAST, OFFICE_NAMESPACE
from xl_addin.functions import CATALOG, FunctionSpec
from xl_addin.functions.spec import ArgumentSpec

CHINESE, ENGLISH = "zh-CN", "en-US"
_PREFIX: Final = f"{OFFICE_NAMESPACE}_"
_DAY: Final = "日期"
"""What the catalog says of a result that is a day; in JSON it is a number."""


def short_name(spec: FunctionSpec) -> str:
    """A function's ASCII name behind the name space, which is its id as well: letters, digits, underscores, points.

    >>> short_name(CATALOG["SOE_SEVERANCE"])
    'SEVERANCE'
    """
    return spec.name.removeprefix(_PREFIX)


def names(spec: FunctionSpec) -> dict[str, str]:
    """Names of a function behind the name space, by their ids: an id takes no Chinese.

    >>> names(CATALOG["SOE_SEVERANCE"]), names(CATALOG["SOE_DEADLINE"])
    ({'SEVERANCE': 'SEVERANCE', 'SEVERANCE_ZH': '经济补偿金'}, {'DEADLINE': 'DEADLINE'})
    """
    short = short_name(spec)
    return {short: short} | ({f"{short}_ZH": spec.alias} if len(spec.alias) >= OFFICE_LEAST else {})


def functions_json(locale: str = CHINESE) -> bytes:
    """The metadata that Excel asks for; the same every time."""
    functions = [
        {
            "id": number,
            "name": name,
            "description": spec.help_en if locale == ENGLISH else spec.wizard_help,
            "parameters": [_parameter(one) for one in spec.arguments],
            "result": {"type": "any", "dimensionality": "matrix" if spec.gives_table else "scalar"},
        }
        for spec in CATALOG.values()
        for number, name in names(spec).items()
    ]
    # without it Excel takes no number with a format, as which days are given
    told = {"allowCustomDataForDataTypeAny": True, "allowErrorForDataTypeAny": True, "functions": functions}
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def functions_script() -> bytes:
    """Ids of the functions with our names, for the client, and which of them give days."""
    known = {number: spec.name for spec in CATALOG.values() for number in names(spec)}
    days = [number for spec in CATALOG.values() if spec.result == _DAY for number in names(spec)]
    lines = (
        f"export const {name} = {json.dumps(told, ensure_ascii=False, indent=1)};\n"
        for name, told in (("FUNCTIONS", known), ("DAYS", days))
    )
    return "".join(lines).encode()


def _parameter(argument: ArgumentSpec) -> dict[str, Any]:
    """One that is a single value is a scalar: given a range, Excel calls the function once a cell and spills."""
    return {
        "name": argument.name,
        "description": argument.wizard_help,
        "type": "any",
        "dimensionality": "scalar" if argument.shape == "cell" else "matrix",
        "optional": argument.optional or argument.blank_allowed,
    }
