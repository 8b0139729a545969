"""The page and the documentation, as files that are handed out."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

_PAGE: Final = Path(__file__).with_name("page")
_KINDS: Final = {".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}


@cache
def page_files() -> dict[str, tuple[bytes, str]]:
    """Content and kind of every file of the page, by its name."""
    found = {path.name: path for path in sorted(_PAGE.iterdir()) if path.suffix in _KINDS}
    return {name: (path.read_bytes(), _KINDS[path.suffix]) for name, path in found.items()}


def docs_folder() -> Path | None:
    """The documentation: beside the program where it is installed, or as the source tree builds it; None without."""
    package = Path(__file__).parents[2]
    places = (package / "site", package.parent / "site", package.parent / "out" / "site")
    return next((place for place in places if (place / "index.html").is_file()), None)
