"""The page and the documentation, as files that are handed out."""

from __future__ import annotations

import re
from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from starlette.responses import Response
from starlette.staticfiles import StaticFiles

_PAGE: Final = Path(__file__).with_name("page")
_INLINE: Final = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_MOST_SCRIPTS: Final = 20
_KINDS: Final = {".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}


@cache
def page_files() -> dict[str, tuple[bytes, str]]:
    """Content and kind of every file of the page, by its name."""
    return files_in(_PAGE)


def files_in(folder: Path) -> dict[str, tuple[bytes, str]]:
    """Content and kind of every file of a folder that a browser takes, by its name."""
    found = {path.name: path for path in sorted(folder.iterdir()) if path.suffix in _KINDS}
    return {name: (path.read_bytes(), _KINDS[path.suffix]) for name, path in found.items()}


class Docs(StaticFiles):
    """The documentation, whose pages hold a few scripts and styles of their own: exactly these are let run."""

    def __init__(self, folder: Path) -> None:
        super().__init__(directory=folder, html=True)
        scripts = {
            b64encode(sha256(found.encode()).digest()).decode()
            for page in folder.rglob("*.html")
            for found in _INLINE.findall(page.read_text(encoding="utf-8", errors="replace"))
        }
        allowed = " ".join(f"'sha256-{one}'" for one in sorted(scripts)[:_MOST_SCRIPTS])
        self._policy = (
            f"default-src 'none'; script-src 'self' {allowed}; style-src 'self' 'unsafe-inline'; "
            "img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; "
            "frame-ancestors 'none'"
        )

    async def get_response(self, path: str, scope: Any) -> Response:
        """A page or a part of one."""
        response = await super().get_response(path, scope)
        response.headers["content-security-policy"] = self._policy
        return response


def docs_folder() -> Path | None:
    """The documentation: beside the program where it is installed, or as the source tree builds it; None without."""
    package = Path(__file__).parents[2]
    places = (package / "site", package.parent / "site", package.parent / "out" / "site")
    return next((place for place in places if (place / "index.html").is_file()), None)
