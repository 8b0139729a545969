"""What is done when LibreOffice is idle, and what is said to the user."""

import uno
import unohelper
from com.sun.star.awt import XCallback

TITLE = "改制测算"


class Once(unohelper.Base, XCallback):
    """Calls a function once, in the main thread."""

    def __init__(self, act):
        self.act = act

    def notify(self, data):
        self.act()


def post(context, act):
    """Call a function when LibreOffice is idle."""
    caller = context.ServiceManager.createInstanceWithContext("com.sun.star.awt.AsyncCallback", context)
    caller.addCallback(Once(act), None)


def front(context):
    """The frame in front, None if there is none."""
    desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
    return desktop.getCurrentFrame()


def say(context, frame, text):
    """Show a line in a box over the window of a frame; nothing where there is no window."""
    window = frame.getContainerWindow()
    if window is None or not window.isVisible():
        return
    toolkit = window.getToolkit()
    kind = uno.Enum("com.sun.star.awt.MessageBoxType", "INFOBOX")
    box = toolkit.createMessageBox(window, kind, 1, TITLE, text)
    box.execute()
    box.dispose()
