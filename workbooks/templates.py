"""Templates of this folder: the same bytes that ``xl-addin new`` writes from an installed package."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from xl_addin.commands.office.templates import kinds, template_book
from xl_addin.files.building.workbook import write_book

FOLDER = Path(__file__).parent / "templates"


def write(kind: str, path: Path) -> None:
    """Write the template of a kind; the same bytes at every build."""
    write_book(path, template_book(kind))


def books() -> Mapping[Path, Callable[[Path], None]]:
    """Every template by the file in which it is kept."""
    return {FOLDER / f"{template_book(kind).title}.xlsx": partial(write, kind) for kind in kinds()}
