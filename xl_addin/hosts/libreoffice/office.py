"""A LibreOffice of our own: started with its own profile, driven over a pipe, killed and started again.

Leaves out the user's LibreOffice: whatever happens here, that one and its profile are not touched.
"""

from __future__ import annotations

import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from xl_addin.hosts.libreoffice.program import Program, clean_environment, find_program, import_uno
from xl_addin.values.errors import InputError

XLSX: Final = "Calc MS Excel 2007 XML"
START_SECONDS: Final = 180.0
_RESTART: Final = 81
"""What LibreOffice ends with when it wants to be started again, after it has set up a profile."""


class Office:
    """A running LibreOffice; InputError if it cannot be started or reached."""

    def __init__(
        self,
        profile: Path,
        program: Program | None = None,
        *,
        headless: bool = True,
        environment: dict[str, str] | None = None,
        seconds: float = START_SECONDS,
    ) -> None:
        self.program = program or find_program()
        self.uno = import_uno(self.program)
        self.profile = profile
        self._pipe = f"soe{secrets.token_hex(8)}"
        self._headless = headless
        self._environment = clean_environment() | (environment or {})
        if headless and sys.platform != "win32":
            self._environment["SAL_USE_VCLPLUGIN"] = "svp"
        self.process = self._start()
        self.context = self._connected(seconds)
        self.desktop = self.service("com.sun.star.frame.Desktop")

    def _start(self) -> subprocess.Popen[bytes]:
        command = [
            str(self.program.soffice),
            *(["--headless"] if self._headless else []),
            *("--norestore", "--nologo", "--nofirststartwizard", "--nodefault", "--nolockcheck"),
            f"-env:UserInstallation={self.profile.absolute().as_uri()}",
            f"--accept=pipe,name={self._pipe};urp;StarOffice.ComponentContext",
        ]
        quiet = subprocess.DEVNULL
        return subprocess.Popen(
            command,
            env=self._environment,
            stdin=quiet,
            stdout=quiet,
            stderr=None if "XL_ADDIN_TRACE" in self._environment else quiet,
            start_new_session=sys.platform != "win32",
        )

    def _connected(self, seconds: float) -> Any:
        local = self.uno.getComponentContext()
        resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
        deadline = time.monotonic() + seconds
        while True:
            try:
                return resolver.resolve(f"uno:pipe,name={self._pipe};urp;StarOffice.ComponentContext")
            except Exception:  # whatever it is called, it is not there yet
                status = self.process.poll()
                if status == _RESTART:
                    self.process = self._start()
                elif status is not None or time.monotonic() > deadline:
                    self.kill()
                    raise InputError("LibreOffice 没有启动成功，请先单独打开一次 LibreOffice 再试") from None
                time.sleep(0.1)

    @property
    def pid(self) -> int:
        """The process id."""
        return self.process.pid

    @property
    def alive(self) -> bool:
        """Whether the process runs."""
        return self.process.poll() is None

    def service(self, name: str) -> Any:
        """Give a service of LibreOffice by its name."""
        return self.context.ServiceManager.createInstanceWithContext(name, self.context)

    def properties(self, **values: Any) -> tuple[Any, ...]:
        """Named values as UNO wants them."""
        made = []
        for name, value in values.items():
            one = self.uno.createUnoStruct("com.sun.star.beans.PropertyValue")
            one.Name, one.Value = name, value
            made.append(one)
        return tuple(made)

    def open(self, path: Path | str, *, hidden: bool = True) -> Any:
        """Open a workbook, or a new one for ``private:factory/scalc``."""
        url = path if isinstance(path, str) else path.absolute().as_uri()
        document = self.desktop.loadComponentFromURL(url, "_blank", 0, self.properties(Hidden=hidden))
        if document is None:
            raise InputError("LibreOffice 没有打开工作簿：可能正被别的程序打开")
        return document

    def save(self, document: Any, path: Path, form: str = XLSX) -> None:
        """Save under a new name, as the user does."""
        document.storeAsURL(path.absolute().as_uri(), self.properties(FilterName=form, Overwrite=True))

    def copy(self, document: Any, path: Path, form: str = XLSX) -> None:
        """Write a copy; the document keeps its name."""
        document.storeToURL(path.absolute().as_uri(), self.properties(FilterName=form, Overwrite=True))

    def close_all(self) -> None:
        """Close every document without saving."""
        components = self.desktop.getComponents().createEnumeration()
        while components.hasMoreElements():
            with suppress(Exception):
                components.nextElement().close(True)

    def stop(self, seconds: float = 20) -> None:
        """End it as a user does; kill it if it does not."""
        with suppress(Exception):
            self.desktop.terminate()
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.kill()

    def kill(self) -> None:
        """End it at once, with all that it started."""
        with suppress(ProcessLookupError):
            if sys.platform == "win32":
                self.process.kill()
            else:
                os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(10)

    @classmethod
    @contextmanager
    def started(cls, profile: Path, **options: Any) -> Iterator[Office]:
        """One that is ended with the block."""
        office = cls(profile, **options)
        try:
            yield office
        finally:
            office.stop()


def add_extension(office: Office, path: Path) -> None:
    """Install an extension for the profile of a running LibreOffice, as root too."""
    manager = office.context.getValueByName("/singletons/com.sun.star.deployment.ExtensionManager")
    manager.addExtension(path.absolute().as_uri(), (), "user", None, _unattended(office))


def _unattended(office: Office) -> Any:
    """Nobody is asked: what LibreOffice asks is answered with yes."""
    unohelper: Any = import_module("unohelper")
    environment: Any = office.uno.getClass("com.sun.star.ucb.XCommandEnvironment")
    handler: Any = office.uno.getClass("com.sun.star.task.XInteractionHandler")
    approve = office.uno.getTypeByName("com.sun.star.task.XInteractionApprove")

    class Yes(unohelper.Base, handler):  # type: ignore[misc]
        def handle(self, request: Any) -> None:
            for one in request.getContinuations():
                if one.queryInterface(approve):
                    one.select()
                    return

    class Unattended(unohelper.Base, environment):  # type: ignore[misc]
        def getInteractionHandler(self) -> Any:
            return Yes()

        def getProgressHandler(self) -> None:
            return None

    return Unattended()
