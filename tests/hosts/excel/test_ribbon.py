"""The ribbon files: one button per command of the catalog, and a macro that fits behind every one of them."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest
from lxml import etree

from xl_addin.commands.catalog import COMMANDS
from xl_addin.commands.spec import GROUPS, CommandSpec
from xl_addin.hosts.excel.ribbon import FILES, refuse_callbacks, ribbon_files
from xl_addin.hosts.excel.sources import modules
from xl_addin.hosts.excel.vba import VbaModule
from xl_addin.values.errors import InputError

SPACES = {
    "customUI.xml": "http://schemas.microsoft.com/office/2006/01/customui",
    "customUI14.xml": "http://schemas.microsoft.com/office/2009/07/customui",
}
GOOD = "Public Sub OnCommand(control As IRibbonControl)\nEnd Sub\n"


def spec(**changes: object) -> CommandSpec:
    return dataclasses.replace(COMMANDS[0], **changes)


def ribbon(name: str = "customUI14.xml", commands: tuple[CommandSpec, ...] = COMMANDS) -> etree._Element:
    return etree.fromstring(ribbon_files(commands)[name])


def buttons(root: etree._Element) -> list[etree._Element]:
    return list(root.iter("{*}button"))


@pytest.mark.parametrize("name", FILES)
def test_every_command_is_a_button_with_its_name_help_and_macro(name: str) -> None:
    root = ribbon(name)
    assert etree.QName(root).namespace == SPACES[name]
    found = {each.get("id"): each for each in buttons(root)}
    assert set(found) == {f"cmd_{each.id}" for each in COMMANDS}
    for command in COMMANDS:
        button = found[f"cmd_{command.id}"]
        assert (button.get("label"), button.get("screentip"), button.get("supertip")) == (
            command.name,
            command.name,
            command.help,
        )
        assert button.get("onAction") == "SoeRibbon.OnCommand"
        assert button.get("imageMso") == command.image


@pytest.mark.parametrize("name", FILES)
def test_groups_stand_in_order_on_one_tab_and_keep_the_order_of_the_catalog(name: str) -> None:
    root = ribbon(name)
    [tab] = root.iter("{*}tab")
    assert tab.get("label") == "改制测算"
    assert [group.get("label") for group in tab] == list(GROUPS)
    for group in tab:
        expected = [f"cmd_{each.id}" for each in COMMANDS if each.group == group.get("label")]
        assert [button.get("id") for button in group] == expected


def test_the_first_button_of_a_group_is_large_and_the_others_are_small() -> None:
    for group in ribbon().iter("{*}group"):
        sizes = [button.get("size") for button in group]
        assert sizes == ["large", *["normal"] * (len(sizes) - 1)]


def test_both_forms_say_the_same() -> None:
    old, new = (text.decode("utf-8") for text in ribbon_files().values())
    assert old.replace(SPACES["customUI.xml"], SPACES["customUI14.xml"]) == new


def test_ids_are_unique_and_texts_short_enough_for_the_ribbon() -> None:
    elements = list(ribbon().iter("{*}tab", "{*}group", "{*}button"))
    ids = [each.get("id") for each in elements]
    assert len(set(ids)) == len(ids)
    assert all(len(str(value)) <= 1024 for each in elements for value in each.attrib.values())


def test_marks_of_xml_in_help_stay_what_they_are() -> None:
    command = spec(help='<合计> & "小计"\n第二行', name="甲&乙")
    [button] = buttons(ribbon(commands=(command,)))
    assert (button.get("supertip"), button.get("label")) == (command.help, "甲&乙")


def test_a_group_without_commands_is_left_out() -> None:
    assert [group.get("label") for group in ribbon(commands=(spec(group="资料"),)).iter("{*}group")] == ["资料"]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"group": "其他"}, "分组“其他”"),
        ({"id": "Check Book"}, "编号 Check Book"),
        ({"id": "1"}, "编号 1"),
        ({"help": "长" * 1025}, "1025 个字符"),
        ({"help": ""}, "0 个字符"),
        ({"image": "no picture"}, "图标名“no picture”"),
    ],
)
def test_a_command_that_cannot_be_a_button_is_refused(changes: dict[str, str], reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        ribbon_files((spec(**changes),))


def test_a_command_twice_is_refused() -> None:
    with pytest.raises(InputError, match="重复"):
        ribbon_files((COMMANDS[0], COMMANDS[0]))


def test_without_the_source_tree_the_build_says_what_it_needs(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="完整的源代码目录"):
        ribbon_files(folder=tmp_path)


def test_every_macro_that_the_ribbon_names_exists_and_takes_what_excel_hands_over() -> None:
    named = [set(re.findall(rb'on[A-Z]\w+="([\w.]+)"', xml)) for xml in ribbon_files().values()]
    assert named == [{b"SoeRibbon.OnCommand"}] * 2
    for xml in ribbon_files().values():
        assert_accepted(xml, modules())


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("", "没有这个公共过程"),
        (GOOD.replace("Public", "Private"), "没有这个公共过程"),
        (GOOD.replace("Sub", "Function"), "没有这个公共过程"),
        ("#If Mac Then\n' " + GOOD + "#End If", "没有这个公共过程"),
        (GOOD.replace("control As IRibbonControl", ""), "参数应是"),
        (GOOD.replace("IRibbonControl", "Object"), "参数应是"),
        (GOOD.replace("control", "Optional control"), "参数应是"),
        (GOOD.replace("IRibbonControl", "IRibbonControl, pressed As Boolean"), "参数应是"),
    ],
)
def test_a_missing_or_unfitting_macro_is_refused(source: str, reason: str) -> None:
    source = source.replace("' Public Sub OnCommand(control As IRibbonControl)\nEnd Sub", "' Public Sub OnCommand()")
    with pytest.raises(InputError, match=reason):
        refuse_callbacks(ribbon_files()["customUI14.xml"], [VbaModule("SoeRibbon", "standard", source)])


def test_a_macro_in_another_module_or_in_a_class_is_not_the_one_that_is_named() -> None:
    xml = ribbon_files()["customUI14.xml"]
    for module in (VbaModule("Others", "standard", GOOD), VbaModule("SoeRibbon", "class", GOOD)):
        with pytest.raises(InputError, match="没有这个公共过程"):
            refuse_callbacks(xml, [module])


def test_the_type_may_be_written_with_its_library() -> None:
    source = GOOD.replace("IRibbonControl", "Office.IRibbonControl")
    assert_accepted(ribbon_files()["customUI14.xml"], [VbaModule("SoeRibbon", "standard", source)])


def assert_accepted(xml: bytes, given: list[VbaModule]) -> None:
    """With its modules a ribbon passes, without them it is refused."""
    assert refuse_callbacks(xml, given) is None  # type: ignore[func-returns-value]
    with pytest.raises(InputError, match="没有这个公共过程"):
        refuse_callbacks(xml, [])


def test_a_callback_whose_arguments_nobody_knows_is_refused() -> None:
    with pytest.raises(InputError, match="getLabel"):
        refuse_callbacks(b'<button getLabel="SoeRibbon.OnCommand"/>', [VbaModule("SoeRibbon", "standard", GOOD)])
