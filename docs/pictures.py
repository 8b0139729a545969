"""Pictures of sheets as they print, in docs/images: ``python -m docs.pictures`` draws those whose workbook has changed.

A picture carries the digest of the workbook that it shows, days and times aside; as long as that is the same, no byte
of the picture changes, whatever fonts and whatever LibreOffice a machine has.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import shutil
import struct
import subprocess
import sys
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

ROOT: Final = Path(__file__).parents[1]
IMAGES: Final = ROOT / "docs" / "images"
SAMPLES: Final = ROOT / "workbooks" / "samples"
WIDTH: Final = 1100
_HEAD: Final = 33
"""Bytes of a PNG up to the end of its first block."""
_KEY: Final = b"tEXtworkbook\0"
_CLOCK: Final = re.compile(rb"\d{4}-\d\d-\d\d[ T]\d\d:\d\d(?::\d\d)?|\d\d:\d\d:\d\d")


@dataclass(frozen=True, slots=True)
class Picture:
    """What is drawn: the command after ``xl-addin``, the words at the head of the page, the part of its height."""

    name: str
    sample: str
    command: tuple[str, ...]
    page: str
    part: float


PICTURES: Final = (
    Picture("confirmation.png", "专户资金示例.xlsx", ("command", "职工确认单"), "确认单", 1.0),
    Picture("report.png", "改制测算示例.xlsx", ("run", "--today", "2012-01-04"), "校验结果先做什么", 1.0),
    Picture("whole-city.png", "全程示例.xlsx", ("command", "全市进度表", "--today", "2012-01-04"), "全市进度表", 0.45),
    Picture("whole-confirmation.png", "全程示例.xlsx", ("command", "职工确认单"), "确认单", 1.0),
    Picture("whole-needs.png", "全程示例.xlsx", ("command", "资金平衡表"), "应付未付和清偿测算表", 0.8),
)


def made(picture: Picture, folder: Path) -> Path:
    """The workbook that a picture shows, written by the command as a user would give it."""
    shutil.copy(SAMPLES / picture.sample, folder / picture.sample)
    target = folder / "shown.xlsx"
    command = [sys.executable, "-m", "xl_addin", *picture.command, str(folder / picture.sample), "-o", str(target)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    if not target.is_file():
        raise SystemExit(f"{picture.name}: {' '.join(picture.command)} wrote nothing\n{done.stdout}{done.stderr}")
    return target


def digest(book: Path, today: dt.date) -> str:
    """What a workbook says and how it looks, but for the day and the time of writing it."""
    found = hashlib.sha256()
    serial = str((today - dt.date(1899, 12, 30)).days)
    days = (today.isoformat(), f"{today.year}年{today.month}月{today.day}日", f"<v>{serial}</v>")
    with zipfile.ZipFile(book) as parts:
        for name in sorted(parts.namelist()):
            if name.startswith("xl/"):
                text = _CLOCK.sub(b"", parts.read(name))
                for day in days:
                    text = text.replace(day.encode(), b"")
                found.update(name.encode() + b"\0" + text + b"\0")
    return found.hexdigest()[:16]


def noted(png: bytes, text: str) -> bytes:
    """A PNG that carries a text.

    >>> note_of(noted(b"\\x89PNG\\r\\n\\x1a\\n" + bytes(25) + b"rest", "abc"))
    'abc'
    """
    block = _KEY + text.encode("ascii")
    return png[:_HEAD] + struct.pack(">I", len(block) - 4) + block + struct.pack(">I", zlib.crc32(block)) + png[_HEAD:]


def note_of(png: bytes) -> str:
    """The text that a PNG carries, '' if none."""
    start = png.find(_KEY, 0, 200)
    length = struct.unpack(">I", png[start - 4 : start])[0] + 4 if start > 3 else 0
    return png[start + len(_KEY) : start + length].decode("ascii") if length else ""


def drawn(book: Path, picture: Picture) -> bytes:
    """The page of a workbook that begins with the words, by LibreOffice and Poppler."""
    folder = book.parent
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    convert = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(book)]
    subprocess.run(convert, check=True, capture_output=True, timeout=300)
    pdf = str(book.with_suffix(".pdf"))
    told = subprocess.run(["pdftotext", "-layout", pdf, "-"], check=True, capture_output=True).stdout.decode()
    heads = ["".join("".join(page.split("\n")[:6]).split()) for page in told.split("\f")]
    number = next((i for i, head in enumerate(heads, 1) if picture.page in head), 0)
    if not number:
        raise SystemExit(f"{picture.name}: no page begins with {picture.page}")
    draw = ["pdftoppm", "-png", "-f", str(number), "-l", str(number), "-singlefile", "-scale-to-x", str(WIDTH)]
    whole = subprocess.run([*draw, "-scale-to-y", "-1", pdf], check=True, capture_output=True).stdout
    height = int(struct.unpack(">I", whole[20:24])[0] * picture.part)
    cut = ["-x", "0", "-y", "0", "-W", str(WIDTH), "-H", str(height), "-scale-to-y", "-1"]
    return subprocess.run([*draw, *cut, pdf], check=True, capture_output=True).stdout


def refresh(picture: Picture, images: Path = IMAGES) -> bool:
    """Draw a picture anew if its workbook has changed; whether it was drawn."""
    target = images / picture.name
    with TemporaryDirectory() as name:
        book = made(picture, Path(name))
        current = digest(book, dt.date.today())
        if target.is_file() and note_of(target.read_bytes()) == current:
            return False
        target.write_bytes(noted(drawn(book, picture), current))
    return True


def main() -> None:
    """Draw what has changed; without LibreOffice and Poppler nothing is drawn, and that is said."""
    missing = [program for program in ("soffice", "pdftotext", "pdftoppm") if not shutil.which(program)]
    if missing:
        print(f"没有 {'、'.join(missing)}，图没有核对，也没有重画：apt-get install libreoffice-calc poppler-utils")
        return
    for picture in PICTURES:
        print(f"docs/images/{picture.name}: {'drawn anew' if refresh(picture) else 'unchanged'}")


if __name__ == "__main__":
    main()
