"""The names of the package for Python users: shown before they are loaded, each with help, each where it says."""

from __future__ import annotations

import subprocess
import sys

import pytest

import xl_addin


def run(program: str) -> str:
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.strip()


def test_every_public_name_is_shown_before_anything_is_loaded() -> None:
    shown = run("import sys, xl_addin\nprint(*dir(xl_addin))\nassert 'numpy' not in sys.modules").split()
    assert set(xl_addin.__all__) <= set(shown)
    assert {"severance_table", "package_table", "check_table", "check_workbook", "call", "InputError"} <= set(shown)


def test_a_star_import_gives_them_all() -> None:
    names = run("from xl_addin import *\nprint(*[name for name in dir() if name[0] != '_'])").split()
    assert set(names) == set(xl_addin.__all__) - {"__version__"}


@pytest.mark.parametrize("name", [name for name in xl_addin.__all__ if name not in ("__version__", "CATALOG")])
def test_a_public_name_has_help(name: str) -> None:
    found = getattr(xl_addin, name)
    assert found.__name__ == name
    assert len(found.__doc__.split()) > 5


def test_a_name_that_is_none_is_said_to_be_none() -> None:
    with pytest.raises(AttributeError, match="'severence_table'"):
        _ = xl_addin.severence_table  # type: ignore[attr-defined]
