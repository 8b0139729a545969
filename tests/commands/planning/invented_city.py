"""An invented city of so many enterprises, as sheets that an office would have: none of it is real."""

from __future__ import annotations

import random
from typing import Any

from tests.commands.generated_books import grid
from tests.commands.pressing import pressed
from xl_addin.commands.spec import CommandBook

SYSTEMS = ("工业", "商业", "粮食", "建材")


def city_sheets(count: int = 6, *, ledger: bool = True) -> dict[str, Any]:
    """Progress, costs and sources, and a ledger of what has come and gone; the last enterprise names no system."""
    draw = random.Random(20110928)
    progress: list[list[Any]] = [
        [
            "企业名称",
            "主管系统",
            "职工人数",
            "评估值(元)",
            "职代会时间",
            "批复文号",
            "成交价(元)",
            "成交时间",
            "到账时间",
        ]
    ]
    funds: list[list[Any]] = [["企业名称", "费用/来源", "项目", "金额(元)"]]
    entries: list[list[Any]] = [["日期", "企业名称", "所属系统", "科目", "收入金额", "支出金额", "审批文号"]]
    for n in range(1, count + 1):
        name, system = f"虚构{n}厂", SYSTEMS[n % len(SYSTEMS)] if n < count else ""
        workers, price = draw.randint(20, 400), draw.randint(40, 900) * 10_000
        severance, pension = workers * draw.randint(9_000, 26_000) + draw.randint(0, 99) / 100, workers * 3_000
        sold = n % 3 == 0
        deal = [price, "2011-11-20", None] if sold else [None, None, None]
        progress.append([name, system, workers, price, "2011-08-01", f"改〔2011〕{n}号", *deal])
        funds += [[name, "费用", "经济补偿", severance], [name, "费用", "养老", pension]]
        funds.append([name, "来源", "产权变现", price])
        if n % 2:
            funds.append([name, "来源", "土地出让", draw.randint(10, 300) * 10_000])
        if n % 4 == 0:
            funds += [[name, "来源", "土地储备垫付", 300_000], [name, "来源", "社保暂挂", workers * 1_000]]
        if sold:
            entries += [
                ["2011-11-25", name, system, "产权变现", price / 2, None, None],
                ["2011-12-05", name, system, "经济补偿", None, workers * 1_000, f"付〔2011〕{n}号"],
            ]
    funds.append(["全市", "来源", "财政拨款", 260_000 * count])
    sheets = {"改制工作进度表": progress, "费用和资金来源表": funds}
    return {**sheets, "资金收支台账": entries} if ledger else sheets


def invented_city(count: int = 6, *, ledger: bool = True) -> CommandBook:
    """The same as a button finds it."""
    return pressed(grid(**city_sheets(count, ledger=ledger)))


def small_city(chance: random.Random, *, limits: bool = False) -> dict[str, Any]:
    """Two to five enterprises, some without a system, with every source of money now and then, as sheets say it.

    ``limits`` of the whole city stand beside those of enterprises, or instead of them.
    """

    def yuan(most: int) -> float:
        return chance.randint(1, most * 100) / 100

    progress: list[list[Any]] = [["企业名称", "主管系统", "职工人数", "职代会时间", "批复文号", "成交价(元)"]]
    funds: list[list[Any]] = [["企业名称", "费用/来源", "项目", "金额(元)"], ["全市", "来源", "财政拨款", yuan(15_000)]]
    ledger: list[list[Any]] = [["日期", "企业名称", "所属系统", "科目", "收入金额", "支出金额", "审批文号"]]
    for name in (f"虚构{word}厂" for word in "甲乙丙丁戊"[: chance.randint(2, 5)]):
        system, price = chance.choice(["工业", "商业", ""]), chance.choice([None, yuan(20_000)])
        progress.append([name, system, chance.randint(1, 50), "2011-08-01", "改1号", price])
        funds += [[name, "费用", "经济补偿", yuan(20_000)], [name, "费用", "养老", yuan(9_000)]]
        for source in ("土地储备垫付", "社保暂挂", "土地出让"):
            funds += [[name, "来源", source, yuan(5_000)]] if chance.random() < 0.5 else []
        ledger.append(["2011-10-01", name, system, "产权变现", yuan(20_000), None, None])
        ledger.append(["2011-10-02", name, system, "土地储备垫付", yuan(1_000), None, None])
    if limits:
        funds += [["全市", "来源", source, yuan(9_000)] for source in ("土地储备垫付", "社保暂挂")]
    return {"改制工作进度表": progress, "费用和资金来源表": funds, "资金收支台账": ledger}
