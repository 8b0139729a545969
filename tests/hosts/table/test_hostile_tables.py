"""What a hostile Parquet or text file holds is masked, shown as signs, or refused in one line; memory stays bounded."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from xl_addin.hosts.table import parquet_limits
from xl_addin.hosts.table.job import Outcome, compute_table
from xl_addin.hosts.table.parquet_footer import open_footer
from xl_addin.hosts.table.sources import open_source
from xl_addin.sheets.policy_range import read_policy
from xl_addin.values.errors import InputError

pa = pytest.importorskip("pyarrow")
parquet = pytest.importorskip("pyarrow.parquet")

ID = "110101199003072834"
MASKED = "110101********2834"


def roster(path: Path, rows: int = 3, **columns: Any) -> Path:
    """A sound roster, with some columns given otherwise."""
    parquet.write_table(pa.table(roster_columns(rows) | columns), path)
    return path


def roster_columns(rows: int) -> dict[str, Any]:
    """Equal persons."""
    return {
        "姓名": ["张三丰"] * rows,
        "身份证号": [ID] * rows,
        "参加工作时间": ["1985-07-01"] * rows,
        "解除时间": ["2011-09-28"] * rows,
        "月平均工资": [1600.0] * rows,
    }


def computed(source: Path, suffix: str = ".csv") -> tuple[str, str, Outcome]:
    """The result and the side file as texts."""
    target = source.with_name(f"结果{suffix}")
    outcome = compute_table(source, target, read_policy(None))
    result = target.read_text("utf-8-sig") if suffix == ".csv" else str(parquet.read_table(target).to_pylist())
    return result, outcome.side.read_text("utf-8-sig") if outcome.side.exists() else "", outcome


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_id_numbers_in_any_text_are_masked(suffix: str, tmp_path: Path) -> None:
    names = [f"张三{ID}", "张三丰", "1 1 0 1 0 1 1 9 9 0 0 3 0 7 2 8 3 4"]
    source = roster(tmp_path / "a.parquet", 姓名=names, 企业名称=[f"甲厂{ID}", "乙厂", "丙\x1b[31m厂\0"])
    result, side, _ = computed(source, suffix)
    assert ID not in result + side and "1 9 9 0" not in result + side
    assert f"甲厂{MASKED}" in result and "\x1b" not in result and "\0" not in result


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
@pytest.mark.parametrize("kind", [".csv", ".parquet"])
def test_a_mistyped_number_known_by_its_column_is_masked_in_every_other(kind: str, suffix: str, tmp_path: Path) -> None:
    wrong = "990101198001010011"  # its check digit is not right, and 99 is no province of an account's either
    spaced = f"{wrong[:6]} {wrong[6:14]} {wrong[14:]}"
    columns = roster_columns(3) | {
        "身份证号": [wrong, ID, ID],
        "姓名": [f"张三{wrong}", "李四丰", spaced],
        "企业名称": ["甲厂", f"乙厂（{wrong}）", "丙厂"],
        "解除时间": ["2011-09-28", "2011-09-28", "不详"],
        "备注": ["无", "无", f"同{spaced}、62220212345678901"],
    }
    source = tmp_path / f"a{kind}"
    if kind == ".parquet":
        parquet.write_table(pa.table(columns), source)
    else:
        rows = [list(columns), *map(list, zip(*columns.values(), strict=True))]
        source.write_text("\n".join(",".join(map(str, row)) for row in rows), encoding="utf-8")
    result, side, outcome = computed(source, suffix)
    assert (outcome.computed, outcome.refused) == (2, 1)
    for text in (result, side):
        assert wrong not in text and spaced not in text and "990101********0011" in text
    assert "62220212345678901" in side


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


def refused(source: Path) -> str:
    """The line that a table is refused with; nothing is written."""
    before = sorted(source.parent.iterdir())
    with pytest.raises(InputError) as said:
        compute_table(source, source.with_name("结果.csv"), read_policy(None))
    assert sorted(source.parent.iterdir()) == before
    return str(said.value.message)


def no_utf8() -> Any:
    offsets = pa.array([0, 2, 4, 6], pa.int32()).buffers()[1]
    return pa.Array.from_buffers(pa.string(), 3, [None, offsets, pa.py_buffer(b"\xff\xfe" * 3)])


@pytest.mark.parametrize(
    ("heading", "column", "said"),
    [
        ("姓名", no_utf8(), "UTF-8"),
        ("备注", no_utf8(), "UTF-8"),
        ("参加工作时间", pa.array([2**31 - 1, -(2**31), 0], pa.int32()).cast(pa.date32()), "9999 年以外"),
        ("参加工作时间", pa.array([2**62, -(2**62), 0], pa.timestamp("us")), "9999 年以外"),
        ("参加工作时间", pa.array([0, 1, 2], pa.timestamp("us", tz="Nowhere/None")), "读不出"),
        ("月平均工资", pa.array([{"a": 1}] * 3), "struct<a: int64>"),
        ("月平均工资", pa.array([1, 2, 3], pa.duration("us")), "duration"),
        ("姓名", pa.array([["a"]] * 3), "list<"),
        ("姓名", pa.array([b"\xff"] * 3), "binary"),
        ("身份证号", pa.array([ID.encode()] * 3), "binary"),
        ("身份证号", pa.array([Decimal(ID)] * 3, pa.decimal128(30, 2)), "decimal128"),
        ("身份证号", pa.array([True] * 3), "bool"),
        ("备注", pa.array([[("a", ID)]] * 3, pa.map_(pa.string(), pa.string())), "map<"),
        ("备注", pa.array(["长" * 32_768] * 3), "32,767"),
    ],
)
def test_a_column_that_cannot_be_read_is_named(heading: str, column: Any, said: str, tmp_path: Path) -> None:
    told = refused(roster(tmp_path / "a.parquet", **{heading: column}))
    assert said in told
    assert heading in told or said == "读不出"


def test_a_column_that_is_not_needed_may_hold_anything(tmp_path: Path) -> None:
    source = roster(tmp_path / "a.parquet", 附件=pa.array([[1, 2]] * 3))
    assert computed(source)[2].computed == 3


def test_columns_of_one_name_keep_their_places(tmp_path: Path) -> None:
    columns = [["甲"], ["张三丰"], [ID], ["1985-07-01"], ["乙"], ["2011-09-28"], [-1]]
    names = ["处", "姓名", "身份证号", "参加工作时间", "处", "解除时间", "月平均工资"]
    parquet.write_table(pa.table(columns, names=names), tmp_path / "a.parquet")
    assert (
        computed(tmp_path / "a.parquet")[1].splitlines()[1].endswith(f",甲,张三丰,{MASKED},1985-07-01,乙,2011-09-28,-1")
    )


def test_wages_beyond_any_number_stand_in_the_side_file(tmp_path: Path) -> None:
    _, side, outcome = computed(roster(tmp_path / "a.parquet", 月平均工资=pa.array([1600, 10**18, -1], pa.int64())))
    assert (outcome.computed, outcome.refused) == (1, 2) and "数值过大" in side


def test_a_damaged_page_is_told_in_one_line(tmp_path: Path) -> None:
    source = roster(tmp_path / "a.parquet")
    content = bytearray(source.read_bytes())
    content[30:42] = b"\xff" * 12
    source.write_bytes(content)
    assert "可能已损坏" in refused(source)


def test_a_text_of_many_rows_is_held_for_few_rows_at_once(tmp_path: Path) -> None:
    rows = 20_000
    texts = pa.DictionaryArray.from_arrays(pa.array([0] * rows, pa.int32()), pa.array(["长" * 7_000]))
    source = tmp_path / "a.parquet"
    parquet.write_table(pa.table(roster_columns(rows) | {"备注": texts}), source, store_schema=False)
    sizes = [sum(column.nbytes for column in batch.columns) for batch in open_source(source).batches()]
    assert source.stat().st_size < 1 << 20
    assert max(sizes) < 64 << 20 and sum(sizes) > 400 << 20


def wide(path: Path, columns: int, letters: int) -> Path:
    """A sound roster with many columns of long texts, packed into next to nothing."""
    return roster(path, **{f"备注{place}": ["长" * letters] * 3 for place in range(columns)})


@pytest.mark.parametrize("suffix", [".parquet", ".csv"])
def test_more_columns_than_a_roster_has_are_refused(suffix: str, tmp_path: Path) -> None:
    source = wide(tmp_path / "a.parquet", parquet_limits.MOST_COLUMNS, 1)
    if suffix == ".csv":
        source = tmp_path / "a.csv"
        source.write_text(",".join(f"列{place}" for place in range(parquet_limits.MOST_COLUMNS + 1)), encoding="utf-8")
    assert f"最多 {parquet_limits.MOST_COLUMNS:,} 列" in refused(source)


def test_rows_too_long_for_any_roster_are_refused_before_all_columns_are_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = wide(tmp_path / "a.parquet", 400, 20_000)
    looks: list[int] = []
    look = parquet_limits._longest_of
    monkeypatch.setattr(parquet_limits, "_longest_of", lambda *given: [looks.append(1), look(*given)][1])
    assert "一行超过" in rows_refused(source)
    assert len(looks) == 3  # 150 columns of 60,000 bytes


def test_columns_that_are_packed_too_densely_only_together_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parquet_limits, "_LARGE", 1 << 20)
    monkeypatch.setattr(parquet_limits, "_DENSEST", 10)
    source = wide(tmp_path / "a.parquet", 30, 20_000)
    assert "压缩得异常" in rows_refused(source)
    monkeypatch.setattr(parquet_limits, "_LARGE", 4 << 20)
    assert computed(source)[2].computed == 3


def rows_refused(source: Path) -> str:
    """Why the process that looks first would refuse a file."""
    footer = open_footer(source)
    with pytest.raises(InputError) as told:
        parquet_limits.rows_at_once(source, footer.file, footer.names, 1000)
    return told.value.message


def damaged_footers(path: Path) -> Iterator[Path]:
    """The roster with one byte of its footer changed: fields under another number, letters that are none, lengths."""
    sound = roster(path, 50).read_bytes()
    size = int.from_bytes(sound[-8:-4], "little")
    for place in range(len(sound) - 8 - size, len(sound) - 8):
        for old, new in ((0x29, 0x09), (0xE5, 0x41), (0x15, 0xFF)):
            if sound[place] == old:
                path.write_bytes(sound[:place] + bytes([new]) + sound[place + 1 :])
                yield path


@pytest.mark.parametrize("step", [pytest.param(1, marks=pytest.mark.long), 12])
def test_no_damaged_footer_ends_the_program(step: int, tmp_path: Path) -> None:
    """The last of these ends any process in which pyarrow looks at it."""
    last = sum(1 for _ in damaged_footers(tmp_path / "a.parquet")) - 1
    for source in islice(damaged_footers(tmp_path / "a.parquet"), last % step, None, step):
        try:
            outcome = compute_table(source, tmp_path / "结果.csv", read_policy(None))
        except InputError as error:
            assert "请" in error.message
        else:
            assert outcome.rows == outcome.computed + outcome.refused


OPENING = """
import sys
from pathlib import Path
from tests.peak import peak_mb
from xl_addin.hosts.table.sources import open_source
from xl_addin.values.errors import InputError
try:
    list(open_source(Path(sys.argv[1])).batches())
except InputError as error:
    print(error.message)
print(peak_mb())
"""


@pytest.mark.long
@pytest.mark.parametrize("columns", [20_000, 1_900])
def test_huge_columns_without_number_take_little_memory(columns: int, tmp_path: Path) -> None:
    source = wide(tmp_path / "a.parquet", columns, 10_000)
    done = subprocess.run([sys.executable, "-c", OPENING, str(source)], capture_output=True, text=True, check=True)
    said, peak = done.stdout.splitlines()
    assert "没有读取" in said and int(peak) < 400
