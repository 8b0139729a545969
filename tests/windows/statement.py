"""What a run of these tests proves, said at its end, and what only a real Excel can show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from xl_addin.hosts.excel.manual.first_run import PARTS


class Claim(NamedTuple):
    """A sentence, and parts of the names of the tests that prove it."""

    sentence: str
    tests: tuple[str, ...]


CLAIMS: Final = (
    Claim(
        "a clerk without rights installs, installs again and repairs; nothing of others is touched",
        ("test_the_command_file_installs", "test_installing_again", "test_excel_loads_the_addin_after"),
    ),
    Claim("uninstalling leaves registry and disk as they were", ("test_4_uninstall",)),
    Claim(
        "64-bit Excel's way (xlwings64, real COM, real Python) gives for every function what Python gives here",
        ("what_it_returns_here[64]", "ends_with_excel[64]"),
    ),
    Claim(
        "32-bit Excel's way (xlwings32 in a 32-bit process) gives the same, and its Python ends with it",
        ("what_it_returns_here[32]", "ends_with_excel[32]", "test_a_32_bit_excel_gets_the_same"),
    ),
    Claim(
        "where the command cannot be started, the Python that the logon has started answers, by both libraries",
        ("test_the_installer_sees_the_rule", "the_one_that_runs_answers_each_excel", "says_which_way_is_taken"),
    ),
    Claim("the diagnosis finds what is changed, added or missing", ("diagnosis",)),
    Claim("the report for maintainers is one file on the desktop", ("test_the_icon_of_the_diagnosis",)),
    Claim(
        "workbooks are computed and checked by the icons", ("runs_the_sample_without_pandas", "test_the_icons_start")
    ),
    Claim("a whole book of 12,000 cells and one table function agree", ("test_a_sheet_of_12000_cells",)),
)
ONLY_EXCEL: Final = (
    "that Excel loads the add-in by OPENn and the trusted location without a question, and compiles its VBA",
    "that the ribbon appears, buttons find the workbook in front, and tables spill or ask to be filled",
    "that ranges, dates and error values of real cells are what the VBA expects (here it runs in an interpreter)",
    "that Defender's rule refuses the command at once, and lets Excel call what the logon has started",
    "what Windows itself does: rights, marks of downloads, virus scanners, group policies, OneDrive, a second user",
    "that WPS opens what the file host writes",
)


def statement(outcomes: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Give the lines; ``outcomes`` has the outcome of each phase of a test by its name."""
    yield "Proved here, on a Windows played by Wine:"
    for claim in CLAIMS:
        found = [outcome for name, each in outcomes.items() for outcome in each if _is_of(name, claim)]
        yield f"  [{_verdict(found)}] {claim.sentence}"
    steps = sum(len(part.steps) for part in PARTS)
    yield f"Only a real Excel can show ({steps} steps for an afternoon in docs/excel-first-run.zh-CN.md):"
    yield from (f"  - {sentence}" for sentence in ONLY_EXCEL)


def _is_of(name: str, claim: Claim) -> bool:
    return any(part in name for part in claim.tests)


def _verdict(outcomes: Sequence[str]) -> str:
    for word in ("failed", "error", "skipped"):
        if word in outcomes:
            return f"NOT PROVED: {word}"
    return "proved" if outcomes else "NOT PROVED: not run"
