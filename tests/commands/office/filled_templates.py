"""Templates filled in as ``filled_templates.toml`` says, rightly or with its one fault."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import openpyxl

from xl_addin.commands.office.template_data import templates
from xl_addin.commands.office.templates import template_book
from xl_addin.files.building.workbook import write_book

FILLED: Final[Mapping[str, Any]] = tomllib.loads(
    Path(__file__).with_suffix(".toml").read_text(encoding="utf-8").replace("\r", "")
)


def write_filled(kind: str, path: Path, *, faulty: bool = False) -> None:
    """Write a template of a kind with its right entries, and its one fault typed over them."""
    template, entries = templates()[kind], FILLED[kind]
    write_book(path, template_book(kind))
    book = openpyxl.load_workbook(path)
    sheet, head = book[kind], 2 + template.levels
    heads = [column.head.partition("(")[0].replace("|", "") for column in template.columns]
    for row, values in enumerate(entries["rows"], start=head + 1):
        for name, value in values.items():
            sheet.cell(row, heads.index(name) + 1).value = value
    if faulty:
        sheet[entries["fault"]["cell"]] = entries["fault"]["typed"] or None
    book.save(path)
