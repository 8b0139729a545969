"""Runs on Windows: start from the pack as the add-in does; tell which of the modules at work came from elsewhere."""

from __future__ import annotations

import contextlib
import json
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType


def starting(python: Path) -> ModuleType:
    """Load the script that the add-in starts, without importing anything else."""
    spec = spec_from_file_location("starting", python / "Lib/site-packages/xl_addin/hosts/excel/starting.py")
    assert spec is not None and spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def main() -> None:
    before = set(sys.modules)
    started = starting(Path(sys.prefix))
    with contextlib.suppress(OSError, ValueError):
        sys.meta_path.insert(0, started.PackedModules(sys.prefix))
    from xl_addin.hosts.excel.udfs import FUNCTIONS

    value = FUNCTIONS["经济补偿金"]("1985-07-01", "2011-09-28", 1600.0, 1500.0, 2300.0)
    import xl_addin.hosts.excel.buttons  # noqa: F401

    loaded = {name: module.__spec__ for name, module in sys.modules.items() if name not in before}
    packed = [name for name, spec in loaded.items() if spec and type(spec.loader).__name__ == "PackedLoader"]
    apart = [
        name
        for name, spec in loaded.items()
        if spec and (spec.origin or "").endswith((".py", ".pyc")) and name not in packed
    ]
    print(json.dumps({"value": value, "packed": len(packed), "apart": apart}))


if __name__ == "__main__":
    main()
