"""Calls of ours in the spelling of WPS: understood everywhere, and written for another program; all else stays."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from xl_addin.files.reading import open_book
from xl_addin.formulas.our_calls import call_name, called
from xl_addin.formulas.recalculation import recalculate
from xl_addin.formulas.respelling import respelling
from xl_addin.formulas.written_calls import written_calls
from xl_addin.functions import CATALOG
from xl_addin.hosts.file.job import calculate_file
from xl_addin.tables.grid import BookGrid

SAMPLES = sorted((Path(__file__).parents[2] / "workbooks" / "samples").glob("*.xlsx"))
SELFTEST = Path(__file__).parents[2] / "workbooks" / "selftest.xlsx"
SPELT = ("改制.{}", "_xldudf_改制_{}", "_xludf.改制.{}", "_xldudf_改制.{}", "[1]!{}", "_xludf.{}")


@pytest.mark.parametrize("spelling", SPELT)
def test_every_name_is_understood_in_every_spelling(spelling: str) -> None:
    for name, spec in CATALOG.items():
        assert call_name(spelling.format(spec.alias)) == name
        assert call_name(spelling.format(name.lower())) == name


@pytest.mark.parametrize("other", ["改制.合计", "改制经济补偿金", "其他.经济补偿金", "改制.SUM", "改制.", "改制"])
def test_what_only_looks_like_it_is_not_ours(other: str) -> None:
    assert call_name(other) is None


def test_calls_in_a_formula_of_wps_are_seen_with_their_arguments() -> None:
    text = 'IF(A1="改制.经济补偿金(",0,改制.经济补偿金(B2,C2,D2)+改制.SOE_RATE("养老单位费率",B2))'
    assert called(text) == ("SOE_SEVERANCE", "SOE_RATE")
    assert [one.arguments for one in written_calls(text)] == [("B2", "C2", "D2"), ('"养老单位费率"', "B2")]


def written(text: str, program: str, **names: str) -> str:
    return respelling(BookGrid(Path("a.xlsx"), [], defined_names=names), program)(text)


@pytest.mark.parametrize(
    ("text", "wps"),
    [
        ("经济补偿金(B2,C2)", "改制.经济补偿金(B2,C2)"),
        ("soe_rate(B2)", "改制.SOE_RATE(B2)"),
        ("[12]!经济补偿金(工龄月数(B2,C2))", "改制.经济补偿金(改制.工龄月数(B2,C2))"),
        ("'C:\\a b\\[xl_addin.xlam]'!经济补偿金(B2)", "改制.经济补偿金(B2)"),
        ("改制.经济补偿金(B2)", "改制.经济补偿金(B2)"),
        ("_xldudf_SOE_RATE(B2)", "改制.SOE_RATE(B2)"),
        ("SUM(B2:B3)&\"经济补偿金(\"&'经济补偿金('!A1", "SUM(B2:B3)&\"经济补偿金(\"&'经济补偿金('!A1"),
        ("经济补偿金+1", "经济补偿金+1"),
        ("我的经济补偿金(1)+他.经济补偿金(1)", "我的经济补偿金(1)+他.经济补偿金(1)"),
    ],
)
def test_calls_of_ours_are_written_for_wps_and_nothing_else_is(text: str, wps: str) -> None:
    assert written(text, "wps") == wps
    assert written(wps, "wps") == wps


def test_a_function_that_the_book_itself_defines_keeps_its_name() -> None:
    assert (
        written("经济补偿金(1)+工龄月数(1)", "wps", 经济补偿金="_xlfn.LAMBDA(x,x)") == "经济补偿金(1)+改制.工龄月数(1)"
    )


@pytest.mark.parametrize("sample", [*SAMPLES[:3], SELFTEST], ids=lambda path: path.stem)
def test_a_copy_for_wps_computes_the_same_and_back_again_it_is_the_same_book(sample: Path, tmp_path: Path) -> None:
    plain, wps, back = (tmp_path / f"{name}.xlsx" for name in ("plain", "wps", "back"))
    calculate_file(sample, plain)
    first = calculate_file(sample, wps, program="wps")
    again = calculate_file(wps, back, program="excel")
    assert (again.calls, again.values) == (first.calls, first.values)
    formulas = [one.text for sheet in open_book(wps).sheets for one in sheet.formulas.values()]
    assert any("改制." in text for text in formulas)
    assert recalculate(open_book(wps)).misspelt == []
    with zipfile.ZipFile(plain) as one, zipfile.ZipFile(back) as other:
        differ = [name for name in one.namelist() if one.read(name) != other.read(name)]
    assert differ == ([] if sample != SELFTEST else ["xl/worksheets/sheet1.xml"])  # it spells calls in many ways
