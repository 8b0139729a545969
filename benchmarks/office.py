"""Cells of Excel 365 through our client and service beside stock xlwings Server, a table beside an echo, in one run.

``python benchmarks/office.py [ROUNDS]``; medians of rounds that take turns. Excel is played in a real
Chromium (``tests/hosts/service/office``); both clients are called by the same one, and what is timed is timed in the
page. CPU is that of all processes of the service; the browser's is not in it. Nothing is asserted here; how many
answers equal ``functions.call`` is said. Where the peer cannot be installed or started, that is said.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median
from typing import Any

from stock_xlwings import NotHere, StockExcel, stock
from table import HEADINGS, persons

from tests.hosts.service.browser.chromium import Page, chromium, program
from tests.hosts.service.office.playing import Excel
from tests.hosts.service.office.test_office_played import in_cells, written
from tests.hosts.service.office.test_serving import Opened, free_port
from tests.hosts.service.test_load import family, listening
from xl_addin.functions import call
from xl_addin.hosts.service.office.certificate import PAIR

CELLS, ROWS, ROUNDS, WARM = (1_000, 3_000), 10_000, 5, 50
PATIENCE = 30.0
"""Seconds after which one side has no further rounds of that many cells: a request for each cell takes its time."""
OUR_NAME, OUR_TABLE = "SOE.经济补偿金", "SOE.经济补偿金表"
UNSAFE = "--ignore-certificate-errors"
ECHO = """
import json, sys, uvicorn
from starlette.applications import Starlette
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route
table = json.load(open(sys.argv[3], encoding="utf-8"))
async def page(request):
    return HTMLResponse("<title>echo</title>")
async def echo(request):
    json.loads(await request.body())
    return Response(json.dumps(table, ensure_ascii=False, separators=(",", ":")), media_type="application/json")
app = Starlette(routes=[Route("/", page), Route("/call", echo, methods=["POST"])])
port, certificate = int(sys.argv[1]), sys.argv[2]
uvicorn.run(app, port=port, ssl_certfile=certificate, http="h11", loop="asyncio", ws="none", log_config=None)
"""
# Every cell of a filled-down column at once, as a recalculation of Excel begins; each round with other wages.
RECALCULATED = """(async () => {
  const spec = Played.functions.get(%s), begun = performance.now();
  window.found = await Promise.all(%s.map((given) => Played.called(spec, given)));
  return performance.now() - begun;
})()"""
ECHOED = """(async () => {
  const begun = performance.now();
  const told = await fetch("/call", { method: "POST", body: JSON.stringify(window.given), cache: "no-store" });
  window.found = await told.json();
  return performance.now() - begun;
})()"""
Seconds = tuple[float, float]
"""Wall and CPU."""


def cpu_of(number: int) -> float:
    """CPU seconds of a process and its children, finer than the ticks of /proc."""
    return sum(time.clock_gettime(~one << 3 | 2) for one in family(number))  # the CPU clock of another process


def measured(tab: Page, script: str, number: int) -> Seconds:
    before = cpu_of(number)
    wall = tab.value(script) / 1000
    return wall, cpu_of(number) - before


def column(cells: int, turn: int) -> list[list[Any]]:
    return [[29_000 + i % 9_000, 40_814, 1_600 + turn + i / 4, 1_500, 2_300] for i in range(cells)]


def recalculated(tab: Page, number: int, cells: int, turn: int) -> tuple[Seconds, int]:
    """What it took, and how many answers are those of ``functions.call``."""
    asked = column(cells, turn)
    seconds = measured(tab, RECALCULATED % (json.dumps(OUR_NAME), json.dumps(asked)), number)
    found = tab.value("window.found.map(Played.one)")
    return seconds, sum(one == call("SOE_SEVERANCE", *given) for one, given in zip(found, asked, strict=True))


def roster() -> list[list[Any]]:
    """10,000 x 8 cells below their headings, as Excel hands them over."""
    rows = [[number, *map(in_cells, row)] for number, row in enumerate(persons(ROWS), 1)]
    return [["序号", *HEADINGS], *[["" if cell is None else cell for cell in row] for row in rows]]


@contextmanager
def echo(folder: Path, certificate: Path, table: list[list[Any]]) -> Iterator[tuple[int, int]]:
    """The same server with nothing behind it but JSON: its process and its port."""
    path, port = folder / "table.json", free_port()
    path.write_text(json.dumps(table, ensure_ascii=False), "utf-8")
    with listening(port, ECHO, str(port), str(certificate), str(path)) as number:
        yield number, port


def shown(rounds: list[Seconds]) -> str:
    walls, cpus = zip(*rounds, strict=True)
    wide = f"{min(walls) * 1000:,.0f} to {max(walls) * 1000:,.0f} ms in {len(rounds)}"
    return f"{median(walls) * 1000:8,.0f} ms {median(cpus):8.3f} CPU s   ({wide})"


def scalars(tabs: dict[str, tuple[Page, int]], rounds: int) -> None:
    for tab, number in tabs.values():
        recalculated(tab, number, WARM, -1)
    for cells in CELLS:
        found: dict[str, list[Seconds]] = {name: [] for name in tabs}
        right = dict.fromkeys(tabs, 0)
        for turn in range(rounds):
            for name, (tab, number) in tabs.items():
                if sum(wall for wall, _ in found[name]) > PATIENCE:
                    continue
                seconds, equal = recalculated(tab, number, cells, turn)
                found[name].append(seconds)
                right[name] += equal
        for name, some in found.items():
            answers = f"{right[name]:,} of {cells * len(some):,} answers right"
            print(f"{cells:6,} cells, {name:21s} {shown(some)}; {answers}", flush=True)


def timed(act: Callable[[], object]) -> Seconds:
    wall, spent = time.perf_counter(), time.process_time()
    act()
    return time.perf_counter() - wall, time.process_time() - spent


def tables(ours: Page, number: int, bare: Page, echoing: int, rows: list[list[Any]], rounds: int) -> None:
    given = json.dumps(rows, ensure_ascii=False)
    for tab in (ours, bare):
        tab.value(f"window.given = {given}; 0")
    through = RECALCULATED % (json.dumps(OUR_TABLE), "[[window.given]]")
    plain = [[None if cell == "" else cell for cell in row] for row in rows]
    acts: dict[str, Callable[[], Seconds]] = {
        "our client, service": lambda: measured(ours, through, number),
        "echo of as many cells": lambda: measured(bare, ECHOED, echoing),
        "functions.call": lambda: timed(lambda: call("SOE_SEVERANCE_TABLE", plain)),
    }
    for act in acts.values():
        act()  # everything is loaded
    found: dict[str, list[Seconds]] = {name: [] for name in acts}
    for _ in range(rounds):
        for name, act in acts.items():
            found[name].append(act())
    print(f"{ROWS:,} x {len(rows[0])} cells in, as many out")
    for name, some in found.items():
        print(f"{name:34s}  {shown(some)}", flush=True)
    service, bare_server = (found[name] for name in list(acts)[:2])
    for place, what in enumerate(("wall time", "CPU")):
        one, other = (median(seconds[place] for seconds in side) for side in (service, bare_server))
        print(f"service beside echo, {what}: {one / other:.2f}")


def main(rounds: int) -> None:
    if program() is None:
        sys.exit("needs Chromium: make browser")
    print(f"medians of {rounds} rounds that took turns; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        service = Opened(folder)
        stack.callback(service.end)
        ours = stack.enter_context(chromium(folder / "ours", Excel, UNSAFE))
        ours.address, ours.word = f"https://localhost:{service.port}/office/pane.html", service.word
        ours.begin(written(表=[[1]]))
        tabs: dict[str, tuple[Page, int]] = {"our client, service": (ours, service.process.pid)}
        try:
            (folder / "stock").mkdir()
            peer, port = stack.enter_context(stock(folder / "stock"))
            theirs = stack.enter_context(chromium(folder / "theirs", StockExcel))
            theirs.enter_functions(port)
            tabs["stock xlwings Server"] = (theirs, peer)
        except (NotHere, AssertionError) as error:
            print(f"without xlwings Server: {error}")
        scalars(tabs, rounds)
        rows = roster()
        ours.value(f"window.given = {json.dumps(rows, ensure_ascii=False)}; 0")
        ours.value(RECALCULATED % (json.dumps(OUR_TABLE), "[[window.given]]"))
        echoing, port = stack.enter_context(echo(folder, service.state / PAIR, ours.value("window.found[0]")))
        bare = stack.enter_context(chromium(folder / "bare", Page, UNSAFE))
        bare.open(f"https://localhost:{port}/")
        bare.until("document.title === 'echo'")
        tables(ours, service.process.pid, bare, echoing, rows, rounds)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS)
