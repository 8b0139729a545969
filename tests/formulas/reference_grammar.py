"""What made-up books for LibreOffice are written with: every native function that is trusted, over any argument.

A word in braces stands for one of the choices of its lines, taken at random; those of its first line end the nesting.
The words stand beside this file. Words of one letter are columns; ``{r}``, ``{l}`` and ``{tier}`` stay open: the
formula's row, the last one of the data and one of the tiers; ``{z}`` is the column of an earlier formula.

Left out is what Calc is known to compute otherwise than Excel (:data:`xl_addin.hosts.file.calc_ways.CALC_WAYS`):
logicals as data above all, and XLOOKUP, which 7.4 has not.
"""

from __future__ import annotations

import random
import re
from pathlib import Path
from typing import Final

_WORD: Final = re.compile(r"\{(\w+)\}")
_CHOICE: Final = re.compile(r'(?:"[^"]*"|[^ "])+')
"""Choices stand apart by a space that is in no quotes."""
_DEPTH: Final = 3
_DEEPER: Final = 0.7

_TEXT: Final = Path(__file__).with_suffix(".txt").read_text("utf-8")


def _grammar() -> dict[str, tuple[list[str], list[str]]]:
    """For each word what ends the nesting, and what goes on."""
    words: dict[str, tuple[list[str], list[str]]] = {}
    for line in _TEXT.splitlines():
        word, _, choices = line.partition(": ")
        ends, more = words.setdefault(word, ([], []))
        (more if ends else ends).extend(_CHOICE.findall(choices))
    return words


GRAMMAR: Final = _grammar()


def formula(dice: random.Random, word: str, depth: int = _DEPTH) -> str:
    """A formula text in which only the rows (``{r}``, ``{l}``, ``{t}``) are still open."""
    ends, more = GRAMMAR[word]
    chosen = dice.choice(more if more and depth > 0 and dice.random() < _DEEPER else ends)

    def inner(match: re.Match[str]) -> str:
        return formula(dice, match[1], depth - 1) if match[1] in GRAMMAR else match[0]

    return _WORD.sub(inner, chosen)
