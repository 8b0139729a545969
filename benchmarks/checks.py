"""Eleven rules on a roster of 100,000 rows: xl_addin beside pandera (polars) and frictionless, CPU seconds and ratios.

Each tool must find the same 200 faulty cells of each rule, else the run stops. xl_addin runs all its checks of a
roster, six more than the peers. From .xlsx the bare reading times stand beside: by python-calamine, by openpyxl
(read-only), and by xl_addin itself. Ratios are printed, never asserted.
"""

from __future__ import annotations

import datetime as dt
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any, ClassVar

import openpyxl
import pandera.polars as pa
import polars as pl
import python_calamine
from cpu_clock import RUNS, cpu_seconds
from frictionless import Check, Checklist, Error, Resource, Row, Schema, errors, fields, formats
from roster_book import FAULTS, HEADINGS, RULES, TODAY, WORKERS, roster, write_book

from xl_addin.checks.run import check_book
from xl_addin.files.reading import open_book
from xl_addin.tables.grid import BookGrid, SheetGrid
from xl_addin.values.persons import check_digit

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
SCIENTIFIC = r"^\d(\.\d+)?E\+?1[5-9]$"
SHORT_RUNS = 15
"""Runs of a job of a fraction of a second, which a shared machine disturbs most."""
Counts = dict[str, int]


def ours(book: BookGrid) -> Counts:
    """Findings by rule; CELL_MISSING carries the column in its code."""
    codes = Counter(finding.code for finding in check_book(book, TODAY))
    return {rule: sum(n for code, n in codes.items() if code == rule or code.startswith(f"{rule}_")) for rule in RULES}


def polars(rows: list[list[object]]) -> pl.DataFrame:
    """The rows as a frame of typed columns."""
    return pl.DataFrame(rows, schema=list(HEADINGS), orient="row", infer_schema_length=None)


def pandera_schema() -> Any:
    """The rules as column checks; a rule that does not apply to a row passes it."""
    number = pl.col("身份证号")
    lost = number.str.contains(SCIENTIFIC)
    whole = number.str.contains(r"^\d{17}[0-9X]$")
    day = pl.when(whole).then(number.str.slice(6, 8)).str.to_date("%Y%m%d", strict=False)
    dated = day.is_not_null() & (day <= TODAY)
    digits = sum(number.str.slice(i, 1).cast(pl.Int32, strict=False) * weight for i, weight in enumerate(WEIGHTS))
    right = pl.lit(list("10X98765432")).list.get(digits % 11)
    sound = whole & dated & (number.str.slice(17, 1) == right)
    man = number.str.slice(16, 1).cast(pl.Int32, strict=False) % 2 == 1
    born = pl.when(sound).then(day).otherwise(pl.col("出生年月"))
    start, entry = pl.col("参加工作时间"), pl.col("进厂时间")
    under = {years: start < born.dt.offset_by(f"{years}y") for years in (14, 16)}

    def check(rule: str, good: Any) -> Any:
        return pa.Check(lambda data: data.lazyframe.select(good.fill_null(True)), name=rule)

    return pa.DataFrameSchema(
        {
            "姓名": pa.Column(pl.String, nullable=False),
            "性别": pa.Column(pl.String, checks=[check("SEX_DIFFERS", ~sound | (man == (pl.col("性别") == "男")))]),
            "出生年月": pa.Column(pl.Date, checks=[check("BIRTH_DIFFERS", ~sound | (day == pl.col("出生年月")))]),
            "身份证号": pa.Column(
                pl.String,
                checks=[
                    check("ID_LOST_DIGITS", ~lost),
                    check("ID_FORMAT", lost | whole),
                    check("ID_DATE", ~whole | dated),
                    check("ID_CHECK_DIGIT", ~(whole & dated) | sound),
                    check("ID_DUPLICATE", number.is_first_distinct()),
                ],
            ),
            "参加工作时间": pa.Column(
                pl.Date,
                checks=[check("START_UNDER_14", ~under[14]), check("START_UNDER_16", ~under[16] | under[14])],
            ),
            "进厂时间": pa.Column(pl.Date, checks=[check("ENTRY_BEFORE_START", entry >= start)]),
        }
    )


def pandera(schema: Any, frame: pl.DataFrame) -> Counts:
    """Failure cases by rule."""
    try:
        schema.validate(frame, lazy=True)
    except pa.errors.SchemaErrors as error:
        counts = Counter(error.failure_cases["check"].to_list())
        counts["CELL_MISSING"] = counts.pop("not_nullable", 0)
        return {rule: counts[rule] for rule in RULES}
    return dict.fromkeys(RULES, 0)


class RosterCheck(Check):  # type: ignore[misc]
    """All rules but the constraint on names, row by row, as frictionless calls a check."""

    Errors: ClassVar[list[type[Error]]] = [errors.RowConstraintError]

    def validate_start(self) -> Iterator[Error]:
        self.seen: set[str] = set()
        yield from ()

    def validate_row(self, row: Row) -> Iterator[Error]:
        for rule in self._broken(row):
            yield errors.RowConstraintError.from_row(row, note=rule)

    def _broken(self, row: Row) -> Iterator[str]:
        number, born, start, entry = row["身份证号"], row["出生年月"], row["参加工作时间"], row["进厂时间"]
        if number in self.seen:
            yield "ID_DUPLICATE"
        self.seen.add(number)
        fault, day = _judge(number)
        if fault:
            yield fault
        elif day is not None:
            if day != born:
                yield "BIRTH_DIFFERS"
            if (int(number[16]) % 2 == 1) != (row["性别"] == "男"):
                yield "SEX_DIFFERS"
            born = day
        if start < _birthday(born, 14):
            yield "START_UNDER_14"
        elif start < _birthday(born, 16):
            yield "START_UNDER_16"
        if entry < start:
            yield "ENTRY_BEFORE_START"


def _judge(number: str) -> tuple[str, dt.date | None]:
    if "E+" in number:
        return "ID_LOST_DIGITS", None
    if len(number) != 18 or not number[:17].isdigit() or number[17] not in "0123456789X":
        return "ID_FORMAT", None
    try:
        day = dt.date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return "ID_DATE", None
    return ("" if check_digit(number[:17]) == number[17] else "ID_CHECK_DIGIT"), day


def _birthday(born: dt.date, years: int) -> dt.date:
    try:
        return born.replace(year=born.year + years)
    except ValueError:  # 29 February
        return born.replace(year=born.year + years, day=28)


def frictionless(path: Path) -> Counts:
    """Errors by rule of a resource validated from its file."""
    required = {"constraints": {"required": True}}
    kinds = {"出生年月": fields.DateField, "参加工作时间": fields.DateField, "进厂时间": fields.DateField}
    columns = [kinds.get(name, fields.AnyField)(name=name, **(required if name == "姓名" else {})) for name in HEADINGS]
    resource = Resource(
        path=path.name, basepath=str(path.parent), schema=Schema(fields=columns), control=formats.ExcelControl()
    )
    report = resource.validate(Checklist(checks=[RosterCheck()]), limit_errors=10**6)
    counts = Counter(error.note for task in report.tasks for error in task.errors if error.type == "row-constraint")
    counts["CELL_MISSING"] = sum(error.type == "constraint-error" for task in report.tasks for error in task.errors)
    return {rule: counts[rule] for rule in RULES}


def calamine(path: Path) -> object:
    book = python_calamine.CalamineWorkbook.from_path(str(path))
    return [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]


def by_openpyxl(path: Path) -> object:
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    return [list(sheet.iter_rows(values_only=True)) for sheet in book]


def show(title: str, jobs: list[tuple[str, Callable[[], object], int]], *bases: str) -> None:
    """CPU seconds of each job and its ratio to each of some of them, which are named by their number."""
    seconds = {name: cpu_seconds(job, runs) for name, job, runs in jobs}
    numbers = {base: list(seconds).index(base) + 1 for base in bases}
    print(f"{title:<62} {'CPU s':>8}" + "".join(f"  ratio to {number}" for number in numbers.values()))
    for number, (name, taken) in enumerate(seconds.items(), start=1):
        ratios = "".join(f"{taken / seconds[base]:12.2f}" for base in bases)
        print(f"  {number}. {name:<57} {taken:8.3f}{ratios}")


def main() -> None:
    rows = roster()
    grid = BookGrid(Path("a.xlsx"), [SheetGrid("职工花名册", "", [list(HEADINGS), *rows])])  # type: ignore[list-item]
    frame = polars(rows)
    schema = pandera_schema()
    peers = [f"{name} {version(name)}" for name in ("pandera", "polars", "frictionless", "python-calamine", "openpyxl")]
    print(f"{WORKERS:,} rows x {len(HEADINGS)} columns, {len(RULES)} rules; best of {RUNS} runs, of 1 for slow jobs")
    print("xl_addin", version("xl_addin"), "beside", ", ".join(peers))
    with tempfile.TemporaryDirectory() as folder:
        path = write_book(Path(folder) / "花名册.xlsx", rows)
        found = {
            "xl_addin from columns": ours(grid),
            "xl_addin from .xlsx": ours(open_book(path)),
            "pandera": pandera(schema, frame),
            "frictionless": frictionless(path),
        }
        expected = dict.fromkeys(RULES, FAULTS)
        for name, counts in found.items():
            assert counts == expected, (name, counts)
        print(f"each found the same {sum(expected.values()):,} faulty cells ({FAULTS} of each rule)")
        assert len(check_book(grid, TODAY)) == sum(expected.values()), "the other checks find nothing"
        checks = "xl_addin, all roster checks"
        show(
            "from columns",
            [
                (checks, lambda: ours(grid), SHORT_RUNS),
                ("pandera, its polars frame ready", lambda: pandera(schema, frame), SHORT_RUNS),
                ("pandera, its frame made of the same Python values", lambda: pandera(schema, polars(rows)), RUNS),
            ],
            checks,
        )
        bare, own = "bare reading, python-calamine", "bare reading, xl_addin open_book (formulas, errors too)"
        show(
            "from .xlsx",
            [
                (bare, lambda: calamine(path), RUNS),
                (own, lambda: open_book(path), RUNS),
                ("bare reading, openpyxl read-only", lambda: by_openpyxl(path), 1),
                ("xl_addin, reading and all roster checks", lambda: ours(open_book(path)), RUNS),
                ("frictionless, reading and the eleven rules", lambda: frictionless(path), 1),
            ],
            bare,
            own,
        )


if __name__ == "__main__":
    main()
