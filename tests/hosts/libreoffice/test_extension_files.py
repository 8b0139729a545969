"""The extension as made from the catalogs, and its glue, without any LibreOffice."""

from __future__ import annotations

import importlib
import io
import os
import re
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from lxml import etree

from xl_addin.cli.application import run_line
from xl_addin.commands.catalog import COMMANDS
from xl_addin.files.leftovers import sweep_folder
from xl_addin.functions import CATALOG, call
from xl_addin.hosts.libreoffice import installing, program
from xl_addin.hosts.libreoffice.calling import answers
from xl_addin.hosts.libreoffice.extension.build import build_extension, extension_files
from xl_addin.hosts.libreoffice.extension.declarations import idl_source
from xl_addin.hosts.libreoffice.names import full_name, plain

OOR = "{http://openoffice.org/2001/registry}"


@pytest.fixture(scope="module")
def glue(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SimpleNamespace]:
    """The modules of the extension that need no UNO."""
    folder = tmp_path_factory.mktemp("glue")
    for name, content in extension_files().items():
        if name.startswith("pythonpath/"):
            (folder / Path(name).name).write_bytes(content)
    names = ("catalog", "values", "memo", "reach", "formulas", "saving", "ahead", "unfit")
    sys.path.insert(0, str(folder))
    try:
        yield SimpleNamespace(**{name: importlib.import_module(f"soe_{name}") for name in names})
    finally:
        sys.path.remove(str(folder))
        for name in [one for one in sys.modules if one.startswith("soe_")]:
            del sys.modules[name]


def test_the_same_sources_give_the_same_bytes() -> None:
    assert build_extension() == build_extension()


def test_every_file_of_the_manifest_is_there_and_every_xml_is_one() -> None:
    files = extension_files()
    manifest = etree.fromstring(files["META-INF/manifest.xml"])
    listed = {one.get(f"{{{one.nsmap['manifest']}}}full-path") for one in manifest}
    assert listed < set(files)
    for name, content in files.items():
        if name.endswith((".xcu", ".xml")):
            etree.fromstring(content)
        if name.endswith(".py"):
            compile(content, name, "exec")


def test_the_wizard_shows_every_function_under_both_names_with_every_argument() -> None:
    root = etree.fromstring(extension_files()["CalcAddIns.xcu"])
    shown = {}
    for service in root.find(f"node[@{OOR}name='AddInInfo']"):
        for function in service[0]:
            names = function.findall(f"prop[@{OOR}name='DisplayName']/value")
            arguments = function.findall(f"node[@{OOR}name='Parameters']/node/prop[@{OOR}name='DisplayName']/value[1]")
            assert len({one.text for one in names}) == 1
            shown[names[0].text] = [one.text for one in arguments]
    assert len(shown) == 2 * len(CATALOG)
    for spec in CATALOG.values():
        assert shown[spec.name] == shown[spec.alias] == [argument.name for argument in spec.arguments]


def test_the_interface_has_every_function_and_no_word_that_uno_refuses() -> None:
    methods = re.findall(r"^    (.+) (soe\w*)\((.*)\);$", idl_source(), re.MULTILINE)
    assert len(methods) == len(CATALOG)
    for (kind, name, arguments), spec in zip(methods, CATALOG.values(), strict=True):
        assert "_" not in name + arguments
        assert ("sequence" in kind) == spec.gives_table
        assert arguments.startswith("[in] ::com::sun::star::beans::XPropertySet")  # the document, given by Calc itself
        assert arguments.count("[in]") == 1 + len(spec.arguments)


def test_every_command_is_a_button_of_menu_toolbar_and_tab_with_a_picture() -> None:
    files = extension_files()
    root = etree.fromstring(files["Addons.xcu"])
    for place in ("OfficeMenuBar", "OfficeToolBar", "OfficeNotebookBar"):
        urls = root.xpath(
            f"//node[@oor:name='{place}']//prop[@oor:name='URL']/value/text()", namespaces={"oor": OOR[1:-1]}
        )
        assert {url.partition(":")[2] for url in urls} - {"separator"} == {spec.id for spec in COMMANDS}
    for spec in COMMANDS:
        assert files[f"icons/{spec.id}_26.png"].startswith(b"\x89PNG")
    assert len({files[f"icons/{spec.id}_26.png"] for spec in COMMANDS}) == len(COMMANDS)


@pytest.mark.parametrize(
    ("written", "bound"),
    [
        ("=SOE_RATE(A1;B1)", "=ORG.XLADDIN.SOE.FUNCTIONS.SOERATE(A1;B1)"),
        ("=soe_rate (A1)", "=ORG.XLADDIN.SOE.FUNCTIONS.SOERATE (A1)"),
        ("=1+政策参数(A1)", "=1+ORG.XLADDIN.SOE.ALIASES.SOERATE(A1)"),
        ("=改制.政策参数(A1)", "=ORG.XLADDIN.SOE.ALIASES.SOERATE(A1)"),
        ("=[1]!SOE_RATE(A1)", "=ORG.XLADDIN.SOE.FUNCTIONS.SOERATE(A1)"),
        ("=_xldudf_SOE_RATE(A1)", "=ORG.XLADDIN.SOE.FUNCTIONS.SOERATE(A1)"),
        ('="SOE_RATE("&A1', '="SOE_RATE("&A1'),
        ("='SOE_RATE('.A1", "='SOE_RATE('.A1"),
        ("=MYSOE_RATE(A1)+SOE_RATES(A1)", "=MYSOE_RATE(A1)+SOE_RATES(A1)"),
    ],
)
def test_spellings_are_bound_and_texts_are_left(written: str, bound: str, glue: Any) -> None:
    assert glue.formulas.bound(written) == bound
    assert glue.formulas.bound(bound) == bound


@pytest.mark.parametrize("spec", CATALOG.values(), ids=lambda spec: spec.name)
def test_the_plain_name_comes_back(spec: Any, glue: Any) -> None:
    for name in (spec.name, spec.alias):
        bound = name if spec.gives_table else full_name(name)
        assert glue.formulas.bound(f"={name}(A1)") == f"={bound}(A1)"
        assert glue.formulas.bound(f"=[1]!{name}(A1)") == f"={full_name(name)}(A1)"
        assert glue.formulas.plain(f"={full_name(name)}(A1)") == plain(f"={full_name(name)}(A1)") == f"={name}(A1)"


def test_a_change_of_one_argument_is_carried_to_every_row(glue: Any) -> None:
    asked: list[int] = []

    def ask(name: str, rows: Any, exact: bool, behind: int) -> Any:
        asked.append(len(rows))
        return answers(name, rows, exact, behind)

    memo = glue.memo.Memo(ask, {"SOE_SEVERANCE"})
    rows = [(31229.0 + day, 40814.0, 1600.0, None, 2300.0) for day in range(400)]
    first = [memo.answer("SOE_SEVERANCE", row) for row in rows]
    assert first == [call("SOE_SEVERANCE", *row) for row in rows]
    asked.clear()
    changed = [(*row[:4], 400.0) for row in rows]
    assert [memo.answer("SOE_SEVERANCE", row) for row in changed] == [call("SOE_SEVERANCE", *row) for row in changed]
    assert sum(asked) == 400
    assert max(asked) > 100


def test_a_saved_book_gets_the_plain_names_and_keeps_all_else(glue: Any, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    parts = {
        "xl/worksheets/sheet1.xml": "<f>ORG.XLADDIN.SOE.ALIASES.SOERATE(A1)</f><v>甲</v>".encode(),
        "xl/media/image1.png": bytes(range(256)),
        "xl/sharedStrings.xml": b"<t>ORG.XLADDIN.SOE.ALIASES.SOERATE(A1)</t>",
    }
    with zipfile.ZipFile(path, "w") as written:
        for name, content in parts.items():
            written.writestr(name, content)
    path.chmod(0o640)
    before = path.stat()
    assert glue.saving.make_plain(str(path))
    assert not glue.saving.make_plain(str(path))
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as read:
        after = {name: read.read(name) for name in read.namelist()}
    assert after == {**parts, "xl/worksheets/sheet1.xml": "<f>政策参数(A1)</f><v>甲</v>".encode()}
    assert (path.stat().st_mtime_ns, path.stat().st_mode) == (before.st_mtime_ns, before.st_mode)
    assert [one.name for one in tmp_path.iterdir()] == ["a.xlsx"]


def test_what_a_killed_office_leaves_of_a_saved_workbook_goes_with_our_next_start(
    glue: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as written:
        written.writestr("xl/worksheets/sheet1.xml", f"<f>{full_name('政策参数').upper()}(A1)</f>")

    def killed(left: str, _: str) -> None:
        os.link(left, tmp_path / "kept")
        raise KeyboardInterrupt

    made: list[str] = []
    monkeypatch.setattr(glue.saving.os, "replace", lambda left, target: [made.append(left), killed(left, target)])
    with pytest.raises(KeyboardInterrupt):
        glue.saving.make_plain(str(path))
    (tmp_path / "kept").rename(made[0])  # as if nothing had cleaned up
    os.utime(made[0], (1000, 1000))
    sweep_folder(tmp_path)
    assert [one.name for one in tmp_path.iterdir()] == ["a.xlsx"]


def test_error_values_are_calcs_own(glue: Any) -> None:
    import struct

    for code, number in glue.values.ERRORS.items():
        bits = struct.unpack("<Q", struct.pack("<d", glue.values.to_cell({"error": code})))[0]
        assert bits & 0xFFFFFFFF == number


@pytest.mark.parametrize(
    ("told", "said"), [("", "缺少 reach.json"), ('{"python": "/nowhere", "version": [2, 7], "sites": []}', "找不到")]
)
def test_a_missing_python_is_told_in_one_line(told: str, said: str, glue: Any, tmp_path: Path) -> None:
    path = tmp_path / "reach.json"
    if told:
        path.write_text(told, encoding="utf-8")
    reach = glue.reach.Reach(str(path))
    assert reach.ask("SOE_NOTICE_PAY", [(5.0,)])[0]["error"] in ("#NAME?", "#VALUE!")
    assert said in reach.trouble
    assert "\n" not in reach.trouble
    assert "xl-addin libreoffice install" in reach.trouble


def test_days_of_other_date_systems_are_read_and_given_in_their_own_numbers() -> None:
    """1985-07-01 to 2011-09-28; the wage of 16000 is no day."""
    usual = [31229.0, 40814.0, 16000.0, 1500.0, 3000.0]
    amount = call("SOE_SEVERANCE", *usual)
    for behind in (0, 2, 1462):
        row = [usual[0] - behind, usual[1] - behind, *usual[2:]]
        assert answers("SOE_SEVERANCE", [row] * 5, False, behind) == [amount] * 5
        assert answers("SOE_SEVERANCE", [row], True, behind) == [amount]
        assert answers("SOE_DEADLINE", [[row[1], 10.0]], True, behind) == [40833 - behind]  # 2011-10-17
        assert answers("SOE_DATE", [[row[1] + 0.25]], True, behind) == [row[1]]
    assert answers("SOE_SEVERANCE", [[usual[0] - 1462, usual[1] - 1462, *usual[2:]]]) != [amount]
    needs = [["甲", 12000.0], ["乙", 30000.0]]
    assert answers("SOE_WATERFALL", [[20000.0, needs]], True, 1462) == answers(
        "SOE_WATERFALL", [[20000.0, needs]], True
    )
    assert answers("SOE_RMB_UPPER", [[12000.0]], True, 1462) == ["壹万贰仟元整"]
    assert answers("SOE_NOTICE_PAY", [[12000.0]], False, 18000)[0]["error"] == "#VALUE!"


def test_a_zero_that_may_be_a_blank_is_never_an_amount() -> None:
    for spec in CATALOG.values():
        if any(argument.shape == "range" for argument in spec.arguments):
            continue
        values: list[Any] = [_number(argument.example) for argument in spec.arguments]
        for place, argument in enumerate(spec.arguments):
            zero = [*values[:place], 0.0, *values[place + 1 :]]
            blank = answers(spec.name, [[*values[:place], None, *values[place + 1 :]]], True)[0]
            found = answers(spec.name, [zero])[0]
            assert found == blank or found.get("unclear"), (spec.name, argument.id)


def _number(text: str) -> Any:
    try:
        return float(text)
    except ValueError:
        return text


@pytest.mark.parametrize("command", ["install", "uninstall"])
def test_a_missing_libreoffice_is_one_chinese_line(
    command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(program, "office_program", lambda: "")
    assert run_line(["libreoffice", command]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.strip() == program.MISSING


def test_another_python_first_on_the_path_is_seen_and_kept_away(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "python3").write_text("")
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setenv("PYTHONPATH", "/elsewhere")
    assert program.strange_python() == str(tmp_path / "python3")
    clean = program.clean_environment()
    assert str(tmp_path) not in clean["PATH"].split(":")
    assert "PYTHONPATH" not in clean


def test_uninstalling_takes_only_our_basic_away(tmp_path: Path) -> None:
    listing = tmp_path / "script.xlb"
    kept = b'<library:library>\n <library:element library:name="Module1"/>\n</library:library>'
    listing.write_bytes(kept.replace(b"\n</", b'\n <library:element library:name="xl_addin_soe"/>\n</'))
    (tmp_path / "xl_addin_soe.xba").write_text("")
    (tmp_path / "Module1.xba").write_text("")
    assert installing.remove_basic(tmp_path)
    assert not installing.remove_basic(tmp_path)
    assert listing.read_bytes() == kept
    assert sorted(one.name for one in tmp_path.iterdir()) == ["Module1.xba", "script.xlb"]


def test_the_oxt_is_built_by_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "a.oxt"
    assert run_line(["build", "oxt", "-o", str(target)]) == 0
    assert target.read_bytes() == build_extension()
    assert "已写出" in capsys.readouterr().out


_CALL = full_name("SOE_FUND_BALANCE")


@pytest.mark.parametrize(
    ("formula", "unfit"),
    [
        (f"={_CALL}($台账.A:P;A1)", True),
        (f"={_CALL}($'台账:二'.$A$1:$P$1048576;A1)", True),
        (f"={_CALL}(3:7)", True),
        (f"={_CALL}($台账.$A$1:$P$3000;A1)", False),
        (f"={_CALL}($台账.$A$1:$P$3000;$台账.$A$1:$P$3000)", True),
        (f"={_CALL}($台账.$A$1:$B$9)+SUM(A:P)", False),
        (f"={_CALL}(流水;A1)", True),
        (f"={_CALL}(一行;A1)", False),
        ('="A:P"&' + f'{_CALL}(A1;"A:P;;")', False),
        (f"={_CALL}(A1;;3)", True),
        (f"={_CALL}(A1; )", True),
        (f"={_CALL}(IF(A1;;3);2)", True),
        (f"={_CALL}()", False),
        ("=SUM(A:P;;3)", False),
    ],
)
def test_basic_is_given_neither_whole_columns_nor_arguments_left_out(
    formula: str, unfit: bool, glue: SimpleNamespace
) -> None:
    assert glue.unfit.is_unfit(formula, {"流水": 16 * 1_048_576, "一行": 16}) is unfit


def test_a_table_is_refused_whole_columns_and_given_large_rosters(glue: SimpleNamespace) -> None:
    for reference, refused in (("A:D", True), ("A1:D1048576", True), ("A1:T49000", False), ("A1:T50001", True)):
        for name in ("SOE_SEVERANCE_TABLE", "经济补偿金表"):
            text = glue.formulas.bound_tables(f"={name}(台账.{reference};政策!A1:F20)")
            assert text == f"={full_name(name)}(台账.{reference};政策!A1:F20)"
            assert (glue.unfit.is_too_large(text), glue.unfit.is_unfit(text)) == (refused, refused), text


def test_new_workbooks_of_a_folder_lose_the_long_names_and_old_ones_are_left(
    tmp_path: Path, glue: SimpleNamespace
) -> None:
    part = "xl/worksheets/sheet1.xml"
    texts = {"新.xlsx": f"<f>{_CALL}(A:P)</f>", "旧.xlsx": f"<f>{_CALL}(A:P)</f>", "别人的.xlsx": "<f>SUM(A:P)</f>"}
    for name, text in texts.items():
        with zipfile.ZipFile(tmp_path / name, "w") as written:
            written.writestr(part, text)
    (tmp_path / "坏.xlsx").write_bytes(b"no workbook")
    os.utime(tmp_path / "旧.xlsx", (1000, 1000))
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    glue.saving.make_new_plain([str(tmp_path), str(tmp_path / "没有")], 2000)
    assert zipfile.ZipFile(tmp_path / "新.xlsx").read(part) == b"<f>SOE_FUND_BALANCE(A:P)</f>"
    after = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert {name for name in before if before[name] != after[name]} == {"新.xlsx"}
    assert set(after) == set(before)
