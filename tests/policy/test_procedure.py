"""The steps file: its 29 steps, the words that mean each, and the faults that are refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from xl_addin.policy.procedure import FILE, load_procedure, procedure, recognise_steps
from xl_addin.policy.schema import PolicyFileError

WORDS = {
    "D01": "出台改制实施意见文件|制定改制政策|政策文件依据",
    "D02": "成立改制领导小组|成立领导小组和五个工作组",
    "D03": "召开职工动员大会宣传政策|致职工公开信|宣传动员",
    "D04": "召开座谈会征求意见|听取工会意见|征求职工意见",
    "D05": "确定改制形式|改制可行性研究|企业内部决策（书面决议）|制定改制方案",
    "D06": "改制立项审批|立户审批并告知监察|立项批复",
    "D07": "清产核资结果批复|开展清产核资工作",
    "D08": "财务审计及法定代表人离任审计|审 计",
    "D09": "资产评估（含土地）|资产评估核准|评估报告备案|土地及资产评估",
    "D10": "土地处置方案批复|土地权属及地价确认",
    "D11": "费用测算和资金来源|安置费用测算及资金来源落实|经济补偿金测算",
    "D12": "职代会审议|职工大会表决|职工安置方案审议通过|职代会审议改制方案和安置方案",
    "D13": "审计评估结果公示|改制方案公示|职工安置方案张榜公布|向职工公布审计评估结果",
    "D14": "职工个人签字确认|职工个人数据确认|职工签字确认测算结果",
    "D15": "部门审核|人社部门审核安置方案|金融债权人同意|债权银行同意函|部门会审",
    "D16": "市政府批复改制方案|上级审批（批复）|改制方案批复|国资委批复|改制方案报市政府批准",
    "D17": "产权交易公告|挂牌公告|公开拍卖|产权挂牌公告（20个工作日）",
    "D18": "拍卖成交|成交价格确认|签订成交确认书",
    "D19": "支付价款|签订产权转让合同|受让方付款|成交价款支付",
    "D20": "收入全部入专户|产权变现收入存入专项调剂基金专户|价款缴入专户",
    "D21": "土地置换|土地储备中心垫付|土地储备垫付",
    "D22": "社保缴费暂挂|社保暂挂协议",
    "D23": "发放一补二险|支付经济补偿金|补偿金发放|兑付职工补偿",
    "D24": "解除劳动关系、移交档案|办理下岗优惠证|解除（终止）劳动合同并转移社保关系",
    "D25": "召开信访维稳联席会议|联席会议和专项小组",
    "D26": "信访登记受理|信访事项受理告知",
    "D27": "信访办理答复|信访答复",
    "D28": "信访复查复核|复查、复核",
    "D29": "改制验收|工商变更登记|验收归档|验收、产权变更、注销、归档",
}


@pytest.mark.parametrize(("step", "text"), [(step, text) for step, texts in WORDS.items() for text in texts.split("|")])
def test_the_words_of_clerks_mean_one_step(step: str, text: str) -> None:
    assert recognise_steps(text) == (step,)


def test_there_are_29_steps_and_each_title_means_its_own_step() -> None:
    steps = procedure().steps
    assert list(steps) == [f"D{number:02d}" for number in range(1, 30)]
    assert [recognise_steps(step.title) for step in steps.values()] == [(step.id,) for step in steps.values()]


def test_a_step_follows_only_steps_and_never_itself() -> None:
    for step in procedure().steps.values():
        assert step.id not in step.after


def test_a_code_decides_before_the_words() -> None:
    assert recognise_steps("公示", "D16") == recognise_steps("公示", "d 16") == recognise_steps("D16 公示") == ("D16",)
    assert recognise_steps("公示", "99") == ("D13",)


def test_a_row_of_several_named_steps_is_each_of_them() -> None:
    assert set(recognise_steps("清产核资、审计、资产评估")) == {"D07", "D08", "D09"}
    assert recognise_steps("验收、归档") == ("D29",)


STEP = {
    "id": '"D01"',
    "title": '"甲"',
    "body": '"乙"',
    "scope": '"city"',
    "evidence": '"丙"',
    "after": "[]",
    "required": '"always"',
    "keywords": '["甲"]',
    "citation": '"丁"',
    "certainty": '"knowledge"',
}


@pytest.mark.parametrize(
    ("key", "value", "word"),
    [
        ("certainty", '"sure"', "certainty"),
        ("required", '"often"', "required"),
        ("scope", '"county"', "scope"),
        ("after", '["D99"]', "D99"),
        ("keywords", "[]", "keywords"),
        ("citation", '""', "citation"),
        ("colour", "3", "colour"),
    ],
)
def test_a_faulty_steps_file_is_refused_by_file_entry_and_remedy(
    tmp_path: Path, key: str, value: str, word: str
) -> None:
    path = tmp_path / "steps.toml"
    path.write_text("[[step]]\n" + "\n".join(f"{k} = {v}" for k, v in (STEP | {key: value}).items()), "utf-8")
    with pytest.raises(PolicyFileError, match=rf"steps\.toml: D01: .*{word}"):
        load_procedure(path)


def test_the_same_step_twice_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "steps.toml"
    entry = "[[step]]\n" + "\n".join(f"{k} = {v}" for k, v in STEP.items())
    path.write_text(f"{entry}\n{entry}", "utf-8")
    with pytest.raises(PolicyFileError, match="twice"):
        load_procedure(path)


def test_an_order_of_unknown_steps_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "steps.toml"
    path.write_text(FILE.read_text("utf-8") + '\n[[order]]\ncode = "X"\nearlier = "D12"\nlater = "D77"\n', "utf-8")
    with pytest.raises(PolicyFileError, match="D77"):
        load_procedure(path)
