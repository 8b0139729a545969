"""The one file that an office sends to whoever maintains the product: 改制测算诊断.txt on the user's desktop.

Versions, which Excel and how it reaches Python, what the diagnosis finds, the results of a first run, the end of the
log. No names, no values of cells, no folders of the user's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from xl_addin.files.atomic import replacing
from xl_addin.hosts.excel.log import log_path
from xl_addin.hosts.openbook.refusals import passing_over_refusals

NAME: Final = "改制测算诊断.txt"
_LOG_LINES: Final = 40
_PROPERTIES: Final = {"Version": "版本", "Build": "内部版本", "OperatingSystem": "系统", "ProductCode": "产品代码"}
_PLAIN: Final = re.compile(r"[\w .,:;(){}-]{1,80}")


def write_report(lines: Sequence[str], folder: Path | None = None) -> str:
    """Write the file with the end of the log; give the line that tells the user. OSError if it cannot be written."""
    target = (folder or _desktop()) / NAME
    text = "\r\n".join("\n".join([*lines, "", *_log_end()]).split("\n")) + "\r\n"
    with replacing(target) as stream:
        stream.write(text.encode("utf-8-sig"))
    return f"已写出桌面上的“{NAME}”，不含姓名、身份证号和单元格内容，可以直接发给维护人员"


def about_excel(app: Any) -> Iterator[str]:
    """Which Excel this is, as it says itself; its product code tells volume licences from retail, and the bits."""
    yield "Excel："
    for name, title in _PROPERTIES.items():
        with passing_over_refusals():
            value = str(getattr(app, name, ""))
            if _PLAIN.fullmatch(value):
                yield f"  {title} {value}"


def findings() -> Iterator[str]:
    """What the diagnosis sees in a moment; the whole of it is in the start menu."""
    from xl_addin.hosts.excel.install.diagnosis import diagnose_quickly

    yield "诊断（不含文件核对和连接通路，那两项请用开始菜单“诊断”）："
    for item in diagnose_quickly():
        yield f"  {item.line}"


def _desktop() -> Path:
    from xl_addin.hosts.excel.install.places import shortcut_paths

    return shortcut_paths()["桌面"].parent


def _log_end() -> list[str]:
    try:
        lines = log_path().read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ["日志：没有"]
    return [f"日志（最后 {_LOG_LINES} 行）：", *(f"  {line}" for line in lines[-_LOG_LINES:])]
