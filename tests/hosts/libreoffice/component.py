"""Runs Python inside LibreOffice for tests, as the extension runs it: a job that calls one function by its name.

It is loaded by LibreOffice's own loader of Python components, without anything being installed. The rest of the
arguments are JSON: the folders to import from, the module and function, what to call it with.
"""

from __future__ import annotations

import importlib
import json
import sys
import traceback

import unohelper
from com.sun.star.task import XJob


class Call(unohelper.Base, XJob):  # type: ignore[misc]
    def __init__(self, context: object) -> None:
        self.context = context

    def execute(self, arguments):  # type: ignore[no-untyped-def]
        asked = json.loads(arguments[0].Value)
        sys.path += [one for one in asked["path"] if one not in sys.path]
        try:
            function = getattr(importlib.import_module(asked["module"]), asked["function"])
            return json.dumps({"value": function(self._document(asked["document"]), *asked["arguments"])})
        except Exception:
            return json.dumps({"error": traceback.format_exc()})

    def _document(self, url):  # type: ignore[no-untyped-def]
        desktop = self.context.ServiceManager.createInstanceWithContext(  # type: ignore[attr-defined]
            "com.sun.star.frame.Desktop", self.context
        )
        found = desktop.Components.createEnumeration()
        while found.hasMoreElements():
            one = found.nextElement()
            if url == one.URL:
                return one
        return None


g_ImplementationHelper = unohelper.ImplementationHelper()  # noqa: N816
g_ImplementationHelper.addImplementation(Call, "org.xladdin.test.Call", ("com.sun.star.task.Job",))
