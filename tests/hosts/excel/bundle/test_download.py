"""Downloads of the bundle: only the pinned bytes, from one index; whatever else an index offers is refused unread."""

from __future__ import annotations

import hashlib
import http.server
import io
import tarfile
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from xl_addin.hosts.excel.bundle import download
from xl_addin.hosts.excel.bundle.pins import Pin
from xl_addin.values.errors import InputError

TRACE = "the build backend ran"


def wheel(text: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as packed:
        packed.writestr("trial.py", text)
        packed.writestr("trial_lib-1.0.dist-info/METADATA", "Name: trial-lib")
    return stream.getvalue()


def source_distribution(trace: Path) -> bytes:
    """What pip would have built: its backend leaves a trace where it runs."""
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w:gz") as packed:
        for name, text in {
            "pyproject.toml": '[build-system]\nrequires = ["evil"]\nbuild-backend = "backend"\nbackend-path = ["."]',
            "backend.py": f"open({str(trace)!r}, 'w').write({TRACE!r})",
            "setup.py": f"open({str(trace)!r}, 'w').write({TRACE!r})",
        }.items():
            entry = tarfile.TarInfo(f"trial_lib-1.0/{name}")
            entry.size = len(text.encode())
            packed.addfile(entry, io.BytesIO(text.encode()))
    return stream.getvalue()


WANTED = wheel("wanted = True")
OTHER = wheel("import os; os.system('evil')")
PIN = Pin("trial-lib", "1.0", hashlib.sha256(WANTED).hexdigest())
WHEEL = "trial_lib-1.0-py3-none-any.whl"


class Index:
    """A package index on this computer; it notes what it is asked for."""

    def __init__(self) -> None:
        self.pages: dict[str, bytes] = {}
        self.asked: list[str] = []
        index = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                index.asked.append(self.path)
                content = index.pages.get(self.path)
                self.send_response(200 if content is not None else 404)
                self.end_headers()
                self.wfile.write(content or b"")

            def log_message(self, *_: object) -> None:
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()
        self.address = f"http://127.0.0.1:{self.server.server_port}"

    def offers(self, files: dict[str, bytes], told: dict[str, str] | None = None) -> None:
        """Put files on the page of the library; ``told`` is what the page says of the hash of a file."""
        links = []
        for name, content in files.items():
            self.pages[f"/files/{name}"] = content
            digest = (told or {}).get(name, hashlib.sha256(content).hexdigest())
            links.append(f'<a href="/files/{name}{f"#sha256={digest}" if digest else ""}">{name}</a>')
        self.pages["/simple/trial-lib/"] = "".join(links).encode()


@pytest.fixture
def index(monkeypatch: pytest.MonkeyPatch) -> Iterator[Index]:
    found = Index()
    monkeypatch.setenv("PIP_INDEX_URL", f"{found.address}/simple")
    monkeypatch.setenv("no_proxy", "*")
    monkeypatch.setattr(download, "wheel_pins", lambda: (PIN,))
    yield found
    found.server.shutdown()


def test_the_pinned_wheel_is_fetched_once_and_then_only_verified(index: Index, tmp_path: Path) -> None:
    index.offers({WHEEL: WANTED})
    for _ in range(2):
        assert download.wheel_files(tmp_path)[PIN].read_bytes() == WANTED
    assert index.asked == ["/simple/trial-lib/", f"/files/{WHEEL}"]


def test_a_page_without_hashes_will_do(index: Index, tmp_path: Path) -> None:
    index.offers({"other-2.0-py3-none-any.whl": OTHER, WHEEL: WANTED}, {WHEEL: "", "other-2.0-py3-none-any.whl": ""})
    assert download.wheel_files(tmp_path)[PIN].read_bytes() == WANTED
    assert "/files/other-2.0-py3-none-any.whl" not in index.asked


HOSTILE = {
    "another wheel of the same name": ({WHEEL: OTHER}, {}),
    "another wheel under the pinned hash": ({WHEEL: OTHER}, {WHEEL: PIN.digest}),
    "another wheel without a hash": ({WHEEL: OTHER}, {WHEEL: ""}),
    "a newer version": ({"trial_lib-9.0-py3-none-any.whl": OTHER}, {}),
    "a wheel for everything": ({"trial_lib-1.0-cp313-cp313-win_amd64.whl": OTHER, WHEEL: OTHER}, {}),
    "a name that leads elsewhere": (
        {"..%2f..%2ftrial_lib-1.0.whl": OTHER},
        {"..%2f..%2ftrial_lib-1.0.whl": PIN.digest},
    ),
    "nothing": ({}, {}),
}


@pytest.mark.parametrize(("files", "told"), HOSTILE.values(), ids=HOSTILE.keys())
def test_what_is_not_the_pinned_file_is_refused(
    index: Index, tmp_path: Path, files: dict[str, bytes], told: dict[str, str]
) -> None:
    index.offers(files, told)
    with pytest.raises(InputError, match="SHA-256"):
        download.wheel_files(tmp_path)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_source_distribution_is_not_even_asked_for(index: Index, tmp_path: Path) -> None:
    """It used to be built by pip, with a backend from the index that nobody had pinned."""
    trace = tmp_path / "trace"
    archive = source_distribution(trace)
    index.offers({"trial_lib-1.0.tar.gz": archive}, {"trial_lib-1.0.tar.gz": PIN.digest})
    with pytest.raises(InputError, match="SHA-256"):
        download.wheel_files(tmp_path / "cache")
    assert index.asked == ["/simple/trial-lib/"]
    assert not trace.exists()


def test_the_archive_of_python_is_read_and_never_built(
    index: Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trace = tmp_path / "trace"
    archive = source_distribution(trace)
    pin = Pin("trial-lib", "1.0", hashlib.sha256(archive).hexdigest())
    monkeypatch.setattr(download, "PYTHON", pin)
    index.offers({"trial_lib-1.0.tar.gz": archive, WHEEL: WANTED})
    assert download.python_archive(tmp_path).read_bytes() == archive
    assert index.asked == ["/simple/trial-lib/", "/files/trial_lib-1.0.tar.gz"]  # no build backend, nothing else
    assert not trace.exists()


def test_a_file_that_was_changed_in_the_cache_is_fetched_again(index: Index, tmp_path: Path) -> None:
    index.offers({WHEEL: WANTED})
    path = download.wheel_files(tmp_path)[PIN]
    path.write_bytes(OTHER)
    assert download.wheel_files(tmp_path)[PIN].read_bytes() == WANTED


def test_no_second_index_is_asked(index: Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    second = Index()
    second.offers({WHEEL: WANTED})
    monkeypatch.setenv("PIP_EXTRA_INDEX_URL", f"{second.address}/simple")
    monkeypatch.setenv("PIP_FIND_LINKS", f"{second.address}/simple/trial-lib/")
    with pytest.raises(InputError, match=r"127\.0\.0\.1"):
        download.wheel_files(tmp_path)
    assert second.asked == []
    second.server.shutdown()


def test_an_endless_file_is_refused(index: Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(download, "_LONGEST_FILE", len(WANTED) - 1)
    index.offers({WHEEL: WANTED})
    with pytest.raises(InputError, match="MB"):
        download.wheel_files(tmp_path)


def test_an_address_that_is_no_web_address_is_refused(
    index: Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIP_INDEX_URL", tmp_path.as_uri())
    with pytest.raises(InputError, match="https"):
        download.wheel_files(tmp_path)


def test_nothing_in_the_builder_starts_a_program() -> None:
    folder = Path(download.__file__).parent
    assert not [path.name for path in folder.glob("*.py") if "subprocess" in path.read_text(encoding="utf-8")]
