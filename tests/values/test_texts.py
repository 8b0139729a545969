"""Characters that nobody sees are all of category Cf, and none of that category is left out."""

from __future__ import annotations

import sys
import unicodedata

from xl_addin.values.texts import has_invisible_end, visible


def test_every_character_of_category_cf_is_invisible_and_no_other_known_one() -> None:
    characters = map(chr, range(sys.maxunicode + 1))
    assigned = [one for one in characters if unicodedata.category(one) not in ("Cn", "Cs")]
    gone = {one for one in assigned if not visible(f"王{one}三").count(one)}
    assert {one for one in assigned if unicodedata.category(one) == "Cf"} <= gone
    # U+13439–1343F are Cf only for newer Pythons
    assert {unicodedata.category(one) for one in gone} == {"Cf"}


def test_an_invisible_end_is_noticed_and_an_invisible_middle_does_not_matter() -> None:
    assert [has_invisible_end(text) for text in ("\ufeff王", "王\u2060", "王\u200b三", "王三", "")] == [
        True, True, False, False, False,
    ]  # fmt: skip
