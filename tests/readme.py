"""What the README shows, and what must lie in the folder where it is tried."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[1]
README: Final = (ROOT / "README.md").read_text(encoding="utf-8")
SAMPLE: Final = ROOT / "workbooks" / "samples" / "改制测算示例.xlsx"
FIRST: Final = ". .venv/bin/activate"
"""The line by which a terminal finds the program."""
_SHOWN: Final = [line.split("#")[0].strip() for line in README.splitlines() if line.startswith("xl-addin ")]
LASTING: Final = "xl-addin serve"
"""It goes on until it is stopped: tests/hosts/service starts and stops it."""
COMMANDS: Final = [command for command in _SHOWN if command != LASTING] + [
    command for command in re.findall(r"`(xl-addin [^`]+)`", README) if command.startswith("xl-addin table")
]
TARGETS: Final = re.findall(r"^make ([a-z-]+)", README, flags=re.MULTILINE)
_ROSTER: Final = "姓名,参加工作时间,解除时间,月平均工资\n王三,1985-07-01,2011-09-28,1600\n"


def prepare(folder: Path) -> None:
    """Put the files of the README's examples where they are tried."""
    (folder / "BOOK.xlsx").write_bytes(SAMPLE.read_bytes())
    (folder / "ROSTER.csv").write_text(_ROSTER, encoding="utf-8")
    (folder / "workbooks").symlink_to(ROOT / "workbooks", target_is_directory=True)
    (folder / "out").mkdir()
