"""The templates of Word papers in ``papers/``: plain documents that an office edits in Word or WPS.

Written with python-docx and packed again with one fixed day, so that each build gives the same bytes.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.shared import Cm, Pt

from workbooks.paper_layout import DAY, blank_document, heading, right, table, text, title
from workbooks.papers_of_money import asset_posting, bank_list, costs, sources
from workbooks.papers_of_restructuring import restructuring_plan
from workbooks.papers_of_retirement import internal_agreement, retired_page, settled_list

FOLDER = Path(__file__).parent / "papers"


def plan() -> Any:
    document = blank_document()
    title(document, "{{企业名称}}职工安置方案（草案）")
    text(
        document,
        "为做好{{企业名称}}改制中的职工安置工作，维护职工合法权益，根据国家有关规定和《{{执行文件}}》（{{执行文号}}），结合企业实际，制定本方案。",
    )
    heading(document, "一、企业基本情况")
    text(
        document,
        "{{企业名称}}，所属系统：{{所属系统}}，改制形式：{{改制形式}}，地址：{{企业地址}}。",
        "{{企业基本情况}}",
    )
    heading(document, "二、职工状况")
    text(document, "现有职工 {{职工人数}} 人，按在岗状态分类如下：")
    table(document, ("人员类别", "人数（人）"), ("{{类别.类别}}", "{{类别.人数}}"), (8, 6), ("合计", "{{职工人数}}"))
    heading(document, "三、职工安置办法")
    text(
        document,
        "（一）解除劳动合同的职工，依法支付经济补偿金，共 {{补偿人数}} 人、{{补偿合计}} 元。每名职工的工龄、计发月数、基数和金额，以本人核对签字的确认单为准。",
        "（二）符合内部退养条件的职工，由本人申请、企业批准，办理内退；内退人员不再领取经济补偿金。现有内退人员 {{内退人数}} 人，内退费用 {{内退费用合计}} 元。",
        "（三）离休、退休人员按规定纳入社会化管理，预留医疗等费用。现有离休、退休人员 {{退休人数}} 人，医疗费用 {{退休医疗费用合计}} 元。",
        "（四）工伤职工、患职业病职工以及医疗期、孕期、产期、哺乳期职工，按国家规定安置。",
    )
    heading(document, "四、社会保险关系处理")
    text(
        document,
        "企业欠缴和应预缴的社会保险费：基本养老保险费 {{养老保险费合计}} 元，基本医疗保险费 {{医疗保险费合计}} 元，其他 {{其他保险费合计}} 元，共 {{两险总计}} 元（涉及 {{两险人数}} 人）。解除劳动合同后，按规定期限为职工办理档案和社会保险关系转移手续。",
    )
    heading(document, "五、安置费用测算")
    costs(document)
    heading(document, "六、资金来源")
    sources(document)
    text(
        document,
        "资金缺口 {{资金缺口}} 元。产权变现收入全部列入专项调剂基金专户储存，专款专用，优先用于安置职工和离退休人员、清偿企业所欠职工的各项资金费用。",
    )
    heading(document, "七、再就业")
    text(document, "为解除劳动合同的职工办理失业登记和再就业优惠手续，提供职业介绍和培训。")
    heading(document, "八、审议和实施")
    text(
        document,
        "本方案提交职工代表大会（职工大会）审议，无记名投票，应有全体代表的三分之二以上出席、全体代表的半数以上同意方为通过；经上级审核批准后实施，实施前张榜公示。表决情况见职代会表决记录。",
    )
    right(document, "{{企业名称}}（盖章）", "{{制表日期}}")
    return document


def letter() -> Any:
    document = blank_document()
    title(document, "致{{企业名称}}全体职工的公开信")
    text(document, "全体职工：", indent=False)
    text(
        document,
        "本企业改制（改制形式：{{改制形式}}）涉及每名职工，现将职工安置的有关情况告知如下。各人的金额以公示和本人核对签字的确认单为准。",
    )
    heading(document, "一、按什么办")
    text(
        document,
        "执行《{{执行文件}}》（{{执行文号}}）。职工安置方案由职工代表大会无记名投票，全体代表过半数同意才通过；表决时间：{{表决时间}}。",
    )
    heading(document, "二、涉及多少人")
    text(document, "现有职工 {{职工人数}} 人，其中解除劳动合同、领取经济补偿金的 {{补偿人数}} 人。")
    heading(document, "三、工龄算到哪一天")
    text(document, "工龄算到解除劳动合同之日：{{工龄截止时间}}。")
    heading(document, "四、一共多少钱")
    text(
        document,
        "经济补偿金合计 {{补偿合计}} 元（大写：{{补偿合计大写}}）。",
        "改制中应缴的基本养老保险费 {{养老保险费合计}} 元，基本医疗保险费 {{医疗保险费合计}} 元。",
    )
    heading(document, "五、什么时候公示")
    text(
        document,
        "每人的工龄、计发月数和金额于 {{公示开始}}至{{公示结束}} 张榜公示（不少于 {{公示天数}} 天），地点：{{公示地点}}。",
    )
    heading(document, "六、有疑问找谁")
    text(
        document,
        "可以要求看本人的计算过程。有异议的，请在公示期内向 {{异议受理部门}} 书面提出，电话 {{受理电话}}，经办人 {{经办人}}。",
    )
    right(document, "{{企业名称}}（盖章）", "{{制表日期}}")
    return document


def severance_posting() -> Any:
    document = blank_document()
    title(document, "经济补偿金公示")
    text(
        document,
        "现将{{企业名称}}职工经济补偿金测算结果公示如下。公示时间：{{公示开始}}至{{公示结束}}（不少于 {{公示天数}} 天）；公示地点：{{公示地点}}。",
    )
    table(
        document,
        ("序号", "姓名", "身份证号", "参加工作\n时间", "工龄", "计发月数", "补偿金额\n（元）", "备注"),
        ("{{职工.序号}}", "{{职工.姓名}}", "{{职工.身份证号}}", "{{职工.参加工作时间}}", "{{职工.工龄}}", "{{职工.计发月数}}", "{{职工.补偿金额}}", "{{职工.备注}}"),
        (1.0, 1.9, 3.7, 2.2, 2.3, 1.7, 2.3, 1.9),
        ("", "合计", "", "", "", "", "{{补偿合计}}", ""),
    )  # fmt: skip
    text(
        document,
        "领取补偿 {{补偿人数}} 人，合计（大写）：{{补偿合计大写}}。执行文件：《{{执行文件}}》（{{执行文号}}）。",
        "对数据或金额有异议的，请在公示期内向 {{异议受理部门}} 书面提出，电话 {{受理电话}}，经办人 {{经办人}}。",
    )
    right(document, "{{企业名称}}（盖章）", "{{制表日期}}")
    return document


def insurance_posting() -> Any:
    document = blank_document()
    title(document, "养老、医疗保险费公示")
    text(
        document,
        "现将{{企业名称}}改制中应缴的职工养老、医疗保险费公示如下。公示时间：{{公示开始}}至{{公示结束}}（不少于 {{公示天数}} 天）；公示地点：{{公示地点}}。",
    )
    table(
        document,
        ("序号", "姓名", "身份证号", "养老保险费\n（元）", "医疗保险费\n（元）", "其他保险费\n（元）", "合计\n（元）"),
        ("{{两险.序号}}", "{{两险.姓名}}", "{{两险.身份证号}}", "{{两险.养老保险费}}", "{{两险.医疗保险费}}", "{{两险.其他保险费}}", "{{两险.两险合计}}"),
        (1.1, 1.9, 4.2, 2.4, 2.4, 2.3, 2.6),
        ("", "合计", "", "{{养老保险费合计}}", "{{医疗保险费合计}}", "{{其他保险费合计}}", "{{两险总计}}"),
    )  # fmt: skip
    text(
        document,
        "共 {{两险人数}} 人。对人员或金额有异议的，请在公示期内向 {{异议受理部门}} 书面提出，电话 {{受理电话}}，经办人 {{经办人}}。",
    )
    right(document, "{{企业名称}}（盖章）", "{{制表日期}}")
    return document


def certificate() -> Any:
    document = blank_document()
    title(document, "解除劳动合同证明")
    right(document, "编号：{{职工.证明编号}}")
    text(
        document,
        "{{职工.姓名}}，性别{{职工.性别}}，身份证号 {{职工.身份证号}}，系{{企业名称}}职工，工作岗位：{{职工.岗位}}，{{职工.进厂时间}}进入本单位，劳动合同期限：{{职工.劳动合同期限}}。",
        "因{{职工.解除事由}}，双方劳动合同于 {{职工.解除时间}} 解除。该职工在本单位的工作年限为 {{职工.本单位工作年限}}。",
        "本单位依法出具本证明，并按规定期限为该职工办理档案和社会保险关系转移手续。",
        "特此证明。",
    )
    document.add_paragraph()
    right(document, "{{企业名称}}（盖章）", "法定代表人（签字）：　　　　　　", "　　　　年　　月　　日")
    document.add_paragraph()
    text(document, "本人已收到本证明。　　职工签字：　　　　　　　　　　年　　月　　日", indent=False)
    return document


def receipt() -> Any:
    document = blank_document(landscape=True)
    title(document, "{{企业名称}}解除劳动合同证明和经济补偿金签收表")
    table(
        document,
        ("序号", "姓名", "身份证号", "解除时间", "补偿金额（元）", "大写", "证明\n已收", "补偿金\n已收", "本人签字", "日期"),
        ("{{职工.序号}}", "{{职工.姓名}}", "{{职工.身份证号}}", "{{职工.解除时间}}", "{{职工.补偿金额}}", "{{职工.补偿金额大写}}", "□", "□", "", ""),
        (1.2, 1.9, 4.0, 3.3, 2.5, 4.6, 1.3, 1.5, 2.5, 2.0),
        ("", "合计", "", "", "{{补偿合计}}", "{{补偿合计大写}}", "", "", "", ""),
    )  # fmt: skip
    text(document, "共 {{补偿人数}} 人。经办人：　　　　　　　　复核：　　　　　　　　{{制表日期}}", indent=False)
    return document


def vote() -> Any:
    document = blank_document()
    title(document, "{{企业名称}}职工代表大会表决记录")
    rows = (
        ("会议时间", "{{表决时间}}", "会议地点", "{{会议地点}}"),
        ("主持人", "{{主持人}}", "记录人", "{{记录人}}"),
        ("审议事项", "改制方案、职工安置方案", "表决方式", "无记名投票"),
        ("应到代表", "{{应到人数}} 人", "实到代表", "{{实到人数}} 人"),
        (
            "出席不得少于",
            "{{应到会人数下限}} 人（应到的三分之二）",
            "通过不得少于",
            "{{通过票数下限}} 票（全体代表的过半数）",
        ),
        ("同意", "{{同意票数}} 票", "不同意", "{{不同意票数}} 票"),
        ("弃权", "{{弃权票数}} 票", "表决结果", "{{表决结果}}"),
        ("监票人", "{{监票人}}", "计票人", "{{计票人}}"),
    )
    made = document.add_table(rows=0, cols=4)
    made.style, made.autofit = "Table Grid", False
    widths = (3.0, 5.3, 3.0, 5.7)
    for column, width in zip(made.columns, widths, strict=True):
        column.width = Cm(width)
    for own in rows:
        for number, (cell, words) in enumerate(zip(made.add_row().cells, own, strict=True)):
            cell.width, cell.vertical_alignment = Cm(widths[number]), WD_CELL_VERTICAL_ALIGNMENT.CENTER
            cell.paragraphs[0].add_run(words).bold = number % 2 == 0
            space = cell.paragraphs[0].paragraph_format
            space.space_before = space.space_after = Pt(2)
    document.add_paragraph()
    text(
        document,
        "表决以全体代表（不是到会代表）的过半数为准。审议的《职工安置方案》：安置费用合计 {{费用合计}} 元，其中经济补偿金 {{补偿人数}} 人、{{补偿合计}} 元。",
        "到会代表签到册、选票和表决票统计附后。",
    )
    right(document, "主持人（签字）：　　　　　　　　", "监票人（签字）：　　　　　　　　", "　　　　年　　月　　日")
    return document


PAPERS: Mapping[str, Callable[[], Any]] = {
    "改制方案": restructuring_plan,
    "职工安置方案": plan,
    "职工公开信": letter,
    "经济补偿金公示": severance_posting,
    "两险公示": insurance_posting,
    "解除劳动合同证明": certificate,
    "内部退养协议": internal_agreement,
    "退休人员确认书": retired_page,
    "内退退休人员名册": settled_list,
    "签收表": receipt,
    "银行代发清单": bank_list,
    "资产处置公示": asset_posting,
    "职代会表决记录": vote,
}


def write(name: str, path: Path) -> None:
    """Write the template of a paper; the same bytes at every build."""
    stream = io.BytesIO()
    PAPERS[name]().save(stream)
    with zipfile.ZipFile(stream) as made, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry in made.infolist():
            info = zipfile.ZipInfo(entry.filename, DAY.timetuple()[:6])
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            archive.writestr(info, made.read(entry))


def books() -> Mapping[Path, Callable[[Path], None]]:
    """Every template by the file in which it is kept."""
    return {FOLDER / f"{name}.docx": partial(write, name) for name in PAPERS}
