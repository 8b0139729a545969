"""``xl-addin table``: a roster of any length, Parquet or CSV, computed row by row into a file of the same kinds.

Registered by :mod:`xl_addin.cli.application`.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from xl_addin.cli.completion import profile_ids
from xl_addin.cli.progress import progress_bar
from xl_addin.cli.shown import say, say_file
from xl_addin.values.errors import InputError
from xl_addin.values.money import yuan_text

if TYPE_CHECKING:
    from xl_addin.hosts.table.job import Outcome

Source = Annotated[
    Path,
    typer.Argument(help="名册（.parquet 或 .csv，表头在第 1 行）", metavar="名册", show_default=False, readable=False),
]
Target = Annotated[
    Path | None,
    typer.Option(
        "-o", "--output", help="写到哪个 .parquet 或 .csv 文件", metavar="文件", show_default=False, readable=False
    ),
]
Side = Annotated[
    Path | None,
    typer.Option(
        "--rejected",
        help="没有算出的行和原因写到哪个 .csv 文件，默认为结果文件名加“-未算出”",
        metavar="文件",
        show_default=False,
        readable=False,
    ),
]
PolicyId = Annotated[
    str,
    typer.Option(
        "--policy", help="口径，如 SEG2008（默认）", metavar="口径", autocompletion=profile_ids, show_default=False
    ),
]
Options = Annotated[
    list[str] | None,
    typer.Option("--set", help="口径选项，如 fraction=half_year，可写几次", metavar="名称=值", show_default=False),
]


def table(
    source: Source, output: Target = None, rejected: Side = None, policy: PolicyId = "", options: Options = None
) -> None:
    """逐行计算大名册（上千万行）的经济补偿金，写出结果和没有算出的行（原文件不动）。"""
    from xl_addin.hosts.table.job import compute_table
    from xl_addin.sheets.policy_range import read_policy

    started = time.monotonic()
    target = output or source.with_name(f"{source.stem}-补偿金{source.suffix}")
    pairs = [_pair(option) for option in options or ()]
    by = read_policy([["profile", policy or None], *pairs] if policy and pairs else pairs or policy or None)
    with progress_bar("计算", _rate(started)) as progress:
        outcome = compute_table(source, target, by, rejected, progress)
    _summarise(outcome, time.monotonic() - started)
    say(f"政策版本：{by.version}")
    say_file("已写出：", target)
    if outcome.refused:
        say_file("没有算出的行：", outcome.side)
    raise typer.Exit(1 if outcome.refused else 0)


def _pair(option: str) -> list[str]:
    name, sign, value = option.partition("=")
    if not sign:
        raise InputError(f"--set 要写成 名称=值，如 fraction=half_year，现为“{option}”")
    return [name.strip(), value.strip()]


def _summarise(outcome: Outcome, seconds: float) -> None:
    skipped = "、".join(f"{reason} {count}" for reason, count in outcome.skipped.items())
    say(
        f"核对：读入 {outcome.rows:,} 行 = 算出 {outcome.computed:,} + 没有算出 {outcome.refused:,}"
        f" + 并入上一行 {outcome.joined:,} + 合计行 {outcome.sums:,} + 跳过 {outcome.skipped.total():,}"
        + (f"（{skipped}）" if skipped else "")
    )
    say(f"经济补偿金合计：{yuan_text(outcome.total_fen)} 元")
    say(f"用时：{seconds:.1f} 秒，每秒 {outcome.rows / max(seconds, 0.001):,.0f} 行")


def _rate(started: float) -> Callable[[int, int], str]:
    """Words for rows read so far, in all if that is known, and a second."""

    def told(done: int, total: int) -> str:
        of = f" / {total:,}" if total else ""
        return f"{done:,}{of} 行，每秒 {done / max(time.monotonic() - started, 0.001):,.0f} 行"

    return told
