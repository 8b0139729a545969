"""What the command line says: every line with its ID numbers masked, wherever they came from."""

from __future__ import annotations

import typer

from xl_addin.values.persons import mask_text


def say(text: str = "") -> None:
    """Print to stdout."""
    typer.echo(mask_text(text))


def complain(text: str) -> None:
    """Print to stderr as one line."""
    typer.echo(mask_text(" ".join(text.split())), err=True)
