"""One step back for a whole command: Calc's own undo for what it can take back, and for the rest actions of ours.

Calc records sheets, cells and names, but no styles, and conditional formats not exactly. A document without a window
has no undo at all: taking an added sheet back there ends LibreOffice. What fails halfway is taken back either way, and
what cannot be taken back is told: at once, or with the next command if the user has gone a step back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

Step = Callable[[], None]
_unsaid: list[str] = []
"""Titles of commands that could not be taken back, or done again, to the last bit; the user has not been told yet."""


def unsaid() -> str:
    """A Chinese line on what going back or forth has left undone since it was last asked for; '' if nothing."""
    titles = "、".join(dict.fromkeys(_unsaid))
    _unsaid.clear()
    return f"撤销或恢复“{titles}”没有全部做成，标记可能与表格不符；请点“清除标记”，再重新校验" if titles else ""


@contextmanager
def _noting(title: str) -> Iterator[None]:
    """Remember what goes wrong: raised, it would end LibreOffice."""
    try:
        yield
    except Exception:
        _unsaid.append(title)


def has_window(document: Any) -> bool:
    """Whether the document is open before a user's eyes."""
    controller = document.getCurrentController()
    window = controller.getFrame().getContainerWindow() if controller is not None else None
    return bool(window is not None and window.isVisible())


def unrecorded(document: Any, step: Step) -> None:
    """Do one thing that Calc is not to record. Each takes a lock of its own, for Calc opens it while it does it."""
    manager = document.getUndoManager()
    manager.lock()
    try:
        step()
    finally:
        manager.unlock()


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
                    with _noting(self.title):
                        undo()
            self.document.IsUndoEnabled = True
            return
        self._manager.leaveUndoContext()
        # A context in which nothing was recorded leaves no entry: undoing would take the user's last step back.
        if failed and len(self._manager.getAllUndoActionTitles()) > self._earlier:
            self._manager.undo()
            self._manager.clearRedo()

    def ours(self, redo: Step, undo: Step) -> None:
        """Do what Calc does not record, or not exactly, and record it; undone, too, if it fails halfway."""
        try:
            redo()
        except Exception:
            with _noting(self.title):
                undo()
            raise
        if self.recorded:
            self._manager.addUndoAction(_action(self.title, redo, undo))
        else:
            self._undos.append(undo)

    def native(self, undo: Step) -> None:
        """Tell how to take back what Calc has just done and recorded; only needed where it records nothing."""
        if not self.recorded:
            self._undos.append(undo)


def _action(title: str, redo: Step, undo: Step) -> Any:
    """An undo action of ours; the interface is known inside LibreOffice only."""
    import unohelper
    from com.sun.star.document import XUndoAction

    class Action(unohelper.Base, XUndoAction):  # type: ignore[misc]
        Title = title

        def undo(self) -> None:
            with _noting(title):
                undo()

        def redo(self) -> None:
            with _noting(title):
                redo()

    return Action()
