"""A local TOML file of any depth is refused at once, in a Chinese line."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from xl_addin.commands.office.policy_table import file_faults

SIZE = 900_000
NESTED = {
    "brackets": "a=" + "[" * SIZE,
    "closed brackets": "a=" + "[" * (SIZE // 2) + "]" * (SIZE // 2),
    "tables": "a=" + "{a=" * (SIZE // 3),
    "dotted key": "a." * (SIZE // 2) + "b=1",
    "quoted key": '"a" . ' * (SIZE // 6) + "b=1",
    "dotted table": "[" + "a." * (SIZE // 2) + "b]",
    "key of a table": "a={" + "a." * (SIZE // 2) + "b=1}",
    "long number": "a=" + "9" * SIZE,
    "long word": "a" * SIZE,
    "blanks": "a" + " " * SIZE,
}


@pytest.mark.parametrize("text", NESTED.values(), ids=NESTED.keys())
def test_a_file_of_any_depth_is_refused_at_once(tmp_path: Path, text: str) -> None:
    path = tmp_path / "口径.toml"
    path.write_text(text, encoding="utf-8")
    started = time.process_time()
    faults = file_faults(path)
    assert time.process_time() - started < 3
    assert faults and all("\n" not in fault and len(fault) < 300 for fault in faults)


MANY = {
    "keys": "\n".join(f"k{number} = 1" for number in range(20_000)),
    "values": "\n".join(f"[[values]]\nname = '{number}'" for number in range(900)),
    "lines in a key": '"a\\n\\u2028b" = 1\n"' + "x" * 9_000 + '" = 1',
}


@pytest.mark.parametrize("text", MANY.values(), ids=MANY.keys())
def test_of_many_faults_the_first_are_told_a_line_each(tmp_path: Path, text: str) -> None:
    path = tmp_path / "口径.toml"
    path.write_text(text, encoding="utf-8")
    faults = file_faults(path)
    assert 0 < len(faults) <= 51 and all(len(fault.splitlines()) == 1 and len(fault) < 500 for fault in faults)
    assert ("另有" in faults[-1]) == (len(faults) == 51)
