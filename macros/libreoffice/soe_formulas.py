"""How a formula text calls us, and which name Calc wants: text in, text out."""

import re

from soe_catalog import FUNCTIONS

ASCII, ALIASES = "ORG.XLADDIN.SOE.FUNCTIONS.", "ORG.XLADDIN.SOE.ALIASES."
_BY_NAME, _BY_METHOD = {}, {}
_TABLES = {name for key, spec in FUNCTIONS.items() if spec["table"] for name in (key, spec["alias"])}
"""These stay with Basic, to which their plain names are bound."""
for _name, _spec in FUNCTIONS.items():
    _method = _spec["method"].upper()
    _BY_NAME[_name] = ASCII + _method
    _BY_NAME[_spec["alias"]] = ALIASES + _method
    _BY_METHOD[_method] = (_name, _spec["alias"])
_NAMES = "|".join(sorted(map(re.escape, _BY_NAME), key=len, reverse=True))
_LINK = r"(?:'(?:[^']|'')*'\s*[#!.]\s*|\[[^\[\]]*\]\s*[!.]?\s*)?"
_PREFIX = r"(?:_xldudf_|_xll\.|_xludf\.)?(?:改制[._])?(?:org\.xladdin\.(?:\w+\.)*)?"
_CALL = re.compile(
    r'"(?:[^"]|"")*"|(?P<call>(?<![\w.$])%s%s(?P<name>%s)(?=\s*\())|\'(?:[^\']|\'\')*\'' % (_LINK, _PREFIX, _NAMES),
    re.IGNORECASE,
)
_OWN = re.compile(r"org\.xladdin\.soe\.(functions|aliases)\.(\w+)", re.IGNORECASE)
OUR_CALL = re.compile(_OWN.pattern + r"\s*(?=\()", re.IGNORECASE)
"""A call by an add-in's name, up to its bracket."""
_PLAIN = re.compile(
    "|".join(("soe_", "org\\.xladdin", *(re.escape(spec["alias"]) for spec in FUNCTIONS.values()))), re.IGNORECASE
)


def calls_us(text):
    """Tell whether a formula may call us: quick, and never no where it does."""
    return _PLAIN.search(text) is not None


def calls_addin(text):
    """Tell whether a formula calls us by an add-in's own name."""
    return "XLADDIN" in text.upper() and OUR_CALL.search(text) is not None


def bound(text):
    """Give a formula with the add-in's names for every spelling of ours."""
    return _CALL.sub(_bound, text)


def bound_tables(text):
    """The same, table functions included: the add-in refuses them, which costs nothing."""
    return _CALL.sub(lambda match: match[0] if match["call"] is None else _full(match), text)


def _full(match):
    name = match["name"]
    return _BY_NAME[name.upper() if name.isascii() else name]


def _bound(match):
    if match["call"] is None:
        return match[0]
    name = match["name"].upper() if match["name"].isascii() else match["name"]
    if name in _TABLES and match[0] == match["name"]:
        return match[0]
    return _BY_NAME[name]


def is_table(method):
    """Tell whether a method of the add-in gives a table."""
    return _BY_METHOD.get(method.upper(), ("",))[0] in _TABLES


def calls_table(text):
    """Tell whether a formula calls a function that gives a table by an add-in's own name."""
    return any(is_table(match[2]) for match in OUR_CALL.finditer(text))


def plain(text):
    """Give a formula with the plain names."""
    return _OWN.sub(_plain, text)


def plain_name(full):
    """Give the plain name for an add-in's name, or None for another's."""
    match = _OWN.fullmatch(full)
    return _plain(match) if match and match[2].upper() in _BY_METHOD else None


def _plain(match):
    names = _BY_METHOD.get(match[2].upper())
    return match[0] if names is None else names[match[1].lower() == "aliases"]
