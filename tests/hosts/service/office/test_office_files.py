"""The add-in's files for Excel 365: complete, from the catalogs, the same every time, and as Excel wants them."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from typer.testing import CliRunner

from xl_addin.cli.application import app
from xl_addin.commands.catalog import COMMANDS
from xl_addin.commands.spec import GROUPS
from xl_addin.functions import CATALOG
from xl_addin.hosts.service.office.framing import OFFICE_JS, POLICY
from xl_addin.hosts.service.office.metadata import names
from xl_addin.hosts.service.office.package import introductions
from xl_addin.hosts.service.office.pages import office_files
from xl_addin.values.errors import InputError

ADDRESS = "https://soe.example.cn:8443"
MADE = introductions(ADDRESS)
XML = etree.fromstring(MADE["manifest.xml"])
UNIFIED = json.loads(zipfile.ZipFile(BytesIO(MADE["改制测算.zip"])).read("manifest.json"))
FUNCTIONS = json.loads(office_files()["functions.json"][0])


def elements(name: str) -> list[Any]:
    return list(XML.iter(f"{{*}}{name}"))


def test_every_text_and_address_that_the_manifest_names_is_there_and_fits() -> None:
    texts = {one.get("id"): one for kind in ("Image", "Url", "String") for one in elements(kind) if one.get("id")}
    named = {one.get("resid") for one in XML.iter() if one.get("resid")}
    assert named == set(texts)
    assert all(len(name) <= 32 for name in texts)
    for kind, most in (("ShortStrings", 125), ("LongStrings", 250)):
        (parent,) = elements(kind)
        assert all(0 < len(one.get("DefaultValue")) <= most for one in parent)
    assert re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", elements("Id")[0].text)
    assert re.fullmatch(r"\d+\.\d+\.\d+\.\d+", elements("Version")[0].text)


def test_every_file_that_a_manifest_names_is_handed_out() -> None:
    said = set(re.findall(r"https://[^\"<]+", MADE["manifest.xml"].decode()))
    said |= {text for text in re.findall(r"https://[^\"]+", json.dumps(UNIFIED)) if "/office/" in text}
    files = {text.removeprefix(f"{ADDRESS}/office/") for text in said if text.startswith(f"{ADDRESS}/")}
    assert "pane.html" in files
    assert files <= set(office_files())
    assert said - {f"{ADDRESS}/office/{name}" for name in files} == {ADDRESS}
    for name in files:
        if name.endswith(".png"):
            assert office_files()[name][0].startswith(b"\x89PNG")


@pytest.mark.office
def test_the_maintained_validator_finds_no_fault_in_the_unified_manifest(tmp_path: Path) -> None:
    validator = Path(sys.prefix) / "validator" / "node_modules" / ".bin" / "office-addin-manifest"
    if not validator.exists():
        pytest.skip("make manifest-validator (npm)")
    file = tmp_path / "manifest.json"
    file.write_text(json.dumps(UNIFIED), encoding="utf-8")
    done = subprocess.run([validator, "validate", file], capture_output=True, text=True, timeout=100)
    assert (done.returncode, done.stderr) == (0, "")
    file.write_text(json.dumps(UNIFIED | {"developer": 1}), encoding="utf-8")
    assert subprocess.run([validator, "validate", file], capture_output=True, timeout=100).returncode != 0


def test_the_ribbon_has_a_control_for_every_command_and_no_group_is_too_full() -> None:
    names = [one.text for one in elements("FunctionName")]
    assert sorted(names) == sorted(f"cmd_{spec.id}" for spec in COMMANDS)
    assert [len(group.findall("{*}Control")) <= 6 for group in elements("Group")] == [True] * len(GROUPS)
    (tab,) = UNIFIED["extensions"][0]["ribbons"][0]["tabs"]
    flat = [one for group in tab["groups"] for control in group["controls"] for one in control.get("items", [control])]
    assert sorted(one["actionId"] for one in flat) == sorted([*names, "pane"])
    actions = {one["id"] for one in UNIFIED["extensions"][0]["runtimes"][0]["actions"]}
    assert actions == {*names, "pane"}
    assert [group["label"] for group in tab["groups"]] == list(GROUPS)
    assert all(len(one["supertip"]["description"]) <= 250 and len(one["label"]) <= 64 for one in flat)


def test_every_function_is_there_under_both_names_as_excel_takes_them() -> None:
    found = {one["id"]: one for one in FUNCTIONS["functions"]}
    assert len(found) == len(FUNCTIONS["functions"]) == 2 * len(CATALOG) - 1
    assert [spec.alias for spec in CATALOG.values() if len(names(spec)) == 1] == ["期限"]  # Excel takes none so short
    assert len({one["name"] for one in found.values()}) == len(found)
    assert FUNCTIONS["allowErrorForDataTypeAny"] is True
    for spec in CATALOG.values():
        for number, name in names(spec).items():
            one = found[number]
            assert one["name"] == name
            assert one["description"] == spec.wizard_help
            assert [each["description"] for each in one["parameters"]] == [each.wizard_help for each in spec.arguments]
            assert [each["dimensionality"] == "scalar" for each in one["parameters"]] == [
                each.shape == "cell" for each in spec.arguments
            ]
            assert one["result"]["dimensionality"] == ("matrix" if spec.gives_table else "scalar")
            assert re.fullmatch(r"[A-Z][A-Z0-9._]{2,63}", number)
            assert re.fullmatch(r"[^\W\d_][\w.]{2,63}", name)
    english = json.loads(office_files()["functions.en.json"][0])["functions"]
    assert {one["description"] for one in english} == {spec.help_en for spec in CATALOG.values()}


@pytest.mark.parametrize("name", [one for one in office_files() if one.endswith((".js", ".html", ".css"))])
def test_the_client_reads_no_cell_as_html_and_loads_nothing_from_elsewhere(name: str) -> None:
    text = office_files()[name][0].decode()
    assert not re.search(r"innerHTML|insertAdjacentHTML|document\.write|eval\(|new Function|\son\w+=\"|style=\"", text)
    assert set(re.findall(r"https?://[^\s\"'`)]+", text)) <= {f"{OFFICE_JS}/lib/1/hosted/office.js"}
    for other in re.findall(r"from \"([^\"]+)\"", text):
        assert other.startswith(("./", "../page/"))
        assert other.startswith("../page/") or other.removeprefix("./") in office_files()


def test_the_pane_is_shown_by_excel_and_by_nobody_else() -> None:
    frames = next(one for one in POLICY.split("; ") if one.startswith("frame-ancestors")).split()[1:]
    assert frames[0] == "'self'"
    assert all(re.fullmatch(r"https://\*\.[a-z0-9.]+\.(com|cn|microsoft)", one) for one in frames[1:])


def test_the_same_address_gives_the_same_bytes_and_another_one_another_add_in() -> None:
    assert introductions(ADDRESS + "/") == MADE
    other = etree.fromstring(introductions("https://localhost:8443")["manifest.xml"])
    assert other.find("{*}Id").text != elements("Id")[0].text


@pytest.mark.parametrize(
    "address", ["http://soe.example.cn", "soe.example.cn", "https://", "https://a/b", "https://甲"]
)
def test_an_address_that_excel_does_not_take_is_refused(address: str) -> None:
    with pytest.raises(InputError, match="https"):
        introductions(address)


def test_the_files_are_written_and_say_how_they_are_used(tmp_path: Path) -> None:
    target = tmp_path / "清单"
    done = CliRunner().invoke(app, ["build", "office", "--address", ADDRESS, "-o", str(target)])
    assert done.exit_code == 0
    assert {path.name for path in target.iterdir()} == set(MADE)
    assert ADDRESS in (target / "怎样装.txt").read_text(encoding="utf-8-sig")
