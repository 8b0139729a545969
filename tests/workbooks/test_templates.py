"""The templates that are kept as files are those that an installed package writes."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from workbooks import templates


@pytest.mark.parametrize("path", templates.books(), ids=lambda path: path.stem)
def test_the_stored_template_is_what_the_package_builds(path: Path, tmp_path: Path) -> None:
    made = tmp_path / "made.xlsx"
    templates.books()[path](made)
    # Parts and not bytes: another zlib may pack the same parts otherwise.
    with zipfile.ZipFile(path) as stored, zipfile.ZipFile(made) as new:
        assert stored.namelist() == new.namelist()
        assert [name for name in new.namelist() if stored.read(name) != new.read(name)] == []


def test_no_other_file_stands_among_the_templates() -> None:
    assert set(templates.FOLDER.glob("*.xlsx")) == set(templates.books())
