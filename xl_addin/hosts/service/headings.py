"""The office's answers “this column is …”: kept in its file, in which every host looks them up."""

from __future__ import annotations

import json
from typing import Any, Final

from xl_addin.files.atomic import replacing
from xl_addin.hosts.service.places import private_place
from xl_addin.tables.heading_roles import role_of
from xl_addin.tables.labels import heading
from xl_addin.tables.layouts import layouts
from xl_addin.tables.office_headings import headings_file, office_headings, read_answers
from xl_addin.values.errors import InputError

_LONGEST: Final = 60


def kept() -> list[dict[str, str]]:
    """All answers, with what users call the kind of sheet and the column."""
    kinds = {one.kind: one for one in layouts()}
    return [
        {
            "kind": kind,
            "heading": key,
            "role": role,
            "title": kinds[kind].title,
            "name": kinds[kind].columns[role].name,
        }
        for kind, some in read_answers(headings_file()).items()
        for key, role in some.items()
        if kind in kinds and role in kinds[kind].columns
    ]


def keep(kind: str, text: str, role: str) -> list[dict[str, str]]:
    """Keep an answer, or with an empty role forget it; give all. InputError for one that cannot be used."""
    known = next((one for one in layouts() if one.kind == kind), None)
    key = heading(text).key
    if known is None or (role and role not in known.columns):
        raise InputError("没有这种表或这一栏")
    if not 0 < len(key) <= _LONGEST or "\n" in key:
        raise InputError(f"表头要有文字，最多 {_LONGEST} 个字")
    answers = read_answers(headings_file())
    own = answers.setdefault(kind, {})
    if not role:
        own.pop(key, None)
    elif key not in own and key not in office_headings().get(kind, {}) and (meant := role_of(known, key)):
        raise InputError(f"“{text}”本来就读作{known.columns[meant].name}，不能改作别的；请改表头")
    else:
        own[key] = role
    _write({one: some for one, some in answers.items() if some})
    return kept()


def _write(answers: dict[str, Any]) -> None:
    path = headings_file()
    if path.parent.name == "xl_addin":
        private_place()
    with replacing(path) as stream:
        stream.write(json.dumps(answers, ensure_ascii=False, indent=1, sort_keys=True).encode())
