"""What the bodies of requests say, field by field."""

from __future__ import annotations

import json
from typing import Any, Final

from starlette.requests import Request

from xl_addin.values.errors import InputError

_WISHES: Final = {
    **dict.fromkeys(("action", "sheet", "cell", "password"), str),
    **dict.fromkeys(("masked", "pdf", "in_place"), bool),
    "take": list,
}


async def told(request: Request, fields: dict[str, type]) -> dict[str, Any]:
    """What a request says, field by field; InputError for what is none of them."""
    try:
        found = json.loads(await request.body())
        json.dumps(found, ensure_ascii=False).encode()
    except UnicodeEncodeError:  # half of a pair of characters: nothing is called so, and no file can keep it
        raise InputError("请求里有不成对的字符（代理码位），请核对文字") from None
    except (ValueError, RecursionError):
        raise InputError("请求不是 JSON") from None
    if not isinstance(found, dict):
        raise InputError("请求要是一个 JSON 对象")
    for name, value in found.items():
        if type(value) is not fields.get(name):
            raise InputError(f"请求里的“{name[:40]}”不能用")
    return found


async def wish(request: Request) -> dict[str, Any]:
    """What is asked to be done."""
    found = await told(request, _WISHES)
    if "action" not in found:
        raise InputError('请求要写成 {"action": "check"} 或 {"action": 命令名称, …}')
    if not all(isinstance(one, str) for one in found.get("take", [])):
        raise InputError("take 要是工作表名的列表")
    return found
