"""Runs on Windows: seconds from nothing to the first value, then per call.

Arguments: the folder of a Python, the UDF module, a function of one amount, one of a worker, the number of calls.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from xl_addin.hosts.excel.install.route import UDF_MODULE, Route
from xl_addin.hosts.excel.sources import PYTHON_COMMAND, PYTHON_FOLDER

AMOUNT = (43200.5,)
BARE_COMMAND = f'"{PYTHON_FOLDER}pythonw.exe" -I -B -X utf8 -c "import xlwings; xlwings.serve(\'$(CLSID)\')"'
WORKER = ("1985-07-01", "2011-09-28", 1600.0, 1500.0, 2300.0)


def main(folder: str, module: str, light: str, heavy: str, number: int) -> None:
    wanted = PYTHON_COMMAND if module == UDF_MODULE else BARE_COMMAND
    command = wanted.replace(PYTHON_FOLDER, folder + "\\")
    started = time.perf_counter()
    route = Route(Path(folder), command)
    value = route.call(heavy, *WORKER, module=module)
    cold = time.perf_counter() - started

    def each(function: str, arguments: tuple[object, ...]) -> float:
        route.call(function, *arguments, module=module)
        begun = time.perf_counter()
        for _ in range(number):
            route.call(function, *arguments, module=module)
        return (time.perf_counter() - begun) / number

    seconds = [cold, each(light, AMOUNT), each(heavy, WORKER)]
    route.close()
    print(json.dumps({"seconds": seconds, "value": value}))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[4], int(sys.argv[5]))
