"""``xl-addin functions``: the worksheet functions and their arguments; ``explain``: one worker's severance by lines.

Registered by :mod:`xl_addin.cli.application`."""

from __future__ import annotations

from typing import Annotated

import typer

from xl_addin.cli.completion import function_names, ground_labels, profile_ids
from xl_addin.cli.shown import ReportFormat, refuse_other_format, say, say_json
from xl_addin.values.errors import InputError


def functions(
    name: Annotated[
        str | None,
        typer.Argument(
            help="函数名或中文名；不给则列出全部", metavar="名称", autocompletion=function_names, show_default=False
        ),
    ] = None,
) -> None:
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


def explain(
    start: Annotated[str, typer.Argument(help="参加工作时间", metavar="参加工作时间")],
    end: Annotated[str, typer.Argument(help="解除时间", metavar="解除时间")],
    wage: Annotated[str, typer.Argument(help="前12个月月平均工资（元）", metavar="月平均工资")],
    enterprise_wage: Annotated[str, typer.Option(help="企业月平均工资（元）", metavar="元")] = "",
    local_wage: Annotated[str, typer.Option(help="当地月平均工资（元）", metavar="元")] = "",
    ground: Annotated[
        str, typer.Option(help="解除事由，如 客观变化（默认）", metavar="事由", autocompletion=ground_labels)
    ] = "",
    policy: Annotated[
        str, typer.Option(help="口径，如 SEG2008（默认）", metavar="口径", autocompletion=profile_ids)
    ] = "",
    reader: Annotated[str, typer.Option("--for", help="给谁看：审计 或 职工", metavar="谁")] = "审计",
    form: ReportFormat = "text",
) -> None:
    """逐行说明一名职工的补偿金怎样算出；--format json 给程序读。"""
    from xl_addin.functions.reading import answer
    from xl_addin.functions.severance.functions import explain as for_auditor
    from xl_addin.functions.severance.functions import explain_as_data, explain_to_worker
    from xl_addin.functions.spec import WORKER

    refuse_other_format(form)

    wordings = {"审计": for_auditor, "职工": explain_to_worker}
    if reader not in wordings:
        raise InputError(f"--for 只能是 审计 或 职工，现为“{reader}”")
    values = (start, end, wage, enterprise_wage, local_wage, ground, policy)
    if form == "json":
        say_json(answer(explain_as_data, WORKER, values))
        return
    for line in answer(wordings[reader], WORKER, values).splitlines():
        say(line)
