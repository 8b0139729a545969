"""Read a written paper: which it is, what it says now, and what it said when it was written."""

from __future__ import annotations

from pathlib import Path

from xl_addin.files.papers.controls import bookmarked, controls
from xl_addin.files.papers.model import Control, Written
from xl_addin.files.papers.record import read_record
from xl_addin.files.papers.word import open_document, stories
from xl_addin.values.errors import InputError


def read_paper(path: Path) -> Written:
    """Read a paper of ours; InputError with one Chinese line for any other document."""
    document = open_document(path)
    found = read_record(document)
    if found is None:
        raise InputError(
            f"“{path.name}”不是本插件写出的文书，或来源记录已丢失（另存为其他格式会丢失），请重新生成后核对"
        )
    root, recorded = found
    tagged = [one for story in stories(document) for one in controls(story)]
    marked = {number: text for story in stories(document) for number, text in bookmarked(story).items()}
    known = {(one.name, one.row) for one in tagged}
    untagged = [
        Control(name, row, marked[number])
        for number, (name, row, _, _) in enumerate(recorded, 1)
        if (name, row) not in known and number in marked
    ]
    then = {(name, row): (cell, text) for name, row, cell, text in recorded}
    masked = root.get("masked") == "1"
    return Written(root.get("kind") or "", root.get("enterprise") or "", masked, (*tagged, *untagged), then)
