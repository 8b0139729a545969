"""Which files of some folders are workbooks to work on, where each result goes, and what is left aside and why.

The folder of the results is never read, wherever it lies. Links are not entered: none can lead in a circle, and no
workbook is read twice. Whether a file is sound is for whoever reads it.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Final

from xl_addin.commands.plan import masked_stem
from xl_addin.hosts.file.workfile import output_suffix
from xl_addin.values.errors import InputError
from xl_addin.values.persons import mask_text
from xl_addin.values.shown_texts import one_line

SUFFIXES: Final = frozenset(
    {".xlsx", ".xlsm", ".xltx", ".xltm", ".xls", ".xlt", ".et", ".ett", ".xlsb", ".ods", ".csv", ".tsv"}
)
_LOCKS: Final = ("~$", ".~lock.")


@dataclass(frozen=True, slots=True)
class Source:
    """A workbook: where it stands, what it is called in reports (IDs masked), and its place under the results."""

    path: Path
    shown: str
    place: PurePath

    @property
    def key(self) -> str:
        """Names the file in the manifest, whatever its name says of a person."""
        return hashlib.sha256(os.fsencode(self.path)).hexdigest()


@dataclass(frozen=True, slots=True)
class Aside:
    """A file or folder that is not worked on, and why."""

    shown: str
    reason: str


@dataclass(frozen=True, slots=True)
class Inputs:
    """What some folders hold."""

    sources: list[Source]
    aside: list[Aside]


def find_inputs(folders: Sequence[Path], out: Path) -> Inputs:
    """List the workbooks of all folders and what lies beside them; InputError for what is no folder."""
    walk = _Walk(out)
    for folder in folders:
        if not folder.is_dir():
            raise InputError(f"“{folder}”不是文件夹，请给出放工作簿的文件夹")
        walk.enter(folder.resolve())
    return Inputs(_placed(walk.found), walk.aside)


class _Walk:
    """One pass over the folders; each is entered once, also where one that is given lies in another."""

    def __init__(self, out: Path) -> None:
        self.found: list[tuple[Path, PurePath]] = []
        self.aside: list[Aside] = []
        self._out = out.resolve()
        self._entered: set[Path] = set()
        self._roots: set[str] = set()

    def enter(self, root: Path) -> None:
        if root == self._out or self._out in root.parents:
            raise InputError(f"“{root}”在输出文件夹“{self._out}”里，批处理不读自己写出的文件，请换一个文件夹")
        label = root.name or "根目录"
        number = 1
        while (name := label if number == 1 else f"{label}-{number}").casefold() in self._roots:
            number += 1
        self._roots.add(name.casefold())
        self._folder(root, PurePath(name))

    def _folder(self, folder: Path, place: PurePath) -> None:
        waiting = [(folder, place)]
        while waiting:  # no recursion: folders may be nested deeply
            here, within = waiting.pop()
            if here == self._out or here in self._entered:
                continue
            self._entered.add(here)
            try:
                with os.scandir(here) as listing:
                    entries = sorted(listing, key=lambda entry: entry.name)
            except OSError as error:
                self._leave(within, f"文件夹不能读取（{error.strerror}），请检查权限")
                continue
            below = [(here / entry.name, within / entry.name) for entry in entries if self._look(entry, within)]
            waiting += reversed(below)

    def _look(self, entry: os.DirEntry[str], within: PurePath) -> bool:
        """Take in one entry of a folder; True for a folder to enter."""
        place = within / entry.name
        suffix = PurePath(entry.name).suffix.lower()
        if entry.name.startswith(_LOCKS):
            self._leave(place, "表格软件打开文件时留下的锁文件，不是工作簿")
        elif entry.is_symlink():
            self._leave(place, "是链接，没有进入；请直接给出它所指的文件夹，或放入文件本身")
        elif entry.is_dir(follow_symlinks=False):
            return True
        elif not entry.is_file(follow_symlinks=False):
            self._leave(place, "是设备或管道，不是工作簿")
        elif entry.name.startswith(".") or suffix not in SUFFIXES:
            self._leave(place, f"不是工作簿（{f'扩展名 {suffix}' if suffix else '没有扩展名'}）")
        else:
            self.found.append((Path(entry.path), place))
        return False

    def _leave(self, place: PurePath, reason: str) -> None:
        self.aside.append(Aside(shown_place(place), reason))


def shown_place(place: PurePath) -> str:
    """A place as reports name it."""
    return mask_text(one_line(place.as_posix()))


def _placed(found: Sequence[tuple[Path, PurePath]]) -> list[Source]:
    return [Source(path, shown_place(place), place) for path, place in found]


def targets(sources: Sequence[Source], suffix: str, *, new_book: bool, masked: bool = False) -> Iterator[PurePath]:
    """Where the result of each workbook goes, below the folder of the results; no two have the same place.

    Names of results that are ``masked`` show no ID number, nor do those of their folders.

    >>> one, two = (Source(Path(name), name, PurePath("甲") / name) for name in ("a.xls", "a.xlsx"))
    >>> [place.as_posix() for place in targets([one, two], "校验", new_book=False)]
    ['甲/a.xls-校验.xlsx', '甲/a-校验.xlsx']
    """
    taken: set[str] = set()
    for source in sources:
        ending = ".xlsx" if new_book else output_suffix(source.path)
        same = ending.lower() == source.path.suffix.lower()
        own = PurePath(*map(masked_stem, source.place.parts)) if masked else source.place
        stem = own.stem if same else own.name
        number, name = 1, f"{stem}-{suffix}{ending}"
        while (place := own.with_name(name)).as_posix().casefold() in taken:
            number += 1
            name = f"{stem}-{suffix}-{number}{ending}"
        taken.add(place.as_posix().casefold())
        yield place
