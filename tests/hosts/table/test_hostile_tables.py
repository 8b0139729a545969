"""What a hostile Parquet or text file holds is masked, shown as signs, or refused in one line; memory stays bounded."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from xl_addin.hosts.table.job import Outcome, compute_table
from xl_addin.sheets.policy_range import read_policy

pa = pytest.importorskip("pyarrow")
parquet = pytest.importorskip("pyarrow.parquet")

ID = "110101199003072834"
MASKED = "110101********2834"


def roster(path: Path, rows: int = 3, **columns: Any) -> Path:
    """A sound roster, with some columns given otherwise."""
    sound: dict[str, Any] = {
        "姓名": ["张三丰"] * rows,
        "身份证号": [ID] * rows,
        "参加工作时间": ["1985-07-01"] * rows,
        "解除时间": ["2011-09-28"] * rows,
        "月平均工资": [1600.0] * rows,
    }
    parquet.write_table(pa.table(sound | columns), path)
    return path


def computed(source: Path, suffix: str = ".csv") -> tuple[str, str, Outcome]:
    """The result and the side file as texts."""
    target = source.with_name(f"结果{suffix}")
    outcome = compute_table(source, target, read_policy(None))
    if suffix == ".csv":
        result = target.read_text("utf-8-sig")
    else:
        result = str(parquet.read_table(target).to_pylist())
    return result, outcome.side.read_text("utf-8-sig") if outcome.side.exists() else "", outcome


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_id_numbers_in_any_text_are_masked(suffix: str, tmp_path: Path) -> None:
    names = [f"张三{ID}", "张三丰", "1 1 0 1 0 1 1 9 9 0 0 3 0 7 2 8 3 4"]
    source = roster(tmp_path / "a.parquet", 姓名=names, 企业名称=[f"甲厂{ID}", "乙厂", "丙\x1b[31m厂\0"])
    result, side, _ = computed(source, suffix)
    assert ID not in result + side and "1 9 9 0" not in result + side
    assert f"甲厂{MASKED}" in result and "\x1b" not in result and "\0" not in result


def test_headings_of_the_side_file_are_masked_and_shown(tmp_path: Path) -> None:
    source = roster(
        tmp_path / "a.parquet", 参加工作时间=["不详"] * 3, **{f"{ID}\x1b[31m": ["x"] * 3, "=1+1": ["y"] * 3}
    )
    _, side, outcome = computed(source)
    assert outcome.refused == 3
    assert ID not in side and "\x1b" not in side
    assert side.splitlines()[0].endswith(f"{MASKED}\\x1b[31m,'=1+1")


def test_no_text_of_either_file_is_a_formula(tmp_path: Path) -> None:
    names = ["=cmd|'/c calc'!A0", "-2+3+cmd|'/c calc'!A0", "@SUM(1)", "-2+3+cmd|'/c calc'!A1"]
    source = roster(
        tmp_path / "a.parquet",
        4,
        姓名=names,
        参加工作时间=["1985-07-01"] * 3 + ["不详"],
        身份证号=["=1+1", "", "", "=2"],
    )
    result, side, outcome = computed(source)
    assert (outcome.computed, outcome.refused) == (3, 1)
    assert [line.split(",")[1] for line in result.splitlines()[1:]] == [f'"\'{name}"' for name in names[:3]]
    assert "\"'=1" in result and f",'{names[3]},'=2" in side
