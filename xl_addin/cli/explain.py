"""``xl-addin explain``: one worker's severance, line by line. Registered by :mod:`xl_addin.cli.main`."""

from __future__ import annotations

from typing import Annotated

import typer

from xl_addin.cli.say import say
from xl_addin.values.errors import InputError


def explain(
    start: Annotated[str, typer.Argument(help="参加工作时间")],
    end: Annotated[str, typer.Argument(help="解除时间")],
    wage: Annotated[str, typer.Argument(help="月平均工资（元）")],
    enterprise_wage: Annotated[str, typer.Option(help="企业月平均工资")] = "",
    local_wage: Annotated[str, typer.Option(help="当地月平均工资")] = "",
    ground: Annotated[str, typer.Option(help="解除事由")] = "",
    policy: Annotated[str, typer.Option(help="口径")] = "",
    reader: Annotated[str, typer.Option("--for", help="给谁看：审计 或 职工", metavar="WHO")] = "审计",
) -> None:
    """逐行说明一名职工的补偿金怎样算出。"""
    from xl_addin.functions.arguments import WORKER
    from xl_addin.functions.reading import answer
    from xl_addin.functions.severance.functions import explain as for_auditor
    from xl_addin.functions.severance.functions import explain_to_worker

    wordings = {"审计": for_auditor, "职工": explain_to_worker}
    if reader not in wordings:
        raise InputError(f"--for 只能是 审计 或 职工，现为“{reader}”")
    text = answer(wordings[reader], WORKER, (start, end, wage, enterprise_wage, local_wage, ground, policy))
    for line in text.splitlines():
        say(line)
