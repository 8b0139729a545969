"""Pictures of sheets: drawn anew when the workbook changes, and only then."""

from __future__ import annotations

import datetime as dt
import struct
import zlib
from pathlib import Path

import pytest
from xlsxwriter import Workbook

from docs import pictures
from docs.pictures import IMAGES, PICTURES, digest, note_of, noted

NOW = dt.datetime(2026, 3, 4, 15, 6, 7)


def book(path: Path, amount: float, now: dt.datetime) -> Path:
    """A sheet that says when it was written, in each way in which ours do."""
    with Workbook(path) as writer:
        sheet = writer.add_worksheet("表")
        day = writer.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, [amount, f"校验时间：{now:%Y-%m-%d %H:%M}", f"{now.year}年{now.month}月{now.day}日"])
        sheet.write_datetime(1, 0, dt.datetime.combine(now.date(), dt.time()), day)
    return path


def test_the_day_and_the_time_of_writing_are_no_change_and_a_fen_is(tmp_path: Path) -> None:
    later = NOW + dt.timedelta(days=40, minutes=90)
    first = digest(book(tmp_path / "a.xlsx", 44402.9, NOW), NOW.date())
    assert digest(book(tmp_path / "b.xlsx", 44402.9, later), later.date()) == first
    assert digest(book(tmp_path / "c.xlsx", 44402.91, NOW), NOW.date()) != first


def test_a_picture_is_drawn_when_its_workbook_has_changed_and_only_then(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    png = (IMAGES / "report.png").read_bytes()
    drawings = []
    amounts = iter((1.0, 1.0, 2.0))
    monkeypatch.setattr(pictures, "made", lambda _, folder: book(folder / "x.xlsx", next(amounts), NOW))
    monkeypatch.setattr(pictures, "drawn", lambda *_: drawings.append(1) or png)
    assert [pictures.refresh(PICTURES[0], tmp_path) for _ in range(3)] == [True, False, True]
    assert len(drawings) == 2


@pytest.mark.parametrize("picture", PICTURES, ids=lambda picture: picture.name)
def test_a_picture_is_a_sound_png_with_its_note(picture: pictures.Picture) -> None:
    png = (IMAGES / picture.name).read_bytes()
    assert len(note_of(png)) == 16
    assert note_of(noted(png, "0" * 16)) == "0" * 16
    place, blocks = 8, []
    while place < len(png):
        (length,) = struct.unpack(">I", png[place : place + 4])
        block = png[place + 4 : place + 8 + length]
        assert struct.unpack(">I", png[place + 8 + length : place + 12 + length]) == (zlib.crc32(block),)
        blocks.append(block[:4])
        place += 12 + length
    assert (blocks[0], blocks[1], blocks[-1]) == (b"IHDR", b"tEXt", b"IEND")
    width, height = struct.unpack(">II", png[16:24])
    assert width == pictures.WIDTH
    assert height > 300
