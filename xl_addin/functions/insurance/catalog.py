"""Declarations of the functions of the two insurances and of 一补二险, in the order users meet them."""

from __future__ import annotations

from typing import Final

from xl_addin.functions.kinds import DeferredModule
from xl_addin.functions.spec import POLICY, ArgumentSpec, FunctionSpec

insurance = DeferredModule("xl_addin.functions.insurance.functions")
package = DeferredModule("xl_addin.functions.insurance.package")

INSURANCE: Final = ArgumentSpec("insurance", "险种", "文字", "养老、医疗、失业，也可写全称；工伤、生育费率须在政策表填列", "养老", "insurance")  # fmt: skip
PAYER: Final = ArgumentSpec("payer", "承担方", "文字", "单位、个人 或 合计", "合计", "word", default="合计", words=("单位", "个人", "合计"))  # fmt: skip
BIRTH: Final = ArgumentSpec("birth_date", "出生年月", "日期", "出生日期，只知年月也可", "1955-03-20", "retirement")
SEX: Final = ArgumentSpec("sex", "性别", "文字", "男、女（按女工人50岁）或 女干部（55岁）；基准日在2025年起按渐进延迟退休计算；政策表可填本单位执行的年龄", "男", "joined")  # fmt: skip
BASE_DATE: Final = ArgumentSpec("base_date", "基准日", "日期", "测算基准日，从次月算到达到退休年龄的当月", "2011-09-28", "joined")  # fmt: skip
CONTRIBUTION: Final = ArgumentSpec("contribution_base", "缴费基数", "元/月", "每月缴费基数，不再保底封顶", "2000", "money")  # fmt: skip
STEPS: Final = "填一个数，或两列区域：起始年月、金额（用到下一行为止）"

LATE_FEE: Final = (
    ArgumentSpec("principal", "欠缴本金", "元", "欠缴的保险费", "10000", "money"),
    ArgumentSpec("from_date", "起始日期", "日期", "开始计收的第一日", "2011-01-01", "day_first"),
    ArgumentSpec("to_date", "截止日期", "日期", "最后一日，也计入", "2011-12-31", "day_last"),
    ArgumentSpec(
        "cap",
        "以本金为限",
        "文字",
        "是：滞纳金不超过本金（行政强制法第四十五条）；否：不封顶",
        "否",
        "word",
        default="否",
        words=("是", "否"),
    ),
)

SPECS: Final = (
    FunctionSpec(
        "SOE_CONTRIBUTION_BASE", "缴费基数", "二险",
        "一个月的社会保险缴费基数：本人月工资低于平均工资60%的按60%，高于300%的按300%。",
        "Contribution base: the wage clamped to 60-300 % of the average wage.",
        (
            ArgumentSpec("wage", "月工资", "元/月", "本人月缴费工资；没有工资填 0", "900", "money"),
            ArgumentSpec("average_wage", "职工月平均工资", "元/月", "当地上年度职工月平均工资", "2000", "average"),
            ArgumentSpec("on_date", "日期", "日期", "决定上下限比例", "2010-07", "day_first", default="现行上下限"),
            POLICY,
        ),
        "元/月，精确到分", "=SOE_CONTRIBUTION_BASE(900,2000)", insurance.base_amount,
    ),
    FunctionSpec(
        "SOE_ARREARS", "欠缴保险费", "二险",
        "一段时间欠缴的保险费：逐月按当月基数和费率计算，首尾两月都计入，单位和个人分别汇总后取到分。",
        "Contributions owed month by month, by payer.",
        (
            INSURANCE,
            ArgumentSpec("from_month", "欠缴起", "年月", "第一个欠缴月", "2003-11", "period"),
            ArgumentSpec("to_month", "欠缴止", "年月", "最后一个欠缴月", "2004-02", "joined"),
            ArgumentSpec("wage", "缴费工资", "元/月", f"本人月缴费工资，{STEPS}", "1000", "wage_steps"),
            ArgumentSpec("average_wage", "缴费平均工资", "元/月", f"各月适用的职工月平均工资，{STEPS}", "1200", "average_steps"),
            PAYER,
            POLICY,
        ),
        "元，精确到分", '=SOE_ARREARS("养老","2003-11","2004-02",1000,1200)', insurance.arrears_amount,
    ),
    FunctionSpec(
        "SOE_PREPAYMENT", "预缴保险费", "二险",
        "从基准日次月预缴到达到法定退休年龄当月的保险费，各月都用基准日的费率；已到龄为 0。",
        "Contributions paid ahead to the retirement age.",
        (
            INSURANCE, BIRTH, SEX, BASE_DATE,
            CONTRIBUTION, PAYER, POLICY,
        ),
        "元，精确到分", '=SOE_PREPAYMENT("养老","1955-03-20","男","2011-09-28",2000)', insurance.prepayment_amount,
    ),
    FunctionSpec(
        "SOE_MEDICAL_RESERVE", "退休医疗预留", "二险",
        "一名退休人员的医疗费预留：年标准×年限，预留到截止年龄，不满最低年限的按最低年限。",
        "Medical reserve for a retired person.",
        (
            ArgumentSpec("age", "年龄", "周岁", "基准日的整岁数", "58", "years"),
            ArgumentSpec("annual_standard", "医疗年标准", "元/年", "每人每年医疗费标准", "1800", "money"),
            ArgumentSpec("cutoff_age", "预留截止年龄", "周岁", "预留到多少周岁", "70", "years", default="70"),
            ArgumentSpec("minimum_years", "最低预留年限", "年", "至少预留多少年", "10", "years", default="10"),
        ),
        "元，精确到分", "=SOE_MEDICAL_RESERVE(58,1800)", insurance.medical_reserve,
    ),
    FunctionSpec(
        "SOE_LATE_FEE", "滞纳金", "二险",
        "欠缴保险费的滞纳金备查数：按日计算，2011-06-30以前每日千分之二，以后每日万分之五，首尾两日都计入。",
        "Late fee by day; a memo figure.",
        LATE_FEE,
        "元，精确到分", '=SOE_LATE_FEE(10000,"2011-01-01","2011-12-31")', insurance.late_fee,
    ),
    FunctionSpec(
        "SOE_LATE_FEE_TABLE", "滞纳金逐月表", "二险",
        "滞纳金逐月列出：每月一行，有天数、日率、当月数和累计数；最后一行的累计数就是 SOE_LATE_FEE 的数。",
        "Late fee month by month.",
        LATE_FEE,
        "区域：起始日期、截止日期、天数、日率、当月滞纳金、累计滞纳金",
        '=SOE_LATE_FEE_TABLE(10000,"2011-01-01","2011-12-31")', insurance.late_fee_table,
    ),
    FunctionSpec(
        "SOE_INTERNAL_RETIREMENT", "内退费用", "二险",
        "一名内退人员从基准日次月到退休当月的费用：生活费、养老、医疗分别汇总取到分后相加。",
        "Cost of internal retirement to the retirement age.",
        (
            BIRTH, SEX, BASE_DATE,
            ArgumentSpec("living_allowance", "月生活费", "元/月", "每月生活费，不低于当地规定", "600", "money"),
            CONTRIBUTION,
            ArgumentSpec("pension_rate", "养老费率", "比例", "企业承担的养老费率，20、20%、0.2 都可", "20%", "rate"),
            ArgumentSpec("medical_rate", "医疗费率", "比例", "企业承担的医疗费率", "6%", "rate"),
            POLICY,
        ),
        "元，精确到分", '=SOE_INTERNAL_RETIREMENT("1955-03-20","男","2011-09-28",600,2000,20%,6%)', insurance.internal_retirement,
    ),
    FunctionSpec(
        "SOE_PACKAGE", "一补二险", "二险",
        "一行职工的一补二险：按标题找到各列，算经济补偿、养老、医疗或合计。标题和数据只选结果左边的输入列。",
        "Package of one row: subsidy and two insurances.",
        (
            ArgumentSpec("headers", "标题行", "区域", "一行标题：参加工作时间、解除时间、前12个月月平均工资、养老欠缴起、养老欠缴止 等", "A3:P3", "range"),
            ArgumentSpec("row", "数据行", "区域", "与标题等宽的一行", "A4:P4", "range"),
            ArgumentSpec("item", "项目", "文字", "经济补偿、养老、医疗 或 合计；后加 单位 或 个人 只取该方承担的，如 养老个人", "合计", "text", default="合计"),
            POLICY,
        ),
        "元，精确到分", '=SOE_PACKAGE(A$3:P$3,A4:P4,"合计")', package.package_amount,
    ),
    FunctionSpec(
        "SOE_PACKAGE_TABLE", "一补二险表", "二险",
        "整张职工表的一补二险一次算完：选带标题行的区域，每人一行，列出经济补偿、养老、医疗和合计；政策表“一补二险”写 养老单位、养老个人 的，分栏列出。",
        "Whole roster in, the package of each person out.",
        (
            ArgumentSpec("roster", "职工表", "区域", "带标题行；在岗状态为退休的按年龄和医疗年标准预留，退休和内退不计经济补偿", "花名册!A3:P303", "roster"),
            POLICY,
        ),
        "区域：标题行加每人一行", "=SOE_PACKAGE_TABLE(花名册!A3:P303,政策!A1:F20)", package.package_table,
        row_errors=True,
    ),
)  # fmt: skip
