"""Which file of the checkout is which page of the site, in the order of its menu.

A page is Markdown that reads as well where it stands; its links are turned into links of the site when it is staged.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
START: Final = "docs/index.zh-CN.md"
DECISIONS: Final = "docs/adr"
SAME: Final = {"README.zh-CN.md": START}
"""What stands for a file that says the same to somebody who looks at the checkout."""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the menu; its pages by their path in the checkout."""

    caption: str
    language: str
    sources: tuple[str, ...]


SECTIONS: Final = (
    Section(
        "经办人员",
        "zh-CN",
        (
            "docs/start-clerk.zh-CN.md",
            "docs/whole.zh-CN.md",
            "docs/excel.zh-CN.md",
            "docs/wps.zh-CN.md",
            "docs/libreoffice.zh-CN.md",
            "docs/office365.zh-CN.md",
            "docs/page.zh-CN.md",
            "docs/papers.zh-CN.md",
            "docs/manual.zh-CN.md",
            "docs/functions.zh-CN.md",
            "docs/headings.zh-CN.md",
            "docs/formats.zh-CN.md",
        ),
    ),
    Section("法律和复核人员", "zh-CN", ("docs/start-lawyer.zh-CN.md", "docs/law.zh-CN.md")),
    Section("电脑管理员", "zh-CN", ("docs/windows.md", "docs/excel-first-run.zh-CN.md")),
    Section(
        "Engineers",
        "en",
        (
            "docs/start-engineer.md",
            "README.md",
            "docs/architecture.md",
            "CONTRIBUTING.md",
            "docs/service.md",
            "docs/semantics.md",
            "docs/domain.md",
            "docs/sources.md",
            "SECURITY.md",
            "docs/performance.md",
            "docs/releasing.md",
            DECISIONS,
            "CHANGELOG.md",
        ),
    ),
)
_LINK: Final = re.compile(r"(!?\[(?:[^\]\\]|\\.)*\]\()([^)\s]+)(\))")
_BREAK: Final = re.compile(r"^(?!#)(.*[—-”　-鿿＀-￯])\n *(?=(?:\*\*|`)?[—-”　-鿿＀-￯])", re.MULTILINE)
_FENCE: Final = re.compile(r"(^```.*?^```$)", re.MULTILINE | re.DOTALL)


class DeadLink(ValueError):
    """A link of a page that leads to nothing in the checkout."""


def decisions() -> list[str]:
    """The decision records, by number."""
    return sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / DECISIONS).glob("*.md"))


def place(source: str) -> str:
    """Where a file of the checkout stands in the site: ``docs`` is its root.

    >>> place("docs/manual.zh-CN.md"), place("CONTRIBUTING.md"), place("docs/adr"), place(START)
    ('manual.zh-CN.md', 'CONTRIBUTING.md', 'adr/index.md', 'index.md')
    """
    return {START: "index.md", DECISIONS: "adr/index.md"}.get(source, source.removeprefix("docs/"))


def languages() -> dict[str, str]:
    """The language of each page, by its name in the site."""
    told = {place(source): section.language for section in SECTIONS for source in section.sources}
    return {name.removesuffix(".md"): one for name, one in (told | {place(d): "en" for d in decisions()}).items()}


def sources() -> list[str]:
    """Every page that has a file of its own."""
    listed = [source for section in SECTIONS for source in section.sources if source != DECISIONS]
    return [START, *listed, *decisions()]


def linked(text: str, source: str, pages: Iterable[str]) -> tuple[str, set[str]]:
    """The text of a page with its links as the site needs them, and the files beside pages that it shows or offers.

    >>> linked("[a](../README.md#use) ![b](images/report.png)", "docs/x.md", ["README.md"])
    ('[a](README.md#use) ![b](images/report.png)', {'docs/images/report.png'})
    """
    known, files = set(pages), set[str]()
    here = posixpath.dirname(place(source))

    def turned(match: re.Match[str]) -> str:
        before, link, after = match.groups()
        path, mark, anchor = link.partition("#")
        if not path or re.match(r"[a-z]+:", path):
            return match.group()
        target = posixpath.normpath(posixpath.join(posixpath.dirname(source), path))
        target = SAME.get(target, target)
        if target not in known:
            if target.endswith(".md") or not (ROOT / target).is_file():
                raise DeadLink(f"{source}: {link} leads to no page of the site and to no other file")
            files.add(target)
        return f"{before}{posixpath.relpath(place(target), here or '.')}{mark}{anchor}{after}"

    parts = [part if part.startswith("```") else joined(_LINK.sub(turned, part)) for part in _FENCE.split(text)]
    return "".join(parts), files


def joined(text: str) -> str:
    """Lines of a Chinese paragraph as one: a browser shows a line's end as a space.

    >>> joined("# 题\\n一，\\n  二\\n三\\n\\nx\\n四")
    '# 题\\n一，二三\\n\\nx\\n四'
    """
    while (shorter := _BREAK.sub(r"\1", text)) != text:
        text = shorter
    return text


def menu() -> str:
    """The menu of the site as hidden tables of contents, for the end of the first page."""
    blocks = []
    for section in SECTIONS:
        entries = [place(source).removesuffix(".md") for source in section.sources]
        blocks.append("\n".join(["```{toctree}", ":hidden:", f":caption: {section.caption}", "", *entries, "```"]))
    return "\n\n".join(blocks)


def staged(drawn: Mapping[str, str]) -> tuple[dict[str, str], set[str]]:
    """Every page of the site as Markdown by its place there, and the files of the checkout that go with them.

    ``drawn`` names what stands for a fenced block of a kind that no browser shows by itself.
    """
    names = [*sources(), DECISIONS]
    pages, files = dict[str, str](), set[str]()
    for source in sources():
        text, its_files = linked((ROOT / source).read_text(encoding="utf-8"), source, names)
        for kind, instead in drawn.items():
            text = re.sub(rf"^```{kind}\n.*?^```$", instead, text, flags=re.MULTILINE | re.DOTALL)
        pages[place(source)] = text
        files |= its_files
    pages["index.md"] += "\n\n" + menu() + "\n"
    entries = [posixpath.basename(place(source)).removesuffix(".md") for source in decisions()]
    pages[place(DECISIONS)] = "\n".join(["# Decisions", "", "```{toctree}", ":maxdepth: 1", "", *entries, "```", ""])
    return pages, files
