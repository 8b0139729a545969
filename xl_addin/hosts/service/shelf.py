"""Workbooks that the page has handed over and the files made of them, in one private folder that goes with the service.

A workbook and its results are forgotten when the page says so, or when nobody has asked for them for some hours. A
result is fetched by a link that works once. Several users have a share each, and none knows of another's workbooks.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from xl_addin.hosts.service.refusals import Refused
from xl_addin.values.errors import InputError
from xl_addin.values.shown_texts import one_line

MOST_BYTES: Final = 2_000_000_000
MOST_BOOKS: Final = 200
SHARE_BYTES: Final = 800_000_000
"""Of one of several users, with what was made of his workbooks."""
SHARE_BOOKS: Final = 40
SHARE_JOBS: Final = 4
"""That are not done."""
SPARE_BYTES: Final = 1_000_000_000
"""Of the disk: what several users bring leaves so much of it."""
MOST_JOBS: Final = 100
"""Of one workbook; of more, those that are done longest are forgotten with their files."""
IDLE_SECONDS: Final = 4 * 3600.0
LINK_SECONDS: Final = 120.0
_LONGEST_NAME: Final = 120
"""In bytes: what is made of a workbook is named after it, and systems take 255."""
_LONGEST_SUFFIX: Final = 10
_BAD_SIGNS: Final = re.compile(
    r'[\x00-\x1f\x7f-\x9f<>:"/\\|?*\u061c\u200b-\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]'
)
_DEVICES: Final = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)


class Unknown(LookupError):
    """There is no such workbook, job, file or link, or there is no more."""


def _nothing() -> None:
    """What ends a job that nobody does."""


@dataclass(slots=True)
class Job:
    """Something that is done to a workbook: how far it is, and what came of it."""

    id: str
    action: str
    stage: dict[str, Any] = field(default_factory=dict)
    note: dict[str, Any] | None = None
    """None until it is done."""
    end: Callable[[], None] = _nothing
    """Ends it before it is done: nobody waits for it any more."""


@dataclass(slots=True)
class Book:
    """A workbook, its file, and what has been done to it."""

    id: str
    name: str
    folder: Path
    size: int
    used: float
    owner: str = ""
    """Whose it is; the user of the local page has no name."""
    made: int = 0
    """Bytes of the files that were made of it."""
    jobs: dict[str, Job] = field(default_factory=dict)
    files: dict[str, Path] = field(default_factory=dict)

    @property
    def source(self) -> Path:
        """The workbook itself, under its user's name for it."""
        return self.folder / "book" / self.name


class Shelf:
    """All of them, by ids that nobody can guess."""

    def __init__(self, folder: Path, clock: Callable[[], float] = time.monotonic) -> None:
        self._folder, self._clock = folder, clock
        self.books: dict[str, Book] = {}
        self._links: dict[str, tuple[Path, float]] = {}

    def begin(self, name: str, owner: str = "") -> Book:
        """Make room for a workbook that is about to come; its file is not there yet."""
        self.sweep()
        most = SHARE_BOOKS if owner else MOST_BOOKS
        if len(self._of(owner)) >= most:
            raise InputError(f"最多放 {most} 个工作簿，请先移走一些")
        self._check_room(owner)
        number = secrets.token_urlsafe(16)
        folder = self._folder / number.replace("-", "_")
        for new in (folder, folder / "book"):  # never the folder of all: another user may hold its name if it is gone
            new.mkdir(mode=0o700)
        book = self.books[number] = Book(number, safe_name(name), folder, 0, self._clock(), owner)
        return book

    def take(self, book: Book, size: int) -> None:
        """Count bytes that have come; InputError where the folder would hold too much."""
        book.size += size
        self._check_room(book.owner)

    def check_jobs(self, book: Book) -> None:
        """Before one more job: InputError where its user's files fill his share, Refused while enough of his run."""
        self._check_room(book.owner)
        open_jobs = sum(job.note is None for one in self._of(book.owner) for job in one.jobs.values())
        if book.owner and open_jobs >= SHARE_JOBS:
            raise Refused(429, f"同时最多处理 {SHARE_JOBS} 件，请等前面的做完再试", 5)
        over = len(book.jobs) - MOST_JOBS + 1
        for number in [number for number, job in book.jobs.items() if job.note is not None][: max(0, over)]:
            self._forget_job(book, book.jobs.pop(number))

    def _of(self, owner: str) -> list[Book]:
        return [one for one in self.books.values() if one.owner == owner]

    def _check_room(self, owner: str) -> None:
        held = sum(one.size + one.made for one in self._of(owner))
        if held > (SHARE_BYTES if owner else MOST_BYTES):
            raise InputError("放着的工作簿和结果合计太大，请先移走一些")
        if owner and shutil.disk_usage(self._folder).free < SPARE_BYTES:
            raise InputError("服务器磁盘快满了，没有接收；请告诉管理员")

    @staticmethod
    def _forget_job(book: Book, job: Job) -> None:
        for told in (job.note or {}).get("files", []):
            path = book.files.pop(told["id"], None)
            if path is not None:
                book.made -= told["bytes"]
                path.unlink(missing_ok=True)

    def book(self, number: str, owner: str = "") -> Book:
        """A workbook that is asked for. Unknown if it is not there, or another user's."""
        book = self.books.get(number)
        if book is None or book.owner != owner:
            raise Unknown(number)
        book.used = self._clock()
        return book

    def drop(self, book: Book) -> None:
        """Forget a workbook with all that was made of it; also what a job has written since it was forgotten."""
        self.books.pop(book.id, None)
        shutil.rmtree(book.folder, ignore_errors=True)

    def room_for(self, book: Book) -> Path:
        """A new folder with the workbook in it, for results that are named after it."""
        folder = book.folder / f"job{len(book.jobs)}-{secrets.token_hex(4)}"
        folder.mkdir(mode=0o700)
        return folder

    def keep(self, book: Book, folder: Path, names: list[str]) -> list[dict[str, Any]]:
        """Note files that a job has written; what the page is told of them."""
        told = []
        for name in names:
            number, path = secrets.token_urlsafe(12), folder / name
            book.files[number] = path
            size = path.stat().st_size
            book.made += size
            told.append({"id": number, "name": one_line(name), "bytes": size})
        return told

    def link(self, book: Book, number: str) -> str:
        """A link to a file, for one fetch within two minutes. Unknown if there is no such file."""
        path = book.files.get(number)
        if path is None or not path.is_file():
            raise Unknown(number)
        word = secrets.token_urlsafe(24)
        self._links[word] = (path, self._clock() + LINK_SECONDS)
        return word

    def linked(self, word: str) -> Path:
        """The file of a link. Unknown if there never was such a link, or it works no longer."""
        path, until = self._links.get(word, (Path(), 0.0))
        if self._clock() > until or not path.is_file():
            raise Unknown(word)
        return path

    def fetch(self, word: str) -> Path:
        """The file of a link, which works no more."""
        path = self.linked(word)
        del self._links[word]
        return path

    def sweep(self) -> None:
        """Forget what nobody has asked for in a long time; a workbook that is worked on stays."""
        now = self._clock()
        with suppress(OSError):  # systems clear out what lies untouched for days, and a service runs for weeks
            os.utime(self._folder)
        for book in list(self.books.values()):
            busy = any(job.note is None for job in book.jobs.values())
            if not busy and now - book.used > IDLE_SECONDS:
                self.drop(book)
        for word, (_, until) in list(self._links.items()):
            if now > until:
                del self._links[word]


def safe_name(name: str) -> str:
    """A name for a file, whatever was sent as one: no folders, no signs that a system takes for something else.

    >>> safe_name("../../etc/passwd"), safe_name("花名册.xlsx"), safe_name("..."), safe_name("con.xlsx")
    ('passwd', '花名册.xlsx', '工作簿', '_con.xlsx')
    >>> len(safe_name("a." + "x" * 300)), safe_name("文" * 300 + ".xlsx")[-6:]
    (120, '文.xlsx')
    """
    last = re.split(r"[/\\]", name)[-1]
    clean = _BAD_SIGNS.sub("_", last).strip(" .")
    stem, dot, suffix = clean.rpartition(".")
    if not dot or len(suffix) > _LONGEST_SUFFIX:  # what is so long is no kind of file
        stem, dot, suffix = clean, "", ""
    room = _LONGEST_NAME - len(f"{dot}{suffix}".encode())
    clean = stem.encode()[:room].decode("utf-8", "ignore").strip(" .") + dot + suffix or "工作簿"
    return f"_{clean}" if _DEVICES.fullmatch(clean) else clean
