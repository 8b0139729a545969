"""The add-in file: what other programs read in it, the same bytes everywhere, and nothing of the builder's machine."""

from __future__ import annotations

import hashlib
import io
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import olefile
import pytest
from lxml import etree
from oletools.olevba import VBA_Parser
from openxml_audit import FileFormat, OpenXmlValidator
from pyopenvba import ExcelFile, check_file
from pyopenvba.exceptions import VBACompileError
from pyopenvba.interpreter import parse_module

from xl_addin.functions import CATALOG
from xl_addin.hosts.excel.addin import build_addin
from xl_addin.hosts.excel.sources import modules
from xl_addin.hosts.excel.vba import VbaModule
from xl_addin.hosts.excel.vba.modules import stored_source
from xl_addin.values.errors import InputError

ROOT = Path(__file__).parents[3]
MODULES = modules()
IDS = [module.name for module in MODULES]


@pytest.fixture(scope="module")
def content() -> bytes:
    return build_addin()


@pytest.fixture(scope="module")
def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def path(content: bytes, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("add-in") / "xl_addin.xlam"
    target.write_bytes(content)
    return target


def test_the_project_is_a_container_without_defects(parts: dict[str, bytes]) -> None:
    project = olefile.OleFileIO(io.BytesIO(parts["xl/vbaProject.bin"]), raise_defects=olefile.DEFECT_POTENTIAL)
    assert project.parsing_issues == []
    names = {"/".join(each) for each in project.listdir()}
    assert names == {"PROJECT", "PROJECTwm", "VBA/dir", "VBA/_VBA_PROJECT", *(f"VBA/{name}" for name in IDS)}


def test_oletools_reads_every_source_as_it_was_written(path: Path) -> None:
    macros = VBA_Parser(str(path))
    assert macros.detect_vba_macros()
    read = {file.rpartition(".")[0]: text for _, _, file, text in macros.extract_macros()}
    assert read == {module.name: stored_source(module) for module in MODULES}


def test_pyopenvba_reads_every_source_as_it_was_written_and_finds_no_fault(path: Path) -> None:
    book = ExcelFile(path)
    assert {name: book.get_module(name) for name in book.module_names()} == {
        module.name: stored_source(module) for module in MODULES
    }
    project = book.vba_project()
    assert book.validate() == []
    assert (project.name, project.code_page, project.protection.has_password) == ("xl_addin", 936, False)
    assert [reference.name for reference in book.references()] == ["stdole", "Office"]
    report = check_file(path)
    assert (list(report.issues), report.complete) == ([], True)


@pytest.mark.parametrize("office", [FileFormat.OFFICE_2016, FileFormat.OFFICE_2019, FileFormat.MICROSOFT_365])
def test_the_parts_keep_to_the_schemas_of_office(path: Path, office: FileFormat) -> None:
    result = OpenXmlValidator(file_format=office, max_errors=0).validate(path)
    assert [str(error) for error in result.errors] == []


def test_the_validator_would_see_a_fault_in_the_ribbon(content: bytes, tmp_path: Path) -> None:
    target = tmp_path / "fault.xlam"
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(target, "w") as copy:
        for entry in source.infolist():
            copy.writestr(entry, source.read(entry).replace(b'size="large"', b'size="huge"'))
    assert OpenXmlValidator().validate(target).errors


def parsed(module: VbaModule) -> object:
    """Parse a module by pyOpenVBA, which knows neither comments behind #Const nor events of another object."""
    text = re.sub(r"(?m)^(\s*#[^'\r\n]*?)\s*'.*$", r"\1", stored_source(module))
    return parse_module(text.replace("Private WithEvents ", "Private "), name=module.name)


@pytest.mark.parametrize("module", MODULES, ids=IDS)
def test_every_module_is_vba(module: VbaModule) -> None:
    assert parsed(module)


@pytest.mark.parametrize(
    "broken", ["End If", "    x =", "    If x Then", "    Dim 1x As Long", "    f(", "End Function"]
)
def test_the_parser_would_see_a_fault(broken: str) -> None:
    with pytest.raises(VBACompileError):
        parsed(VbaModule("甲", "standard", f"Sub 测算()\n{broken}\nEnd Sub\n"))


def test_every_function_of_the_catalog_stands_in_the_file_under_both_names(path: Path) -> None:
    text = "".join(code for _, _, _, code in VBA_Parser(str(path)).extract_macros())
    for spec in CATALOG.values():
        for name in (spec.name, spec.alias):
            assert len(re.findall(rf"(?m)^Public Function {name}\(", text)) == 1
            assert f"Attribute {name}.VB_Description = " in text
            assert f'Attribute {name}.VB_ProcData.VB_Invoke_Func = " \\n' in text


def test_the_file_is_an_add_in_with_both_ribbons(parts: dict[str, bytes]) -> None:
    types = parts["[Content_Types].xml"].decode()
    assert "application/vnd.ms-excel.addin.macroEnabled.main+xml" in types
    assert "sheet.macroEnabled" not in types
    relations = {
        str(each.get("Type")).split("/office/")[-1]: each.get("Target")
        for each in etree.fromstring(parts["_rels/.rels"])
    }
    assert relations["2006/relationships/ui/extensibility"] == "customUI/customUI.xml"
    assert relations["2007/relationships/ui/extensibility"] == "customUI/customUI14.xml"


def test_workbook_and_sheet_carry_the_names_of_their_modules(parts: dict[str, bytes]) -> None:
    assert b'<workbookPr codeName="ThisWorkbook"' in parts["xl/workbook.xml"]
    assert b'<sheetPr codeName="Sheet1"' in parts["xl/worksheets/sheet1.xml"]


def test_loading_the_add_in_makes_excel_calculate_nothing(parts: dict[str, bytes]) -> None:
    assert b"fullCalcOnLoad" not in parts["xl/workbook.xml"]
    assert b"<f>" not in parts["xl/worksheets/sheet1.xml"]


def test_there_is_no_user_name_no_time_and_no_path_of_the_builder(content: bytes, parts: dict[str, bytes]) -> None:
    core = etree.fromstring(parts["docProps/core.xml"])
    texts = {etree.QName(each).localname: each.text or "" for each in core}
    assert (texts["creator"], texts["lastModifiedBy"]) == ("", "")
    assert texts["created"] == texts["modified"] == "2000-01-01T00:00:00Z"
    for entry in zipfile.ZipFile(io.BytesIO(content)).infolist():
        assert (entry.date_time, entry.create_system, entry.external_attr) == ((1980, 1, 1, 0, 0, 0), 0, 0x20)
        assert entry.compress_type == zipfile.ZIP_STORED
    sources = "".join(code for _, _, _, code in VBA_Parser("x", data=content).extract_macros())
    assert str(ROOT).encode() not in content
    assert str(ROOT) not in sources


def built_in(folder: Path, **environment: str) -> str:
    """SHA-256 of the add-in built by a child process in this folder and environment."""
    program = (
        "import hashlib\nfrom xl_addin.hosts.excel.addin import build_addin\n"
        "print(hashlib.sha256(build_addin()).hexdigest())"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(folder), **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def test_two_builds_in_other_folders_locales_time_zones_and_hash_seeds_are_the_same_bytes(
    content: bytes, tmp_path: Path
) -> None:
    expected = hashlib.sha256(content).hexdigest()
    assert built_in(ROOT, TZ="Asia/Shanghai", PYTHONHASHSEED="1", LC_ALL="C.UTF-8") == expected
    other = tmp_path / "另一处 (2)"
    other.mkdir()
    ignored = shutil.ignore_patterns("__pycache__")
    for name in ("xl_addin", "macros"):
        shutil.copytree(ROOT / name, other / name, ignore=ignored)
    assert built_in(other, TZ="America/New_York", PYTHONHASHSEED="2", LC_ALL="C", PYTHONUTF8="0") == expected


def small(*more: VbaModule) -> list[VbaModule]:
    ribbon = "Public Sub OnCommand(control As IRibbonControl)\nEnd Sub\n"
    return [
        VbaModule("本工作簿", "document:workbook", ""),
        VbaModule("表一", "document:sheet", ""),
        VbaModule("SoeRibbon", "standard", ribbon),
        *more,
    ]


def test_other_modules_make_another_file_with_their_own_names() -> None:
    made = zipfile.ZipFile(io.BytesIO(build_addin(small())))
    assert 'codeName="本工作簿"' in made.read("xl/workbook.xml").decode()
    assert 'codeName="表一"' in made.read("xl/worksheets/sheet1.xml").decode()


def test_a_project_without_the_ribbons_macro_or_with_two_sheets_is_refused() -> None:
    with pytest.raises(InputError, match=re.escape("SoeRibbon.OnCommand")):
        build_addin(small()[:2])
    with pytest.raises(InputError, match="只有一个 sheet 模块"):
        build_addin(small(VbaModule("表二", "document:sheet", "")))
