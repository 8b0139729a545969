"""A process for the files of a batch, one after the other, with a limit of time and memory for each.

A file whose process hangs is ended with it and not tried again. One whose process dies is tried once more, in a new
process, for another program may have ended the first; then it is named. The next file always has a process.
"""

from __future__ import annotations

import json
import signal
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import Any, Final

from xl_addin.hosts.batch.child import Child, Ended
from xl_addin.hosts.batch.work import MEMORY, Task

TIMEOUT, DIED = "timeout", "died"
ENDED_BY_US: Final = frozenset({TIMEOUT, DIED, MEMORY})
"""What a larger limit may help against."""
TRIES: Final = 2

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
        self._child = Child("xl_addin.hosts.batch.worker", str(limits.megabytes))

    def do(self, task: Task) -> Note:
        """Work on one file. InputError where no process can be started at all."""
        for _ in range(TRIES):
            note = self._ask(asdict(task))
            if note["status"] in ENDED_BY_US:
                status = self._child.end()
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
        self._child.close()

    def _ask(self, task: Note) -> Note:
        try:
            note = json.loads(self._child.ask(json.dumps(task).encode(), self._limits.seconds))
        except Ended as ended:
            return {"status": TIMEOUT if ended.late else DIED}
        except ValueError:
            return {"status": DIED}
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
