"""The unified manifest (JSON), which the administration centre of Microsoft 365 takes in a package."""

from __future__ import annotations

import json
import re
from typing import Any, Final

from xl_addin.commands.catalog import COMMANDS
from xl_addin.commands.spec import CommandSpec
from xl_addin.formulas.stored_names import OFFICE_NAMESPACE
from xl_addin.hosts.service.office.manifest import (
    ABOUT,
    ABOUT_EN,
    LONGEST_TIP,
    MORE,
    PANE,
    PANE_ACTION,
    PANE_HELP,
    PANE_ID,
    PICTURES,
    TITLE,
    TITLE_EN,
    groups,
    identity,
)
from xl_addin.version import __version__

_SCHEMA: Final = "1.29"


def manifest_json(address: str) -> bytes:
    """The unified manifest, for the administration centre of Microsoft 365."""
    actions = [{"id": f"cmd_{spec.id}", "type": "executeFunction", "displayName": spec.name} for spec in COMMANDS]
    tabs = [{"id": "soe_tab", "label": TITLE, "groups": [_json_group(address, *one) for one in groups()]}]
    told = {
        "$schema": f"https://developer.microsoft.com/json-schemas/teams/v{_SCHEMA}/MicrosoftTeams.schema.json",
        "manifestVersion": _SCHEMA,
        "version": __version__,
        "id": identity(address),
        "developer": {
            "name": "xl_addin",
            **{f"{name}Url": f"{address}/office/help.html" for name in ("website", "privacy", "termsOfUse")},
        },
        "name": {"short": TITLE, "full": f"{TITLE} {TITLE_EN}"},
        "description": {"short": ABOUT, "full": f"{ABOUT}。{ABOUT_EN}."},
        "icons": {"color": "color.png", "outline": "outline.png"},
        "accentColor": "#1F6F43",
        "localizationInfo": {"defaultLanguageTag": "zh-cn", "additionalLanguages": []},
        "authorization": {
            "permissions": {"resourceSpecific": [{"name": "Document.ReadWrite.User", "type": "Delegated"}]}
        },
        "validDomains": [re.sub("^https://", "", address).split("/")[0]],
        "extensions": [
            {
                "requirements": {
                    "scopes": ["workbook"],
                    "capabilities": [{"name": "SharedRuntime", "minVersion": "1.1"}],
                },
                "runtimes": [
                    {
                        "id": "soe_runtime",
                        "type": "general",
                        "code": {"page": f"{address}/office/pane.html", "script": f"{address}/office/main.js"},
                        "lifetime": "long",
                        "actions": [
                            {"id": PANE_ACTION, "type": "openPage", "displayName": PANE, "view": PANE_ID},
                            *actions,
                        ],
                        "customFunctions": {
                            "namespace": {"id": OFFICE_NAMESPACE, "name": OFFICE_NAMESPACE},
                            "metadataUrl": f"{address}/office/functions.json",
                        },
                    }
                ],
                "ribbons": [{"contexts": ["default"], "tabs": tabs}],
            }
        ],
    }
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def _json_group(
    address: str, number: int, title: str, shown: list[CommandSpec], more: list[CommandSpec]
) -> dict[str, Any]:
    icons = [{"size": size, "url": f"{address}/office/icon-{number}-{size}.png"} for size in PICTURES]

    def control(kind: str, name: str, label: str, tip: str, **own: Any) -> dict[str, Any]:
        tips = {"title": label, "description": tip[:LONGEST_TIP]}
        return {"id": name, "type": kind, "label": label, "icons": icons, "supertip": tips, **own}

    def button(kind: str, spec: CommandSpec) -> dict[str, Any]:
        return control(kind, f"cmd_{spec.id}", spec.name, spec.help, actionId=f"cmd_{spec.id}")

    controls = [control("button", PANE_ACTION, PANE, PANE_HELP, actionId=PANE_ACTION)] if number == 0 else []
    controls += [button("button", spec) for spec in shown]
    if more:
        items = [button("menuItem", spec) for spec in more]
        controls.append(control("menu", f"more_{number}", MORE, f"{title}的其他命令", items=items))
    return {"id": f"group_{number}", "label": title, "icons": icons, "controls": controls}
