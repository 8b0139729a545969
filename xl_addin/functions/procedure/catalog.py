"""Declaration of the procedure check."""

from __future__ import annotations

from typing import Final

from xl_addin.functions.kinds import DeferredModule
from xl_addin.functions.spec import POLICY, ArgumentSpec, FunctionSpec

procedure = DeferredModule("xl_addin.functions.procedure.functions")

SPECS: Final = (
    FunctionSpec(
        "SOE_PROCEDURE_CHECK", "程序核查", "程序",
        "核查改制程序：缺步骤、先后颠倒、期限不足、表决无效、价格和付款不合，一处问题一行；没有问题只有表头。",
        "Faults of the restructuring procedure.",
        (
            ArgumentSpec(
                "steps", "程序表", "区域", "改制程序核查表（一步一行）或改制工作进度表（一企一行），连同表头", "程序!A2:I32", "range"
            ),
            POLICY,
        ),
        "表：企业名称、级别、步骤、说明、依据", "=SOE_PROCEDURE_CHECK(程序!A2:I32)", procedure.procedure_check,
    ),
)  # fmt: skip
