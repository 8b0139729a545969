"""解除事由 and 在岗状态 as offices word them: known where they are unambiguous, asked about where they are not."""

from __future__ import annotations

import pytest

from xl_addin.policy.grounds import find_ground, grounds
from xl_addin.policy.groups import find_group, is_unsaid
from xl_addin.values.errors import InputError


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("改制", "客观变化"),
        ("企业改制", "客观变化"),
        ("政策性破产", "破产关闭"),
        ("协议解除", "协商"),
        ("劳动合同法第40条第3项", "客观变化"),
        ("《劳动合同法》第四十条（三）", "客观变化"),
        ("中华人民共和国劳动合同法第四十条第一项", "医疗期满"),
        ("依据劳动合同法第36条", "协商"),
        ("劳动合同法第41条", "裁员"),
    ],
)
def test_grounds_in_the_words_of_offices_are_known(text: str, label: str) -> None:
    assert grounds()[find_ground(text)].label == label


@pytest.mark.parametrize("text", ["劳动合同法第40条", "第四十条", "劳动合同法第四十四条"])
def test_an_article_of_several_grounds_is_asked_about(text: str) -> None:
    with pytest.raises(InputError, match="请写明第几项"):
        find_ground(text)


@pytest.mark.parametrize("word", ["息工", "长期病假", "挂靠", "挂靠人员", "外出打工", "农民合同工", "军转干部"])
def test_words_for_people_still_employed_refuse_nobody(word: str) -> None:
    assert find_group(word).label == "在职安置"


@pytest.mark.parametrize("word", ["农民合同工", "军转干部", "退伍军人"])
def test_words_of_origin_say_nothing_of_the_status(word: str) -> None:
    assert is_unsaid(word)
