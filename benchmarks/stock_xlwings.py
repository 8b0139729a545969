"""The peer of ``office.py``: xlwings Server as it is installed, with its own client script, in an Excel that is played.

It lives in an environment of its own below a temporary folder. What it serves is one custom function, which calls
``xl_addin.functions.call``; everything else is its own. Nothing of it is changed but what is logged, to its advantage.
"""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import time
import urllib.error
import urllib.request
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.hosts.service.office.playing import LIBRARY, Excel
from tests.hosts.service.office.test_serving import free_port

PACKAGE = "xlwings-server==1.20.0"
FUNCTION = "severance"
_STARTING = 60.0
_ROOT = Path(__file__).parents[1]
_CODE = """
import sys
sys.path += {paths!r}
from xl_addin.functions import call
from xlwings import server

@server.func(name="经济补偿金")
def {name}(start_date, end_date, wage, enterprise_wage=None, local_wage=None, ground=None, policy=None):
    return call("SOE_SEVERANCE", start_date, end_date, wage, enterprise_wage, local_wage, ground, policy)
"""
# What its client asks of Excel beyond what ours does: the name of the workbook, the language, the format of days.
_MORE = """
(() => {
  const format = { shortDatePattern: "yyyy/M/d", load() {} };
  const culture = { name: "zh-CN", datetimeFormat: format, load() {} };
  const application = { cultureInfo: culture, load() {} };
  const workbook = { name: "花名册.xlsx", application, load() {} };
  Excel.RequestContext = class { constructor() { Object.assign(this, { workbook, application }); } async sync() {} };
  Excel.run = async (go) => go(new Excel.RequestContext());
  Object.assign(Office, { HostType: { Excel: "Excel" }, EventType: {} });
  Object.assign(Office.context, { diagnostics: { version: "16.0", platform: "OfficeOnline" }, ui: {} });
})();
"""


class NotHere(Exception):
    """Why the peer could not be installed or started."""


class StockExcel(Excel):
    """A tab with the task pane of xlwings Server; functions are called by the same played Excel as ours."""

    asked_for, library = "*/office.js", LIBRARY + _MORE

    def enter_functions(self, port: int) -> None:
        self.open(f"http://localhost:{port}/taskpane.html")
        self.until("window.Played && window.xlwings && CustomFunctions.associated.size > 0")
        self.value(
            "fetch('/xlwings/custom-functions-meta.json').then((told) => told.json()).then((told) => {"
            "Played.functions = new Map(told.functions.map((one) => [`SOE.${one.name}`.toUpperCase(), one])); })"
        )


def installed(folder: Path) -> Path:
    """Its interpreter, in an environment that is made for it."""
    python = folder / "venv" / "bin" / "python"
    try:
        venv.create(folder / "venv", with_pip=True)
        subprocess.run(
            [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", PACKAGE],
            check=True, capture_output=True, text=True,
        )  # fmt: skip
    except (OSError, subprocess.CalledProcessError) as error:
        said = (getattr(error, "stderr", None) or str(error)).strip()
        raise NotHere(f"{PACKAGE} is not installed: {said.splitlines()[-1]}") from None
    return python


@contextmanager
def stock(folder: Path) -> Iterator[tuple[int, int]]:
    """The server: its process and its port."""
    python, project, port = installed(folder), folder / "project", free_port()
    (project / "custom_functions").mkdir(parents=True)
    (project / "custom_scripts").mkdir()
    (project / "custom_scripts" / "__init__.py").write_text("")
    paths = [str(_ROOT), sysconfig.get_path("purelib")]  # behind its own packages
    (project / "custom_functions" / "__init__.py").write_text(_CODE.format(paths=paths, name=FUNCTION), "utf-8")
    said = folder / "said"
    with said.open("wb") as into:
        process = subprocess.Popen(
            [python, "-m", "uvicorn", "xlwings_server.main:main_app", "--port", str(port),
             "--no-access-log", "--log-level", "warning"],
            cwd=project, stdout=into, stderr=into, env=environment(project),
        )  # fmt: skip
    try:
        wait(process, port, said)
        yield process.pid, port
    finally:
        process.terminate()
        process.wait(10)


def environment(project: Path) -> dict[str, str]:
    own = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    return own | {
        "XLWINGS_PROJECT_DIR": str(project),
        "XLWINGS_LICENSE_KEY": "noncommercial",
        "XLWINGS_LOG_LEVEL": "WARNING",
    }


def wait(process: subprocess.Popen[bytes], port: int, said: Path) -> None:
    until = time.monotonic() + _STARTING
    while True:
        try:
            urllib.request.urlopen(f"http://localhost:{port}/taskpane.html", timeout=5).close()
            return
        except (OSError, urllib.error.URLError):
            if process.poll() is not None or time.monotonic() > until:
                lines = said.read_text("utf-8", "replace").strip().splitlines() or ["nothing said"]
                raise NotHere(f"{PACKAGE} does not start: {lines[-1]}") from None
            time.sleep(0.2)


if __name__ == "__main__":
    sys.exit("python benchmarks/office.py")
