"""A LibreOffice of the test's own, in which functions of the tests run as the extension's do.

See :mod:`tests.hosts.libreoffice.component`; it is started, reached and ended by
:class:`xl_addin.hosts.libreoffice.office.Office`.
"""

from __future__ import annotations

import json
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np

from xl_addin.hosts.libreoffice.office import Office

ROOT = Path(__file__).resolve().parents[3]


class Calc(Office):
    """One running LibreOffice without a screen."""

    def __init__(self, profile: Path) -> None:
        super().__init__(profile)
        loader = self.service("com.sun.star.loader.Python")
        component = Path(__file__).with_name("component.py").as_uri()
        self.caller = loader.activate("org.xladdin.test.Call", "", component, None).createInstanceWithContext(
            self.context
        )

    def open(self, path: Path | str, *, hidden: bool = False) -> Any:
        """Open a workbook; not hidden it has a window, if an unseen one."""
        return super().open(path, hidden=hidden)

    def call(self, document: Any, function: str, *arguments: object) -> Any:
        """Call a function of :mod:`tests.hosts.libreoffice.within` on a document, inside LibreOffice."""
        asked = {
            "path": [str(ROOT), str(Path(np.__file__).parents[1])],
            "module": "tests.hosts.libreoffice.within",
            "function": function,
            "document": document.URL,
            "arguments": arguments,
        }
        one = self.uno.createUnoStruct("com.sun.star.beans.NamedValue")
        one.Name, one.Value = "call", json.dumps(asked)
        answer = json.loads(self.caller.execute((one,)))
        assert "error" not in answer, answer["error"]
        return answer["value"]

    def __enter__(self) -> Calc:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()
