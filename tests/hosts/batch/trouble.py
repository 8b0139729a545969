"""Makes some names of files trouble for whoever works on them, in every process that finds this as ``sitecustomize``.

挂起 hangs, 退出 ends the process, 吃内存 asks for more memory than there is, 一次退出 ends it the first time only.
"""

from __future__ import annotations

import importlib.util
import os
import sys
import time
from importlib.machinery import ModuleSpec
from pathlib import Path
from typing import Any

JOB = "xl_addin.hosts.file.job"


def trouble(name: str, source: Path) -> None:
    """What a file of this name does."""
    if "挂起" in name:
        time.sleep(1_000_000)
    if "一次退出" in name:
        mark = source.with_suffix(".mark")
        if mark.exists():
            return
        mark.write_text("")
        os._exit(9)
    if "退出" in name:
        os._exit(9)
    if "吃内存" in name:
        held = []
        while True:
            held.append(bytearray(400_000_000))
    if "慢" in name:
        time.sleep(0.7)


class Finder:
    """Wraps ``run_file`` as soon as its module is loaded."""

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        if name != JOB:
            return None
        sys.meta_path.remove(self)  # type: ignore[arg-type]
        spec = importlib.util.find_spec(name)
        assert spec is not None and spec.loader is not None
        load = spec.loader.exec_module

        def exec_module(module: Any) -> None:
            load(module)
            run = module.run_file

            def run_file(source: Path, *others: Any) -> Any:
                trouble(source.name, source)
                return run(source, *others)

            module.run_file = run_file

        spec.loader.exec_module = exec_module  # type: ignore[method-assign]
        return spec


sys.meta_path.insert(0, Finder())  # type: ignore[arg-type]
