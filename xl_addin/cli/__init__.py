"""Floor 10: the command line ``xl-addin``; one file a subcommand, put together in :mod:`xl_addin.cli.application`."""

import sys

from xl_addin.cli.ending import watch
from xl_addin.cli.streams import keep_streams

__all__ = ["main"]


def main() -> None:
    """Run the command line. How it ends is settled before anything that takes time is loaded."""
    watch()
    keep_streams()
    from xl_addin.cli.application import run_line
    from xl_addin.files.leftovers import sweep

    sweep()
    sys.exit(run_line(sys.argv[1:]))
