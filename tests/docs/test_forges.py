"""Issue forms, workflows and hooks: they can be read, say what they must, and call what exists."""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import yaml

from xl_addin.values.persons import mask_text

ROOT = Path(__file__).parents[2]
FORMS = sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.yml"))
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
FIELDS = {"markdown", "checkboxes", "textarea", "input", "dropdown"}


def read(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def commands_of(path: Path) -> list[str]:
    """Every line that a workflow or a hook runs."""
    told = read(path)
    if "repos" in told:
        return [hook["entry"] for repo in told["repos"] for hook in repo["hooks"]]
    steps = [step for job in told["jobs"].values() for step in job["steps"]]
    return [line for step in steps for line in step.get("run", "").splitlines()]


def missing(command: str) -> list[str]:
    """Targets of make and files of the checkout that a command names and that do not exist."""
    words = [word for word in shlex.split(command) if not word.startswith("-")]
    targets = re.findall(r"\bmake ([a-z-]+)", command) if words[0] == "make" else []
    files = [word for word in words if word.startswith((".ci/", "tests/", "docs/")) or word.endswith(".py")]
    return [one for one in targets if not re.search(rf"^{one}:", MAKEFILE, re.MULTILINE)] + [
        one for one in files if not (ROOT / one).is_file()
    ]


def test_there_is_a_form_for_each_kind_of_trouble_and_no_blank_issue() -> None:
    assert [path.stem for path in FORMS] == ["config", "crash", "misread-sheet", "wrong-amount"]
    assert read(FORMS[0]) == {"blank_issues_enabled": False}


@pytest.mark.parametrize("path", FORMS[1:], ids=lambda path: path.stem)
def test_a_form_warns_before_anything_else_and_asks_that_no_person_is_named(path: Path) -> None:
    form = read(path)
    assert set(form) == {"name", "description", "title", "labels", "body"}
    first, second, *rest = form["body"]
    assert first["type"] == "markdown"
    assert first["attributes"]["value"].startswith("**不要上传真实的花名册、身份证号、姓名")
    assert second["type"] == "checkboxes"
    assert all(option["required"] and "身份证号" in option["label"] for option in second["attributes"]["options"])
    assert any(field["validations"]["required"] for field in rest if "validations" in field)


@pytest.mark.parametrize("path", FORMS[1:], ids=lambda path: path.stem)
def test_a_form_is_one_that_the_forge_can_show(path: Path) -> None:
    body = read(path)["body"]
    names = [field["id"] for field in body if field["type"] != "markdown"]
    assert len(names) == len(set(names))
    for field in body:
        assert field["type"] in FIELDS
        assert set(field) <= {"type", "id", "attributes", "validations"}
        assert re.fullmatch(r"[a-z-]+", field.get("id", "text"))
        assert field["attributes"].get("label") or field["type"] == "markdown"
        if field["type"] == "dropdown":
            options = field["attributes"]["options"]
            assert all(isinstance(option, str) for option in options)
            assert len(options) == len(set(options)) > 1
        if "render" in field["attributes"]:
            assert field["type"] == "textarea"


def test_no_form_holds_an_id_number_itself() -> None:
    for path in FORMS:
        text = path.read_text(encoding="utf-8")
        assert mask_text(text) == text


def test_the_workflow_runs_what_a_change_must_pass_and_may_write_nothing() -> None:
    assert [path.name for path in WORKFLOWS] == ["ci.yml"]
    told = read(WORKFLOWS[0])
    assert "bash .ci/run" in commands_of(WORKFLOWS[0])
    assert told["permissions"] == {"contents": "read"}
    assert set(told[True]) == {"push", "pull_request"}, "YAML reads the key `on` as true"
    assert os.access(ROOT / ".ci" / "run", os.X_OK)


@pytest.mark.parametrize("path", [*WORKFLOWS, ROOT / ".pre-commit-config.yaml"], ids=lambda path: path.name)
def test_targets_and_files_that_are_called_exist(path: Path) -> None:
    commands = commands_of(path)
    assert commands
    assert [gone for command in commands for gone in missing(command)] == []


def test_a_target_and_a_file_that_are_not_there_are_found() -> None:
    assert missing("make nothing-such") == ["nothing-such"]
    assert missing(".venv/bin/python -m pytest tests/test_gone.py tests/test_house.py") == ["tests/test_gone.py"]


def test_hooks_are_local_and_fetch_nothing() -> None:
    repos = read(ROOT / ".pre-commit-config.yaml")["repos"]
    assert [repo["repo"] for repo in repos] == ["local"]
    hooks = repos[0]["hooks"]
    assert {hook["language"] for hook in hooks} == {"system"}
    assert {"ruff format", "ruff check", "mypy, strict"} <= {hook["name"] for hook in hooks}


def test_every_target_that_is_called_in_ci_exists() -> None:
    targets = re.findall(r"make ([a-z-]+)", (ROOT / ".ci" / "run").read_text(encoding="utf-8"))
    assert "docs" in targets
    assert [target for target in targets if not re.search(rf"^{target}:", MAKEFILE, re.MULTILINE)] == []


def test_every_target_and_file_of_the_release_steps_exists() -> None:
    steps = (ROOT / "docs" / "releasing.md").read_text(encoding="utf-8")
    named = re.findall(r"`make ([a-z-]+)`", steps)
    assert named
    assert [name for name in named if not re.search(rf"^{name}:", MAKEFILE, re.MULTILINE)] == []
    files = re.findall(r"`((?:\w+/)*\w+\.(?:py|md|xlsx))`", steps)
    assert [name for name in files if not (ROOT / name).is_file()] == []
