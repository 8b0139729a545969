"""A streamed roster says of each person what the table function says of the whole, however the stream is cut."""

from __future__ import annotations

import csv
import datetime as dt
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import xl_addin
from tests.functions.severance.test_columns_against_rows import roster
from xl_addin.cli.application import run_line
from xl_addin.files.foreign.plain_values import plain_value
from xl_addin.functions.severance.roster import NUMBERS
from xl_addin.hosts.table import sources
from xl_addin.hosts.table.job import Outcome, compute_table
from xl_addin.sheets.policy_range import read_policy
from xl_addin.values.errors import CellError, InputError

pa = pytest.importorskip("pyarrow")
parquet = pytest.importorskip("pyarrow.parquet")

IDS = ("110105196503071236", "11010519850307123X", "110105650307123", None, "待补", "990101197501011234")
REMARKS = (None, "", "党员", "2005年内退", "电话13800000000", "退休教师家属")


def text_of(cell: Any) -> str:
    if isinstance(cell, CellError):
        return cell.code
    return "" if cell is None else str(cell)


def write_text(path: Path, rows: list[list[Any]], encoding: str = "utf-8") -> None:
    with path.open("w", newline="", encoding=encoding) as stream:
        csv.writer(stream).writerows([list(map(text_of, row)) for row in rows])


def streamed(source: Path, policy: Any = None) -> tuple[Outcome, list[tuple[Any, ...]]]:
    """Name, numbers and note of each person, or the error and the reason, in the order of the rows."""
    target = source.with_name("结果.parquet")
    outcome = compute_table(source, target, read_policy(policy))
    found: dict[int, tuple[Any, ...]] = {}
    for row in parquet.read_table(target).to_pylist():
        found[row["行号"]] = (row["姓名"], *map(shown, (row[title] for title in NUMBERS)), row["说明"])
    if outcome.side.exists():
        with outcome.side.open(encoding="utf-8-sig", newline="") as stream:
            for line in csv.DictReader(stream):
                found[int(line["行号"])] = (line["错误"], line["原因"])
    assert len(found) == outcome.computed + outcome.refused
    counted = outcome.computed + outcome.refused + outcome.joined + outcome.sums + outcome.skipped.total()
    assert counted == outcome.rows
    return outcome, [found[number] for number in sorted(found)]


def shown(number: float | None) -> str:
    return "" if number is None or number != number else repr(float(number))


def expected(rows: list[list[Any]], policy: Any = None) -> list[tuple[Any, ...]]:
    frame = xl_addin.severance_table(pd.DataFrame(rows[1:], columns=rows[0], dtype=object), policy)
    return [
        (row["错误"], row["说明"])
        if row["错误"]
        else (row["姓名"], *(shown(row[title]) for title in NUMBERS), row["说明"])
        for row in frame.to_dict("records")
    ]


def listed(chance: random.Random, size: int, odd: float) -> list[list[Any]]:
    """A roster, often with ID numbers, births, remarks, sums, empty rows and further rows of a worker."""
    first, *rest = roster(chance, size, odd)
    for heading, cells in (("身份证号", IDS), ("出生年月", (None, dt.date(1966, 5, 1), "1950.03")), ("备注", REMARKS)):
        if chance.random() < 0.4:
            first.append(heading)
            for row in rest:
                row.append(chance.choice(cells))
    found = [first]
    for row in rest:
        found.append(row)
        kind = chance.random()
        width = len(first)
        if kind < 0.02:
            found.append(["合计", None, None, 48_000, *[None] * (width - 4)])
        elif kind < 0.04:
            found.append([None, dt.date(1970, 1, 1), dt.date(1975, 1, 1), *[None] * (width - 3)])
        elif kind < 0.05:
            found.append([None] * width)
    return found


def assert_same_as_text(seed: int, size: int, folder: Path, batch: int) -> None:
    chance = random.Random(seed)
    rows = listed(chance, size, chance.choice((0.0, 0.03, 0.3)))
    source = folder / "名册.csv"
    write_text(source, rows, chance.choice(("utf-8", "utf-8-sig", "gb18030")) if seed % 2 else "utf-8")
    cells = [rows[0], *[[plain_value(text_of(cell)) for cell in row] for row in rows[1:]]]
    assert streamed(source)[1] == expected(cells), (seed, batch)


@pytest.mark.parametrize("seed", range(16))
def test_a_text_file_is_computed_as_its_whole_range(seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    batch = (5, 17, 40, 100_000)[seed % 4]
    monkeypatch.setattr(sources, "BATCH_ROWS", batch)
    assert_same_as_text(seed, 60, tmp_path, batch)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(4000, 4060))
def test_a_long_text_file_is_computed_as_its_whole_range(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = (50, 173, 640, 100_000)[seed % 4]
    monkeypatch.setattr(sources, "BATCH_ROWS", batch)
    assert_same_as_text(seed, 1500, tmp_path, batch)


@pytest.mark.parametrize("policy", [None, "R481", "RGZ", "RLCL"])
def test_typed_columns_of_a_parquet_file_are_computed_as_the_frame(
    policy: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "BATCH_ROWS", 64)
    rows = [row[:7] for row in roster(random.Random(11), 300, 0.0)]
    frame = pd.DataFrame(rows[1:], columns=rows[0], dtype=object)
    frame.loc[3, rows[0][1]] = None
    frame.loc[40, rows[0][3]] = None
    plain = frame.assign(**{name: frame[name].astype("float64") for name in rows[0][3:6]})
    source = tmp_path / "名册.parquet"
    moments = plain.assign(**{name: pd.to_datetime(plain[name]) for name in rows[0][1:3]})
    for typed in (plain, moments, plain.assign(解除事由=plain["解除事由"].astype("category"))):
        typed.to_parquet(source, engine="pyarrow", index=False)
        assert streamed(source, policy)[1] == expected([rows[0], *plain.values.tolist()], policy)


@pytest.mark.parametrize(("kind", "wages"), [("f4", [1600.1, 1234.56, None]), ("f2", [1600.0, 1234.0, None])])
def test_short_floats_are_the_decimals_that_they_show(kind: str, wages: list[Any], tmp_path: Path) -> None:
    names, days = ["甲", "乙", "丙"], [dt.date(2008, 1, 1)] * 3
    columns = {"姓名": names, "参加工作时间": days, "解除时间": [dt.date(2008, 12, 31)] * 3, "月平均工资": wages}
    source = tmp_path / "名册.parquet"
    short = pa.array(np.array(wages, dtype=kind), from_pandas=True)
    parquet.write_table(pa.table({**columns, "月平均工资": short}), source)
    _, rows = streamed(source)
    assert [row[6] for row in rows[:2]] == [repr(wage) for wage in wages[:2]]
    assert rows == expected([list(columns), *map(list, zip(*columns.values(), strict=True))])


def test_id_numbers_are_masked_in_both_files(tmp_path: Path) -> None:
    number = "11010519491231002X"
    rows = [["企业名称", "姓名", "身份证号", "参加工作时间", "解除时间", "月平均工资", "备注"]]
    rows += [["甲厂", "王三", number, "1985-07-01", "2011-09-28", 1600, f"原号{number}"] for _ in range(20)]
    rows[5][5] = "面议"
    for i, row in enumerate(rows[1:]):
        row[2] = number if i % 2 else f"1101051949123100{i:02d}"
    source = tmp_path / "名册.csv"
    write_text(source, rows)
    for suffix in (".csv", ".parquet"):
        outcome = compute_table(source, tmp_path / f"结果{suffix}", read_policy(None))
        assert (outcome.computed, outcome.refused) == (19, 1)
    shown = (tmp_path / "结果.csv").read_text("utf-8-sig") + outcome.side.read_text("utf-8-sig")
    assert "4912310" not in shown and "110105********002X" in shown
    assert "王三" in shown


def test_lines_of_another_width_and_empty_lines_are_told(tmp_path: Path) -> None:
    source = tmp_path / "名册.csv"
    good = "王三,1985-07-01,2011-09-28,1600"
    lines = ["姓名,参加工作时间,解除时间,月平均工资", *[good] * 8, "李四,1985-07-01,2011-09-28", "", good]
    source.write_text("\n".join(lines) + "\n", "utf-8")
    outcome, _ = streamed(source)
    assert (outcome.rows, outcome.computed, outcome.refused, outcome.skipped) == (11, 9, 1, {"空行": 1})
    told = outcome.side.read_text("utf-8-sig").splitlines()[1]
    assert told.startswith("10,#VALUE!,这一行的列数与表头不同")
    numbers = parquet.read_table(tmp_path / "结果.parquet").column("行号").to_pylist()
    assert numbers == [2, 3, 4, 5, 6, 7, 8, 9, 12]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("甲.csv", "姓名,工龄\n王三,5\n", "表中缺少列"),
        (
            "甲.csv",
            "××厂测算表,,,\n姓名,参加工作时间,解除时间,月平均工资\n王三,1985-07-01,2011-09-28,1600\n",
            "第 1 行",
        ),
        ("甲.csv", "姓名,参加工作时间,解除时间,月平均工资（万元）\n王三,1985-07-01,2011-09-28,0.16\n", "万元"),
        ("甲.parquet", "no parquet", "不是能读的 Parquet"),
        ("甲.xlsx", "x", "xl-addin run"),
        ("甲.csv", "", "要有表头"),
    ],
)
def test_what_cannot_be_used_is_refused_and_nothing_is_written(
    name: str, content: str, said: str, tmp_path: Path
) -> None:
    source = tmp_path / name
    source.write_text(content, "utf-8")
    with pytest.raises(InputError, match=said):
        compute_table(source, tmp_path / "结果.csv", read_policy(None))
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_line_that_holds_for_all_rows_far_below_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "BATCH_ROWS", 50)
    rows: list[list[Any]] = [["姓名", "参加工作时间", "解除时间", "月平均工资"]]
    rows += [["王三", "1985-07-01", "2011-09-28", 1600 + i] for i in range(1200)]
    rows.append(["注：企业月平均工资2000元", None, None, None])
    source = tmp_path / "名册.csv"
    write_text(source, rows)
    with pytest.raises(InputError, match="写在一行里"):
        streamed(source)
    assert [path.name for path in tmp_path.iterdir()] == ["名册.csv"]


def test_without_pyarrow_one_line_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from xl_addin.hosts.table import arrow as module

    def absent(name: str) -> None:
        raise ImportError(name)

    module.arrow.cache_clear()
    monkeypatch.setattr(module, "import_module", absent)
    with pytest.raises(InputError, match="pip install"):
        compute_table(tmp_path / "甲.csv", tmp_path / "乙.csv", read_policy(None))
    module.arrow.cache_clear()


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_told_to_end_it_leaves_nothing_behind(number: signal.Signals, tmp_path: Path) -> None:
    rows: list[list[Any]] = [["姓名", "参加工作时间", "解除时间", "月平均工资"]]
    rows += [["王三" if i % 2 else "王会计", "1985.07", "2011-09-28", 1600 + i] for i in range(60_000)]
    source, folder = tmp_path / "名册.csv", tmp_path / "结果"
    write_text(source, rows)
    folder.mkdir()
    command = [sys.executable, "-m", "xl_addin", "table", str(source), "-o", str(folder / "结果.csv")]
    whole = lambda: signal.signal(signal.SIGINT, signal.default_int_handler)  # noqa: E731 – runners may switch it off
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, preexec_fn=whole) as job:
        while not any(folder.iterdir()) and job.poll() is None:
            time.sleep(0.02)
        job.send_signal(number)
        _, said = job.communicate(timeout=60)
    assert job.returncode == 128 + number
    assert "没有写出文件" in said.decode()
    assert list(folder.iterdir()) == []


def test_the_command_line_tells_what_it_read_and_wrote(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    rows: list[list[Any]] = [["姓名", "参加工作时间", "解除时间", "月平均工资"]]
    rows += [["王三", "1985-07-01", "2011-09-28", 1600]] * 9 + [["李四", "不详", "2011-09-28", 1600]]
    write_text(tmp_path / "名册.csv", rows)
    assert run_line(["table", "名册.csv", "--policy", "R481", "--set", "fraction=half_year"]) == 1
    said = capsys.readouterr().out
    assert "读入 10 行 = 算出 9 + 没有算出 1" in said and "名册-补偿金.csv" in said and "R481" in said
    assert (tmp_path / "名册-补偿金-未算出.csv").exists()
    assert run_line(["table", "名册.csv", "--set", "fraction"]) == 2
    assert "名称=值" in capsys.readouterr().err
