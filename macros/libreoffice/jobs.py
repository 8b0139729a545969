"""What is done at events of LibreOffice: Basic functions at its start, names on load and on save."""

import os
import sys
import time

import soe_books
import soe_calls
import uno
import unohelper
from com.sun.star.lang import XServiceInfo
from com.sun.star.task import XJob
from soe_catalog import BASIC, BASIC_MODULE
from soe_saving import SAVED, make_new_plain, make_plain

SERVICE = "org.xladdin.soe.Jobs"
_GRAIN = 2.0
"""Seconds: how coarse a file system may keep the time of a file."""


_copying = {}
"""The time since which a copy of a document is being written."""


class Jobs(unohelper.Base, XJob, XServiceInfo):
    """Answers the events that Jobs.xcu names; nothing that goes wrong here stops LibreOffice."""

    def __init__(self, context):
        self.context = context
        soe_calls.start(context)

    def execute(self, arguments):
        event, model = "", None
        for argument in arguments:
            if argument.Name == "Environment":
                told = {one.Name: one.Value for one in argument.Value}
                event, model = told.get("EventName", ""), told.get("Model")
        act = getattr(self, "on_" + event, None)
        if act is None:
            return
        try:
            act(model)
        except Exception as error:
            sys.stderr.write("xl_addin: %s: %s\n" % (event, type(error).__name__))
            if os.environ.get("XL_ADDIN_TRACE"):
                import traceback

                traceback.print_exc()
        return

    def on_OnStartApp(self, model):
        """Write the Basic functions, to which plain names in files are bound."""
        container = self.context.ServiceManager.createInstanceWithContext(
            "com.sun.star.script.ApplicationScriptLibraryContainer", self.context
        )
        container.loadLibrary("Standard")
        library = container.getByName("Standard")
        if library.hasByName(BASIC_MODULE):
            if library.getByName(BASIC_MODULE) == BASIC:
                return
            library.replaceByName(BASIC_MODULE, BASIC)
        else:
            library.insertByName(BASIC_MODULE, BASIC)
        container.storeLibraries()

    def on_OnLoadFinished(self, model):
        """Bind the calls of a document to the add-in."""
        if soe_books.is_calc(model) and soe_books.adopt(model):
            controller = model.getCurrentController()
            soe_calls.say_trouble(controller.getFrame() if controller else None)

    def on_OnSaveDone(self, model):
        """Put the plain names into the file."""
        self._plain(model)

    def on_OnSaveAsDone(self, model):
        """The same."""
        self._plain(model)

    def on_OnCopyTo(self, model):
        """Nobody tells the name of a copy: what is written has to be plain beforehand."""
        if soe_books.is_calc(model) and soe_calls.memo.known:
            _copying[model.RuntimeUID] = time.time() - _GRAIN
            soe_books.all_to_basic(model)

    def on_OnCopyToDone(self, model):
        """Back to the quick way."""
        if soe_books.is_calc(model) and soe_calls.memo.known:
            since = _copying.pop(model.RuntimeUID, None)
            if since is not None:  # what Basic cannot answer kept the long names
                make_new_plain(self._folders(model), since)
            soe_books.adopt(model)

    def _folders(self, model):
        """Where a copy is likely to be: beside the document, and in the folder for documents."""
        paths = self.context.ServiceManager.createInstanceWithContext("com.sun.star.util.PathSettings", self.context)
        urls = (model.getURL().rpartition("/")[0], paths.Work)
        return [uno.fileUrlToSystemPath(url) for url in urls if url.startswith("file:")]

    def _plain(self, model):
        url = model.getURL() if soe_books.is_calc(model) else ""
        if url.startswith("file:") and url.lower().endswith(SAVED) and soe_calls.memo.known:
            make_plain(uno.fileUrlToSystemPath(url))

    def getImplementationName(self):
        return SERVICE

    def supportsService(self, name):
        return name == SERVICE

    def getSupportedServiceNames(self):
        return (SERVICE,)


g_ImplementationHelper = unohelper.ImplementationHelper()
g_ImplementationHelper.addImplementation(Jobs, SERVICE, (SERVICE,))
