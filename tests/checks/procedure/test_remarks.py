"""A reminder whose remedy is 在备注中说明 is gone once the remark says why; a remark that says nothing leaves it."""

from __future__ import annotations

import datetime as dt
import random

import pytest

from tests.faults.procedure_facts import OPTIONAL, day, step_draft
from tests.faults.record_faults import PUBLICITY_HEADINGS
from tests.faults.sheet_drafts import Draft, book_of, draft
from tests.faults.step_faults import START
from xl_addin.checks.run import check_book

REASONS = (
    "经市企改办批准，公示5日",
    "因职工提前全部签字，缩短公示",
    "本单位规定公示三日",
    "按〔2010〕3号文件执行",
    "市改制办会议纪要同意",
    "与职代会同步办理，特批",
)
NOTHING = ("张贴在厂门口", "已按规定公示", "见照片", "原因待查", "是否需要批准？", None)


def codes(*drafts: Draft) -> set[str]:
    return {finding.code for finding in check_book(book_of(*drafts), dt.date(2020, 6, 1))}


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize(
    ("step", "start", "end", "code"),
    [
        ("D13", 303, 306, "PUBLICITY_STEP_SHORT"),
        ("D20", 441, 441, "DEPOSIT_LATE"),
        ("D29", 780, 790, "CLOSING_LATE"),
        ("D22", 285, 286, "STEP_SEQUENCE"),
    ],
)
def test_a_reason_in_the_remark_of_the_step_clears(step: str, start: int, end: int, code: str, seed: int) -> None:
    rng = random.Random(seed)
    sheet = step_draft(rng, START, OPTIONAL)
    row = sheet.rows[sheet.find(id=step)]
    row |= {"started": day(START, start), "finished": day(START, end), "note": rng.choice(NOTHING)}
    assert any(found.startswith(code) for found in codes(sheet))
    row["note"] = rng.choice(REASONS)
    assert not any(found.startswith(code) for found in codes(sheet))


@pytest.mark.parametrize("remark", REASONS)
def test_a_posting_is_cleared_by_its_remark(remark: str) -> None:
    begun = dt.date(2010, 11, 2)
    row: dict[str, object] = {"seq": 1, "enterprise": "虚构机械厂", "content": "评估结果", "place": "厂门口"}
    row |= {"from": begun, "to": day(begun, 4)}
    for note, there in ((None, True), (remark, False), ("已按规定公示", True)):
        sheet = draft(
            random.Random(1), "公示", PUBLICITY_HEADINGS, [row | {"note": note}], always=[*PUBLICITY_HEADINGS]
        )
        assert ("PUBLICITY_SHORT" in codes(sheet)) is there, note
