"""Papers from a workbook: all of them written or none, nothing replaced; and papers beside their workbook once more.

Papers are as private as the workbook. Leaves out what they say (:mod:`xl_addin.commands.papers`).
"""

from __future__ import annotations

import datetime as dt
import re
import shutil
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from xl_addin.commands.papers.catalog import BY_NAME, PAPERS, PaperSpec
from xl_addin.commands.papers.comparing import compare, without_source
from xl_addin.commands.papers.data import examined, papers_of, read_sources
from xl_addin.commands.spec import CommandBook, CommandContext
from xl_addin.files.atomic import replacing
from xl_addin.files.building.titles import sheet_title
from xl_addin.files.held_folders import refuse_absent
from xl_addin.files.papers.filling import filled
from xl_addin.files.papers.model import PaperData, Written
from xl_addin.files.papers.reading import read_paper
from xl_addin.files.papers.word import docx_library
from xl_addin.files.shipped import shipped
from xl_addin.hosts.file.workfile import open_workfile
from xl_addin.sheets.cells import enterprise_key
from xl_addin.tables.grid import BookGrid
from xl_addin.values.errors import InputError
from xl_addin.values.findings import FindingTable
from xl_addin.values.persons import mask_text
from xl_addin.values.stages import RECALCULATING, tell

_SUFFIX: Final = ".docx"
_NOT_OF_WINDOWS: Final = re.compile('[<>"|]')
"""What the name of a file cannot hold beside what that of a sheet cannot."""
_OPEN: Final = "~$"
"""What Word puts before the name of the file that it keeps while a document is open."""


@dataclass(frozen=True, slots=True)
class PaperWish:
    """How papers are asked for: which, with masked ID numbers, by whose templates, of which sheet, at what time."""

    names: tuple[str, ...] = ()
    masked: bool = False
    templates: Path | None = None
    sheet: str = ""
    take: tuple[str, ...] = ()
    password: str = ""


@dataclass(frozen=True, slots=True)
class WrittenPapers:
    """The files, how many facts are left to fill in, and how many cautions stand on their last pages."""

    files: tuple[Path, ...]
    blanks: int
    cautions: int
    left_out: tuple[str, ...] = ()
    """Lists on which nobody stands any more, a sentence each."""


def write_papers(source: Path, folder: Path, wish: PaperWish, now: dt.datetime) -> WrittenPapers:
    """Write the papers of a workbook into a folder; InputError and nothing written where one cannot be."""
    docx_library()
    specs = _wanted(wish.names)
    templates = {spec.name: _template(spec.name, wish.templates) for spec in specs}
    with open_workfile(source, wish.password) as file:
        context = CommandContext(wish.sheet, now, wish.masked, take=wish.take)
        made = papers_of(examined(read_sources(_current(file.book, now), context)), specs)
    papers = [paper for paper in made if not _is_empty(paper)]
    left_out = [
        f"{mask_text(one.enterprise)}都已付清，没有要代发的人，没有写“{one.kind}”" for one in made if _is_empty(one)
    ]
    if not papers:
        raise InputError("；".join(left_out))
    targets = _targets(folder, papers)
    contents = [filled(templates[paper.kind], paper, now) for paper in papers]
    with _all_or_none(folder) as done:
        for target, content in zip(targets, contents, strict=True):
            with replacing(target, source) as stream:
                stream.write(content.data)
            done.append(target)
    blanks, cautions = (sum(getattr(content, name) for content in contents) for name in ("blanks", "cautions"))
    return WrittenPapers(tuple(targets), blanks, cautions, tuple(left_out))


def _is_empty(paper: PaperData) -> bool:
    """Tell a list on which nobody stands any more."""
    lists = BY_NAME[paper.kind].lists
    return bool(lists) and not paper.groups[lists]


@dataclass(frozen=True, slots=True)
class FoundPapers:
    """The papers of a folder by their names, and what of it could not be read."""

    papers: tuple[tuple[str, Written], ...]
    unread: tuple[str, ...]


def find_papers(folder: Path) -> FoundPapers:
    """Read every paper of a folder; InputError where there is none."""
    docx_library()
    refuse_absent(folder)
    files = sorted(
        path for path in folder.iterdir() if path.suffix.lower() == _SUFFIX and not path.name.startswith(_OPEN)
    )
    unread: list[str] = []
    papers: list[tuple[str, Written]] = []
    for path in files:
        try:
            papers.append((mask_text(path.name), read_paper(path)))
        except InputError as error:
            unread.append(mask_text(error.message))
    if not papers:
        raise InputError(f"文件夹“{folder.name}”里没有本插件写出的文书（.docx），没有核对")
    return FoundPapers(tuple(papers), tuple(unread))


def compare_papers(found: FoundPapers, wish: PaperWish, now: dt.datetime, book: CommandBook) -> FindingTable:
    """Compare papers with a workbook that is computed already."""
    findings = FindingTable()
    findings.not_checked += found.unread
    own = _Twins(book, wish, now)
    for name, paper in found.papers:
        twin = own.of(paper)
        if isinstance(twin, Gone):
            findings.add(without_source(name, twin.why))
        elif twin is None:
            findings.not_checked.append(f"{name}：工作簿里没有这家企业，或没有写“{paper.kind}”要用的数据，没有核对")
        else:
            findings.extend(compare(name, paper, twin))
    return findings


def check_papers(source: Path, folder: Path, wish: PaperWish, now: dt.datetime) -> tuple[FindingTable, int]:
    """Compare every paper of a folder with the workbook; gives what differs, and how many papers were compared."""
    found = find_papers(folder)
    with open_workfile(source, wish.password) as file:
        return compare_papers(found, wish, now, _current(file.book, now)), len(found.papers)


@dataclass(frozen=True, slots=True)
class Gone:
    """Why the workbook gives no paper of a kind to an enterprise that it has."""

    why: str


_Papers = dict[tuple[str, str], PaperData]


class _Twins:
    """The papers that the workbook gives now, made when the first one is asked for; masked ones apart."""

    def __init__(self, book: CommandBook, wish: PaperWish, now: dt.datetime) -> None:
        self._book = book
        self._wish, self._now = wish, now
        self._made: dict[bool, _Papers | Gone] = {}

    def of(self, paper: Written) -> PaperData | Gone | None:
        """The paper of the same kind and enterprise; None for an enterprise that the workbook does not have."""
        if paper.masked not in self._made:
            self._made[paper.masked] = self._all(paper.masked)
        made, firm = self._made[paper.masked], enterprise_key(paper.enterprise)
        if isinstance(made, Gone):
            return made
        if (paper.kind, firm) in made:
            return made[paper.kind, firm]
        return Gone(f"没有写“{paper.kind}”要用的数据") if firm in {own for _, own in made} else None

    def _all(self, masked: bool) -> _Papers | Gone:
        context = CommandContext(self._wish.sheet, self._now, masked, take=self._wish.take)
        try:
            made = papers_of(read_sources(self._book, context), PAPERS)
        except InputError as error:
            return Gone(error.message)
        return {(one.kind, enterprise_key(one.enterprise)): one for one in reversed(made)}


def give_templates(folder: Path) -> list[Path]:
    """Copy the shipped templates for an office to edit; none that is there already is replaced."""
    targets = [folder / f"{spec.name}{_SUFFIX}" for spec in PAPERS]
    _refuse_existing(targets)
    with _all_or_none(folder) as done:
        for spec, target in zip(PAPERS, targets, strict=True):
            with replacing(target) as stream, _template(spec.name, None).open("rb") as shipped_one:
                shutil.copyfileobj(shipped_one, stream)
            done.append(target)
    return targets


def _current(grid: BookGrid, now: dt.datetime) -> CommandBook:
    return CommandBook.of(grid, now.date(), partial(tell, RECALCULATING))


def _wanted(names: Sequence[str]) -> list[PaperSpec]:
    for name in names:
        if name not in BY_NAME:
            raise InputError(f"没有“{mask_text(name)}”这种文书，可以写：{'、'.join(BY_NAME)}")
    return [spec for spec in PAPERS if not names or spec.name in names]


def _template(name: str, folder: Path | None) -> Path:
    """The office's own template, else the shipped one."""
    if folder is not None:
        refuse_absent(folder)
        own = folder / f"{name}{_SUFFIX}"
        if own.exists():
            return own
    found = shipped("workbooks", "papers", f"{name}{_SUFFIX}")
    if not found.exists():
        raise InputError(f"没有随带的文书模板“{name}{_SUFFIX}”，请用 --templates 指明放模板的文件夹")
    return found


def _targets(folder: Path, papers: Sequence[PaperData]) -> list[Path]:
    taken: set[str] = set()
    targets = []
    for paper in papers:
        plain = _NOT_OF_WINDOWS.sub("_", unicodedata.normalize("NFC", mask_text(paper.enterprise).replace("*", "x")))
        firm = sheet_title(plain, otherwise="未写企业", instead="_")
        masked = "-脱敏" if paper.masked and not BY_NAME[paper.kind].posted else ""
        stem, number = f"{paper.kind}-{firm}{masked}", 2
        while stem.casefold() in taken:
            stem, number = f"{paper.kind}-{firm}{masked}-{number}", number + 1
        taken.add(stem.casefold())
        targets.append(folder / f"{stem}{_SUFFIX}")
    _refuse_existing(targets)
    return targets


def _refuse_existing(targets: Sequence[Path]) -> None:
    there = [target.name for target in targets if target.exists() or target.is_symlink()]
    if there:
        more = f"等 {len(there)} 个文件" if len(there) > 1 else ""
        raise InputError(f"{there[0]}{more}已存在，可能已修改，没有覆盖；请换一个文件夹，或先把它移走")


@contextmanager
def _all_or_none(folder: Path) -> Iterator[list[Path]]:
    """Make the folder if it is not there; take away what was written if the block fails."""
    made = not folder.exists()
    if made:
        try:
            folder.mkdir()
        except OSError as error:
            raise InputError(f"无法建立文件夹“{folder}”，请检查上级文件夹和权限") from error
    done: list[Path] = []
    try:
        yield done
    except BaseException:
        for path in done:
            with suppress(OSError):
                path.unlink()
        if made:
            with suppress(OSError):
                folder.rmdir()
        raise
