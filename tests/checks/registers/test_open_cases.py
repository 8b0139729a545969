"""An open case of 信访台账 tells its days and its last day against the day of the check, by the text of its time."""

from __future__ import annotations

import datetime as dt
import random

import pytest

from tests.faults.procedure_facts import day
from tests.faults.record_faults import PETITION_HEADINGS
from tests.faults.sheet_drafts import Row, book_of, draft
from xl_addin.checks.run import check_book
from xl_addin.values.findings import Finding, Severity


def open_case(accepted: dt.date | None, today: dt.date, **more: object) -> list[Finding]:
    registered = dt.date(2011, 7, 5)
    row: Row = {"seq": 1, "registered": registered, "petitioner": "虚构甲", "persons": 1, "form": "来访"}
    row |= {"enterprise": "虚构机械厂", "matter": "欠薪", "accepted": accepted, "responsible": "工业局"} | more
    sheet = draft(random.Random(2), "信访", PETITION_HEADINGS, [row], always=[*PETITION_HEADINGS])
    return list(check_book(book_of(sheet), today))


@pytest.mark.parametrize(
    ("days", "words"),
    [(17, "第17日"), (17, "还有43日"), (60, "还有0日"), (61, "已超过1日"), (5616, "已超过5556日"), (60, "2011-09-13")],
)
def test_an_open_case_tells_its_days_and_is_no_error(days: int, words: str) -> None:
    accepted = dt.date(2011, 7, 15)
    (finding,) = open_case(accepted, day(accepted, days))
    assert (finding.code, finding.severity) == ("PETITION_ANSWER_MISSING", Severity.MISSING)
    assert words in finding.message


def test_an_approved_extension_gives_the_longer_period() -> None:
    accepted = dt.date(2011, 7, 15)
    (finding,) = open_case(accepted, day(accepted, 80), extension="虚构信批1号")
    assert "2011-10-13" in finding.message
    assert "还有10日" in finding.message


def test_a_case_that_is_not_accepted_tells_the_days_since_its_registration() -> None:
    found = {finding.code: finding for finding in open_case(None, dt.date(2011, 7, 30))}
    assert set(found) == {"PETITION_ACCEPTANCE_MISSING", "PETITION_ANSWER_MISSING"}
    assert "告知受理的最后一日是2011-07-20" in found["PETITION_ACCEPTANCE_MISSING"].message
    assert "已超过10日" in found["PETITION_ACCEPTANCE_MISSING"].message


def test_a_closed_case_and_a_day_before_it_say_nothing_of_days() -> None:
    accepted = dt.date(2011, 7, 15)
    assert open_case(accepted, day(accepted, 90), resolved="是") == []
    findings = open_case(accepted, dt.date(2011, 7, 10))
    assert all("超过" not in finding.message for finding in findings if finding.code == "PETITION_ANSWER_MISSING")


def test_a_hearing_leaves_the_days_of_a_review_unjudged() -> None:
    accepted = dt.date(2011, 7, 15)
    review = "2011-08-01申请复查，2011-10-01复查意见维持"
    for note, codes in (
        (None, {"PETITION_REVIEW_LATE"}),
        ("举行听证20日", set()),
        ("未听证", {"PETITION_REVIEW_LATE"}),
    ):
        found = open_case(accepted, dt.date(2012, 1, 1), answered=dt.date(2011, 7, 20), review=review, note=note)
        assert {finding.code for finding in found} == codes, note
