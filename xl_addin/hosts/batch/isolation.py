"""A process for the files of a batch, one after the other, with a limit of time and memory for each.

A file whose process hangs is ended with it and not tried again. One whose process dies is tried once more, in a new
process, for another program may have ended the first; then it is named. The next file always has a process.
"""

from __future__ import annotations

import json
import signal
import subprocess
import threading
from contextlib import ExitStack, suppress
from dataclasses import asdict, dataclass
from typing import Any, Final

from xl_addin.files.children import own_module, started, system_folder
from xl_addin.hosts.batch.work import MEMORY, Task
from xl_addin.values.errors import InputError

TIMEOUT, DIED = "timeout", "died"
ENDED_BY_US: Final = frozenset({TIMEOUT, DIED, MEMORY})
"""What a larger limit may help against."""
TRIES: Final = 2
_START_SECONDS: Final = 180.0
_GRACE: Final = 3.0
"""To leave nothing behind, before it is killed."""

Note = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may take."""

    seconds: float = 300.0
    megabytes: int = 3000


class Isolated:
    """One process at a time; :meth:`do` gives what is noted of a file, whatever becomes of the process."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._exits = ExitStack()
        self._process: subprocess.Popen[bytes] | None = None
        self._closed = False

    def do(self, task: Task) -> Note:
        """Work on one file. InputError where no process can be started at all."""
        for _ in range(TRIES):
            if self._process is None:
                self._start()
            note = self._ask(asdict(task), self._limits.seconds)
            if note["status"] in ENDED_BY_US:
                status = self.end()
            if note["status"] != DIED:
                break
            note["reason"] = f"处理它的进程两次意外结束（{_how(status)}），已单独隔离，请检查文件或报给维护人员"
        if note["status"] == TIMEOUT:
            note["reason"] = f"超过 {self._limits.seconds:g} 秒没有处理完，已停止；可用 --seconds 放宽，或拆分文件"
        if note["status"] == MEMORY:
            note["reason"] = f"需要的内存超过 {self._limits.megabytes} MB，已停止；可用 --memory 放宽，或拆分文件"
        return note

    def close(self) -> None:
        """End the process for good, also while it works."""
        self._closed = True
        self.end()

    def end(self) -> int | None:
        """End the process that there is, giving it the time to leave nothing behind; give its status."""
        process, self._process = self._process, None
        if process is None:
            return None
        if process.poll() is None:
            with suppress(OSError):
                process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(_GRACE)
        with suppress(OSError):
            self._exits.close()
        return process.returncode

    def _start(self) -> None:
        if self._closed:
            raise InputError("批处理已停止")
        command, environment = own_module("xl_addin.hosts.batch.worker", str(self._limits.megabytes))
        # one thread a process: the pool has a process for every core, and threads ask for address space
        environment |= {"OPENBLAS_NUM_THREADS": "1"}
        try:
            self._process = self._exits.enter_context(started(command, system_folder(), subprocess.PIPE, environment))
        except OSError as error:
            raise InputError(f"不能启动处理文件的进程（{error.strerror}），请关闭其他程序后再试") from None
        if "ready" not in self._heard(_START_SECONDS):
            self.end()
            raise InputError("处理文件的进程启动后立即结束，可能内存不够，请放宽 --memory 或减少 --jobs")

    def _ask(self, task: Note, seconds: float) -> Note:
        process = self._process
        assert process is not None and process.stdin is not None
        try:
            process.stdin.write(json.dumps(task).encode() + b"\n")
            process.stdin.flush()
        except OSError:
            return {"status": DIED}
        return self._heard(seconds)

    def _heard(self, seconds: float) -> Note:
        """The next line of the process; that it took too long, or has died."""
        process = self._process
        assert process is not None and process.stdout is not None
        late = threading.Event()

        def stop() -> None:
            late.set()
            with suppress(OSError):
                process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(_GRACE)
                return
            with suppress(OSError):
                process.kill()

        watch = threading.Timer(seconds, stop)
        watch.daemon = True
        watch.start()
        try:
            line = process.stdout.readline()
        finally:
            watch.cancel()
        try:
            note = json.loads(line)
        except ValueError:
            return {"status": TIMEOUT if late.is_set() else DIED}
        return note if isinstance(note, dict) else {"status": DIED}


def _how(status: int | None) -> str:
    """How a process has ended.

    >>> _how(-9), _how(3)
    ('信号 SIGKILL', '退出码 3')
    """
    if status is not None and status < 0:
        with suppress(ValueError):
            return f"信号 {signal.Signals(-status).name}"
    return f"退出码 {status}"
