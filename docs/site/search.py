"""Search in Chinese: a page is found by pairs of characters, built and asked in the same way, without a dictionary.

Sphinx's own splitter for Chinese needs a dictionary (jieba) and finds a word only where the dictionary cut the page
as the reader wrote it. Pairs find every word of two characters and more; a single character is found within the pairs.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from docutils import nodes
from sphinx import addnodes
from sphinx.search import SearchLanguage

from docs.site.pages import languages

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_WORD: Final = re.compile(r"[㐀-鿿豈-﫿]+|[^\W㐀-鿿豈-﫿]+")
_HAN: Final = re.compile(r"[㐀-鿿豈-﫿]")


class PairSearch(SearchLanguage):
    """Chinese as overlapping pairs of characters, everything else as words."""

    lang = "zh"
    language_name = "Chinese"
    js_splitter_code = """
function splitQuery(query) {
  const han = "\\u3400-\\u9fff\\uf900-\\ufaff";
  const word = `[^\\\\s\\\\p{P}\\\\p{S}${han}]+`;
  const words = query.match(new RegExp(`[${han}]+|${word}(?:_${word})*`, "gu")) || [];
  return words.flatMap((word) => {
    if (word.length < 3 || !/^[\\u3400-\\u9fff\\uf900-\\ufaff]/.test(word)) return [word];
    return Array.from({ length: word.length - 1 }, (_, i) => word.slice(i, i + 2));
  });
}
"""

    def split(self, input: str) -> list[str]:
        """The words of a text, Chinese ones as pairs."""
        return [pair for word in _WORD.findall(input.lower()) for pair in pairs(word)]


def pairs(word: str) -> list[str]:
    """Overlapping pairs of a Chinese word; any other word as it is.

    >>> pairs("补偿金"), pairs("厂"), pairs("soe_late_fee")
    (['补偿', '偿金'], ['厂'], ['soe_late_fee'])
    """
    if len(word) < 3 or not _HAN.match(word):
        return [word]
    return [word[i : i + 2] for i in range(len(word) - 1)]


def index_headings(app: Sphinx, document: nodes.document) -> None:
    """Let the search find `滞纳金 SOE_LATE_FEE` by either name, at its heading: each becomes an entry of the index."""
    for section in document.findall(nodes.section):
        title = section.next_node(nodes.title)
        codes = [code.astext() for code in title.findall(nodes.literal)] if title else []
        if title and codes:
            names = [title.astext().replace(codes[0], "").strip(), *codes]
            entries = [("single", name.lower(), section["ids"][0], "main", None) for name in names if name]
            section.insert(1, addnodes.index(entries=entries))


def tell_language(app: Sphinx, name: str, template: str, context: dict[str, object], document: object) -> None:
    """Say in each page in which language it is written: readers that speak and fonts need it."""
    context["language"] = languages().get(name, "zh-CN")


def setup(app: Sphinx) -> dict[str, object]:
    """Called by Sphinx."""
    app.add_search_language(PairSearch)
    app.connect("doctree-read", index_headings)
    app.connect("html-page-context", tell_language)
    return {"parallel_read_safe": True}
