"""Help for the function wizard as it stands in the add-in's file: read again, complete, and within Excel's limits."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree
from oletools.olevba import VBA_Parser
from openxml_audit import OpenXmlValidator

from xl_addin.functions import CATALOG, FunctionSpec
from xl_addin.hosts.excel import function_help
from xl_addin.hosts.excel.addin import build_addin
from xl_addin.hosts.excel.vba import VbaModule
from xl_addin.values.errors import InputError

NAMES = {name: spec for spec in CATALOG.values() for name in (spec.name, spec.alias)}
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
X14 = "{http://schemas.microsoft.com/office/spreadsheetml/2009/9/main}"
ATTRIBUTE = re.compile(r'^Attribute (\w+)\.VB_(Description|ProcData\.VB_Invoke_Func) = "(.*)"\r?$', re.MULTILINE)
SEQUENCE = ("fileVersion", "workbookPr", "bookViews", "sheets", "functionGroups", "calcPr", "extLst")
"""The parts of a workbook that the add-in has, in the order of CT_Workbook."""


@pytest.fixture(scope="module")
def content() -> bytes:
    return build_addin()


@pytest.fixture(scope="module")
def workbook(content: bytes) -> etree._Element:
    return etree.fromstring(zipfile.ZipFile(io.BytesIO(content)).read("xl/workbook.xml"))


@pytest.fixture(scope="module")
def attributes(content: bytes) -> dict[tuple[str, str], str]:
    """What oletools reads in the VBA project: the attributes of functions by name and kind."""
    macros = VBA_Parser("x.xlam", data=content)
    text = "".join(code for _, _, _, code in macros.extract_macros())
    return {(name, kind): value.replace('""', '"') for name, kind, value in ATTRIBUTE.findall(text)}


@pytest.fixture(scope="module")
def argument_texts(workbook: etree._Element) -> dict[str, list[str]]:
    """The texts of the arguments by function, after what the specification demands of their numbers."""
    found = {}
    for function in workbook.iter(f"{X14}definedName"):
        [group] = function
        texts = {int(each.attrib["index"]): each.text for each in group}
        assert list(texts) == list(range(int(group.attrib["count"])))
        found[function.attrib["name"]] = list(texts.values())
    return found


def category(workbook: etree._Element, number: int) -> str:
    """The category that a number means in this file: those of Excel's own come first, then the ones listed."""
    [groups] = workbook.iter(f"{MAIN}functionGroups")
    return groups[number - int(groups.attrib["builtInGroupCount"]) - 1].attrib["name"]


@pytest.mark.parametrize("name", NAMES)
def test_a_function_has_its_description_its_category_and_the_text_of_each_argument(
    name: str, workbook: etree._Element, attributes: dict[tuple[str, str], str], argument_texts: dict[str, list[str]]
) -> None:
    spec: FunctionSpec = NAMES[name]
    assert attributes[name, "Description"] == spec.wizard_help
    key, _, number = attributes[name, "ProcData.VB_Invoke_Func"].partition("\\n")
    assert key == " ", "no shortcut key"
    assert category(workbook, int(number)) == spec.category
    assert argument_texts[name] == [argument.wizard_help for argument in spec.arguments]


def test_nothing_else_has_help(attributes: dict[tuple[str, str], str], argument_texts: dict[str, list[str]]) -> None:
    assert {name for name, _ in attributes} == set(argument_texts) == set(NAMES)


def test_the_texts_stay_within_what_excel_reads(argument_texts: dict[str, list[str]]) -> None:
    """Limits of [MS-OFFMACRO2] 2.2.5.4 and 2.2.5.5, and of the name of a category, in UTF-16 as Excel counts."""
    assert all(1 <= len(texts) <= 60 for texts in argument_texts.values())
    assert all(0 < len(text.encode("utf-16-le")) <= 2 * 255 for texts in argument_texts.values() for text in texts)
    assert all(0 < len(name) <= 32 for name in function_help.GROUPS)
    assert len(set(function_help.GROUPS)) == len(function_help.GROUPS) <= 255


def test_the_parts_of_the_workbook_follow_each_other_as_the_schema_has_them(workbook: etree._Element) -> None:
    assert tuple(etree.QName(each).localname for each in workbook) == SEQUENCE


def changed(content: bytes, change: Callable[[str], str], path: Path) -> Path:
    """The add-in with another workbook.xml."""
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(path, "w") as copy:
        for entry in source.infolist():
            data = source.read(entry)
            if entry.filename == "xl/workbook.xml":
                text = change(data.decode())
                assert text != data.decode()
                data = text.encode()
            copy.writestr(entry, data)
    return path


FAULTS: dict[str, Callable[[str], str]] = {
    "an argument without its index": lambda text: text.replace(' index="0"', "", 1),
    "a number of texts that is no number": lambda text: re.sub(r'count="\d+"', 'count="all"', text, count=1),
    "a category without a name": lambda text: text.replace('<functionGroup name="二险"/>', "<functionGroup/>", 1),
    "categories behind the settings of calculation": lambda text: re.sub(
        r"(<functionGroups.*</functionGroups>)(<calcPr[^>]*>)", r"\2\1", text
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_the_validator_would_see_a_fault_in_the_help(content: bytes, fault: str, tmp_path: Path) -> None:
    assert OpenXmlValidator().validate(changed(content, FAULTS[fault], tmp_path / "fault.xlam")).errors


def test_a_project_without_our_functions_has_no_help() -> None:
    ribbon = "Public Sub OnCommand(control As IRibbonControl)\nEnd Sub\n"
    modules = [
        VbaModule("ThisWorkbook", "document:workbook", ""),
        VbaModule("Sheet1", "document:sheet", ""),
        VbaModule("SoeRibbon", "standard", ribbon),
    ]
    text = zipfile.ZipFile(io.BytesIO(build_addin(modules))).read("xl/workbook.xml").decode()
    assert "functionGroup" not in text
    assert "extLst" not in text
    one = VbaModule("SoeFunctions", "standard", "Public Function 期限(start_date)\nEnd Function\n")
    text = zipfile.ZipFile(io.BytesIO(build_addin([*modules, one]))).read("xl/workbook.xml").decode()
    assert re.findall(r'<x14:definedName name="(\w+)">', text) == ["期限"], "a text without its macro would be a fault"


def test_a_category_whose_name_excel_would_not_take_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(function_help, "GROUPS", ("类" * 33,))
    with pytest.raises(InputError, match="33 个字符"):
        function_help.function_groups()
