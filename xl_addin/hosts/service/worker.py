"""The child process of the service: ``python -m xl_addin.hosts.service.worker MEGABYTES FOLDER``.

A line in begins with what is asked: ``call`` and a request of :mod:`calling`, or ``work`` and a task of :mod:`work`.
When the service is gone, however it ended, the folder with its workbooks goes, too.
"""

from __future__ import annotations

import json
import shutil
import sys
from functools import partial
from typing import Any

from xl_addin.hosts.batch.worker import Tell, serve
from xl_addin.hosts.openbook.json_text import text_of
from xl_addin.hosts.service.calling import answer
from xl_addin.values.errors import InputError
from xl_addin.values.garbage import no_search_for_garbage

CALL, WORK = b"call", b"work"
DONE, REFUSED, FAILED = "done", "refused", "failed"


def act(line: bytes, tell: Tell) -> object:
    """Answer one line."""
    asked, _, request = line.partition(b" ")
    try:
        if asked == CALL:
            with no_search_for_garbage():
                return text_of({"status": DONE, **answer(request)})
        from xl_addin.hosts.service.work import work

        return _dumped({"status": DONE, **work(json.loads(request), tell)})
    except InputError as error:
        return {"status": REFUSED, "refused": error.message}
    except MemoryError:
        raise
    except Exception as error:  # the next request is not to suffer
        return {"status": FAILED, "refused": f"内部出错（{type(error).__name__}），请把文件和版本号报给维护人员"}


def _dumped(note: dict[str, Any]) -> bytes:
    return json.dumps(note, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode("utf-8", "replace")


if __name__ == "__main__":
    serve(int(sys.argv[1]), act, partial(shutil.rmtree, sys.argv[2], ignore_errors=True))
