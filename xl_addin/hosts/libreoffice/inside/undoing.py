"""One step back for a whole command: Calc's own undo for what it can take back, and for the rest actions of ours.

Calc records sheets, cells and names, but neither conditional formats nor styles. A document without a window has no
undo at all: taking an added sheet back there ends LibreOffice. What fails halfway is taken back either way.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

Step = Callable[[], None]


def has_window(document: Any) -> bool:
    """Whether the document is open before a user's eyes."""
    controller = document.getCurrentController()
    window = controller.getFrame().getContainerWindow() if controller is not None else None
    return bool(window is not None and window.isVisible())


class OneStep:
    """All that a command changes, as one entry of the menu 撤销; nothing of it if something fails."""

    def __init__(self, document: Any, title: str) -> None:
        self.document = document
        self.title = title
        self.recorded = has_window(document)
        self._manager = document.getUndoManager()
        self._undos: list[Step] = []
        self._earlier = 0
        self._fits_rows = True

    def __enter__(self) -> OneStep:
        self.document.lockControllers()
        self._fits_rows = self.document.IsAdjustHeightEnabled
        self.document.IsAdjustHeightEnabled = False  # else every look measures all texts anew
        if self.recorded:
            self._earlier = len(self._manager.getAllUndoActionTitles())
            self._manager.enterUndoContext(self.title)
        else:
            self.document.IsUndoEnabled = False  # nobody is there to go back, and trying to would end LibreOffice
        return self

    def __exit__(self, kind: Any, error: Any, trace: Any) -> None:
        try:
            self._close(failed=kind is not None)
        finally:
            self.document.IsAdjustHeightEnabled = self._fits_rows
            self.document.unlockControllers()

    def _close(self, failed: bool) -> None:
        if not self.recorded:
            if failed:
                for undo in reversed(self._undos):
                    undo()
            self.document.IsUndoEnabled = True
            return
        self._manager.leaveUndoContext()
        # A context in which nothing was recorded leaves no entry: undoing would take the user's last step back.
        if failed and len(self._manager.getAllUndoActionTitles()) > self._earlier:
            self._manager.undo()
            self._manager.clearRedo()

    def ours(self, redo: Step, undo: Step) -> None:
        """Do what Calc does not record, and record it.

        While it takes back or does again, Calc would record what it is told to do: only what it never records fits.
        """
        redo()
        if self.recorded:
            self._manager.addUndoAction(_action(self.title, redo, undo))
        else:
            self._undos.append(undo)

    def native(self, undo: Step) -> None:
        """Tell how to take back what Calc has just done and recorded; only needed where it records nothing."""
        if not self.recorded:
            self._undos.append(undo)


def _action(title: str, redo: Step, undo: Step) -> Any:
    """An undo action of ours: what it raised would end LibreOffice. The interface is known inside LibreOffice only."""
    import unohelper
    from com.sun.star.document import XUndoAction

    class Action(unohelper.Base, XUndoAction):  # type: ignore[misc]
        Title = title

        def undo(self) -> None:
            with suppress(Exception):
                undo()

        def redo(self) -> None:
            with suppress(Exception):
                redo()

    return Action()
