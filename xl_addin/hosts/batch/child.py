"""A process of ours that answers lines, one after the other, each within its time; a new one is started when it ends.

What the lines say is for whoever asks and for the module that the process runs (:mod:`xl_addin.hosts.batch.worker`).
"""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Callable
from contextlib import ExitStack, suppress
from typing import Final

from xl_addin.files.children import own_module, started, system_folder
from xl_addin.values.errors import InputError

READY: Final = b'{"ready": true}\n'
"""The first line of every process."""
_START_SECONDS: Final = 180.0
_GRACE: Final = 3.0
"""To leave nothing behind, before it is killed."""


class Ended(Exception):
    """The process gave no answer: it took too long (``late``), or has died."""

    def __init__(self, late: bool) -> None:
        super().__init__(late)
        self.late = late


class Child:
    """One process at a time of a module with its arguments."""

    def __init__(self, module: str, *arguments: str) -> None:
        self._module, self._arguments = module, arguments
        self._exits = ExitStack()
        self._process: subprocess.Popen[bytes] | None = None
        self._closed = False

    def start(self) -> None:
        """Start the process unless there is one. InputError where none can be started."""
        if self._process is not None:
            return
        if self._closed:
            raise InputError("处理文件的进程已停止")
        command, environment = own_module(self._module, *self._arguments)
        # one thread a process: there are several of them, and threads ask for address space
        environment |= {"OPENBLAS_NUM_THREADS": "1"}
        try:
            self._process = self._exits.enter_context(started(command, system_folder(), subprocess.PIPE, environment))
        except OSError as error:
            raise InputError(f"不能启动处理文件的进程（{error.strerror}），请关闭其他程序后再试") from None
        with suppress(Ended):
            if self._heard(_START_SECONDS, lambda line: True) == READY:
                return
        self.end()
        raise InputError("处理文件的进程启动后立即结束，可能内存不够，请放宽 --memory 或减少 --jobs")

    def ask(self, line: bytes, seconds: float, is_answer: Callable[[bytes], bool] = lambda line: True) -> bytes:
        """Send a line and give the line that answers it, which not every line does; :class:`Ended` without one."""
        self.start()
        process = self._process
        assert process is not None and process.stdin is not None
        try:
            process.stdin.write(line + b"\n")
            process.stdin.flush()
        except OSError:
            raise Ended(late=False) from None
        return self._heard(seconds, is_answer)

    def close(self) -> None:
        """End the process for good, also while it works."""
        self._closed = True
        self.end()

    def interrupt(self) -> None:
        """Break off what the process works at: whoever waits for its answer gets :class:`Ended`."""
        if self._process is not None:
            _stop(self._process)

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

    def _heard(self, seconds: float, is_answer: Callable[[bytes], bool]) -> bytes:
        """The next line of the process that is an answer."""
        process = self._process
        assert process is not None and process.stdout is not None
        late = threading.Event()

        def stop() -> None:
            late.set()
            _stop(process)

        watch = threading.Timer(seconds, stop)
        watch.daemon = True
        watch.start()
        try:
            while line := process.stdout.readline():
                if line.endswith(b"\n") and is_answer(line):
                    return line
        finally:
            watch.cancel()
        raise Ended(late.is_set())


def _stop(process: subprocess.Popen[bytes]) -> None:
    """Tell a process to end, and make it end if it does not."""
    with suppress(OSError):
        process.terminate()
    with suppress(subprocess.TimeoutExpired):
        process.wait(_GRACE)
        return
    with suppress(OSError):
        process.kill()
