"""``xl-addin functions``: the worksheet functions and their arguments. Registered by :mod:`xl_addin.cli.main`."""

from __future__ import annotations

from typing import Annotated

import typer

from xl_addin.cli.say import say
from xl_addin.values.errors import InputError


def functions(name: Annotated[str | None, typer.Argument(help="函数名或中文名", show_default=False)] = None) -> None:
    """列出工作表函数；给出名称时显示参数说明。"""
    from xl_addin.functions import CATALOG, resolve

    if name is None:
        for spec in CATALOG.values():
            say(f"{spec.name}  {spec.alias}  {spec.help}")
        return
    found = resolve(name)
    if found is None:
        from xl_addin.policy.options import closest

        known = [word for spec in CATALOG.values() for word in (spec.name, spec.alias)]
        raise InputError(f"没有名为“{name}”的函数{closest(name, known)}")
    spec = CATALOG[found]
    say(f"{spec.signature}  （{spec.alias}）")
    say(spec.help)
    for argument in spec.arguments:
        default = f"，可省略，省略时{argument.default or '为空'}" if argument.optional else ""
        say(f"  {argument.name}：{argument.help}（{argument.unit}{default}），例：{argument.example}")
    say(f"结果：{spec.result}")
    say(f"例：{spec.example}")
