"""A LibreOffice of the test's own: started with its own profile, driven through a pipe, ended by its process group.

Functions of the tests run inside it, as the extension's do (:mod:`tests.hosts.libreoffice.component`).
"""

from __future__ import annotations

import importlib
import json
import os
import signal
import subprocess
import sys
import time
import uuid
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parents[3]
PROGRAM = Path("/usr/lib/libreoffice/program")
UNO_FOLDERS = ("/usr/lib/python3/dist-packages", str(PROGRAM))
_PATIENCE = 120


def uno() -> Any:
    """LibreOffice's bridge; its folders come last, so that nothing of ours is shadowed."""
    sys.path += [folder for folder in UNO_FOLDERS if folder not in sys.path]
    return importlib.import_module("uno")


class Calc:
    """One running LibreOffice, without a screen unless ``display`` names one."""

    def __init__(self, profile: Path, display: str = "") -> None:
        self.pipe = f"soe{uuid.uuid4().hex[:12]}"
        shown = ["--headless"] if not display else []
        environment = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONHOME")}
        environment |= {"DISPLAY": display} if display else {"SAL_USE_VCLPLUGIN": "svp"}
        self.command = [
            str(PROGRAM / "soffice.bin"),
            *shown,
            *("--norestore", "--nologo", "--nofirststartwizard", "--nodefault", "--nolockcheck"),
            f"-env:UserInstallation={profile.as_uri()}",
            f"--accept=pipe,name={self.pipe};urp;StarOffice.ComponentContext",
        ]
        self.environment = environment | {"LC_ALL": "C.UTF-8"}
        self._start()

    def _start(self) -> None:
        nothing = subprocess.DEVNULL
        self.process = subprocess.Popen(
            self.command, env=self.environment, stdin=nothing, stdout=nothing, stderr=nothing, start_new_session=True
        )
        local = uno().getComponentContext()
        resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
        end = time.monotonic() + _PATIENCE
        while True:
            if self.process.poll() == 81:  # a new profile is set up, and it asks to be started again
                return self._start()
            try:
                self.context = resolver.resolve(f"uno:pipe,name={self.pipe};urp;StarOffice.ComponentContext")
                break
            except Exception:
                if self.process.poll() not in (None, 81) or time.monotonic() > end:
                    self.kill()
                    raise
                time.sleep(0.1)
        self.desktop = self._service("com.sun.star.frame.Desktop")
        loader = self._service("com.sun.star.loader.Python")
        component = uno().systemPathToFileUrl(str(Path(__file__).with_name("component.py")))
        self.caller = loader.activate("org.xladdin.test.Call", "", component, None).createInstanceWithContext(
            self.context
        )
        return None

    def _service(self, name: str) -> Any:
        return self.context.ServiceManager.createInstanceWithContext(name, self.context)

    def open(self, path: Path, hidden: bool = False) -> Any:
        """Open a workbook; not hidden it has a window, if an unseen one."""
        wish = uno().createUnoStruct("com.sun.star.beans.PropertyValue")
        wish.Name, wish.Value = "Hidden", hidden
        url = uno().systemPathToFileUrl(str(path.absolute()))
        document = self.desktop.loadComponentFromURL(url, "_blank", 0, (wish,))
        assert document is not None, path
        return document

    def call(self, document: Any, function: str, *arguments: object) -> Any:
        """Call a function of :mod:`tests.hosts.libreoffice.within` on a document, inside LibreOffice."""
        asked = {
            "path": [str(ROOT), str(Path(np.__file__).parents[1])],
            "module": "tests.hosts.libreoffice.within",
            "function": function,
            "document": document.URL,
            "arguments": arguments,
        }
        one = uno().createUnoStruct("com.sun.star.beans.NamedValue")
        one.Name, one.Value = "call", json.dumps(asked)
        answer = json.loads(self.caller.execute((one,)))
        assert "error" not in answer, answer["error"]
        return answer["value"]

    def kill(self) -> None:
        """End it as a power cut does."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(10)

    def __enter__(self) -> Calc:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()
