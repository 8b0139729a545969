"""``python -m docs.site.build``: write the site to ``out/site``; any warning of the generator is a failure."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Final

from sphinx.cmd.build import build_main

from docs.site.floors import FILE as FLOORS_FILE
from docs.site.floors import floors_svg
from docs.site.links import faults
from docs.site.pages import ROOT, place, staged

SITE: Final = ROOT / "out" / "site"
WORK: Final = ROOT / "out" / "site-work"
DRAWN: Final = {"mermaid": f"![The floors and what imports what]({FLOORS_FILE})"}


def stage(folder: Path) -> None:
    """Put every page and picture where Sphinx reads them."""
    shutil.rmtree(folder, ignore_errors=True)
    pages, files = staged(DRAWN)
    for name, text in pages.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    for file in files:
        (folder / place(file)).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / file, folder / place(file))
    (folder / FLOORS_FILE).write_text(floors_svg(), encoding="utf-8")


def build(site: Path = SITE, work: Path = WORK) -> list[str]:
    """Build the site anew; what is wrong with it."""
    stage(work / "pages")
    shutil.rmtree(site, ignore_errors=True)
    options = [
        "-q",
        "-E",
        "-W",
        "--keep-going",
        "-b",
        "html",
        "-c",
        str(Path(__file__).parent),
        "-d",
        str(work / "trees"),
    ]
    if build_main([*options, str(work / "pages"), str(site)]):
        return ["Sphinx 有警告或错误，见上"]
    (site / ".buildinfo").unlink(missing_ok=True)
    return faults(site)


def main() -> int:
    """Build, and say what is wrong; status 1 if anything is."""
    found = build()
    for fault in found:
        print(fault)
    if not found:
        print(f"{SITE.relative_to(ROOT)}/index.html: {len(list(SITE.rglob('*.html')))} pages")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
