"""What a remark in 备注 answers: a finding whose remedy is 在备注中说明 is settled by a remark that speaks of it.

A remark need not be right, only to the point: 请核对, 待查 and other matters settle nothing, nor does a word that is
denied (未接收).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from xl_addin.checks.spec import Fault
from xl_addin.sheets.cells import text_at
from xl_addin.tables.cleaning import clean_text
from xl_addin.tables.grid import parse_address
from xl_addin.tables.labels import plain
from xl_addin.tables.record_rows import is_empty
from xl_addin.tables.sheet_table import SheetTable

Answer = Callable[[str, Fault], bool]
"""Tells whether a remark, without spaces, answers a fault."""
_ROLES: Final = ("note", "handling", "problems")
_OPEN: Final = re.compile(r"[?？]|待(?:核|查|定|补|说明|确认|落实|处理)|请(?:核|查|说明)|不明|核实中|未核")
_DENIED: Final = "(?<!未)(?<!尚未)(?<!没有)(?<!无)(?<!不)"
_LACK: Final = re.compile(
    r"无|没有|缺|遗失|丢失|灭失|烧|毁|查不到|查无|无法|不详|未办|未发|未领|未记|不需|不用|停产|停发|外籍|军官"
)
_COMMON: Final = frozenset(
    {"时间", "日期", "年月", "月份", "金额", "情况", "名称", "平均", "月平", "均工", "个月", "月月"}
)
"""Pairs of characters that many headings share."""
_REASON: Final = re.compile(
    r"因|由于|鉴于|原因|规定|文件|号文|〔|批准|同意|批示|要求|协商|协议|约定|确属|确系|确实|属于|特批"
    r"|补记|补登|补办|交叉|同步|同时|并行|提前|顺延|延期|延长|推迟|暂缓|以.{1,12}为准|会议|纪要|决定"
)
_ROUTINE: Final = re.compile(r"已?(?:经)?(?:按|依)(?:照|据)?(?:有关|相关)?(?:规定|法律|程序|要求|文件)|原因(?:不明|待)")
"""What is written under everything and explains nothing: 已按规定备案."""
_UNKNOWN: Final = re.compile(r"待查|待核|待定|不明|不详|未知|待补|未说明|没有说明|需说明|请说明|[?？]")


def speaks_of(*words: str) -> Answer:
    """Give the test for a remark that has one of some words (patterns), not denied.

    >>> received = speaks_of("接收", "留用")
    >>> [received(text, Fault(None)) for text in ("由受让方接收", "受让方未接收", "是否接收？", "党员")]
    [True, False, False, False]
    """
    pattern = re.compile(f"{_DENIED}(?:{'|'.join(words)})")
    return lambda remark, fault: pattern.search(remark) is not None and not _OPEN.search(remark)


def says_lacking(remark: str, fault: Fault) -> bool:
    """Tell a remark that there is nothing to fill in: it names the heading of the cell and says what is lacking.

    >>> wage = Fault("J4", detail={"name": "前12个月月平均工资"})
    >>> [says_lacking(text, wage) for text in ("停产无工资发放记录", "无异议", "工资已核对")]
    [True, False, False]
    """
    label = plain(str(fault.detail.get("name", "")))
    pairs = {label[i : i + 2] for i in range(len(label) - 1)} - _COMMON
    named = any(pair in remark for pair in pairs)
    return named and _LACK.search(remark) is not None and not _OPEN.search(remark)


KEPT: Final = speaks_of(
    "接收|接受|接纳|承接|留用|合同变更|变更(?:劳动)?合同|变更劳动关系|续签|续订|继续履行|保留劳动关系|转入|划转|移交|分流",
    "合并计算|连续计算|随(?:资产|业务|企业).{0,4}转|新(?:企业|公司|单位)|改制后|另行安置|安置到|安排到|已安置|已补偿|安置费",
    "调出|调离|辞职|除名|开除|自动离职|自谋|借调|参军|入伍|死亡|去世|病故|亡故|退休|内退|退养|退职|遗属|离休",
)
NOT_ENDED: Final = re.compile(
    r"(?:不|未|没有|暂不|无需|无须|不予)(?:再|予|办理)?(?:解除|终止|补偿|计发|测算|列入|参加|享受|计)"
)
ARCHIVE: Final = speaks_of("档案", "为准", "出生", "更正", "改正", "户口", "户籍", "公安", "身份证", "登记错")
YOUNG: Final = speaks_of(
    "知青|下乡|插队|艺徒|学徒|练习生|特招|招工|顶职|顶替|子女|接班|档案|文艺|文体|体校|运动员|剧团|戏|参军|入伍|当兵|属实"
)
LATE: Final = speaks_of("迟|延|晚|逾期|推后|缓|展期|协商|同意|批准|原因|资金|到账|变现|属实|因")
BOOKED_LATER: Final = speaks_of("补记|补登|补录|补入|补做|漏|更正|冲|调整|跨月|入账|到账|滞后|迟|后补|凭证|顺延")
PARTLY: Final = speaks_of("分期|分次|分批|首期|首付|余款|尾款|余额|暂扣|预留|未领|第.{1,2}次|续发|续付")
TRANSFERRED: Final = speaks_of(
    "转账|转帐|汇款|银行|打卡|代发|存折|到卡|入卡|网银|代领|委托|进账|回单|邮汇|卡号|账号|划拨"
)
EARLY: Final = speaks_of(
    "工龄|特殊工种|有毒|有害|井下|高温|伤残|因病|丧失", "批准|同意|审批|批复|方案|规定|政策|文件|协议"
)
CONTRACT: Final = speaks_of("合同|改签|签订|期限")
BATCH: Final = speaks_of("另一批|分批|批次|第.{1,2}批|先行|提前|推迟|延后|另行解除|年解除|年终止|单独")
MONTHLY: Final = speaks_of("月工资|月均|月薪|每月|属实|年薪制|经营者|负责人|高管")
NOT_COUNTED: Final = speaks_of("不计|不含|未计|不包括|未含|退休|内退|离岗|口径|调出|劳务|临时")
FORECAST: Final = speaks_of("预测|预缴|预计|预提|测算到|算到|计至|算至|基准日")
HEARING: Final = speaks_of("听证")


def kept_on(remark: str, fault: Fault) -> bool:
    """Tell a remark why somebody is not severed: 由受让方接收, 合同变更, 不解除, 已退休.

    >>> [kept_on(text, Fault(None)) for text in ("不解除", "留用，工龄连续计算", "共产党员", "受让方未接收")]
    [True, True, False, False]
    """
    return (NOT_ENDED.search(remark) is not None and not _OPEN.search(remark)) or KEPT(remark, fault)


def answered(answer: Answer, table: SheetTable, fault: Fault) -> bool:
    """Tell whether the row of a fault has a remark that answers it."""
    if fault.cell is None or not any(map(table.has, _ROLES)):
        return False
    row = parse_address(fault.cell.split(":")[0])[0]
    return any(answer(remark, fault) for remark in _remarks(table, row))


def _remarks(table: SheetTable, row: int) -> Iterator[str]:
    record = table.record_at(row)
    if record is not None:
        for role in filter(table.has, _ROLES):
            cell = table.column(role)[record]
            if not is_empty(cell):
                yield plain(clean_text(cell))


def explains(text: str, topics: Sequence[str] = ()) -> bool:
    """Tell whether a remark gives a reason about one of the topics; without topics any reason will do.

    >>> explains("按市企改办规定公示5日", ("公示",)), explains("公示，张贴在厂门口", ("公示",)), explains("公示期待查")
    (True, False, False)
    """
    folded = plain(text)
    about = not topics or any(topic in folded for topic in topics)
    return about and not _UNKNOWN.search(folded) and bool(_REASON.search(_ROUTINE.sub("", folded)))


def gives_reason(remark: str, fault: Fault) -> bool:
    """Tell a remark that gives a reason or a rule of one's own, whatever the fault."""
    return explains(remark)


def is_explained(table: SheetTable, record: int, *topics: str, roles: Sequence[str] = ("note",)) -> bool:
    """Tell whether the remark of a record explains something about one of the topics."""
    return any(explains(text_at(table, role, record), topics) for role in roles if table.has(role))


def is_explained_at(table: SheetTable, cells: Iterable[str], *topics: str) -> bool:
    """Tell whether a remark beside one of these cells explains it; a row of one step is about nothing but that step."""
    about = () if table.kind == "procedure" else topics
    rows = {parse_address(cell)[0] for cell in cells}
    records = [i for i, row in enumerate(table.row_numbers) if row in rows]
    return any(is_explained(table, i, *about, roles=("note", "problems")) for i in records)
