"""The add-in's VBA as text: complete, declared, acceptable to a Chinese Excel, and closed to other people's books."""

import dataclasses
import importlib.metadata
import inspect
import re

import pytest
from pyopenvba.apps.excel import ExcelApplication
from pyopenvba.interpreter import _ast as ast
from pyopenvba.interpreter import parse_module
from pyopenvba.interpreter._constants_data import EXCEL_CONSTANTS, OFFICE_CONSTANTS, VBA_CONSTANTS
from pyopenvba.interpreter._intrinsics import INTRINSICS
from pyopenvba.interpreter._inventory import members_of

from xl_addin.functions import CATALOG
from xl_addin.hosts.excel import sources, wrappers
from xl_addin.hosts.excel.sources import HOME, PYTHON_COMMAND, PYTHON_FOLDER, modules, xlwings_declaration
from xl_addin.hosts.excel.vba import build_project
from xl_addin.hosts.excel.vba.identifiers import RESERVED, is_identifier
from xl_addin.values.errors import InputError

MODULES = {module.name: module for module in modules()}
NAMES = {name: spec for spec in CATALOG.values() for name in (spec.name, spec.alias)}
FUNCTION = re.compile(r"^Public Function (\w+)\((.*?)\) As Variant$(.*?)^End Function$", re.MULTILINE | re.DOTALL)
MADE = (wrappers.FUNCTIONS_MODULE, wrappers.ALIASES_MODULE, wrappers.CATALOG_MODULE)
HANDWRITTEN = [name for name in MODULES if name not in MADE]


def body(module):
    """Source without the header of a class file."""
    text = module.source
    return text[text.index("\nEND\n") + 5 :].replace("WithEvents ", "") if text.startswith("VERSION") else text


def parsed(name):
    return parse_module(body(MODULES[name]), name=name)


def code(source):
    """Lines without texts and comments."""
    return [re.sub(r'"[^"]*"', '""', line).split("'")[0] for line in source.splitlines()]


# Every module.


@pytest.mark.parametrize("name", MODULES)
def test_a_module_parses_and_asks_for_declarations(name):
    assert parsed(name).option_explicit


@pytest.mark.parametrize("name", MODULES)
def test_every_name_that_a_module_uses_is_declared(name):
    known = {*INTRINSICS, *map(str.lower, members_of("Global", "excel")), "err", "me"}
    for table in (EXCEL_CONSTANTS, OFFICE_CONSTANTS, VBA_CONSTANTS):
        known.update(key.lower() for key in table)
    known.update(other.lower() for other in MODULES)
    known |= declared_at_top(parsed(name))
    for procedure in parsed(name).procedures:
        local = {procedure.name.lower(), *(param.name.lower() for param in procedure.params)}
        local |= {each.name.lower() for dim in nodes(procedure.body, ast.Dim) for each in dim.decls}
        used = {each.name.lower().rstrip("$"): each.line for each in nodes(procedure.body, ast.Name)}
        assert not {name: line for name, line in used.items() if name not in known | local}, procedure.name


def declared_at_top(module):
    names = {each.name for each in (*module.procedures, *module.declares)}
    names |= {each.name for dim in module.variables for each in dim.decls}
    names |= {each[0] for constants in module.constants for each in constants.names}
    return {each.lower() for each in names}


def nodes(tree, kind):
    """Every node of a kind within a syntax tree."""
    if isinstance(tree, (list, tuple)):
        for each in tree:
            yield from nodes(each, kind)
    elif dataclasses.is_dataclass(tree):
        if isinstance(tree, kind):
            yield tree
        for field in dataclasses.fields(tree):
            yield from nodes(getattr(tree, field.name), kind)


@pytest.mark.parametrize("name", MODULES)
def test_what_a_module_asks_of_another_is_public_there(name):
    for target, procedure in re.findall(r"\b(Soe\w+)\.(\w+)", "\n".join(code(body(MODULES[name])))):
        public = {each.name for each in parsed(target).procedures if each.scope == "public"}
        assert procedure in public, f"{name} calls {target}.{procedure}"


@pytest.mark.parametrize("name", MODULES)
def test_a_module_is_written_in_the_code_page_of_chinese_windows_with_lines_that_vba_reads(name):
    for line in MODULES[name].source.splitlines():
        assert len(line.encode("cp936")) <= 1023


def test_the_writer_of_vba_projects_accepts_them_all():
    assert build_project("xl_addin", list(MODULES.values())).startswith(b"\xd0\xcf\x11\xe0")


def test_documents_come_first_and_every_name_is_there_once():
    assert [module.kind for module in modules()][:2] == ["document:workbook", "document:sheet"]
    assert len(MODULES) == len(modules())


def test_procedures_of_different_modules_have_different_names_and_none_is_named_like_a_module():
    public = [each.name.lower() for name in MODULES for each in parsed(name).procedures if each.scope == "public"]
    assert len(public) == len(set(public))
    assert not set(public) & {name.lower() for name in MODULES}


@pytest.mark.parametrize("name", HANDWRITTEN)
def test_only_functions_for_cells_and_the_buttons_are_seen_outside_the_project(name):
    hidden = "Option Private Module" in MODULES[name].source
    assert hidden == (MODULES[name].kind == "standard" and name != "SoeRibbon")


def test_the_ribbon_has_one_callback_with_the_control_of_the_button():
    [callback] = [each for each in parsed("SoeRibbon").procedures if each.scope == "public"]
    assert (callback.kind, callback.name) == ("sub", "OnCommand")
    assert [(param.name, param.declared) for param in callback.params] == [("control", "IRibbonControl")]


def test_events_have_the_parameters_that_excel_gives():
    events = {each.name: [param.declared for param in each.params] for each in parsed("ThisWorkbook").procedures}
    assert events == {
        "Workbook_Open": [],
        "Workbook_BeforeClose": ["Boolean"],
        "host_WorkbookOpen": ["Workbook"],
    }
    assert "Private WithEvents host As Application" in MODULES["ThisWorkbook"].source


def test_no_sum_of_money_is_computed_in_vba():
    """Numbers with decimals, currency types and rounding have no place in glue."""
    for name in HANDWRITTEN:
        for line in code(body(MODULES[name])):
            assert not re.search(r"\d\.\d|\b(Currency|Round|Int|Fix|Format|CDbl|CCur|CDec)\b|\*|/", line), (name, line)


def test_an_installed_package_without_the_source_tree_is_told_plainly(tmp_path):
    with pytest.raises(InputError, match="源代码目录"):
        modules(tmp_path)


# The functions.


@pytest.fixture(scope="module")
def functions():
    """Parameters and body of each function of the generated module, by name."""
    return {
        found[1]: (found[2], found[3])
        for found in FUNCTION.finditer(wrappers.functions_source() + wrappers.aliases_source())
    }


def test_every_function_of_the_catalog_stands_once_under_each_of_its_names(functions):
    assert sorted(functions) == sorted(NAMES)
    for source, names in (
        (wrappers.functions_source(), {spec.name for spec in CATALOG.values()}),
        (wrappers.aliases_source(), {spec.alias for spec in CATALOG.values()}),
    ):
        assert set(re.findall(r"^Public Function (\w+)", source, re.MULTILINE)) == names
        assert source.count("\nPublic Function ") == len(CATALOG)


@pytest.mark.parametrize("name", NAMES)
def test_a_function_takes_its_arguments_in_order_and_only_hands_them_on(functions, name):
    parameters, lines = functions[name]
    ids = [argument.id for argument in NAMES[name].arguments]
    assert ids
    assert re.findall(r"(\w+) As Variant", parameters) == ids
    statements = [line.strip() for line in lines.splitlines() if line.strip() and not line.startswith("Attribute ")]
    assert statements == [f'{name} = SoeBridge.SoeCall("{name}", Array({", ".join(ids)}))']


@pytest.mark.parametrize("name", NAMES)
def test_what_may_be_left_out_at_the_end_is_optional(functions, name):
    optional = [part.strip().startswith("Optional ") for part in functions[name][0].split(",")]
    may_be_left_out = [each.optional or each.blank_allowed for each in NAMES[name].arguments]
    assert optional == sorted(optional)
    for place, left_out in enumerate(may_be_left_out):
        assert optional[place] == (left_out and all(may_be_left_out[place:]))


@pytest.mark.parametrize("name", NAMES)
def test_names_and_arguments_are_identifiers_that_a_chinese_vba_accepts(name):
    ids = [argument.id for argument in NAMES[name].arguments]
    assert all(map(is_identifier, (name, *ids)))
    assert not RESERVED.intersection(ids)
    assert len({each.lower() for each in ids}) == len(ids)
    assert not {each.lower() for each in ids} & {each.lower() for each in NAMES}
    assert not re.fullmatch(r"[A-Z]{1,3}\d+", name), "would be a cell address"


@pytest.mark.parametrize("name", NAMES)
def test_the_description_is_part_of_the_function(functions, name):
    text = NAMES[name].wizard_help
    assert f'Attribute {name}.VB_Description = "{text.replace(chr(34), chr(34) * 2)}"\n' in functions[name][1]
    assert len(text) <= 255


def test_no_help_is_registered_while_excel_starts():
    """Excel reads it in the file: calls of MacroOptions would show the add-in for a moment, 76 times."""
    assert not [name for name, module in MODULES.items() if re.search(r"MacroOptions|IsAddin\s*=", module.source)]


def test_other_modules_search_all_names_in_capitals():
    excel = ExcelApplication()
    excel.add_module(wrappers.catalog_source(), name="SoeCatalog")
    assert excel.run("SoeNames").split("|")[1:-1] == list(NAMES)
    assert all(name == name.upper() for name in NAMES)


# Python cannot be exchanged.


def test_the_command_is_fixed_and_isolated():
    source = MODULES["SoePython"].source
    [line] = [line for line in source.splitlines() if "PYTHON_COMMAND As String" in line]
    assert re.search(r'= "(.*)"$', line)[1].replace('""', '"') == PYTHON_COMMAND
    assert PYTHON_COMMAND.startswith(f'"{PYTHON_FOLDER}pythonw.exe" -I -B ')
    assert PYTHON_FOLDER == HOME + "python\\" == "C:\\ProgramData\\xl_addin\\python\\"
    assert PYTHON_COMMAND.isascii()


def test_nothing_of_xlwings_configuration_is_left():
    """In xlwings a sheet or a file beside the workbook in front names the interpreter; here nothing is asked."""
    asking = re.compile(
        r"GetConfig|INTERPRETER|PYTHONPATH|RunPython|Environ|CreateObject|GetObject|Shell|GetSetting|LoadLibrary|Run\b"
        r"|FileSystem|ExecuteExcel4Macro|Evaluate|CustomDocumentProperties|^\s*(Open|Dir|ChDir|Kill)\b",
        re.IGNORECASE,
    )
    for name, module in MODULES.items():
        assert not [line for line in code(body(module)) if asking.search(line)], name
    assert ".conf" not in MODULES["SoePython"].source


def test_where_python_lies_depends_on_no_workbook():
    for line in code(MODULES["SoePython"].source):
        assert not re.search(r"\b(Active\w+|ThisWorkbook|Workbooks|Application|Range|Cells|Sheets|Names)\b", line)


def test_only_one_function_of_the_dll_is_declared_and_with_its_whole_path():
    source = MODULES["SoePython"].source
    version = importlib.metadata.version("xlwings")
    for bits in (64, 32):
        lib = f'Lib "{PYTHON_FOLDER}xlwings{bits}-{version}.dll"'
        [line] = [line for line in source.splitlines() if lib in line]
        assert "Private Declare PtrSafe Function XLPyDLLActivateAuto" in line
    assert source.count("Declare ") == 2


def test_the_licence_of_xlwings_stands_beside_what_is_taken_from_it():
    source = MODULES["SoePython"].source
    assert "Copyright (C) 2014-present, Zoomer Analytics LLC." in source
    assert "Redistributions in binary form must reproduce the above copyright notice" in source
    assert "POSSIBILITY OF SUCH DAMAGE." in source
    assert "'@" not in source
    assert "{home}" not in source
    assert "{command}" not in source


@pytest.mark.parametrize(
    "text",
    [
        "Sub Nothing_of_it()\nEnd Sub\n",
        "'xlwings is distributed under a BSD\n'SOFTWARE, EVEN IF\nDeclare Function Other Lib \"a.dll\" () As Long\n",
    ],
)
def test_an_xlwings_that_words_it_otherwise_stops_the_build(text):
    with pytest.raises(RuntimeError, match="xlwings"):
        xlwings_declaration(text, "9.9")


def test_python_offers_the_buttons_under_the_name_that_vba_asks_for():
    from xl_addin.hosts.excel import buttons

    assert f'"{buttons.__name__}"' in MODULES["SoeRibbon"].source
    assert list(inspect.signature(buttons.press).parameters) == ["command_id", "workbook", "sheet", "cell"]


def test_the_sources_are_those_of_the_repository():
    assert sources.modules()[0].source.startswith("VERSION 1.0 CLASS\nBEGIN\n")
