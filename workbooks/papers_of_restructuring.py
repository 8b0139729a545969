"""The template of 改制方案: what an enterprise asks the government to approve, with its tables filled."""

from __future__ import annotations

from typing import Any

from workbooks.paper_layout import blank_document, heading, right, table, text, title
from workbooks.papers_of_money import costs, sources


def restructuring_plan() -> Any:
    document = blank_document()
    title(document, "{{企业名称}}改制方案（草案）")
    text(
        document,
        "根据国家有关规定和《{{执行文件}}》（{{执行文号}}），结合企业实际，制定本方案。",
    )
    heading(document, "一、企业基本情况")
    text(
        document,
        "{{企业名称}}，所属系统：{{所属系统}}，地址：{{企业地址}}，现有职工 {{职工人数}} 人。",
        "{{企业基本情况}}",
    )
    heading(document, "二、改制的理由和形式")
    text(document, "{{改制理由}}", "改制形式：{{改制形式}}。")
    heading(document, "三、资产和债权债务")
    text(
        document,
        "清产核资：{{清产核资时间}}；财务审计：{{审计时间}}；资产评估基准日 {{评估基准日}}，评估值 {{评估值}} 元。评估结果自基准日起一年内有效。",
        "产权按规定公开转让，转让收入全部列入专项调剂基金专户储存，专款专用，优先用于安置职工和离退休人员、清偿企业所欠职工的各项资金费用。",
        "土地处置：{{土地处置办法}}。",
        "债权债务处理：{{债权债务处理}}。",
    )
    heading(document, "四、职工安置")
    text(document, "现有职工按在岗状态分类如下：")
    table(document, ("人员类别", "人数（人）"), ("{{类别.类别}}", "{{类别.人数}}"), (8, 6), ("合计", "{{职工人数}}"))
    text(
        document,
        "解除劳动合同、领取经济补偿金的 {{补偿人数}} 人，经济补偿金合计 {{补偿合计}} 元。内部退养的 {{内退人数}} 人，内退费用 {{内退费用合计}} 元。离休、退休人员 {{退休人数}} 人，按规定纳入社会化管理。具体办法见职工安置方案。",
        "企业欠缴和应预缴的社会保险费：基本养老保险费 {{养老保险费合计}} 元，基本医疗保险费 {{医疗保险费合计}} 元，其他 {{其他保险费合计}} 元。",
    )
    heading(document, "五、安置费用")
    costs(document)
    heading(document, "六、资金来源")
    sources(document)
    text(document, "资金缺口 {{资金缺口}} 元。资金缺口的解决办法：{{资金缺口解决办法}}。")
    heading(document, "七、步骤和完成情况")
    table(
        document,
        ("序号", "事项", "责任单位", "完成时间", "文号（依据）"),
        ("{{步骤.序号}}", "{{步骤.事项}}", "{{步骤.责任单位}}", "{{步骤.完成时间}}", "{{步骤.文号}}"),
        (1.2, 5.3, 3.5, 3.3, 3.7),
    )
    heading(document, "八、审议")
    text(
        document,
        "职工代表大会（职工大会）表决时间：{{表决时间}}，应到 {{应到人数}} 人，实到 {{实到人数}} 人，同意 {{同意票数}} 票，表决结果：{{表决结果}}。",
    )
    heading(document, "九、组织领导和维护稳定")
    text(document, "组织领导：{{组织领导}}。", "维护稳定：{{维稳措施}}。")
    right(document, "{{企业名称}}（盖章）", "{{制表日期}}")
    return document
