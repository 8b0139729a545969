"""A command on a file: what a ribbon button does in a spreadsheet program, done to a copy or into a new workbook.

The book is recalculated first, as a program would have it when the button is pressed. The original is only read;
everything is written or nothing.
"""

from __future__ import annotations

import datetime as dt
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from xl_addin.commands.plan import (
    BookPlan,
    CopyPlan,
    FillPlan,
    MessagePlan,
    Plan,
    RecalculationPlan,
    SheetPlan,
    masked_stem,
)
from xl_addin.commands.spec import CommandSpec, Wish, planned
from xl_addin.files.atomic import refuse_place, refuse_same_file, replacing
from xl_addin.files.building.workbook import book_bytes, without_formulas
from xl_addin.files.interruption import unbroken
from xl_addin.files.patching import BookPatch, write_patched
from xl_addin.formulas.recalculation import Recalculation
from xl_addin.hosts.file.copies import write_filled, write_handed_over
from xl_addin.hosts.file.job import calculate_file, refuse_other_kind
from xl_addin.hosts.file.pdf import find_office, pdf_bytes
from xl_addin.hosts.file.workfile import Workfile, open_workfile, output_suffix
from xl_addin.tables.grid import BookGrid, parse_address
from xl_addin.values.errors import InputError
from xl_addin.values.persons import mask_text


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
    _refuse(spec, wish)
    _refuse_target(spec, source, target, wish)
    with open_workfile(source, wish.password) as file:
        book = file.book
        plan, recalculation = planned(spec, book, replace(wish, sheet=_sheet(spec, book, wish.sheet)), now)
        if file.is_foreign and not isinstance(plan, BookPlan | MessagePlan):
            book = file.patchable.book  # it may have formulas, and names of sheets that .xlsx allows
            plan, recalculation = planned(spec, book, replace(wish, sheet=_sheet(spec, book, wish.sheet)), now)
        done = _apply(plan, _Work(spec, book, recalculation, file, target, wish))
    return replace(done, summary=done.summary + "\n" * bool(file.line) + file.line)


@dataclass(frozen=True, slots=True)
class _Work:
    """What applying a plan needs to know."""

    spec: CommandSpec
    book: BookGrid
    recalculation: Recalculation
    file: Workfile
    target: Path | None
    wish: Wish

    def beside(self, suffix: str, *, masked: bool = False) -> Path:
        """The target asked for, or the source's name with a suffix and the source's extension."""
        stem = masked_stem(self.source.stem) if masked else self.source.stem
        return self.target or self.source.with_name(f"{stem}{suffix}{output_suffix(self.source)}")

    @property
    def source(self) -> Path:
        """The workbook as the user named it."""
        return self.file.source

    @property
    def patchable(self) -> Path:
        """The file that copies are made of."""
        return self.file.patchable.path


def _refuse(spec: CommandSpec, wish: Wish) -> None:
    """InputError for wishes that the command cannot heed."""
    if wish.day:
        refuse_day(spec)
    if wish.masked and not spec.can_mask:
        raise InputError(f"“{spec.name}”没有脱敏的公示件，请去掉 --masked")
    if wish.take and not spec.can_take:
        raise InputError(f"“{spec.name}”不在几张表之间选择，请去掉 --take")
    if not wish.alternatives and not spec.can_omit:
        raise InputError(f"“{spec.name}”不列其他口径的金额，请去掉 --without-alternatives")
    if wish.cell and not spec.one_cell:
        raise InputError(f"“{spec.name}”不针对单元格，请去掉 --cell")
    if spec.one_cell:
        try:
            parse_address(wish.cell)
        except ValueError:
            shown = f"，现为“{wish.cell}”" if wish.cell else ""
            raise InputError(f"“{spec.name}”要用 --cell 指明单元格，如 --cell D7{shown}") from None


def refuse_day(spec: CommandSpec) -> None:
    """InputError if it makes no difference to the command what day it is."""
    if not spec.by_day:
        raise InputError(f"“{spec.name}”不按某一天核对未办结事项，请去掉 --today")


def _refuse_target(spec: CommandSpec, source: Path, target: Path | None, wish: Wish) -> None:
    """InputError, before the workbook is read, for a file that the command does not write or cannot."""
    if wish.pdf and spec.makes is not BookPlan:
        raise InputError(f"“{spec.name}”不写新工作簿，不另出 PDF，请去掉 --pdf")
    if wish.pdf:
        find_office()
    if target is None:
        _refuse_form(spec, source)
        return
    if spec.makes is MessagePlan:
        raise InputError(f"“{spec.name}”只显示文字，不写文件，请去掉 -o")
    refuse_same_file(source, target)
    if spec.makes is not BookPlan:
        refuse_other_kind(source, target)
    elif target.suffix.lower() != ".xlsx":
        raise InputError(f"新工作簿的文件名要以 .xlsx 结尾，现为“{target.name}”")
    refuse_place(target)


def _refuse_form(spec: CommandSpec, source: Path) -> None:
    """InputError for a form that is there already and may be filled in, where nobody named it."""
    form = source.with_name(f"{source.stem}{spec.form}.xlsx")
    if spec.form and form.exists():
        raise InputError(f"{form.name} 已存在，可能已填写，没有覆盖；请先把它改名，或用 -o 换一个文件名")


def _apply(plan: Plan, work: _Work) -> Done:
    if isinstance(plan, BookPlan):
        stem = masked_stem(work.source.stem) if plan.masked else work.source.stem
        target = work.target or work.source.with_name(f"{stem}{plan.suffix}.xlsx")
        if not work.target:
            _refuse_form(work.spec, work.source)
        return _write_new(plan, work.source, target, work.wish.pdf)
    if isinstance(plan, MessagePlan):
        return Done(f"{plan.title}\n{plan.text}", (), 0)
    if isinstance(plan, CopyPlan):
        target = work.beside(plan.suffix, masked=plan.masked_texts is not None)
        copy = write_handed_over(plan, work.book, work.recalculation, work.patchable, target)
        told, line_feed, unread = plan.summary.partition("\n")
        summary = f"{copy.warning}{told}{copy.notes}{line_feed}{unread}"
        return Done(summary, (target,), plan.faults + copy.unmasked)
    target = work.beside(f"-{work.spec.name}")
    if isinstance(plan, FillPlan):
        return Done(plan.summary, (target,), write_filled(plan, work.book, work.patchable, target))
    if isinstance(plan, RecalculationPlan):
        return _recalculated(calculate_file(work.source, target, password=work.wish.password), target)
    return _write_copy(plan, work.recalculation, work.patchable, target)


def _recalculated(found: Recalculation, target: Path) -> Done:
    parts = [f"已重算 {found.calls} 个单元格"]
    if found.errors:
        sheet, cell, error = found.errors[0]
        parts.append(f"{len(found.errors)} 个给出错误值（如 {sheet}!{cell} {error.code}：{mask_text(error.message)}）")
    if found.unresolved:
        sheet, cell, reason = found.unresolved[0]
        parts.append(f"{len(found.unresolved)} 个留给表格软件重算（如 {sheet}!{cell}：{reason}）")
    for sheet, cell, name, meant in found.misspelt:
        parts.append(f"{sheet}!{cell} 没有名为“{name}”的函数，是否想写“{meant}”")
    return Done("；".join(parts), (target,), len(found.errors) + len(found.misspelt))


def _sheet(spec: CommandSpec, book: BookGrid, asked: str) -> str:
    names = [sheet.name for sheet in book.sheets if not sheet.ours]
    if asked:
        if asked not in names:
            raise InputError(f"工作簿里没有工作表“{asked}”，现有：{'、'.join(names)}")
        return asked
    needed = spec.one_sheet or spec.one_cell
    if needed and len(names) != 1:
        raise InputError(f"“{spec.name}”要用 --sheet 指明工作表，现有：{'、'.join(names)}")
    return names[0] if needed else ""


def _write_copy(plan: SheetPlan, recalculation: Recalculation, source: Path, target: Path) -> Done:
    # An empty plan only clears: the copy must be the user's book again, without new values either.
    values = recalculation.values if plan.marks or plan.reports else {}
    write_patched(source, target, BookPatch(values, plan.marks, plan.reports))
    told, line_feed, unread = plan.summary.partition("\n")
    where = f"；位置、原因和改法见“{plan.reports[0].title}”表" if plan.reports else ""
    return Done(f"{told}{where}{line_feed}{unread}", (target,), plan.faults)


def _write_new(plan: BookPlan, source: Path, target: Path, with_pdf: bool) -> Done:
    files = write_new(plan, target, with_pdf, source)
    return Done(plan.summary, files, plan.faults)


def write_new(plan: BookPlan, target: Path, with_pdf: bool, source: Path | None = None) -> tuple[Path, ...]:
    """Write the workbook of a plan, and its PDF beside it if wanted; both or neither.

    They are as private as ``source``, which they were made from, and marked like it if that came from elsewhere.
    """
    if not with_pdf:
        with replacing(target, source) as stream:
            stream.write(book_bytes(plan.book))
        return (target,)
    office = find_office()
    paper = target.with_suffix(".pdf")
    with ExitStack() as end, ExitStack() as files:
        stream, other = (files.enter_context(replacing(one, source)) for one in (target, paper))
        stream.write(book_bytes(plan.book))
        # LibreOffice computes array formulas anew and would print #NAME? where our extension is not installed.
        other.write(pdf_bytes(book_bytes(without_formulas(plan.book)), office))
        end.enter_context(unbroken())  # until both have their names
    return target, paper
