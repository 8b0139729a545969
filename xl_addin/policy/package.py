"""What 一补二险 contains, which insurances there are, and what each group of persons gets.

Loads ``data/package.toml`` and refuses a faulty file. Amounts are for the rules.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from xl_addin.policy.options import closest
from xl_addin.policy.schema import CERTAINTIES, PolicyFileError
from xl_addin.policy.store import DATA, read_toml
from xl_addin.values.errors import InputError
from xl_addin.values.memory import remembered

FILE: Final = DATA / "package.toml"
SEVERANCE: Final = "severance"
ARREARS: Final = "arrears"
PAYERS: Final = ("单位", "个人")
_PAYER: Final = re.compile(r"(.*?)\(?(单位|个人)(?:部分|承担|缴费|缴纳)?\)?")
_BEFORE_PAYER: Final = re.compile(r"(?<=\w)\s+(?=\(?(?:单位|个人))")
_INSURANCE: Final = re.compile(r"(?:城镇|企业|职工)*(?:基本)?(.{2})(?:保险)?(?:费)?")
_PARTS: Final = re.compile(r"[、,;/+＋和\s]+")


@dataclass(frozen=True, slots=True)
class PackageItem:
    """One part that a package may contain."""

    label: str
    kind: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PackageEntry:
    """A part as an office lists it: the whole of it, or one payer's share ('' is both)."""

    item: str
    payer: str = ""

    @property
    def label(self) -> str:
        """Its heading."""
        return self.item + self.payer


@dataclass(frozen=True, slots=True)
class PackageGroup:
    """One group of persons by 在岗状态, and which parts it gets."""

    label: str
    severance: bool
    arrears: bool
    reserve: bool
    statuses: tuple[str, ...]
    basis: str


@dataclass(frozen=True, slots=True)
class PackagePolicy:
    """The shipped reading of 一补二险."""

    items: tuple[PackageItem, ...]
    groups: tuple[PackageGroup, ...]
    default_group: PackageGroup
    default: tuple[str, ...]
    settings: Mapping[str, str]
    """Names of the rows on a 政策 sheet that change contents, cutoff_age and minimum_years."""
    basis: str
    cutoff_age: int
    minimum_years: int


def load_package(path: Path) -> PackagePolicy:
    """Load and check a package file; raises :class:`PolicyFileError` at the first fault."""
    raw = read_toml(path)
    items = tuple(PackageItem(one["label"], one["kind"], tuple(one["words"])) for one in raw.get("item", []))
    for item in items:
        if item.kind not in (SEVERANCE, ARREARS):
            raise PolicyFileError(path.name, item.label, f"kind {item.kind!r}", f"use {SEVERANCE} or {ARREARS}")
    groups = tuple(_read_group(one, path.name) for one in raw.get("group", []))
    statuses = [status for group in groups for status in group.statuses]
    if len(set(statuses)) != len(statuses):
        raise PolicyFileError(path.name, "group", "a status stands in two groups", "keep it in one")
    chosen = [group for group, one in zip(groups, raw.get("group", []), strict=True) if one.get("default")]
    if len(chosen) != 1:
        raise PolicyFileError(path.name, "group", "not exactly one default group", "mark one with default = true")
    for label in raw.get("default", []):
        if label not in {item.label for item in items}:
            raise PolicyFileError(path.name, "default", f"{label!r} is no item", "add an [[item]] or correct the name")
    if set(raw.get("settings", {})) != {"contents", "cutoff_age", "minimum_years"}:
        raise PolicyFileError(path.name, "settings", "not the three names", "write contents, cutoff_age, minimum_years")
    for entry in (raw, raw.get("reserve", {})):
        if entry.get("certainty") not in CERTAINTIES or not entry.get("basis"):
            raise PolicyFileError(path.name, "basis", "basis or certainty is missing", f"use {sorted(CERTAINTIES)}")
    reserve = raw["reserve"]
    default = tuple(raw["default"])
    ages = int(reserve["cutoff_age"]), int(reserve["minimum_years"])
    return PackagePolicy(items, groups, chosen[0], default, raw["settings"], raw["basis"], *ages)


def _read_group(raw: Mapping[str, Any], file: str) -> PackageGroup:
    for key in ("severance", "arrears", "reserve"):
        if not isinstance(raw.get(key), bool):
            raise PolicyFileError(file, str(raw.get("label")), f"{key} is missing", "write true or false")
    if not raw.get("basis"):
        raise PolicyFileError(file, str(raw.get("label")), "basis is missing", "write the rule")
    flags = raw["severance"], raw["arrears"], raw["reserve"]
    return PackageGroup(raw["label"], *flags, tuple(raw["statuses"]), raw["basis"])


@cache
def package_policy() -> PackagePolicy:
    """Give the shipped reading.

    >>> package_policy().default
    ('经济补偿', '养老', '医疗')
    """
    return load_package(FILE)


@cache
def insurances() -> tuple[str, ...]:
    """Give every insurance that there are rates for, or could be.

    >>> insurances()
    ('养老', '医疗', '失业', '工伤', '生育')
    """
    return tuple(item.label for item in package_policy().items if item.kind == ARREARS)


def _fold(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def find_insurance(text: str) -> str:
    """Read an insurance with or without 基本…保险费 (I-03); unknown ones raise InputError.

    >>> find_insurance("基本养老保险费"), find_insurance("医疗"), find_insurance("失业保险")
    ('养老', '医疗', '失业')
    """
    match = _INSURANCE.fullmatch(_fold(text))
    if match and match[1] in insurances():
        return match[1]
    if not _fold(text):
        raise InputError("险种不能为空")
    raise InputError(f"险种“{text.strip()}”不认识，可用：{'、'.join(insurances())}{closest(text, insurances())}")


def find_item(text: str) -> str:
    """Read a part of the package by any of its names.

    >>> find_item("经济补偿金"), find_item("基本医疗保险费")
    ('经济补偿', '医疗')
    """
    folded = _fold(text)
    for item in package_policy().items:
        if folded == item.label or folded in item.words:
            return item.label
    match = _INSURANCE.fullmatch(folded)
    if match and match[1] in insurances():
        return match[1]
    known = [item.label for item in package_policy().items]
    raise InputError(f"一补二险没有“{text.strip()}”这一项，可用：{'、'.join(known)}{closest(folded, known)}")


def split_payer(text: str) -> tuple[str, str]:
    """Take the payer off the name of a part; '' where none is named.

    >>> split_payer("养老个人"), split_payer("基本医疗保险费（单位部分）"), split_payer("单位"), split_payer("养老")
    (('养老', '个人'), ('基本医疗保险费', '单位'), ('', '单位'), ('养老', ''))
    """
    folded = _fold(text)
    match = _PAYER.fullmatch(folded)
    return (match[1], match[2]) if match else (folded, "")


@remembered(4096)
def find_entry(text: str) -> PackageEntry:
    """Read a part with or without its payer.

    >>> find_entry("养老保险单位部分").label, find_entry("经济补偿金").label
    ('养老单位', '经济补偿')
    """
    word, payer = split_payer(text)
    return PackageEntry(find_item(word or text), payer)


def read_contents(text: str) -> tuple[str, ...]:
    """Read the row 一补二险 of a 政策 sheet: the parts in order, in whole or by payer; blank is the shipped contents.

    >>> read_contents("经济补偿金、养老、医疗、失业保险"), read_contents("")
    (('经济补偿', '养老', '医疗', '失业'), ('经济补偿', '养老', '医疗'))
    >>> read_contents("经济补偿、养老单位、养老个人")
    ('经济补偿', '养老单位', '养老个人')
    """
    joined = _BEFORE_PAYER.sub("", unicodedata.normalize("NFKC", text))
    words = [word for word in _PARTS.split(joined) if word]
    if not words:
        return package_policy().default
    row = f"政策表“{package_policy().settings['contents']}”"
    found: list[PackageEntry] = []
    for word in words:
        entry = find_entry(word)
        if entry.payer and entry.item not in insurances():
            raise InputError(f"{row}中的“{word}”不分承担方：{entry.item}全部由单位承担，请写“{entry.item}”")
        if any(one.item == entry.item and (one == entry or "" in (one.payer, entry.payer)) for one in found):
            raise InputError(f"{row}中有一项写了两次：{entry.item}（{text.strip()}），会重复计入合计，请只留一种写法")
        found.append(entry)
    return tuple(entry.label for entry in found)


def by_payer(contents: Iterable[str]) -> tuple[str, ...]:
    """List the same contents with each insurance apart by payer.

    >>> by_payer(("经济补偿", "养老", "医疗单位"))
    ('经济补偿', '养老单位', '养老个人', '医疗单位')
    """
    entries = map(find_entry, contents)
    return tuple(
        entry.item + payer
        for entry in entries
        for payer in ((entry.payer,) if entry.payer or entry.item not in insurances() else PAYERS)
    )


def plain_contents(facts: Mapping[str, str]) -> dict[str, str]:
    """Facts of a policy with the parts of 一补二险 written in one way; what states the shipped contents states nothing.

    >>> plain_contents({"一补二险": "养老个人、养老单位、医疗、经济补偿", "文号": "1号"})
    {'文号': '1号'}
    """
    key = package_policy().settings["contents"]
    try:
        parts = sorted(set(by_payer(read_contents(facts.get(key, "")))))
    except InputError:  # whoever computes the package says so
        return dict(facts)
    others = {name: text for name, text in facts.items() if name != key}
    return others if parts == sorted(by_payer(package_policy().default)) else {**others, key: "、".join(parts)}


@cache
def package_settings() -> frozenset[str]:
    """Give the names of rows that a 政策 sheet may hold for the package.

    >>> "一补二险" in package_settings()
    True
    """
    return frozenset(package_policy().settings.values())
