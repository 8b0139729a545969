"""A command on a file: what a ribbon button does in a spreadsheet program, done to a copy or into a new workbook.

The book is recalculated first, as a program would have it when the button is pressed. The original is only read;
everything is written or nothing.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from xl_addin.commands.plan import BookPlan, SheetPlan
from xl_addin.commands.policy_sheet import book_policy
from xl_addin.commands.spec import CommandContext, CommandSpec
from xl_addin.hosts.file.job import with_values
from xl_addin.hosts.file.pdf import find_office, pdf_bytes
from xl_addin.hosts.file.recalculation import Recalculation, recalculate
from xl_addin.tables.atomic import refuse_same_file, replacing
from xl_addin.tables.building import book_bytes, without_formulas
from xl_addin.tables.grid import BookGrid
from xl_addin.tables.patching import BookPatch, write_patched
from xl_addin.tables.reading import open_book
from xl_addin.values.errors import InputError


@dataclass(frozen=True, slots=True)
class Wish:
    """How a command is asked for: a sheet ('' for none in particular), a copy for posting, a PDF besides."""

    sheet: str = ""
    masked: bool = False
    pdf: bool = False


@dataclass(frozen=True, slots=True)
class Done:
    """What a command did: its Chinese line, the files written, and the number of grave faults."""

    summary: str
    written: tuple[Path, ...]
    faults: int


def press(spec: CommandSpec, source: Path, target: Path | None, wish: Wish, now: dt.datetime) -> Done:
    """Apply a command to a file and write its result to ``target`` (default: beside the source, named after both).

    Raises InputError, one Chinese line and nothing written, for a wish that the command does not know, a book that
    cannot be used, or a target that cannot be written.
    """
    if wish.masked and not spec.can_mask:
        raise InputError(f"“{spec.name}”没有脱敏的公示件，请去掉 --masked")
    book = open_book(source)
    sheet = _sheet(spec, book, wish.sheet)
    recalculation = recalculate(book)
    computed = with_values(book, recalculation)
    version = book_policy(computed).policy.version
    plan = spec.plan(computed, CommandContext(sheet, version, now, wish.masked))
    if isinstance(plan, BookPlan):
        return _write_new(plan, source, target or source.with_name(f"{source.stem}{plan.suffix}.xlsx"), wish.pdf)
    if wish.pdf:
        raise InputError(f"“{spec.name}”写的是工作簿的副本，不另出 PDF，请去掉 --pdf")
    return _write_copy(plan, recalculation, source, target or source.with_stem(f"{source.stem}-{spec.name}"))


def _sheet(spec: CommandSpec, book: BookGrid, asked: str) -> str:
    names = [sheet.name for sheet in book.sheets if not sheet.ours]
    if asked:
        if asked not in names:
            raise InputError(f"工作簿里没有工作表“{asked}”，现有：{'、'.join(names)}")
        return asked
    if spec.one_sheet and len(names) != 1:
        raise InputError(f"“{spec.name}”要用 --sheet 指明工作表，现有：{'、'.join(names)}")
    return names[0] if spec.one_sheet else ""


def _write_copy(plan: SheetPlan, recalculation: Recalculation, source: Path, target: Path) -> Done:
    # An empty plan only clears: the copy must be the user's book again, without new values either.
    values = recalculation.values if plan.marks or plan.reports else {}
    write_patched(source, target, BookPatch(values, plan.marks, plan.reports))
    return Done(plan.summary, (target,), plan.faults)


def _write_new(plan: BookPlan, source: Path, target: Path, with_pdf: bool) -> Done:
    if target.suffix.lower() != ".xlsx":
        raise InputError(f"新工作簿的文件名要以 .xlsx 结尾，现为“{target.name}”")
    refuse_same_file(source, target)
    files = write_new(plan, target, with_pdf)
    return Done(plan.summary, files, plan.faults)


def write_new(plan: BookPlan, target: Path, with_pdf: bool) -> tuple[Path, ...]:
    """Write the workbook of a plan, and its PDF beside it if wanted; both or neither."""
    if not with_pdf:
        with replacing(target) as stream:
            stream.write(book_bytes(plan.book))
        return (target,)
    office = find_office()
    data = book_bytes(plan.book)
    paper = target.with_suffix(".pdf")
    with replacing(target) as stream, replacing(paper) as other:
        stream.write(data)
        # LibreOffice computes array formulas anew and would print #NAME? where our extension is not installed.
        other.write(pdf_bytes(book_bytes(without_formulas(plan.book)), office))
    return target, paper
