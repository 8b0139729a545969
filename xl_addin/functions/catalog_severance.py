"""Declarations of the severance functions (经济补偿金), in the order users meet them."""

from __future__ import annotations

from typing import Final

from xl_addin.functions import roster, severance
from xl_addin.functions.arguments import POLICY, START, WORKER
from xl_addin.functions.spec import ArgumentSpec, FunctionSpec

SPECS: Final = (
    FunctionSpec(
        "SOE_SERVICE_MONTHS", "工龄月数", "工龄与补偿",
        "两个日期之间满整月的工龄月数，首尾两日都计入，不足一个月的天数舍去。",
        "Completed months of service, both days counted.",
        (
            START,
            ArgumentSpec("end_date", "截止时间", "日期", "最后一个计算日；给了多段工龄时留空", "2011-09-28", default=""),
            ArgumentSpec("deducted_months", "扣除月数", "个月", "不计工龄的整月数（如停薪留职）", "12", default="0"),
            POLICY,
        ),
        "整月数", '=SOE_SERVICE_MONTHS("1985-07-01","2011-09-28")', severance.service_months,
    ),
    FunctionSpec(
        "SOE_SEVERANCE", "经济补偿金", "工龄与补偿",
        "一名职工的经济补偿金：2008年前后分段计算，保底、封顶、年限上限按口径。",
        "Economic compensation of one worker, in yuan.",
        WORKER, "元，精确到分", '=SOE_SEVERANCE("1985-07-01","2011-09-28",1600,1500,2300,"客观变化")',
        severance.severance_amount,
    ),
    FunctionSpec(
        "SOE_SEVERANCE_MONTHS", "补偿月数", "工龄与补偿",
        "一名职工的计发月数（每满一年一个月，含尾数和上限，不含倍数）。",
        "Payable months of pay.",
        WORKER, "个月", '=SOE_SEVERANCE_MONTHS("1985-07-01","2011-09-28",1600,1500,2300)', severance.severance_months,
    ),
    FunctionSpec(
        "SOE_EXPLAIN", "补偿说明", "工龄与补偿",
        "逐行说明一名职工的补偿金怎样算出，写明条文、起作用的保底封顶和有争议的选项。",
        "Derivation with citations.",
        WORKER, "文字，多行", '=SOE_EXPLAIN("1985-07-01","2011-09-28",1600,1500,2300)', severance.explain,
    ),
    FunctionSpec(
        "SOE_SEVERANCE_TABLE", "经济补偿金表", "工龄与补偿",
        "整张职工表一次算完：选带标题行的区域，每人一行，列出月数、基数、金额和说明。",
        "Whole roster in, one computed row per person out.",
        (
            ArgumentSpec(
                "roster", "职工表", "区域",
                "带标题行：姓名、参加工作时间、解除时间、前12个月月平均工资，可有企业和当地月平均工资、解除事由",
                "花名册!A3:H303", "range",
            ),
            POLICY,
        ),
        "区域：标题行加每人一行", "=SOE_SEVERANCE_TABLE(花名册!A3:H303,政策!A1:B20)", roster.severance_table,
        row_errors=True,
    ),
)  # fmt: skip
