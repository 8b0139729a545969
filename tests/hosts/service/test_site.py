"""The documentation under ``/docs``: its own scripts run, nobody else's, and nothing beside it is handed out."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from pathlib import Path

from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.testclient import TestClient

from xl_addin.hosts.service.site import Docs, page_files

SCRIPT = 'document.body.dataset.theme = "auto"; // 中文'


def test_the_scripts_of_its_pages_are_allowed_by_their_content_alone(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("x")
    site = tmp_path / "site"
    site.mkdir()
    (site / "index.html").write_text(f"<title>说明</title><script>{SCRIPT}</script>", encoding="utf-8")
    client = TestClient(Starlette(routes=[Mount("/docs", Docs(site))]))
    answer = client.get("/docs/")
    digest = b64encode(sha256(SCRIPT.encode()).digest()).decode()
    scripts = next(part for part in answer.headers["content-security-policy"].split("; ") if "script-src" in part)
    assert scripts == f"script-src 'self' 'sha256-{digest}'"
    for path in ("/docs/../secret.txt", "/docs/%2e%2e/secret.txt", "/docs/..%2fsecret.txt"):
        assert client.get(path).status_code == 404


def test_every_part_that_the_page_names_is_there() -> None:
    parts = page_files()
    index = parts["index.html"][0].decode()
    assert "/page/page.js" in index
    for name, (content, _) in parts.items():
        if name.endswith(".js"):
            for line in content.decode().splitlines():
                if ' from "./' in line:
                    assert line.rpartition('"./')[2].partition('"')[0] in parts
