r"""The values OPEN, OPEN1, OPEN2, … by which Excel knows the add-ins to load.

Excel reads them in order and stops at the first number that is missing, so the numbers must have no gap. Pure
functions of what stands in the registry: values that are no OPEN value are never touched.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from xl_addin.hosts.excel.install.places import ADDIN, ADDIN_NAME

_NAME: Final = re.compile(r"OPEN(\d*)", re.IGNORECASE)
OURS: Final = f'"{ADDIN}"'


def _number(name: str) -> int | None:
    found = _NAME.fullmatch(name)
    return None if found is None else int(found[1] or 0)


def _entries(values: Mapping[str, str]) -> list[str]:
    """Give the OPEN values in order, gaps closed."""
    numbered = [(number, data) for name, data in values.items() if (number := _number(name)) is not None]
    return [data for _, data in sorted(numbered, key=lambda entry: entry[0])]


def _named(entries: list[str]) -> dict[str, str]:
    return {f"OPEN{number or ''}": data for number, data in enumerate(entries)}


def names_our_addin(data: str) -> bool:
    r"""Tell whether an entry loads an add-in of our name, wherever it lies.

    >>> names_our_addin('/R "D:\\old\\xl_addin.xlam"'), names_our_addin('"C:\\other.xlam"')
    (True, False)
    """
    file = re.split(r"[\\/]", data.strip().strip('"'))[-1]
    return file.lower() == ADDIN_NAME


def with_ours(values: Mapping[str, str]) -> dict[str, str]:
    r"""Give the OPEN values with ours in them once: in the place it has, else last. Older copies elsewhere go.

    >>> with_ours({"OPEN": '"C:\\a.xlam"', "OPEN1": '"D:\\xl_addin.xlam"', "Font": "宋体,10"})["OPEN1"]
    '"C:\\ProgramData\\xl_addin\\xl_addin.xlam"'
    """
    entries = _entries(values)
    first = next((place for place, data in enumerate(entries) if names_our_addin(data)), len(entries))
    others = [data for data in entries if not names_our_addin(data)]
    return _named([*others[:first], OURS, *others[first:]])


def without_ours(values: Mapping[str, str]) -> dict[str, str]:
    """Give the OPEN values without any add-in of our name."""
    return _named([data for data in _entries(values) if not names_our_addin(data)])


def changes(values: Mapping[str, str], wanted: Mapping[str, str]) -> dict[str, str | None]:
    """Give what to write (text) and what to delete (None) to get from one state to the other."""
    present = {name: data for name, data in values.items() if _number(name) is not None}
    gone: dict[str, str | None] = {name: None for name in present if name.upper() not in wanted}
    same = {name.upper() for name, data in present.items() if wanted.get(name.upper()) == data}
    return gone | {name: data for name, data in wanted.items() if name not in same}
