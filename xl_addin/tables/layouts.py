"""Sheet contracts: the kinds of sheet that are known and the headings of their columns.

The contracts are data (``layouts.toml`` beside this file); this module loads and checks
them. No law and no check stands here: a layout only says what a column is called.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Final

from xl_addin.tables.kind_marks import KindMarks, Repeated, any_of, read_marks, read_repeated
from xl_addin.tables.labels import heading
from xl_addin.tables.office_headings import office_headings

FILE: Final = Path(__file__).with_name("layouts.toml")
Phrase = tuple[tuple[str, ...], ...]
"""Parts of a heading in their order, each with the words that may fill it; '' where the part may be left out."""
TYPES: Final = frozenset({"text", "id", "date", "month", "money", "number", "percent", "seq"})


class LayoutError(ValueError):
    """The layouts file breaks its grammar; the message names the layout and the remedy."""


@dataclass(frozen=True, slots=True)
class ColumnSpec:
    """One column of a kind of sheet: its role in the program and its name for users."""

    role: str
    name: str
    type: str
    needed: bool
    """An empty cell in it is a missing paper (缺件)."""
    asked: bool = False
    """Where the column is absent, a filled column with a heading like its own is asked about."""
    titled: bool = False
    """One value for all rows may stand in the lines over the header instead (解除时间：2011年9月28日)."""
    heads: tuple[str, ...] = ()
    """The headings as the file lists them, for people."""
    likes: tuple[Phrase, ...] = ()
    """Headings put together from parts that any of several words may fill."""
    beside: str = ""
    """Role that must be there for ``maybes`` to count."""
    maybes: tuple[Phrase, ...] = ()
    lender: str = ""
    """Title of the kind of sheet whose headings the column has."""


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """One kind of sheet."""

    kind: str
    title: str
    required: tuple[tuple[str, ...], ...]
    """Of each group at least one column must be there."""
    key: tuple[str, ...]
    """A row with one of these filled in is a record."""
    columns: Mapping[str, ColumnSpec]
    aliases: Mapping[str, str]
    """Heading key (see :func:`xl_addin.tables.labels.heading`) to role."""
    words: frozenset[str]
    """Every alias and every part of a two-level heading."""
    general: frozenset[str]
    """Aliases that give way to a more exact heading of the same role, wherever the two stand."""
    repeated: tuple[Repeated, ...] = ()
    """Roles that several columns may have."""
    only: KindMarks | None = None
    """What must be on a sheet of this kind besides its columns."""
    unless: str = ""
    """The kind that a sheet is of instead, where it shows that kind's marks."""
    evidence: tuple[str, ...] = ()
    """Columns one of which must be there beside ``strangers``, unless a title shows the kind."""
    evidence_titles: str = ""
    """Pattern of such titles."""
    strangers: str = "(?!)"
    """Pattern of headings that lists of other people have."""

    def accepts(self, roles: Mapping[str, Any]) -> bool:
        """Tell whether a sheet with these columns is of this kind.

        >>> roster = layout("roster")
        >>> roster.accepts({"name": 1, "id": 2, "sex": 3}), roster.accepts({"name": 1})
        (True, False)
        """
        return all(any(role in roles for role in group) for group in self.required)


def _phrases(texts: Sequence[str]) -> tuple[Phrase, ...]:
    """Read ``解除|终止 + 劳动合同|合同? + 时间``: a part that ends with ? may be left out."""
    return tuple(
        tuple(
            (*part.strip().removesuffix("?").split("|"), *([""] if part.strip().endswith("?") else []))
            for part in text.split("+")
        )
        for text in texts
    )


def _read_column(
    role: str, spec: Mapping[str, Any], shared: Mapping[str, Any], lender: Layout | None = None
) -> ColumnSpec:
    if lender is not None:
        own = lender.columns[role]
        listed = tuple(((heading(text).key,),) for text in own.heads)
        return ColumnSpec(
            role,
            spec["name"],
            spec["type"],
            needed=False,
            titled=own.titled,
            beside=str(spec["beside"]),
            maybes=(*listed, *own.likes, *own.maybes),
            lender=lender.title,
        )
    likes = spec.get("like", shared.get("like", []) if spec["type"] == shared.get("type") else [])
    pairs = [top + sub for top in spec.get("tops", []) for sub in spec.get("subs", [])]
    return ColumnSpec(
        role,
        spec["name"],
        spec["type"],
        needed=bool(spec.get("needed", False)),
        asked=bool(spec.get("asked", False)),
        titled=bool(spec.get("titled", False)),
        heads=(*spec["aliases"], *pairs),
        likes=_phrases(likes),
        beside=str(spec.get("beside", "")),
        maybes=_phrases(spec.get("maybe", [])),
    )


def _read_layout(raw: Mapping[str, Any], shared: Mapping[str, Any], before: Mapping[str, Layout]) -> Layout:
    kind = str(raw["kind"])
    columns: dict[str, ColumnSpec] = {}
    aliases: dict[str, str] = {}
    words: set[str] = set()
    general: set[str] = set()
    for role, spec in raw["columns"].items():
        if spec["type"] not in TYPES:
            raise LayoutError(f"layouts.toml: {kind}.{role}: unknown type {spec['type']!r}; use one of {sorted(TYPES)}")
        columns[role] = _read_column(role, spec, shared.get(role, {}), before.get(spec.get("as_on", "")))
        for text in columns[role].heads:
            owner = aliases.setdefault(heading(text).key, role)
            if owner != role:
                raise LayoutError(f"layouts.toml: {kind}: heading {text!r} names {owner} and {role}; keep one")
        words.update(heading(text).key for text in [*spec.get("tops", []), *spec.get("subs", [])])
        general.update(heading(text).key for text in spec.get("general", []))
    if not general <= set(aliases):
        raise LayoutError(f"layouts.toml: {kind}: general {sorted(general - set(aliases))} are no aliases; add them")
    required = tuple(tuple(group) for group in raw["required"])
    key = tuple(raw["key"])
    repeated = tuple(read_repeated(role, spec) for role, spec in raw["columns"].items() if "repeat" in spec)
    for one in repeated:
        columns.update({role: replace(columns[one.role], role=role) for role in one.roles()})
    for role in [*key, *(role for group in required for role in group)]:
        if role not in columns:
            raise LayoutError(f"layouts.toml: {kind}: {role!r} is not among its columns; add it or correct the name")
    known, some = frozenset(words | set(aliases)), frozenset(general)
    marks, unless = read_marks(raw) if "only" in raw else None, str(raw.get("unless", ""))
    return Layout(
        kind,
        str(raw["title"]),
        required,
        key,
        columns,
        aliases,
        known,
        some,
        repeated=repeated,
        only=marks,
        unless=unless,
        evidence=tuple(raw.get("evidence", ())),
        evidence_titles=any_of(raw.get("evidence_titles", ())),
        strangers=any_of(raw.get("strangers", ())),
    )


@cache
def layouts() -> tuple[Layout, ...]:
    """Give every known layout, in the order of the file.

    >>> [item.title for item in layouts()][:2]
    ['经济补偿金测算表', '养老/医疗测算表']
    """
    with FILE.open("rb") as file:
        data = tomllib.load(file)
    found: dict[str, Layout] = {}
    for raw in data["layout"]:
        found[str(raw["kind"])] = _read_layout(raw, data.get("shared", {}), found)
    return tuple(with_answers(one, office_headings().get(one.kind, {})) for one in found.values())


def with_answers(known: Layout, answers: Mapping[str, str]) -> Layout:
    """A layout that also knows the headings which an office has said the meaning of; known ones keep theirs.

    >>> severance = with_answers(layout("severance"), {"入厂那年": "start", "姓名": "start", "工号": "nothing"})
    >>> severance.aliases["入厂那年"], severance.aliases["姓名"], "工号" in severance.aliases
    ('start', 'name', False)
    """
    new = {key: role for key, role in answers.items() if role in known.columns and key not in known.aliases}
    if not new:
        return known
    columns = dict(known.columns)
    for key, role in new.items():
        columns[role] = replace(columns[role], heads=(*columns[role].heads, key))
    return replace(known, columns=columns, aliases={**known.aliases, **new}, words=known.words | set(new))


@cache
def layout(kind: str) -> Layout:
    """Give the layout of a kind; KeyError if there is none.

    >>> layout("progress").aliases["职代会时间"]
    'vote_date'
    """
    for item in layouts():
        if item.kind == kind:
            return item
    raise KeyError(kind)
