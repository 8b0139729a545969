"""The routes. Whatever is told is JSON; whatever is refused is ``{"refused": one Chinese line}`` with a status of 4xx.

What is not here: who is let in (:mod:`guard`), what is done (:mod:`worker`), what is kept (:mod:`shelf`).
"""

from __future__ import annotations

import asyncio
import os
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import FileResponse, Response
from starlette.routing import Mount, Route

from xl_addin.hosts.service import requested, rooms
from xl_addin.hosts.service.guard import App, Door, Guard
from xl_addin.hosts.service.instance import proof
from xl_addin.hosts.service.pool import Limits, Pool, Wanted
from xl_addin.hosts.service.refusals import HANDLERS, Refused, Told
from xl_addin.hosts.service.shelf import Book, Job, Shelf, Unknown
from xl_addin.hosts.service.site import Docs, docs_folder, page_files
from xl_addin.values.errors import InputError
from xl_addin.version import __version__

JSON: Final = "application/json"
_LONGEST_NONCE: Final = 200
_SWEEP_SECONDS: Final = 300.0


class Service:
    """What the routes share: the door, the processes, the workbooks."""

    def __init__(self, door: Door, folder: Path, limits: Limits | None = None) -> None:
        self.door = door
        self.pool = Pool(folder, limits or Limits())
        self.shelf = Shelf(folder)
        self.stopping: Callable[[], None] = lambda: None
        """Called when somebody with the word asks for the end; set by whoever runs the server."""
        self._running: set[asyncio.Task[None]] = set()
        self._inner = self._routes()
        self.app: App = Guard(self._inner, door)

    def behind(self, door: Door) -> App:
        """The same service behind one more door."""
        return Guard(self._inner, door)

    def _routes(self) -> Starlette:
        docs = docs_folder()
        routes = [
            Route("/", self.page),
            Route("/page/{name}", self.page_file),
            Route("/office/{name}", self.office_file),
            Route("/health", self.health),
            Route("/call", self.call, methods=["POST"]),
            Route("/commands", self.commands),
            Route("/stop", self.stop, methods=["POST"]),
            Route("/headings", self.headings, methods=["GET", "POST"]),
            Route("/books", self.upload, methods=["PUT"]),
            Route("/books", self.offer, methods=["POST"]),
            Route("/books/{book}", self.forget, methods=["DELETE"]),
            Route("/books/{book}/jobs", self.begin, methods=["POST"]),
            Route("/jobs/{book}/{job}", self.look),
            Route("/files/{book}/{file}/link", self.link, methods=["POST"]),
            Route("/files/{book}/{file}/place", self.place, methods=["POST"]),
            Route("/get/{word}", self.fetch),
            *([Mount("/docs", Docs(docs))] if docs else []),
        ]
        handlers: Any = {
            **HANDLERS,
            InputError: lambda request, error: _refusal(400, error.message),
            Unknown: lambda request, error: _refusal(404, "没有这一项，或已过期，请重新放入工作簿"),
            HTTPException: lambda request, error: _refusal(error.status_code, "没有这个地址，或用法不对"),
            ClientDisconnect: lambda request, error: _refusal(400, "数据传送中断，没有接收"),
            OSError: _disk_fails,
            Exception: lambda request, error: _refusal(500, f"内部出错（{type(error).__name__}），请报给维护人员"),
        }
        return Starlette(routes=routes, exception_handlers=handlers, lifespan=self._life)

    @asynccontextmanager
    async def _life(self, app: Starlette) -> AsyncIterator[None]:
        self.pool.warm()
        sweeper = asyncio.create_task(self._sweep())
        try:
            yield
        finally:
            sweeper.cancel()
            await asyncio.to_thread(self.pool.close)

    async def _sweep(self) -> None:
        while True:
            await asyncio.sleep(_SWEEP_SECONDS)
            self.shelf.sweep()

    async def page(self, request: Request) -> Response:
        """The page; it holds no word: that stands behind the # of the address, which no server is sent."""
        return _static("index.html")

    async def page_file(self, request: Request) -> Response:
        """What the page is made of."""
        return _static(request.path_params["name"])

    async def office_file(self, request: Request) -> Response:
        """What Excel 365 loads: the pane, the functions, pictures. Nothing of a user's."""
        found = (await asyncio.to_thread(_office_files)).get(request.path_params["name"])
        if found is None:
            raise Refused(404, "没有这个地址")
        return Response(found[0], media_type=found[1])

    async def health(self, request: Request) -> Response:
        """That the service runs; with ``nonce`` a proof that it is the one that knows the word."""
        told: dict[str, Any] = {"service": "xl_addin", "version": __version__, "docs": docs_folder() is not None}
        nonce = request.query_params.get("nonce", "")
        if nonce and request.scope["door"] is self.door:  # over HTTPS the certificate proves more
            if len(nonce) > _LONGEST_NONCE:
                raise InputError("nonce 太长")
            port = int(request.headers["host"].rpartition(":")[2])  # our own: no other Host is let in
            told["proof"] = proof(self.door.token, port, nonce)
            told["proofs"] = ",".join(proof(token, port, nonce) for token in self.door.callers)
        return Told(told)

    async def call(self, request: Request) -> Response:
        """Worksheet functions: one recalculation, many calls."""
        loop = asyncio.get_running_loop()
        async with self.pool.call_turns.of(request.scope["owner"]):  # a body that waits is not read: memory is bounded
            body = await request.body()
            found, understood = await loop.run_in_executor(self.pool.call_threads, self.pool.call, body)
        return Response(found, 200 if understood else 400, media_type=JSON)

    async def stop(self, request: Request) -> Response:
        """End the service: for another start of this program, and for what replaces or removes it."""
        self.stopping()
        return Response(status_code=204)

    async def commands(self, request: Request) -> Response:
        """The buttons, from the same catalog as every ribbon."""
        return Told({"commands": await asyncio.to_thread(_commands)})

    async def headings(self, request: Request) -> Response:
        """The office's answers “this column is …”; one more is kept, or with an empty role forgotten."""
        from xl_addin.hosts.service.headings import keep, kept

        if request.method == "GET":
            return Told({"headings": await asyncio.to_thread(kept)})
        told = await requested.told(request, {"kind": str, "heading": str, "role": str})
        if len(told) != 3:
            raise InputError("请求里要有 kind、heading、role")
        found = await asyncio.to_thread(keep, told["kind"], told["heading"], told["role"])
        self.pool.renew()
        return Told({"headings": found})

    async def upload(self, request: Request) -> Response:
        """Take a workbook in: its bytes are the body, its name is in the address."""
        book = self.shelf.begin(request.query_params.get("name", ""), request.scope["owner"])
        try:
            with os.fdopen(os.open(book.source, _NEW, 0o600), "wb") as file:
                async for piece in request.stream():
                    self.shelf.take(book, len(piece))
                    await asyncio.to_thread(file.write, piece)
        except BaseException:
            self.shelf.drop(book)
            raise
        return Told({"book": book.id, "name": book.name, "bytes": book.size}, 201)

    async def offer(self, request: Request) -> Response:
        """Tell a program of this computer where to save a copy of its workbook."""
        rooms.refuse_far(request)
        return Told(rooms.offer(self.shelf, request.query_params.get("name", "")), 201)

    async def forget(self, request: Request) -> Response:
        """Forget a workbook with all that was made of it."""
        book = self._book(request)
        del self.shelf.books[book.id]
        try:
            for job in book.jobs.values():  # ended before its files go, or it would tell of missing files
                await asyncio.to_thread(job.end)
        finally:
            self.shelf.drop(book)
        return Response(status_code=204)

    async def begin(self, request: Request) -> Response:
        """Begin to check a workbook, or to press a button on it."""
        book = self._book(request)
        self.shelf.check_jobs(book)
        rooms.arrived(self.shelf, book)
        wish = await requested.wish(request)
        action = wish.pop("action")
        folder = self.shelf.room_for(book)
        source = folder / book.name
        try:
            os.link(book.source, source)
        except OSError:  # a disk without links
            await asyncio.to_thread(_copy, book.source, source)
        wanted = Wanted()
        job = Job(secrets.token_urlsafe(12), action, end=wanted.drop)
        book.jobs[job.id] = job
        task = {"source": str(source), "folder": str(folder), "action": action, **wish}
        running = asyncio.create_task(self._work(book, job, task, wanted))
        self._running.add(running)
        running.add_done_callback(self._running.discard)
        return Told({"job": f"{book.id}/{job.id}"}, 202)

    def _book(self, request: Request) -> Book:
        """The workbook that a request names. Unknown if it is not there, or another user's."""
        return self.shelf.book(request.path_params["book"], request.scope["owner"])

    async def _work(self, book: Book, job: Job, task: dict[str, Any], wanted: Wanted) -> None:
        loop = asyncio.get_running_loop()

        def told(stage: dict[str, Any]) -> None:
            loop.call_soon_threadsafe(job.stage.update, stage)

        try:
            async with self.pool.job_turns.of(book.owner):
                note = await loop.run_in_executor(self.pool.job_threads, self.pool.work, task, told, wanted)
            if "files" in note:
                note["files"] = self.shelf.keep(book, Path(task["folder"]), note["files"])
        except InputError as error:
            note = {"status": "refused", "refused": error.message}
        except Exception as error:  # whoever waits for it is told
            note = {"status": "failed", "refused": f"内部出错（{type(error).__name__}），请报给维护人员"}
        Path(task["source"]).unlink(missing_ok=True)
        job.note = note
        if book.id not in self.shelf.books:  # forgotten while it was worked on
            self.shelf.drop(book)

    async def look(self, request: Request) -> Response:
        """How far a job is, or what came of it."""
        job = self._book(request).jobs.get(request.path_params["job"])
        if job is None:
            raise Unknown
        told = job.note if job.note is not None else {"status": "working", **job.stage}
        return Told({"action": job.action, **told})

    async def link(self, request: Request) -> Response:
        """A link to a result that works once."""
        book = self._book(request)
        return Told({"link": f"/get/{self.shelf.link(book, request.path_params['file'])}"})

    async def place(self, request: Request) -> Response:
        """Put a result beside the workbook of a program of this computer."""
        rooms.refuse_far(request)
        book, number = self._book(request), request.path_params["file"]
        wish = await requested.told(request, {"beside": str})
        return Told(await asyncio.to_thread(rooms.place, book, number, wish.get("beside", "")), 201)

    async def fetch(self, request: Request) -> Response:
        """A result."""
        # who asks for the head only, as programs that fetch files do beforehand, has not fetched it
        found = self.shelf.linked if request.method == "HEAD" else self.shelf.fetch
        path = found(request.path_params["word"])
        return FileResponse(path, filename=path.name, media_type="application/octet-stream")


_NEW: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


def _commands() -> list[dict[str, Any]]:
    """The catalog takes a second to load, which the child processes do for themselves."""
    from xl_addin.hosts.service.tasks import told_commands

    return told_commands()


def _office_files() -> dict[str, tuple[bytes, str]]:
    from xl_addin.hosts.service.office.pages import office_files

    return office_files()


def _static(name: str) -> Response:
    found = page_files().get(name)
    if found is None:
        raise Refused(404, "没有这个地址")
    content, kind = found
    return Response(content, media_type=kind)


def _copy(source: Path, target: Path) -> None:
    target.write_bytes(source.read_bytes())
    target.chmod(0o600)


def _disk_fails(request: Request, error: Exception) -> Response:
    reason = getattr(error, "strerror", None) or type(error).__name__
    return _refusal(507, f"文件不能读写（{reason}），请检查磁盘空间")


def _refusal(status: int, reason: str) -> Response:
    return Told({"refused": reason}, status)
