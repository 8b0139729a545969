"""Every button of the toolbar in a Calc on a screen, clicked by a real mouse; what is seen is kept as pictures.

Needs Xvfb and xdotool beside LibreOffice (``make test-calc`` installs them); the pictures lie in ``out/calc``.
"""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from tests.hosts.libreoffice.books import small_book
from tests.hosts.libreoffice.calc import ROOT
from xl_addin.commands.catalog import COMMANDS
from xl_addin.hosts.libreoffice.extension.build import build_extension
from xl_addin.hosts.libreoffice.extension.buttons import ordered
from xl_addin.hosts.libreoffice.installing import reach
from xl_addin.hosts.libreoffice.office import Office, add_extension

pytestmark = pytest.mark.calc
SAMPLE: Final = ROOT / "workbooks" / "samples" / "改制测算示例.xlsx"
PICTURES: Final = ROOT / "out" / "calc"
DISPLAY: Final = ":57"
WIDTH, HEIGHT = 1920, 1080
PUSH_BUTTON, MOST_CHILDREN, DEEPEST = 44, 200, 14
FRONT: Final = "经济补偿金测算表"


@pytest.fixture(scope="module")
def screen() -> Iterator[None]:
    if not shutil.which("Xvfb") or not shutil.which("xdotool"):
        pytest.skip("needs Xvfb and xdotool")
    server = subprocess.Popen(
        ["Xvfb", DISPLAY, "-screen", "0", f"{WIDTH}x{HEIGHT}x24", "-nolisten", "tcp"], stderr=subprocess.DEVNULL
    )
    time.sleep(1)
    yield
    server.terminate()
    server.wait(10)


@pytest.fixture(scope="module")
def seen(screen: None, office: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("seen")
    (folder / "soe.oxt").write_bytes(build_extension(reach()))
    with Office.started(folder / "profile") as running:
        add_extension(running, folder / "soe.oxt")
    with Office.started(folder / "profile", headless=False, environment={"DISPLAY": DISPLAY}) as running:
        yield running


def within(window: Any, wanted: Callable[[Any], bool], depth: int = 0) -> Iterator[Any]:
    """Whatever can be told of a window and is wanted."""
    context = window.getAccessibleContext()
    if wanted(context):
        yield context
    count = context.getAccessibleChildCount()
    if depth < DEEPEST and count <= MOST_CHILDREN:
        for place in range(count):
            child = context.getAccessibleChild(place)
            if child is not None:
                yield from within(child, wanted, depth + 1)


def buttons(window: Any) -> dict[str, tuple[int, int]]:
    """The middle of each of our buttons on the screen."""
    names = {spec.name for spec in COMMANDS}

    def ours(context: Any) -> bool:
        return context.getAccessibleRole() == PUSH_BUTTON and context.getAccessibleName() in names

    return {one.getAccessibleName(): _middle(one) for one in within(window, ours)}


def _middle(context: Any) -> tuple[int, int]:
    place, size = context.getLocationOnScreen(), context.getSize()
    return place.X + size.Width // 2, place.Y + size.Height // 2


def hand(*action: object) -> None:
    """Mouse and keyboard, as a user has them."""
    subprocess.run(["xdotool", *map(str, action)], env={"DISPLAY": DISPLAY, "PATH": "/usr/bin:/bin"}, check=True)


def picture(name: str) -> Path:
    PICTURES.mkdir(parents=True, exist_ok=True)
    path = PICTURES / f"{name}.png"
    if shutil.which("import"):
        subprocess.run(["import", "-window", "root", "-display", DISPLAY, str(path)], check=False)
    return path


def box(office: Office, seconds: float = 60) -> Any:
    """The message box over the windows, None if none comes."""
    toolkit = office.service("com.sun.star.awt.Toolkit")
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        for place in range(toolkit.getTopWindowCount()):
            window = toolkit.getTopWindow(place)
            context = window.getAccessibleContext() if window is not None else None
            if context is not None and context.getAccessibleName() == "改制测算":
                return context
        time.sleep(0.2)
    return None


def answered(office: Office, name: str) -> str:
    """What the box says; it is closed by its button."""
    shown = box(office)
    assert shown is not None, name
    time.sleep(0.3)
    texts = [one.getAccessibleName() for one in within(_Told(shown), lambda context: True)]
    picture(name)
    key = next(within(_Told(shown), lambda context: context.getAccessibleRole() == PUSH_BUTTON))
    hand("mousemove", *_middle(key), "sleep", 0.1, "click", 1)
    deadline = time.monotonic() + 20
    while box(office, 0.1) is not None:
        assert time.monotonic() < deadline, f"the box of {name} stays"
        time.sleep(0.1)
    return max(texts, key=len)


class _Told:
    """A context as what has one."""

    def __init__(self, context: Any) -> None:
        self.getAccessibleContext = lambda: context


def in_front(office: Office, path: Path, sheet: str) -> Any:
    """A workbook over the whole screen, a sheet and a cell of it chosen."""
    document = office.open(path, hidden=False)
    window = document.getCurrentController().getFrame().getContainerWindow()
    window.setPosSize(0, 0, WIDTH, HEIGHT - 20, 15)
    show(document, sheet)
    time.sleep(2)
    return document


def show(document: Any, sheet: str) -> None:
    """Bring a sheet to the front as a user does, with one cell chosen."""
    controller = document.getCurrentController()
    controller.setActiveSheet(document.Sheets.getByName(sheet))
    controller.select(document.Sheets.getByName(sheet).getCellRangeByName("A5"))
    controller.getFrame().activate()
    controller.getFrame().getContainerWindow().toFront()


def clicked(office: Office, document: Any, name: str) -> str:
    """Click a button of the toolbar; give what the user is told."""
    hand("mousemove", *buttons(document.getCurrentController().getFrame().getContainerWindow())[name])
    hand("sleep", 0.2, "click", 1)
    told = answered(office, name)
    for other in [one for one in office.desktop.Components if one.URL != document.URL]:
        other.close(True)
    return told


def test_every_button_of_the_toolbar_answers_a_click(seen: Office, tmp_path: Path) -> None:
    document = in_front(seen, small_book(tmp_path / "小表.xlsx"), FRONT)
    window = document.getCurrentController().getFrame().getContainerWindow()
    assert set(buttons(window)) == {spec.name for spec in COMMANDS}  # none behind the end of the toolbar
    told, reports = {}, set()
    for spec in sorted(ordered(), key=lambda one: one.name == "清除标记"):
        show(document, FRONT)
        told[spec.name] = clicked(seen, document, spec.name)
        if "校验结果" in document.Sheets.ElementNames:
            reports.add(spec.name)
    assert {"校验整簿", "校验当前表", "程序核查"} <= reports
    assert "清除标记" not in reports
    assert not [text for text in told.values() if not text or "内部出错" in text or "没有做成" in text]
    assert len(set(told.values())) > len(told) // 2, told
    assert any("交付副本" in one.name for one in tmp_path.iterdir())
    document.close(True)


def test_the_sample_is_checked_and_cleared_by_clicks(seen: Office, tmp_path: Path) -> None:
    """What is seen is kept: the toolbar over the sample, the report, a marked cell."""
    document = in_front(seen, Path(shutil.copy(SAMPLE, tmp_path)), FRONT)
    before = list(document.Sheets.ElementNames)
    picture("示例")
    assert "处" in clicked(seen, document, "校验整簿")
    assert "校验结果" in set(document.Sheets.ElementNames) - set(before)
    for sheet in ("校验结果", FRONT, "改制程序核查表"):
        show(document, sheet)
        time.sleep(0.5)
        picture(f"示例-{sheet}")
    clicked(seen, document, "清除标记")
    assert list(document.Sheets.ElementNames) == before
    document.close(True)
