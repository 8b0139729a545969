"""Put the extension together; the same sources give the same bytes."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any, Final

from xl_addin.commands.catalog import COMMANDS
from xl_addin.files.shipped import shipped
from xl_addin.hosts.libreoffice.extension import buttons
from xl_addin.hosts.libreoffice.extension.declarations import catalog_module, functions_xcu, idl_source
from xl_addin.hosts.libreoffice.names import MODULE
from xl_addin.values.errors import InputError
from xl_addin.version import __version__

REACH: Final = "reach.json"
_SOURCES: Final = shipped("macros", "libreoffice")
_COMPONENTS: Final = ("functions.py", "jobs.py", "commands.py")
_CONFIGURATION: Final = ("CalcAddIns.xcu", "Addons.xcu", "CalcWindowState.xcu", "ProtocolHandler.xcu", "Jobs.xcu")
_TYPES: Final = "types.idl"
_KINDS: Final = "application/vnd.sun.star."


def extension_files(reach: dict[str, Any] | None = None, sources: Path = _SOURCES) -> dict[str, bytes]:
    """Give the files of the extension by their path; InputError if the source tree is missing.

    ``reach`` says where the functions are on this computer; without it the extension asks to be installed.
    """
    names = sorted(path.name for path in sources.glob("*.py"))
    if not set(_COMPONENTS) <= set(names):
        raise InputError("生成 LibreOffice 扩展要用完整的源代码目录（macros/libreoffice），或由 pip 安装的软件包")
    files = {name if name in _COMPONENTS else f"pythonpath/{name}": (sources / name).read_bytes() for name in names}
    told = {spec.id: spec.name for spec in COMMANDS}
    files["pythonpath/soe_catalog.py"] = f"{catalog_module()}COMMANDS = {told!r}\n".encode()
    texts = {
        _TYPES: idl_source(),
        "CalcAddIns.xcu": functions_xcu(),
        "Addons.xcu": buttons.addons_xcu(),
        "CalcWindowState.xcu": buttons.window_xcu(),
        "ProtocolHandler.xcu": buttons.protocol_xcu(),
        "Jobs.xcu": buttons.jobs_xcu(),
        "description.xml": _description(),
        "META-INF/manifest.xml": _manifest(),
    }
    files |= {name: text.encode() for name, text in texts.items()}
    for spec in COMMANDS:
        files |= {buttons.picture_path(spec, size): buttons.picture(spec, size) for size in buttons.SIZES}
    if reach is not None:
        files[REACH] = json.dumps(reach, ensure_ascii=False, indent=1).encode()
    return files


def build_extension(reach: dict[str, Any] | None = None) -> bytes:
    """Give the bytes of the .oxt file."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as written:
        for name, content in sorted(extension_files(reach).items()):
            entry = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            written.writestr(entry, content)
    return stream.getvalue()


def _manifest() -> str:
    kinds = {_TYPES: f"{_KINDS}uno-typelibrary;type=RDB"}
    kinds |= dict.fromkeys(_COMPONENTS, f"{_KINDS}uno-component;type=Python")
    kinds |= dict.fromkeys(_CONFIGURATION, f"{_KINDS}configuration-data")
    entries = "".join(
        f' <manifest:file-entry manifest:full-path="{name}" manifest:media-type="{kind}"/>\n'
        for name, kind in kinds.items()
    )
    space = 'xmlns:manifest="http://openoffice.org/2001/manifest"'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<manifest:manifest {space}>\n{entries}</manifest:manifest>\n'


def _description() -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<description xmlns="http://openoffice.org/extensions/description/2006" '
        'xmlns:dep="http://openoffice.org/extensions/description/2006">\n'
        f' <identifier value="{MODULE}"/>\n <version value="{__version__}"/>\n'
        ' <display-name><name lang="en">改制测算 (xl_addin)</name><name lang="zh-CN">改制测算</name></display-name>\n'
        "</description>\n"
    )
