"""A batch from beginning to end: find the workbooks, skip what is done, work on the rest, write the summary."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import Final

from xl_addin.commands.plan import BookPlan
from xl_addin.files.held_folders import leads_away
from xl_addin.files.leftovers import sweep, sweep_folder
from xl_addin.hosts.batch.crew import Event, work_here
from xl_addin.hosts.batch.inputs import Aside, Source, find_inputs, targets
from xl_addin.hosts.batch.isolation import ENDED_BY_US, Limits, Note
from xl_addin.hosts.batch.manifest import NAME, Manifest, Terms
from xl_addin.hosts.batch.work import CHECK, DONE, RUN, Task, content_hash, plan_kind
from xl_addin.values.errors import InputError

RESULTS: Final = "结果"
SUFFIX: Final = "校验"
Progress = Callable[[int, int, int], None]
"""Files done, files in all, and how many of those done were not usable."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What to do with every workbook. ``jobs`` processes here, or the workers of ``cluster``."""

    command: str = RUN
    jobs: int = 1
    cluster: str = ""
    resume: bool = False
    today: dt.date | None = None
    masked: bool = False
    password: str = field(default="", repr=False)
    limits: Limits = field(default_factory=Limits)
    panel: bool = False
    """Whether 全市进度表 of all workbooks is made: it is noted where each enterprise stands."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What a batch came to: each workbook with its note, what was left aside, and how many were done before."""

    files: list[tuple[Source, Note]]
    aside: list[Aside]
    kept: int
    day: dt.date
    command: str

    def of_status(self, *statuses: str) -> int:
        """How many files ended so."""
        return sum(note["status"] in statuses for _, note in self.files)

    @property
    def is_clean(self) -> bool:
        """Every file was worked on, and no finding is an error."""
        return all(note["status"] == DONE and not faults(note) for _, note in self.files)


def faults(note: Note) -> int:
    """Grave faults of a workbook."""
    errors = sum(count for _, severity, count in note.get("findings", ()) if severity == "error")
    return int(errors + note.get("faults", 0))


def run_batch(folders: Sequence[Path], out: Path, plan: Plan, progress: Progress | None = None) -> Batch:
    """Work on all workbooks of some folders; results, manifest and nothing else go into ``out``.

    InputError, with nothing begun, for folders, an ``out`` or a plan that cannot be used.
    """
    kind = plan_kind(plan.command)
    if plan.panel and kind is not None:
        raise InputError(f"--panel（全市进度表）要有校验结果，只能与 --command {RUN} 或 {CHECK} 同用")
    if plan.cluster and plan.password:
        raise InputError("--cluster 不能与 --password-file 同用：密码不经网络发送")
    inputs = find_inputs(folders, out)
    if not inputs.sources:
        raise InputError(f"{'、'.join(map(str, folders))} 里没有工作簿（另有 {len(inputs.aside)} 项不是工作簿）")
    with _begun(out, resume=plan.resume) as manifest:
        work = _Work(manifest, out, plan)
        places = targets(inputs.sources, _suffix(plan.command), new_book=kind is BookPlan, masked=plan.masked)
        for source, place in zip(inputs.sources, places, strict=True):
            work.add(source, place)
        kept = len(work.notes)
        work.do_rest(progress)
        files = [(source, work.notes[source.key]) for source in inputs.sources]
        return Batch(files, inputs.aside, kept, work.day, plan.command)


def _suffix(command: str) -> str:
    return SUFFIX if command in (RUN, CHECK) else command


def _begun(out: Path, *, resume: bool) -> Manifest:
    """Make the folder and the record in it; a new folder goes again where no record can be made."""
    is_new = not out.exists()
    _ready(out, resume=resume)
    try:
        return Manifest(out)
    except InputError:
        if is_new:
            with suppress(OSError):  # only an empty one goes
                out.rmdir()
        raise


def _ready(out: Path, *, resume: bool) -> None:
    """Make the folder, or refuse one that holds something else than a batch to go on with."""
    if out.exists() and not out.is_dir():
        raise InputError(f"“{out}”不是文件夹，请给出输出文件夹")
    if out.is_dir():
        refuse_links(*out.iterdir())
    if (out / NAME).exists():
        if not resume:
            raise InputError(f"“{out}”里已有一次批处理，请加 --resume 接着做，或换一个输出文件夹")
        return
    try:
        out.mkdir(exist_ok=True)
        if next(out.iterdir(), None) is not None:
            raise InputError(f"输出文件夹“{out}”不是空的，为不覆盖其中的文件没有开始，请换一个文件夹")
    except OSError as error:
        raise InputError(f"不能建立输出文件夹“{out}”（{error.strerror}），请检查上级文件夹和权限") from None


def refuse_links(*paths: Path) -> None:
    """InputError where a name in the folder of the results leads elsewhere: something would be written there."""
    for path in paths:
        if _is_link(path):
            raise leads_away(path)


def _is_link(path: Path) -> bool:
    return path.is_symlink() or (hasattr(path, "is_junction") and bool(path.is_junction()))


class _Work:
    """The files of one batch: those that are done, and those that are to be."""

    def __init__(self, manifest: Manifest, out: Path, plan: Plan) -> None:
        self._manifest, self._out, self._plan = manifest, out, plan
        self._sound: set[PurePath] = set()
        before = manifest.option("command", plan.command)
        if before != plan.command:
            raise InputError(f"上次在“{out}”做的是 {before}，请用 --command {before} 接着做，或换一个输出文件夹")
        begun_on = dt.date.fromisoformat(manifest.option("day", (plan.today or dt.date.today()).isoformat()))
        self.day = plan.today or begun_on
        self.notes: dict[str, Note] = {}
        self._rest: dict[str, tuple[Source, PurePath, Terms]] = {}

    def add(self, source: Source, place: PurePath) -> None:
        """Take what is noted of a workbook if it still holds; else it is to be worked on."""
        options = {"command": self._plan.command, "day": self.day.isoformat(), "masked": self._plan.masked}
        options |= {"panel": True} if self._plan.panel else {}
        terms = Terms.now(options | {"place": Source(Path(place), "", place).key})
        note = self._manifest.note(source.key, terms, self._plan.limits)
        if note is not None and self._holds(source, place, note):
            self.notes[source.key] = note
        elif (broken := self._manifest.broken_off(source.key)) is not None:
            self._finish(source, terms, broken)
        else:
            self._rest[source.key] = (source, place, terms)

    def _holds(self, source: Source, place: PurePath, note: Note) -> bool:
        if note["status"] == DONE and self._plan.command != CHECK and not self._target(place).is_file():
            return False
        try:
            return content_hash(source.path) == str(note["hash"])
        except OSError:
            return False

    def do_rest(self, progress: Progress | None) -> None:
        """Work on all files that are left; each is noted as soon as it is done."""
        total = len(self.notes) + len(self._rest)
        bad = sum(note["status"] != DONE for note in self.notes.values())
        folders = {self._target(place).parent for _, place, _ in self._rest.values()}
        try:
            for key, note in self._events():
                source, _, terms = self._rest[key]
                if note is None:
                    self._manifest.begin(key, source.shown, terms, self._plan.limits)
                    continue
                self._finish(source, terms, note)
                bad += note["status"] != DONE
                if progress is not None:
                    progress(len(self.notes), total, bad)
        finally:
            sweep()  # what processes left that were killed
            for folder in folders:
                sweep_folder(folder)

    def _events(self) -> Iterator[Event]:
        tasks = [(key, self._task(source, place)) for key, (source, place, _) in self._rest.items()]
        if not tasks:
            return iter(())
        if self._plan.cluster:
            from xl_addin.hosts.batch.cluster import work_on_cluster

            return work_on_cluster(tasks, self._plan.limits, self._plan.cluster)
        return work_here(tasks, self._plan.limits, self._plan.jobs)

    def _task(self, source: Source, place: PurePath) -> Task:
        plan = self._plan
        target = "" if plan.command == CHECK else str(self._target(place))
        day, out = self.day.isoformat(), str(self._out.resolve())
        return Task(str(source.path), target, plan.command, day, plan.masked, plan.password, out, plan.panel)

    def _target(self, place: PurePath) -> Path:
        """Where a result goes; InputError if a folder on the way leads elsewhere."""
        out = self._out.resolve()
        for folder in (*reversed(place.parents), place):
            if folder not in self._sound:
                refuse_links(out / RESULTS / folder)
                self._sound.add(folder)
        return out / RESULTS / place

    def _finish(self, source: Source, terms: Terms, note: Note) -> None:
        if note["status"] in ENDED_BY_US:
            try:
                note = note | {"hash": content_hash(source.path)}  # its process could not tell any more
            except OSError:
                note = note | {"hash": ""}
        self._manifest.finish(source.key, source.shown, terms, self._plan.limits, note)
        self.notes[source.key] = note
