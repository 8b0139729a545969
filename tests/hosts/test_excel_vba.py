"""The VBA that xlwings makes for the functions: complete, acceptable to a Chinese Excel, and without arithmetic."""

import re
import sys

import pytest

from xl_addin.functions import CATALOG
from xl_addin.hosts.excel.vba import UDF_MODULE, wrapper_module

NAMES = {name: spec for spec in CATALOG.values() for name in (spec.name, spec.alias)}
FUNCTION = re.compile(r"^Function (\w+)\((.*?)\)$(.*?)^End Function$", re.MULTILINE | re.DOTALL)
# [MS-VBAL] 3.3.5.2 reserved identifiers, lower case, as far as they could look like an argument.
RESERVED_WORDS = """
    abs addressof and any array as attribute base boolean byref byte byval call case cbool cbyte ccur cdate cdbl
    cdec cint circle clng clnglng clngptr close const csng cstr currency cvar cverr date debug decimal declare defbool
    defbyte defcur defdate defdbl defdec defint deflng defobj defsng defstr defvar dim do doevents double each else
    elseif empty end endif enum eqv erase error event exit false fix for friend function get global go gosub goto if
    imp implements in input inputb int integer is lbound len lenb let like line lock long longlong longptr loop lset
    me mid midb mod module new next not nothing null object on open option optional or paramarray preserve print
    private pset public put raiseevent redim rem resume return rset scale seek select set sgn shared single spc static
    step stop string sub tab then to true type typeof ubound unlock until variant wend while with withevents write
    xor
"""
RESERVED = frozenset(RESERVED_WORDS.split())


@pytest.fixture(scope="module")
def made():
    return wrapper_module()


@pytest.fixture(scope="module")
def wrappers(made):
    """Argument list and body of each function of the VBA module."""
    return [(match[1], match[2], match[3]) for match in FUNCTION.finditer(made.source)]


def test_every_function_of_the_catalog_stands_once_under_each_of_its_names(made, wrappers):
    assert sorted(name for name, _, _ in wrappers) == sorted(NAMES)
    assert made.source.count("\nFunction ") == 2 * len(CATALOG)


def test_a_function_takes_its_arguments_in_order_and_the_optional_ones_may_be_left_out(wrappers):
    for name, arguments, _ in wrappers:
        expected = [f"Optional {each.id}" if each.optional else each.id for each in NAMES[name].arguments]
        assert arguments == ", ".join(expected)


def test_a_function_hands_all_its_arguments_to_the_python_function_of_its_own_name(wrappers):
    for name, _, body in wrappers:
        array = ", ".join(each.id for each in NAMES[name].arguments)
        call = f'{name} = XLPy.CallUDF("{UDF_MODULE}", "{name}", Array({array}), ActiveWorkbook, Application.Caller)'
        assert body.count(call) == 1


def test_a_workbook_that_is_no_add_in_passes_itself():
    assert "ThisWorkbook, Application.Caller" in wrapper_module("测算.xlsm").source


def test_nothing_is_calculated_while_the_function_wizard_is_open_and_nothing_is_volatile(made, wrappers):
    for _, _, body in wrappers:
        assert 'CommandBars("Standard").Controls(1).Enabled) Then Exit Function' in body
    assert "Volatile" not in made.source


def test_there_is_no_arithmetic_and_no_number_in_vba(made):
    for line in made.source.splitlines():
        code = re.sub(r'"[^"]*"', '""', line).split("'")[0].replace(".Controls(1)", "")
        assert not re.search(r"[-+*/\\^&]|\bMod\b|\b\d", code), line


def test_argument_names_are_no_vba_keywords_and_no_names_of_functions(wrappers):
    names = {name.lower() for name in NAMES}
    for _, arguments, _ in wrappers:
        ids = [each.removeprefix("Optional ") for each in arguments.split(", ")]
        assert not RESERVED.intersection(ids)
        assert not names.intersection(ids)
        assert len({each.lower() for each in ids}) == len(ids)


def test_names_are_identifiers_that_a_chinese_vba_accepts():
    for name in NAMES:
        assert re.fullmatch(r"[A-Z][A-Z0-9_]*|[\u4e00-\u9fa5]+", name), name
        assert len(name) <= 255
        assert not re.fullmatch(r"[A-Z]{1,3}\d+", name), "would be a cell address"


def test_the_module_is_written_in_the_code_page_of_chinese_windows_with_lines_that_vba_reads(made):
    for line in made.source.splitlines():
        assert len(line.encode("cp936")) <= 1023


def test_the_wizard_is_told_help_category_and_every_argument_under_both_names(made):
    assert sorted(each.name for each in made.helps) == sorted(NAMES)
    for each in made.helps:
        spec = NAMES[each.name]
        assert (each.category, each.description) == (spec.category, spec.wizard_help)
        assert len(each.arguments) == len(spec.arguments)
        for text, argument in zip(each.arguments, spec.arguments, strict=True):
            assert text.startswith(argument.name)
            assert argument.example in text
        for text in (each.category, each.description, *each.arguments):
            assert 0 < len(text) <= 255
            text.encode("cp936")


def test_a_failure_of_xlwings_is_reported_with_its_reason(monkeypatch):
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(RuntimeError, match=re.escape(UDF_MODULE)):
        wrapper_module()


def test_making_the_wrappers_leaves_this_process_without_stand_ins_for_pywin32(made):
    assert made.source
    assert not {"pythoncom", "pywintypes", "win32com"} & sys.modules.keys()
