"""What is wrong with a built site: links and anchors that lead nowhere, and anything that is fetched from outside.

Read from the HTML itself, as a browser would, whatever the generator has checked before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

_FETCHED: Final = {("script", "src"), ("img", "src"), ("iframe", "src"), ("source", "src"), ("form", "action")}
_IN_STYLE: Final = re.compile(r"""(?:url\(|@import)\s*["']?((?:https?:)?//[^"')\s]+)""")
_IN_SCRIPT: Final = re.compile(
    r"""(?:fetch|import|importScripts|open)\(\s*["'`]((?:https?:)?//[^"'`]+)|\.src\s*=\s*["'`]((?:https?:)?//[^"'`]+)"""
)


class Page(HTMLParser):
    """The links of a page, what it fetches, and its anchors."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.fetched: list[str] = []
        self.anchors: set[str] = {""}
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what one element links to, fetches and is called."""
        told = {name: value or "" for name, value in attrs}
        self.anchors |= {told[name] for name in ("id", "name") if name in told}
        for name, value in told.items():
            if (tag, name) in _FETCHED or (tag == "link" and name == "href"):
                self.fetched.append(value)
            elif name == "srcset":
                self.fetched += [part.split()[0] for part in value.split(",") if part.strip()]
            elif tag == "a" and name == "href":
                self.links.append(value)
            if name == "style":
                self.fetched += _IN_STYLE.findall(value)


def outside(link: str) -> bool:
    """Whether a link leaves the site.

    >>> outside("https://a/b.css"), outside("//a/b.css"), outside("../b.css"), outside("data:image/png;base64,")
    (True, True, False, False)
    """
    parts = urlsplit(link)
    return bool(parts.netloc) or parts.scheme in ("http", "https", "ftp", "file")


def _leads(site: Path, path: Path, link: str, pages: dict[Path, Page]) -> bool:
    parts = urlsplit(link)
    if parts.scheme in ("data", "mailto", "javascript"):
        return True
    if parts.path.startswith("/"):
        return False
    target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
    if not target.is_relative_to(site) or not target.is_file():
        return False
    return target not in pages or unquote(parts.fragment) in pages[target].anchors


def _of_pages(site: Path, pages: dict[Path, Page]) -> Iterator[str]:
    for path, page in pages.items():
        name = path.relative_to(site).as_posix()
        yield from (f"{name}: {one} is fetched from outside" for one in page.fetched if outside(one))
        for link in (*page.links, *page.fetched):
            if not outside(link) and not _leads(site, path, link, pages):
                yield f"{name}: {link} leads nowhere"


def faults(site: Path) -> list[str]:
    """Everything that is wrong, each once, as ``page: what``."""
    site = site.resolve()
    pages = {path: Page(path.read_text(encoding="utf-8")) for path in sorted(site.rglob("*.html"))}
    found = list(_of_pages(site, pages))
    for pattern, suffix in ((_IN_STYLE, "css"), (_IN_SCRIPT, "js")):
        for path in sorted(site.rglob(f"*.{suffix}")):
            for match in pattern.finditer(path.read_text(encoding="utf-8")):
                found.append(f"{path.relative_to(site)}: {next(filter(None, match.groups()))} is fetched from outside")
    return list(dict.fromkeys(found))
