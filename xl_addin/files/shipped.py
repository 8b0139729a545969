"""What is handed out besides the code: sources of the add-ins (``macros``) and ready workbooks (``workbooks``).

In the source tree they stand beside the package, in an installed one inside it. The offline bundle for Windows has
neither: what it installs builds nothing.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

PACKAGE: Final = Path(__file__).parents[1]


def shipped(*parts: str) -> Path:
    """Give the place of such a file or folder; that it exists is for the caller to see.

    >>> shipped("macros", "excel", "SoeRibbon.bas").is_file(), shipped("workbooks", "selftest.xlsx").is_file()
    (True, True)
    """
    inside = PACKAGE.joinpath(*parts)
    return inside if inside.exists() else PACKAGE.parent.joinpath(*parts)
