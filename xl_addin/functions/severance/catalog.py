"""Declarations of the severance functions (经济补偿金), in the order users meet them."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from xl_addin.functions.kinds import DeferredModule
from xl_addin.functions.spec import POLICY, START, WORKER, ArgumentSpec, FunctionSpec

package_explanation = DeferredModule("xl_addin.functions.insurance.package_explanation")
roster = DeferredModule("xl_addin.functions.severance.roster")
settlements = DeferredModule("xl_addin.functions.severance.settlements")
severance = DeferredModule("xl_addin.functions.severance.functions")

EXPLAINED: Final = (
    replace(START, help=f"{START.help}；或一行标题", kind="any"),
    replace(WORKER[1], help=f"{WORKER[1].help}；给了标题行时选等宽的数据行", kind="any"),
    replace(WORKER[2], help=f"{WORKER[2].help}；给了标题行时填口径", kind="any", blank_allowed=True),
    *(replace(each, kind="cell") for each in WORKER[3:-1]),
    replace(POLICY, kind="any"),
)
"""A worker's arguments, the first three of which may be a sheet's headings, a row of it and the policy."""

SPECS: Final = (
    FunctionSpec(
        "SOE_SERVICE_MONTHS", "工龄月数", "工龄与补偿",
        "两个日期之间满整月的工龄月数，首尾两日都计入，不足一个月的天数舍去。",
        "Completed months of service, both days counted.",
        (
            START,
            ArgumentSpec("end_date", "截止时间", "日期", "最后一个计算日；给了多段工龄时留空", "2011-09-28", "joined", blank_allowed=True),
            ArgumentSpec("deducted_months", "扣除月数", "个月", "不计工龄的整月数（如停薪留职）", "12", "whole", default="0"),
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
        "逐行说明一名职工的补偿金怎样算出，写明条文、保底封顶和有争议的选项。也可依次填标题行、数据行、口径，说明该行的一补二险。",
        "Derivation with citations; or of a sheet row: headings, row, policy.",
        EXPLAINED, "文字，多行", '=SOE_EXPLAIN("1985-07-01","2011-09-28",1600,1500,2300)', package_explanation.explain,
    ),
    FunctionSpec(
        "SOE_SEVERANCE_TABLE", "经济补偿金表", "工龄与补偿",
        "整张职工表一次算完：选带标题行的区域，每人一行，列出月数、基数、金额和说明。",
        "Whole roster in, one computed row per person out.",
        (
            ArgumentSpec(
                "roster", "职工表", "区域",
                "带标题行：姓名、参加工作时间、解除时间、前12个月月平均工资，可有企业和当地月平均工资、解除事由",
                "花名册!A3:H303", "roster",
            ),
            POLICY,
        ),
        "区域：标题行加每人一行", "=SOE_SEVERANCE_TABLE(花名册!A3:H303,政策!A1:B20)", roster.severance_table,
        row_errors=True,
    ),
    FunctionSpec(
        "SOE_SEVERANCE_BY_SERVICE", "按工龄补偿", "工龄与补偿",
        "按已审定的连续工龄（2008年前、2008年起的月数，或写 18年7个月）计算经济补偿金。",
        "Economic compensation for approved months of service.",
        (
            ArgumentSpec("months_before_2008", "2008年前工龄", "月数或文字", "月数，或 18年7个月、18年半；没有就留空", "18年7个月", "approved_service", blank_allowed=True),
            ArgumentSpec("months_from_2008", "2008年起工龄", "月数或文字", "月数，或 3年8个月；没有就留空", "44", "joined", blank_allowed=True),
            *WORKER[2:],
        ),
        "元，精确到分", '=SOE_SEVERANCE_BY_SERVICE("18年7个月",0,600,720)', settlements.severance_by_service,
    ),
    FunctionSpec(
        "SOE_MEDICAL_SUBSIDY", "医疗补助费", "另计款项",
        "481号第六条医疗补助费的最低数：六个月工资，重病一倍半，绝症二倍；不含在补偿金内。",
        "Minimum medical subsidy, never inside severance.",
        (
            WORKER[2],
            ArgumentSpec("severity", "病情", "文字", "普通、重病、绝症", "重病", "severity", default="普通"),
            POLICY,
        ),
        "元，精确到分", '=SOE_MEDICAL_SUBSIDY(1000,"重病")', settlements.medical_subsidy,
    ),
    FunctionSpec(
        "SOE_NOTICE_PAY", "代通知金", "另计款项",
        "未提前三十日书面通知的，另付一个月工资。",
        "One month's wage in place of notice.",
        (ArgumentSpec("last_month_wage", "上月工资", "元", "解除前一个月的工资", "1600", "money"),),
        "元，精确到分", "=SOE_NOTICE_PAY(1600)", settlements.notice_pay,
    ),
    FunctionSpec(
        "SOE_UNLAWFUL_TERMINATION", "违法解除赔偿金", "另计款项",
        "违法解除的赔偿金：从用工之日起按劳动合同法第四十七条计算的二倍，不分段。",
        "Twice art 47 over the whole service.",
        (START, WORKER[1], WORKER[2], WORKER[4], POLICY),
        "元，精确到分", '=SOE_UNLAWFUL_TERMINATION("2020-03-01","2024-08-15",9000)',
        settlements.unlawful_termination,
    ),
    FunctionSpec(
        "SOE_INJURY_SUBSIDY", "伤残就业补助金", "另计款项",
        "一次性伤残就业补助金：政策表中本省规定的月数乘以工资，政策表没有月数时给出 #N/A。",
        "Lump sum for disabled workers by the province's months.",
        (
            ArgumentSpec("grade", "伤残等级", "级", "5 至 10 级", "7", "grade"),
            ArgumentSpec("wage", "计发工资", "元/月", "本人工资或当地平均工资，按本省规定", "3000", "money"),
            ArgumentSpec("on_date", "日期", "日期", "解除或终止的日期", "2011-09-28", "day_first"),
            ArgumentSpec("place", "地区", "文字", "地区名称，与政策表一致", "江西省", "text", default="全国"),
            POLICY,
        ),
        "元，精确到分", '=SOE_INJURY_SUBSIDY(7,3000,"2011-09-28","",政策!A1:F20)', settlements.injury_subsidy,
    ),
    FunctionSpec(
        "SOE_SETTLEMENT", "安置费", "另计款项",
        "破产企业一次性安置费：全市职工年平均工资的若干倍（原则上三倍）。",
        "Bankruptcy settlement sum.",
        (
            ArgumentSpec("city_annual_wage", "全市职工年平均工资", "元/年", "上年度全市企业职工年平均工资", "9600", "positive"),
            ArgumentSpec("multiple", "倍数", "倍", "倍数，空白为 3", "3", "positive", default="3"),
        ),
        "元，精确到分", "=SOE_SETTLEMENT(9600)", settlements.settlement,
    ),
)  # fmt: skip
