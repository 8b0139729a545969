"""The files of the WPS add-in: complete, from the catalogs, the same every time, and as WPS wants them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from lxml import etree

from xl_addin.commands.catalog import COMMANDS
from xl_addin.commands.spec import GROUPS
from xl_addin.functions import CATALOG
from xl_addin.hosts.service.wps.addin import (
    CONNECTION,
    CONTENTS,
    addin_files,
    connection_script,
    damaged,
    read_connection,
)
from xl_addin.values.errors import InputError

FILES = addin_files()


def test_the_ribbon_begins_with_its_element_and_has_a_button_for_every_command() -> None:
    assert FILES["ribbon.xml"].startswith(b"<customUI ")
    buttons = {one.get("id"): one for one in etree.fromstring(FILES["ribbon.xml"]).iter("{*}button")}
    assert set(buttons) == {f"cmd_{spec.id}" for spec in COMMANDS}
    for spec in COMMANDS:
        button = buttons[f"cmd_{spec.id}"]
        assert (button.get("label"), button.get("supertip")) == (spec.name, spec.help)
        assert (button.get("onAction"), button.get("getImage"), button.get("imageMso")) == (
            "OnAction",
            "GetImage",
            None,
        )
        assert etree.fromstring(FILES[f"images/cmd_{spec.id}.svg"]).tag.endswith("svg")
    groups = [one.get("label") for one in etree.fromstring(FILES["ribbon.xml"]).iter("{*}group")]
    assert groups == list(GROUPS)


def test_every_callback_of_the_ribbon_is_a_plain_function_of_the_glue() -> None:
    script = FILES["main.js"].decode()
    for element in etree.fromstring(FILES["ribbon.xml"]).iter(etree.Element):
        for key, name in element.attrib.items():
            if re.match(r"on[A-Z]|get[A-Z]", str(key)):
                assert re.search(rf"^function {name}\(", script, re.MULTILINE), name


def test_every_function_is_registered_under_both_names_with_all_its_arguments() -> None:
    script = FILES["functions.js"].decode()
    assert script.count("Soe.calls.register(") == 2 * len(CATALOG)
    for spec in CATALOG.values():
        arguments = ", ".join(one.id for one in spec.arguments)
        for name in (spec.name, spec.alias):
            assert f'register("改制", "{name}", function ({arguments}) {{ return Soe.calls.call("{name}",' in script


def test_the_page_loads_files_that_are_there_and_nothing_from_elsewhere() -> None:
    names = re.findall(r'src="([^"]+)"', FILES["index.html"].decode())
    assert set(names) - set(FILES) == {CONNECTION}
    glue = b"".join(content for name, content in FILES.items() if name.endswith((".js", ".html"))).decode()
    assert set(re.findall(r"https?://[^\"' ]+", glue)) == {"http://127.0.0.1:"}


def test_the_glue_needs_no_newer_engine_than_the_oldest_wps_has() -> None:
    for sign in ("=>", "`", "?.", "??", "async ", "await ", "import ", "..."):
        assert sign not in re.sub(r'"[^"\n]*"|//[^\n]*', "", FILES["main.js"].decode()), sign


def test_no_word_is_in_what_is_handed_out() -> None:
    assert CONNECTION not in FILES
    assert addin_files() == FILES


def test_what_the_installer_writes_for_the_page_can_be_read_again() -> None:
    assert read_connection(connection_script(40000, "w" * 43)) == {"port": 40000, "token": "w" * 43}
    assert read_connection(b"var x = 1;") == {}
    assert read_connection(b"\xff") == {}


def test_a_missing_or_changed_file_is_noticed(tmp_path: Path) -> None:
    for name, content in FILES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    assert damaged(tmp_path) == []
    (tmp_path / "main.js").write_bytes(b"")
    (tmp_path / "ribbon.xml").unlink()
    assert damaged(tmp_path) == ["main.js", "ribbon.xml"]
    (tmp_path / CONTENTS).write_text(json.dumps([1]))
    assert damaged(tmp_path) == [CONTENTS]


def test_without_the_source_tree_the_add_in_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="源代码目录"):
        addin_files(tmp_path)
