"""Names that may mean one enterprise: 水泥厂 beside 丰城市水泥厂, 丰城水泥厂, 国营水泥厂, 水泥厂有限责任公司.

Names are never made one: 机械厂 is not 第二机械厂, and two names on paper may be two enterprises. Who adds up by
enterprise asks, so that the office writes one name. Judges nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

_REGION: Final = re.compile(r"(?:[一-鿿]{2,4}?省)?(?:([一-鿿]{1,4}?)[市县区]|[市县区])(?=[一-鿿]{2})")
_STATE: Final = re.compile(r"^(?:地方)?(?:国营|国有)(?=[一-鿿]{2})")
_COMPANY: Final = re.compile(r"(?:股份)?有限(?:责任)?公司$")
_WORKS: Final = re.compile(r"[厂社矿场站店]$")


def alike_firms(names: Iterable[str]) -> list[tuple[str, str]]:
    """Pairs of different names that may be one enterprise, the shorter one first; the names as keys.

    >>> alike_firms(["丰城市水泥厂", "水泥厂", "机械厂", "丰城市第二机械厂"])
    [('水泥厂', '丰城市水泥厂')]
    >>> alike_firms(["丰城市水泥厂", "高安市水泥厂"]), alike_firms(["丰城市百货公司", "百货有限责任公司"])
    ([], [('丰城市百货公司', '百货有限责任公司')])
    """
    listed = list(dict.fromkeys(filter(None, names)))
    places = {found[1] for name in listed if (found := _REGION.match(name)) and found[1]}
    groups: dict[str, list[tuple[str, str]]] = {}
    for name in listed:
        place, own = _parts(name, places)
        groups.setdefault(own, []).append((place, name))
    pairs = []
    for group in groups.values():
        for i, (place, name) in enumerate(group):
            for other_place, other in group[:i]:
                if not place or not other_place or place == other_place:
                    pairs.append((min(name, other, key=len), max(other, name, key=len)))
    return pairs


def _parts(name: str, places: Iterable[str]) -> tuple[str, str]:
    """The city of a name, '' if it says none, and what remains without it and without the words of its form."""
    place, rest = "", name
    if found := _REGION.match(name):
        place, rest = found[1] or "", name[found.end() :]
    else:
        place = next((one for one in places if name.startswith(one) and len(name) > len(one) + 1), "")
        rest = name[len(place) :]
    rest = _STATE.sub("", rest)
    bare = _COMPANY.sub("", rest)
    return place, bare if bare == rest or _WORKS.search(bare) else f"{bare}公司"
