"""The add-in's files for Excel 365 by name: the client as it stands in ``client``, and what the catalogs make of it."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Final

from xl_addin.commands.spec import GROUPS
from xl_addin.hosts.service.office.icons import SIZES, icon
from xl_addin.hosts.service.office.metadata import ENGLISH, functions_json, functions_script
from xl_addin.hosts.service.site import files_in
from xl_addin.hosts.service.tasks import told_commands
from xl_addin.version import __version__

_CLIENT: Final = Path(__file__).with_name("client")
_SCRIPT, _JSON = "text/javascript", "application/json"


@cache
def office_files() -> dict[str, tuple[bytes, str]]:
    """Content and kind of every file, by its name."""
    found = files_in(_CLIENT)
    found["functions.json"] = (functions_json(), _JSON)
    found["functions.en.json"] = (functions_json(ENGLISH), _JSON)
    found["functions.js"] = (functions_script(), _SCRIPT)
    found["commands.js"] = (_commands(), _SCRIPT)
    for number in range(len(GROUPS)):
        found |= {f"icon-{number}-{size}.png": (icon(number, size), "image/png") for size in SIZES}
    return found


def _commands() -> bytes:
    lines = (
        f"export const {name} = {json.dumps(value, ensure_ascii=False, indent=1)};\n"
        for name, value in (("COMMANDS", told_commands()), ("GROUPS", GROUPS), ("VERSION", __version__))
    )
    return "".join(lines).encode()
