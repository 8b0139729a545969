"""What Excel's Python runs: xlwings' server, until Excel ends.

The first argument is the class id that Excel waits for. Another one, a number, only tells one start from the next.
"""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Serve from Python's own folder, so that no folder of the user's is kept in use."""
    os.chdir(sys.prefix)
    import xlwings

    xlwings.serve(sys.argv[1])  # type: ignore[call-arg]  # off Windows it takes none


if __name__ == "__main__":
    main()
