"""A recognised header: which column is which, and which headings could not be read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from xl_addin.tables.grid import SheetGrid
from xl_addin.tables.heading_roles import role_beside, role_of
from xl_addin.tables.labels import heading, plain
from xl_addin.tables.layouts import Layout
from xl_addin.tables.repeated_groups import MARK, Member, base_role, grouped_layout

_BESIDE: Final = {
    ("severance", "安置费"): "settlement",
    ("severance", "安置费金额"): "settlement",
    **{("arrears", word): "principal" for word in ("小计", "欠缴小计", "欠费小计", "补缴小计", "欠缴合计", "欠费合计")},
}
"""Kind and heading that name a role alone, and another one beside a column of it: 经济补偿金 | 安置费, 小计 | 合计."""


class Label(NamedTuple):
    """One column of a header block."""

    col: int
    levels: tuple[str, ...]
    """Texts from the top level down, without repeats and blanks."""
    keys: tuple[str, ...]

    @property
    def unit(self) -> str:
        """The unit that the lowest level with one says."""
        return next((unit for text in reversed(self.levels) if (unit := heading(text).unit)), "")


@dataclass(slots=True, eq=False)
class HeaderMatch:
    """A recognised header: its layout, its rows, and for each role the column, unit and text as typed."""

    layout: Layout
    first_row: int
    last_row: int
    first_col: int
    last_col: int
    columns: dict[str, int] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    spare: dict[str, list[int]] = field(default_factory=dict)
    """Further columns whose headings name a role that another column holds."""
    twins: dict[int, str] = field(default_factory=dict)
    """Those of the further columns that have the very heading of the role's column, unit and levels too."""
    unknown: dict[int, str] = field(default_factory=dict)
    """Columns whose heading names nothing on this kind of sheet, with the heading as typed."""
    groups: tuple[str, ...] = ()
    """Insurances or years under which columns repeat; roles of their columns end in the group (unit_arrears@养老)."""
    _said: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """All levels of the heading of each column, without spaces."""
    _keys: dict[str, str] = field(default_factory=dict)
    """The heading key that each column was found by."""

    def take_repeated(self, labels: Sequence[Label], members: Mapping[int, Member]) -> None:
        """Note the columns of all groups; a single group of a sheet of arrears is the sheet itself."""
        groups = tuple(dict.fromkeys(one.group for one in members.values()))
        alone = self.layout.kind == "arrears" and len(groups) == 1
        self.groups = groups
        if not alone:
            self.layout = grouped_layout(self.layout.kind, groups)
        for label in labels:
            one = members.get(label.col)
            if one is not None:
                role = one.role if alone else f"{one.role}{MARK}{one.group}"
                self._hold(label, role, one.key)

    def take(self, label: Label, key: str) -> None:
        """Note a column under the role that its heading names; a second one finds another role or is spare."""
        role = role_of(self.layout, key)
        if role in self.columns:
            role = self._make_room(role, key)
        self._hold(label, role, key)

    def _hold(self, label: Label, role: str, key: str) -> None:
        if role in self.columns:
            self.spare.setdefault(role, []).append(label.col)
            if self._said.get(role) == _plainly(label):
                self.twins[label.col] = role
            return
        self._put(label, role, key, _said_once(label.levels, base_role(role), self.layout))

    def _put(self, label: Label, role: str, key: str, text: str) -> None:
        self.columns[role], self.units[role], self._keys[role] = label.col, label.unit, key
        self._said[role] = _plainly(label)
        self.labels[role] = text

    def take_several(self, labels: Sequence[Label]) -> list[Label]:
        """Take the columns that share a role with others of the sheet; give those that do not."""
        left = list(labels)
        for one in self.layout.repeated:
            ends = [self.columns.get(role, 0) for role in one.between]
            free = iter(one.roles())
            for label in labels:
                inside = all(ends) and min(ends, default=0) < label.col < max(ends, default=0)
                if one.names(label.keys, inside) and (role := next(free, "")):
                    self._put(label, role, label.keys[0], "".join(label.levels))
                    left.remove(label)
        return left

    def take_names_below(self, sheet: SheetGrid) -> None:
        """Take the line under the header that names one by one the columns of a shared role (扣款 over 借款, 房租)."""
        shared = {self.columns.get(role): role for one in self.layout.repeated for role in one.roles()}
        line = sheet.rows[self.last_row] if len(shared) > 1 and self.last_row < len(sheet.rows) else []
        names = {col: text for col, text in enumerate(line, start=1) if text not in (None, "")}
        if names and all(col in shared and isinstance(text, str) for col, text in names.items()):
            self.last_row += 1
            self.labels |= {shared[col]: self.labels[shared[col]] + str(text) for col, text in names.items()}

    def pass_over(self, label: Label) -> None:
        """Note a column that could not be read, by all that stands over it."""
        self.unknown[label.col] = "".join(label.levels)

    def take_beside(self, label: Label) -> bool:
        """Take a column whose heading says enough beside a column that is there; tell whether it did."""
        found = frozenset(self.columns)
        role = next((role for key in label.keys if (role := role_beside(self.layout, key, found))), "")
        if role:
            self._put(label, role, label.keys[0], "".join(label.levels))
        return bool(role)

    def _make_room(self, role: str, key: str) -> str:
        """The role of a second column with a heading of the same role: another one beside it, or the same."""
        beside = _BESIDE.get((self.layout.kind, key), "")
        if beside:
            return beside
        held = self._keys[role]
        if (held in self.layout.general and key not in self.layout.general) or (
            held not in self.layout.aliases and key in self.layout.aliases
        ):
            self.spare.setdefault(role, []).append(self._drop(role)[0])
            return role
        other = _BESIDE.get((self.layout.kind, held), "")
        if other and other not in self.columns:
            self.columns[other], self.units[other], self.labels[other], self._keys[other] = self._drop(role)
        return role

    def _drop(self, role: str) -> tuple[int, str, str, str]:
        return self.columns.pop(role), self.units.pop(role), self.labels.pop(role), self._keys.pop(role)


def _plainly(label: Label) -> tuple[str, ...]:
    return tuple(map(plain, label.levels))


def _said_once(levels: Sequence[str], role: str, layout: Layout) -> str:
    """Join the levels of a heading as a message quotes it: a word that the next level says again is left out.

    评估 over 评估值 is 评估值, 付款 over 付清时间 is 付清时间, 成交 over 时间 is 成交时间.
    """
    text = ""
    for level in levels:
        group, own = heading(text).key, heading(level).key
        alone = role_of(layout, own) == role and not set(group).isdisjoint(own)
        if group and (group in own or alone):
            text = level
        elif not (own and group.endswith(own)):
            text += level
    return text
