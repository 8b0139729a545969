"""Headings put together from parts: every phrase of every kind of sheet, and texts that are almost one."""

from __future__ import annotations

import itertools
import random

import pytest

from xl_addin.tables.heading_roles import fold, role_of
from xl_addin.tables.layouts import Layout, Phrase, layouts


def written(chance: random.Random, phrase: Phrase) -> str:
    """A heading that the phrase means: a word of each part, any city for ~市, any year for #年."""
    words = (chance.choice(part) for part in phrase)
    return "".join("昌平" + w[1:] if w[:1] == "~" else "2003" + w[1:] if w[:1] == "#" else w for w in words)


def made_of(text: str, phrase: Phrase) -> bool:
    """Whether some word of every part, one after the other, is the whole text."""
    rests = {text}
    for part in phrase:
        rests = {rest[end:] for rest in rests for word in part for end in ends(rest, word)}
    return "" in rests


def ends(text: str, word: str) -> list[int]:
    if word[:1] == "#":
        return [4 + len(word) - 1] if text[:4].isdecimal() and text[4:].startswith(word[1:]) else []
    if word[:1] == "~":
        found = [end for end in range(2, 9) if text[:end].endswith(word[1:]) and end <= len(text)]
        return [end for end in found if end - len(word) + 1 > 0][:1]
    return [len(word)] if text.startswith(word) else []


def expected(layout: Layout, key: str) -> str:
    """The listed heading, the first role with a phrase that fits, or a date heading with another word for the date."""
    if not key or len(key) > 32:
        return ""
    if key in layout.aliases:
        return layout.aliases[key]
    for role, column in layout.columns.items():
        if any(made_of(key, phrase) for phrase in column.likes):
            return role
    dates = {role for role, column in layout.columns.items() if column.type in ("date", "month")}
    folded = fold(key)
    roles = {role for alias, role in layout.aliases.items() if role in dates and fold(alias) == folded}
    return roles.pop() if len(roles) == 1 and folded != "时间" else ""


@pytest.mark.parametrize("seed", range(40))
def test_a_heading_has_the_role_of_its_parts_on_every_kind_of_sheet(seed: int) -> None:
    chance = random.Random(seed)
    phrases = [p for one in layouts() for c in one.columns.values() for p in (*c.likes, *c.maybes)]
    keys = [written(chance, phrase) for phrase in chance.sample(phrases, 20)]
    for key in list(keys):
        cut, other = chance.randrange(len(key) + 1), chance.choice(keys)
        keys += [key[:cut], key[cut:], key[:cut] + other[cut:], key[:cut] + "的" + key[cut:]]
    known = 0
    for layout, key in itertools.product(layouts(), keys):
        assert role_of(layout, key) == expected(layout, key), (layout.kind, key)
        known += bool(role_of(layout, key))
    assert known > 50
