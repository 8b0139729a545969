"""Every kind of fault in the law's data files is refused, naming file, entry and remedy; nothing is repaired.

Each file in `tests/faults/policy` has one fault and is named after it.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from xl_addin.policy import grounds, options
from xl_addin.policy.profiles import profiles, read_profile
from xl_addin.policy.schema import PolicyFileError
from xl_addin.policy.store import DATA, load_store, national, read_toml

FAULTS = Path(__file__).parents[1] / "faults" / "policy"

# What the entry in the message must contain, so that the reader finds the place.
PARAMETERS = {
    "parameter_syntax": "syntax",
    "parameter_not_utf8": "",
    "parameter_name_missing": "top level",
    "parameter_name_empty": "top level",
    "parameter_name_taken": "养老单位费率",
    "parameter_unit_unknown": "top level",
    "parameter_scope_unknown": "top level",
    "parameter_description_missing": "top level",
    "parameter_key_unknown": "top level",
    "parameter_covers_missing": "top level",
    "parameter_covers_unreadable": "",
    "parameter_covers_more_than_values": "",
    "parameter_values_overlap": "试验费率",
    "parameter_values_no_tables": "values",
    "parameter_values_no_list": "",
    "parameter_variants_no_texts": "",
    "value_from_missing": "values[1]",
    "value_from_in_quotes": "values[1]",
    "value_to_before_from": "values[1]",
    "value_without_quotes": "values[1]",
    "value_no_number": "values[1]",
    "value_negative": "values[1]",
    "value_infinite": "values[1]",
    "value_finer_than_six_decimals": "values[1]",
    "value_ratio_above_one": "values[1]",
    "value_document_unregistered": "values[1]",
    "value_article_missing": "values[1]",
    "value_quote_missing": "values[1]",
    "value_certainty_unknown": "values[1]",
    "value_key_unknown": "values[1]",
    "value_place_no_text": "values[1]",
}
DOCUMENTS = {
    "document_no_table": "TRIAL",
    "document_title_missing": "TRIAL",
    "document_issued_missing": "TRIAL",
    "document_date_in_quotes": "TRIAL",
    "document_in_force_before_issued": "TRIAL",
    "document_ended_before_it_began": "TRIAL",
    "document_certainty_unknown": "TRIAL",
    "document_key_unknown": "TRIAL",
}
PROFILES = {
    "profile_id_missing": "",
    "profile_regime_unknown": "regime",
    "profile_certainty_unknown": "certainty",
    "profile_document_unregistered": "old_document",
    "profile_basis_missing": "",
    "profile_option_unknown": "options",
    "profile_option_value_unknown": "options",
    "profile_options_no_table": "options",
    "profile_key_unknown": "",
}
OPTIONS = {
    "options_label_missing": "fraction",
    "options_kind_unknown": "fraction",
    "options_choice_without_values": "fraction",
    "options_default_no_number": "multiplier",
    "options_default_missing": "multiplier",
    "options_key_unknown": "multiplier",
}
GROUNDS = {
    "grounds_word_of_two_grounds": "",
    "grounds_article_missing": "",
    "grounds_without_default": "",
}


def assert_names_file_entry_and_remedy(error: PolicyFileError, file: str, entry: str) -> None:
    assert error.file == file
    assert error.entry and entry in error.entry
    assert error.fault and error.remedy
    assert str(error) == f"{error.file}: {error.entry}: {error.fault}; {error.remedy}"


def test_every_broken_file_is_tried() -> None:
    tried = {**PARAMETERS, **DOCUMENTS, **PROFILES, **OPTIONS, **GROUNDS}
    assert {path.stem for path in FAULTS.glob("*.toml")} == set(tried)


@pytest.mark.parametrize("fault", PARAMETERS)
def test_a_broken_parameter_is_refused(fault: str, tmp_path: Path) -> None:
    shutil.copytree(DATA / "national", tmp_path / "national")
    shutil.copy(DATA / "documents.toml", tmp_path)
    shutil.copy(FAULTS / f"{fault}.toml", tmp_path / "national")
    with pytest.raises(PolicyFileError) as caught:
        load_store(tmp_path)
    file = "pension_unit_rate.toml" if fault == "parameter_name_taken" else f"{fault}.toml"
    assert_names_file_entry_and_remedy(caught.value, file, PARAMETERS[fault])


@pytest.mark.parametrize("fault", DOCUMENTS)
def test_a_broken_register_of_documents_is_refused(fault: str, tmp_path: Path) -> None:
    (tmp_path / "national").mkdir()
    shutil.copy(FAULTS / f"{fault}.toml", tmp_path / "documents.toml")
    with pytest.raises(PolicyFileError) as caught:
        load_store(tmp_path)
    assert_names_file_entry_and_remedy(caught.value, "documents.toml", DOCUMENTS[fault])


@pytest.mark.parametrize("fault", PROFILES)
def test_a_broken_profile_is_refused(fault: str) -> None:
    path = FAULTS / f"{fault}.toml"
    with pytest.raises(PolicyFileError) as caught:
        read_profile(read_toml(path), path.name)
    assert_names_file_entry_and_remedy(caught.value, path.name, PROFILES[fault])


@pytest.mark.parametrize("fault", OPTIONS)
def test_a_broken_list_of_options_is_refused(fault: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copy(FAULTS / f"{fault}.toml", tmp_path / "options.toml")
    monkeypatch.setattr(options, "DATA", tmp_path)
    with pytest.raises(PolicyFileError) as caught:
        options.option_specs.__wrapped__()
    assert_names_file_entry_and_remedy(caught.value, "options.toml", OPTIONS[fault])


@pytest.mark.parametrize("fault", GROUNDS)
def test_a_broken_list_of_grounds_is_refused(fault: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copy(FAULTS / f"{fault}.toml", tmp_path / "grounds.toml")
    monkeypatch.setattr(grounds, "DATA", tmp_path)
    with pytest.raises(PolicyFileError) as caught:
        grounds.grounds.__wrapped__()
    assert_names_file_entry_and_remedy(caught.value, "grounds.toml", GROUNDS[fault])


def test_the_shipped_files_are_accepted() -> None:
    assert national().documents
    assert national().parameters
    assert set(profiles()) == {"SEG2008", "R481", "RGZ", "RLCL", "PRORATE", "BANKRUPT3X"}


@pytest.mark.parametrize("line_end", [b"\n", b"\r\n"])
def test_the_version_does_not_depend_on_the_line_ends_of_the_checkout(line_end: bytes, tmp_path: Path) -> None:
    shutil.copytree(DATA, tmp_path, dirs_exist_ok=True)
    for path in tmp_path.rglob("*.toml"):
        path.write_bytes(path.read_bytes().replace(b"\r\n", b"\n").replace(b"\n", line_end))
    assert load_store(tmp_path).version == national().version


def test_the_version_changes_with_any_word_of_the_law(tmp_path: Path) -> None:
    shutil.copytree(DATA, tmp_path, dirs_exist_ok=True)
    path = tmp_path / "national" / "late_fee_daily_rate.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("千分之二", "千分之二 "), encoding="utf-8")
    assert load_store(tmp_path).version != national().version
