"""The way to the functions: inside LibreOffice's own Python where it is of our version, else one worker process.

``reach.json``, written by the installer, names the program's Python, its version and its folders. A missing or wrong
Python is told once, in one Chinese line, and every cell of ours shows an error value, never an old or a wrong number.
"""

import json
import os
import subprocess
import sys
import threading

REACH = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "reach.json")
AGAIN = "请在终端运行 xl-addin libreoffice install 重新安装，再重新打开 LibreOffice"


class Reach:
    """Where calls go; ``trouble`` is '' or the one line that the user is told."""

    def __init__(self, path=REACH, version=tuple(sys.version_info[:2])):
        self.trouble, self.answers, self.worker = "", None, None
        self.lock = threading.Lock()
        try:
            with open(path, encoding="utf-8") as stream:
                self.told = json.load(stream)
            self.python, self.sites = self.told["python"], list(self.told["sites"])
        except (OSError, ValueError, KeyError, TypeError):
            self.told = None
            self.trouble = "改制测算的函数还没有装好（缺少 reach.json）。" + AGAIN
            return
        if list(version) == self.told.get("version") and not self.told.get("worker"):
            self._enter()

    def _enter(self):
        """Take the functions into this process; whatever goes wrong leaves the worker to be used."""
        before = list(sys.path)
        at = next((i for i, one in enumerate(before) if one.endswith(("-packages",))), len(before))
        sys.path[at:at] = [one for one in self.sites if one not in before]
        try:
            from xl_addin.hosts.libreoffice.calling import answers
        except BaseException:  # an extension module of another build may raise anything
            sys.path[:] = before
            return
        self.answers = answers

    @property
    def inside(self):
        """Whether the functions run in this process, so that buttons do, too."""
        return self.answers is not None

    def ask(self, name, rows, exact=False, behind=0):
        """Answer calls of one function; every answer is an error value where there is no way."""
        try:
            if self.answers is not None:
                return self.answers(name, rows, exact, behind)
            with self.lock:
                return self._ask_worker(name, rows, exact, behind)
        except Exception as error:
            if not self.trouble:
                self.trouble = "改制测算的函数出错（" + type(error).__name__ + "）。" + AGAIN
            return [{"error": "#VALUE!"}] * len(rows)

    def _ask_worker(self, name, rows, exact, behind):
        for _ in (1, 2):
            worker = self._running()
            if worker is None:
                return [{"error": "#NAME?"}] * len(rows)
            try:
                worker.stdin.write(json.dumps([name, rows, exact, behind], default=as_json).encode() + b"\n")
                worker.stdin.flush()
                line = worker.stdout.readline()
                if line:
                    return json.loads(line)
            except (OSError, ValueError):
                pass
            self._end(worker)
        self.trouble = self.trouble or "改制测算的计算程序中途退出了。" + AGAIN
        return [{"error": "#VALUE!"}] * len(rows)

    def _running(self):
        if self.worker is not None and self.worker.poll() is None:
            return self.worker
        if self.trouble:
            return None
        environment = {key: text for key, text in os.environ.items() if not key.startswith("PYTHON")}
        environment["PYTHONPATH"] = os.pathsep.join(self.sites)
        environment.pop("LD_LIBRARY_PATH", None)
        try:
            self.worker = subprocess.Popen(
                [self.python, "-m", "xl_addin.hosts.libreoffice.worker"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=environment,
                cwd=os.path.expanduser("~"),
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
            ready = self.worker.stdout.readline()
        except OSError:
            ready = b""
        if ready.strip() != b"ready":
            self._end(self.worker)
            self.trouble = "找不到改制测算的 Python（" + str(self.python) + "），或它缺少 numpy 等部件。" + AGAIN
            return None
        return self.worker

    def _end(self, worker):
        self.worker = None
        if worker is not None:
            worker.kill()
            worker.wait()


def as_json(value):
    """Write what JSON has no word for."""
    raise TypeError(type(value).__name__)
