"""The generated parts of docs/architecture.md and docs/domain.md: the picture of the floors, the sheets that are known.

``python -m docs.architecture`` rewrites them in a checkout; a test demands that they are current. Boxes are the folders
of the package, arrows what their modules import; an arrow that others already imply is left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from docs.imports import FLOORS, MODULES, PACKAGE, imports_of, module_name
from xl_addin.tables.layouts import Layout, layouts

DOCS: Final = Path(__file__).parent


def folder_imports() -> dict[str, set[str]]:
    """For each folder that is a floor the others that its modules import."""
    folders = {name: set[str]() for name in FLOORS if (PACKAGE / name).is_dir()}
    for path in MODULES:
        own = module_name(path).split(".")[1:2]
        if own and own[0] in folders:
            imported = {name.split(".")[1] for name in imports_of(path) if name.startswith("xl_addin.")}
            folders[own[0]] |= (imported & folders.keys()) - {own[0]}
    return folders


def needed(arrows: Mapping[str, set[str]]) -> dict[str, list[str]]:
    """Leave out every arrow whose end is also reached by a longer way.

    >>> needed({"hosts": {"rules", "values"}, "rules": {"values"}, "values": set()})
    {'hosts': ['rules'], 'rules': ['values'], 'values': []}
    """
    below: dict[str, set[str]] = {}

    def reached(name: str) -> set[str]:
        if name not in below:
            below[name] = set(arrows[name]).union(*(reached(other) for other in arrows[name]))
        return below[name]

    return {
        name: sorted(to for to in ends if not any(to in reached(other) for other in ends))
        for name, ends in arrows.items()
    }


def picture() -> str:
    """The floors as a mermaid flow chart, from the command line down to the ground."""
    lines = ["```mermaid", "flowchart TD"]
    arrows = needed(folder_imports())
    top_down = sorted(arrows, key=lambda name: -FLOORS[name])
    for name in top_down:
        inner = " · ".join(sorted(path.parent.name for path in (PACKAGE / name).glob("*/__init__.py")))
        lines.append(f'    {name}["{FLOORS[name]} <b>{name}</b>{f"<br/>{inner}" if inner else ""}"]')
    lines += [f"    {name} --> {end}" for name in top_down for end in arrows[name]]
    return "\n".join([*lines, "```"])


def sheet_table() -> str:
    """The kinds of sheet that are known, and the columns by which each is told."""
    rows = ["| kind | sheet | told by one of each |", "|---|---|---|"]
    rows += [f"| `{layout.kind}` | {layout.title} | {_told_by(layout)} |" for layout in layouts()]
    return "\n".join(rows)


def _told_by(layout: Layout) -> str:
    groups = ("、".join(layout.columns[role].name for role in group) for group in layout.required)
    return " + ".join(groups)


PARTS: Final = (("architecture.md", "floors", picture), ("domain.md", "layouts", sheet_table))
"""File, name of the markers, and what stands between them."""


def with_part(text: str, name: str, part: str) -> str:
    """Put a part between its two markers.

    >>> with_part("<!-- a: begin -->old<!-- a: end -->.", "a", "new").split()
    ['<!--', 'a:', 'begin', '-->', 'new', '<!--', 'a:', 'end', '-->.']
    """
    begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    head, _, rest = text.partition(begin)
    return f"{head}{begin}\n{part}\n{end}{rest.partition(end)[2]}"


def main() -> None:
    """Rewrite the generated parts of a checkout."""
    for file, name, make in PARTS:
        path = DOCS / file
        path.write_text(with_part(path.read_text(encoding="utf-8"), name, make()), encoding="utf-8")


if __name__ == "__main__":
    main()
