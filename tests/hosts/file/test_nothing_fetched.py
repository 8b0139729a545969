"""LibreOffice converts a hostile workbook and asks nobody for what the workbook only points at."""

from __future__ import annotations

import http.server
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from xl_addin.files import office as files_office
from xl_addin.files.building.model import NewBook, NewCell, NewSheet
from xl_addin.files.building.workbook import book_bytes
from xl_addin.files.office import convert

pytestmark = pytest.mark.libreoffice
XLSX = "xlsx:Calc MS Excel 2007 XML"
POINTING = {
    "picture": '<draw:image xlink:href="{0}/a.png" xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"/>',
    "object": '<draw:object xlink:href="{0}/a.odt" xlink:type="simple"/>',
    "frame": '<draw:floating-frame xlink:href="{0}/a.html" xlink:type="simple"/>',
}


@contextmanager
def listening() -> Iterator[tuple[str, list[str]]]:
    """A server of this computer: its address, and what it was asked for."""
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def answer(self) -> None:
            asked.append(f"{self.command} {self.path}")
            self.send_error(404)

        do_GET = do_HEAD = do_OPTIONS = do_PROPFIND = answer  # noqa: N815 (names of http.server)

        def log_message(self, *_: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}", asked
        server.shutdown()


def pointing(folder: Path, office: str, address: str) -> Path:
    """An .ods that points at one thing of each kind elsewhere."""
    plain = folder / "簿.xlsx"
    plain.write_bytes(book_bytes(NewBook("表", [NewSheet("表", [[NewCell("姓名")], [NewCell("甲")]], [10.0])])))
    made = convert(plain, "ods", folder, office)
    assert made is not None
    with zipfile.ZipFile(made) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    frames = "".join(
        f'<draw:frame svg:width="1cm" svg:height="1cm">{one.format(address)}</draw:frame>' for one in POINTING.values()
    )
    row = f"<table:table-row><table:table-cell>{frames}</table:table-cell></table:table-row>"
    end = b"</table:table-row>"
    parts["content.xml"] = parts["content.xml"].replace(end, end + row.encode(), 1)
    target = folder / "指向.ods"
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return target


def test_what_a_workbook_points_at_is_not_fetched(tmp_path: Path, office: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("made", "guarded", "open"):
        (tmp_path / name).mkdir(mode=0o700)
    with listening() as (address, asked):
        book = pointing(tmp_path / "made", office, address)
        assert convert(book, XLSX, tmp_path / "guarded", office) is not None
        assert asked == []
        monkeypatch.setattr(files_office, "_SETTINGS", {})
        convert(book, XLSX, tmp_path / "open", office)
        assert any("a.png" in one for one in asked)  # else the test would see nothing
