"""The example notebook, run as its reader runs it, in a kernel of its own.

A test compares what it shows; ``python -m docs.notebook`` stores that anew. Needs the extra ``test``.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any, Final

FILE: Final = Path(__file__).parent / "examples" / "python.zh-CN.ipynb"


def executed(folder: Path, file: Path = FILE) -> Any:
    """Give the notebook with what its cells show now; it runs in ``folder``."""
    import nbformat
    from jupyter_client.manager import KernelManager
    from nbclient import NotebookClient

    book = nbformat.read(file, as_version=4)
    manager = KernelManager(kernel_name="python3")
    # The Python that runs this, whatever kernels the computer knows.
    manager.kernel_spec.argv = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    NotebookClient(
        book, km=manager, timeout=120, coalesce_streams=True, resources={"metadata": {"path": str(folder)}}
    ).execute()
    return book


def shown(book: Any) -> list[str]:
    """The text that each cell of code shows, in however many pieces it came."""
    return [
        "".join(output.get("text") or output["data"]["text/plain"] for output in cell.outputs)
        for cell in book.cells
        if cell.cell_type == "code"
    ]


def tidied(book: Any) -> Any:
    """The notebook without times, run numbers and the versions of one computer; outputs as texts only."""
    book.metadata = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    for cell in book.cells:
        cell.metadata = {}
        for output in cell.get("outputs", []):
            output.pop("execution_count", None)
            if "data" in output:
                output.data = {"text/plain": output.data["text/plain"]}
                output.execution_count = None
        if cell.cell_type == "code":
            cell.execution_count = None
    return book


if __name__ == "__main__":
    from tempfile import TemporaryDirectory

    import nbformat

    with TemporaryDirectory() as place:
        nbformat.write(tidied(executed(Path(place))), FILE)
