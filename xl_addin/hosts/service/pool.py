"""The child processes of the service: one for calls, some for workbooks, each with its limits of time and memory."""

from __future__ import annotations

import asyncio
import json
import queue
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from xl_addin.hosts.batch.child import Child, Ended

Told = Callable[[dict[str, Any]], None]
MODULE: Final = "xl_addin.hosts.service.worker"
_STAGE: Final = b'{"stage"'
_MEMORY: Final = b'{"status": "memory"'
_TRIES: Final = 2
_BEGUN: Final = {"stage": "读取工作簿", "unit": "", "done": 0, "total": 0}
"""Until the process itself says how far it is; before, a job waits for one of them."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one request for values, and one job on a workbook, may take; how many of each run at a time."""

    call_seconds: float = 60.0
    job_seconds: float = 900.0
    megabytes: int = 3_000
    jobs: int = 2
    calls: int = 1
    shared: bool = False
    """Whether several users share the processes: then none of them has all for himself."""


class Wanted:
    """Whether somebody still waits for a job; who waits no longer ends the process that does it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._no_more = False
        self._interrupt: Callable[[], None] | None = None

    def __bool__(self) -> bool:
        return not self._no_more

    def drop(self) -> None:
        """End the job, at whatever point it is; takes some seconds where its process does not listen."""
        with self._lock:  # the process does not go on to another job meanwhile
            self._no_more = True
            if self._interrupt is not None:
                self._interrupt()

    @contextmanager
    def by(self, interrupt: Callable[[], None]) -> Iterator[None]:
        """While a process does the job: how it is broken off. :class:`Ended` for a job that nobody waits for."""
        with self._lock:
            if self._no_more:
                raise Ended(late=False)
            self._interrupt = interrupt
        try:
            yield
        finally:
            with self._lock:
                self._interrupt = None


class Turns:
    """How much of a kind one user may have at work at a time; more of it waits, and others go first."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._of: dict[str, asyncio.Semaphore] = {}

    def of(self, owner: str) -> AbstractAsyncContextManager[None]:
        """A turn; the user of the local page waits for none."""
        if not owner:
            return nullcontext()
        return self._of.setdefault(owner, asyncio.Semaphore(self._most))


class Pool:
    """Processes that are started when they are first needed and serve one thing at a time."""

    def __init__(self, folder: Path, limits: Limits) -> None:
        self._limits = limits
        self._all = [_Line(limits.megabytes, folder) for _ in range(limits.calls + limits.jobs)]
        self._callers: queue.LifoQueue[_Line] = queue.LifoQueue()
        """Idle ones; whoever has answered last is asked first, for its caches are warm."""
        self._workers: queue.SimpleQueue[_Line] = queue.SimpleQueue()
        for line in self._all[: limits.calls]:
            self._callers.put(line)
        for line in self._all[limits.calls :]:
            self._workers.put(line)
        self.call_threads = ThreadPoolExecutor(limits.calls, "calls")
        self.job_threads = ThreadPoolExecutor(limits.jobs, "jobs")
        left = 1 if limits.shared else 0
        self.call_turns = Turns(max(1, limits.calls - left))
        self.job_turns = Turns(max(1, limits.jobs - left))

    def warm(self) -> None:
        """Start the processes for calls before the first call comes."""
        for _ in range(self._limits.calls):
            self.call_threads.submit(self._warm_one)

    def _warm_one(self) -> None:
        with self._caller() as caller:
            caller.start()

    @contextmanager
    def _caller(self) -> Iterator[_Line]:
        caller = self._callers.get()
        try:
            yield caller
        finally:
            self._callers.put(caller)

    def call(self, body: bytes) -> tuple[bytes, bool]:
        """Answer a request for values, and whether it was understood. Runs in :attr:`call_threads`."""
        line = b"call " + body.replace(b"\n", b" ").replace(b"\r", b" ")
        with self._caller() as caller:
            found = caller.ask(line, self._limits.call_seconds)
        return found, found.startswith(b'{"status":"done"')

    def work(self, task: dict[str, Any], told: Told, wanted: Wanted) -> dict[str, Any]:
        """Do a task of :mod:`work`; what is told on the way goes to ``told``. Runs in :attr:`job_threads`."""
        worker = self._workers.get()
        try:
            told(_BEGUN)
            line = b"work " + json.dumps(task).encode()
            note: dict[str, Any] = json.loads(worker.ask(line, self._limits.job_seconds, told, wanted))
            return note
        finally:
            self._workers.put(worker)

    def renew(self) -> None:
        """Let each process read the office's headings anew: it is ended before its next request."""
        for one in self._all:
            one.stale = True

    def close(self) -> None:
        """End all processes, also those that work."""
        enders = [threading.Thread(target=one.close, daemon=True) for one in self._all]
        for ender in enders:  # side by side: the user waits
            ender.start()
        for ender in enders:
            ender.join()
        for threads in (self.call_threads, self.job_threads):
            threads.shutdown(wait=False, cancel_futures=True)


ALWAYS: Final = Wanted()
"""For what is not broken off."""


class _Line:
    """One process, which answers what it is asked or is named as the reason why not."""

    def __init__(self, megabytes: int, folder: Path) -> None:
        self._child = Child(MODULE, str(megabytes), str(folder))
        self._megabytes = megabytes
        self.stale = False
        self.close = self._child.close
        self.start = self._child.start

    def ask(self, line: bytes, seconds: float, told: Told | None = None, wanted: Wanted = ALWAYS) -> bytes:
        def is_answer(answer: bytes) -> bool:
            if not answer.startswith(_STAGE):
                return True
            if told is not None:
                told(json.loads(answer))
            return False

        if self.stale:
            self.stale = False
            self._child.end()
        reason = ""
        for _ in range(_TRIES):
            if not wanted:
                reason = "已取消"
                break
            try:
                self._child.start()
                with wanted.by(self._child.interrupt):
                    answer = self._child.ask(line, seconds, is_answer)
            except Ended as ended:
                self._child.end()
                reason = f"超过 {seconds:g} 秒没有算完，已停止，请拆分后再试"
                if ended.late:
                    break
                reason = "处理它的进程两次意外结束，请检查文件，或报给维护人员"
                continue
            if not wanted:
                reason = "已取消"  # its files were taken away while it went on
                break
            if not answer.startswith(_MEMORY):
                return answer.rstrip()
            self._child.end()
            reason = f"需要的内存超过 {self._megabytes} MB，已停止，请拆分后再试"
            break
        return json.dumps({"status": "refused", "refused": reason}, ensure_ascii=False).encode()
