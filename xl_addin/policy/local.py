"""An office's local document as a TOML file: facts, profile, options and dated values, to become a 政策 sheet.

Calculations never read such a file: they read the workbook's 政策 sheet, which ``policy import`` writes from it,
so that a copied workbook computes the same anywhere. Stubs of local documents ship as drafts without figures.
Every fault of a file is reported at once, each with its entry and remedy.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from xl_addin.policy.options import closest, option_specs, with_options
from xl_addin.policy.profiles import DEFAULT_PROFILE, find_profile
from xl_addin.policy.store import DATA, national, read_toml
from xl_addin.values.errors import InputError

STATUSES: Final = ("草案", "已确认")
SHEET_HEADINGS: Final = ("项目", "值", "起", "止", "地区", "文号")
_KEYS: Final = frozenset(
    {"title", "number", "issuer", "systems", "valid_from", "valid_to", "status", "profile", "options", "values"}
)
_VALUE_KEYS: Final = frozenset({"name", "value", "from", "to", "place", "document"})
Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class LocalPolicy:
    """A local document ready to be written on a 政策 sheet."""

    title: str
    status: str
    rows: tuple[Row, ...]
    """Rows under :data:`SHEET_HEADINGS`, the first one naming the profile."""


def profile_rows(profile_id: str, options: Mapping[str, Any]) -> list[Row]:
    """Rows of a profile with every option written out, so that the sheet states what it computes by.

    >>> profile_rows("R481", {})[:2]
    [('profile', 'R481'), ('fraction', 'year_up')]
    """
    profile = find_profile(profile_id)
    chosen = with_options(profile.options, options)
    rows: list[Row] = [("profile", profile.id)]
    for name in option_specs():
        value = getattr(chosen, name)
        rows.append((name, "none" if value is None else value if isinstance(value, str) else float(value)))
    return rows


def local_faults(raw: Mapping[str, Any]) -> list[str]:
    """List every fault of a local file in Chinese; an empty list means it can be imported.

    >>> local_faults({"title": "意见", "status": "草稿", "options": {"fractoin": "half_year"}})[0]
    'status：“草稿”不认识，只能是 草案 或 已确认'
    """
    faults = [f"{key}：不认识的项目，可用：{'、'.join(sorted(_KEYS))}" for key in sorted(set(raw) - _KEYS)]
    if not raw.get("title"):
        faults.append("title：缺少文件标题")
    status = raw.get("status", STATUSES[0])
    if status not in STATUSES:
        faults.append(f"status：“{status}”不认识，只能是 {' 或 '.join(STATUSES)}")
    if status == STATUSES[1] and not raw.get("number"):
        faults.append("number：状态为已确认的文件必须写文号")
    first, last = raw.get("valid_from"), raw.get("valid_to")
    for key, day in (("valid_from", first), ("valid_to", last)):
        if day is not None and type(day) is not dt.date:
            faults.append(f"{key}：要写成日期，如 {key} = 2004-01-01（不加引号）")
    if type(first) is dt.date and type(last) is dt.date and last < first:
        faults.append("valid_to：失效日期早于施行日期")
    try:
        profile_rows(str(raw.get("profile", DEFAULT_PROFILE)), {})
    except InputError as error:
        faults.append(f"profile：{error.message}")
    for name, value in raw.get("options", {}).items():
        try:
            profile_rows(DEFAULT_PROFILE, {name: value})
        except InputError as error:
            faults.append(f"options：{error.message}")
    for number, entry in enumerate(raw.get("values", []), start=1):
        faults.extend(f"values[{number}]：{fault}" for fault in _value_faults(entry))
    return faults


def _value_faults(entry: Mapping[str, Any]) -> list[str]:
    faults = [f"不认识的项目 {key}，可用：{'、'.join(sorted(_VALUE_KEYS))}" for key in sorted(set(entry) - _VALUE_KEYS)]
    name, value = entry.get("name"), entry.get("value")
    if name not in national().parameters:
        near = closest(str(name), national().parameters) or "，"
        faults.append(f"没有名为“{name}”的政策参数{near}名称见手册“法律参数和出处”")
    if isinstance(value, bool) or not isinstance(value, (int, float)) or value < 0:
        faults.append(f"“{name}”的 value 要写成不小于 0 的数字")
    for key in ("from", "to"):
        if key in entry and type(entry[key]) is not dt.date:
            faults.append(f"“{name}”的 {key} 要写成日期，如 2010-01-01（不加引号）")
    return faults


def read_local(path: Path) -> LocalPolicy:
    """Read a local file for import; raises InputError with every fault in one text."""
    raw = read_toml(path)
    faults = local_faults(raw)
    if faults:
        raise InputError(f"{path.name} 不能导入：" + "；".join(faults))
    facts: list[Row] = [
        ("标题", raw["title"]),
        ("文号", raw.get("number", "")),
        ("发文机关", raw.get("issuer", "")),
        ("适用系统", "、".join(raw.get("systems", []))),
        ("施行日期", raw.get("valid_from")),
        ("失效日期", raw.get("valid_to")),
        ("状态", raw.get("status", STATUSES[0])),
    ]
    values: list[Row] = [
        (v["name"], v["value"], v.get("from"), v.get("to"), v.get("place", ""), v.get("document", ""))
        for v in raw.get("values", [])
    ]
    options = profile_rows(str(raw.get("profile", DEFAULT_PROFILE)), raw.get("options", {}))
    rows = [options[0], *facts, *options[1:], *values]
    return LocalPolicy(raw["title"], str(raw.get("status", STATUSES[0])), tuple(rows))


def shipped_stubs() -> list[Path]:
    """Give the shipped draft stubs of local documents.

    >>> len(shipped_stubs())
    7
    """
    return sorted((DATA / "local").glob("*.toml"))
