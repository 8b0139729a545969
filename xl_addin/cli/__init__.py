"""Floor 10: the command line ``xl-addin``; one file a subcommand, put together in :mod:`xl_addin.cli.main`."""

from xl_addin.cli.main import main

__all__ = ["main"]
