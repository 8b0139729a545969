"""DataFrame in, the same kind of DataFrame out: the same figures as in cells, errors missing with code and reason."""

from __future__ import annotations

import datetime as dt
import math
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import xl_addin
from xl_addin import InputError, call

ROSTER = pd.DataFrame(
    {
        "姓名": ["虚构甲", "虚构乙", "虚构丙"],
        "参加工作时间": ["1985-07-01", 1985.1, pd.Timestamp("1990-07-01")],
        "解除时间": ["2011-09-28", "2011-09-28", pd.Timestamp("2003-06-30")],
        "前12个月月平均工资": [1600, 1600, 780.0],
        "企业月平均工资": [1500, 1500, None],
        "解除事由": ["客观变化", None, "协商"],
    }
)


def test_a_roster_frame_gives_what_the_cells_give() -> None:
    table = xl_addin.severance_table(ROSTER)
    assert table["补偿金额"].tolist()[0] == call("SOE_SEVERANCE", "1985-07-01", "2011-09-28", 1600, 1500)
    assert table["补偿金额"].tolist()[2] == 9360.0
    assert table["错误"].tolist() == ["", "#N/A", ""]
    assert math.isnan(table["补偿金额"][1])
    assert "10月" in table["说明"][1]
    assert {str(table[name].dtype) for name in ("补偿月数", "2008年前基数", "补偿金额")} == {"float64"}


def test_a_policy_is_an_id_or_the_rows_of_a_policy_sheet() -> None:
    by_rows = xl_addin.severance_table(ROSTER, [["profile", "SEG2008"], ["fraction", "whole_years"]])
    assert by_rows["补偿月数"].tolist()[0] == 22 + 4
    with pytest.raises(InputError, match="SEG2009"):
        xl_addin.severance_table(ROSTER, "SEG2009")


def test_options_may_be_given_by_name() -> None:
    by_name = xl_addin.severance_table(ROSTER, "SEG2008", fraction="whole_years", round_to="yuan")
    assert by_name["补偿月数"].tolist()[0] == 22 + 4
    with pytest.raises(InputError, match="fraction"):
        xl_addin.severance_table(ROSTER, fractoin="whole_years")


def test_a_missing_column_is_named() -> None:
    with pytest.raises(InputError, match="解除时间"):
        xl_addin.severance_table(ROSTER.drop(columns="解除时间"))


def test_an_empty_roster_gives_an_empty_table_with_its_columns() -> None:
    table = xl_addin.severance_table(ROSTER.iloc[:0])
    assert len(table) == 0
    assert "补偿金额" in table


PERIODS = {"养老欠缴起": "2002-11", "养老欠缴止": "2003-02", "医疗欠缴起": "2002-11", "医疗欠缴止": "2002-12"}


def test_the_package_frame_gives_each_part_and_the_total() -> None:
    frame = ROSTER.iloc[[2]].assign(**PERIODS, 缴费工资=1000, 缴费平均工资=1200)
    table = xl_addin.package_table(frame)
    assert table.loc[2, ["经济补偿", "养老", "医疗", "合计"]].tolist() == [9360.0, 1080.0, 160.0, 10600.0]
    assert table[["错误", "原因"]].to_numpy().tolist() == [["", ""]]


def test_every_reason_stands_beside_the_error_code_of_a_package() -> None:
    frame = ROSTER.iloc[[1]].assign(**PERIODS, 缴费工资="约一千", 缴费平均工资=1200)
    table = xl_addin.package_table(frame, fraction="half_year")
    assert table["错误"].tolist() == ["#N/A"]
    [reason] = table["原因"]
    assert reason.index("“1985.1”是1985年1月还是1985年10月") < reason.index("缴费工资要填数字，现为“约一千”")
    assert reason.count("约一千") == 1
    assert table[["经济补偿", "养老", "合计"]].isna().all(axis=None)


TYPED = pd.DataFrame(
    {
        "姓名": ["虚构甲", "虚构乙", None, "合计"],
        "参加工作时间": [dt.date(1985, 7, 1), dt.date(1990, 7, 1), None, None],
        "解除时间": [dt.datetime(2011, 9, 28), dt.datetime(2003, 6, 30), None, None],
        "前12个月月平均工资": [1600.1, 780.0, None, 2380.1],
    },
    index=pd.Index(["A-7", "B-2", "乙-9", "Σ"], name="工号"),
)
KINDS = {
    "pandas": TYPED,
    "pandas, nullable": TYPED.convert_dtypes(),
    "pandas, by pyarrow": TYPED.convert_dtypes(dtype_backend="pyarrow"),
    "polars": pl.from_pandas(TYPED),
    "pyarrow": pa.Table.from_pandas(TYPED, preserve_index=False),
}


@pytest.mark.parametrize("frame", KINDS.values(), ids=KINDS.keys())
@pytest.mark.parametrize("compute", [xl_addin.severance_table, xl_addin.package_table])
def test_each_kind_of_frame_gives_its_own_kind_with_the_same_figures(frame: Any, compute: Any) -> None:
    policy = {"一补二险": "经济补偿"} if compute is xl_addin.package_table else None
    table = compute(frame, policy)
    assert type(table) is type(frame)
    amounts = table["补偿金额" if policy is None else "合计"]
    assert (amounts.to_pylist() if isinstance(table, pa.Table) else amounts.to_list()) == [
        call("SOE_SEVERANCE", "1985-07-01", "2011-09-28", 1600.1),
        call("SOE_SEVERANCE", "1990-07-01", "2003-06-30", 780),
    ]


@pytest.mark.parametrize("compute", [xl_addin.severance_table, xl_addin.package_table])
def test_a_pandas_index_is_kept_and_rows_that_are_no_person_have_none(compute: Any) -> None:
    table = compute(TYPED, {"一补二险": "经济补偿"})
    assert table.index.tolist() == ["A-7", "B-2"]
    assert table.index.name == "工号"


def test_an_index_of_levels_and_one_with_equal_labels_are_kept() -> None:
    levels = pd.MultiIndex.from_tuples([("甲厂", 1), ("甲厂", 2), ("乙厂", 1)])
    assert xl_addin.severance_table(ROSTER.set_axis(levels)).index.equals(levels)
    assert xl_addin.severance_table(ROSTER.set_axis([5, 5, 4])).index.tolist() == [5, 5, 4]


def test_a_worker_in_two_rows_has_the_label_of_the_first() -> None:
    rows = pd.DataFrame(
        {
            "姓名": ["虚构甲", None, "虚构乙"],
            "参加工作时间": ["1985-07-01", "1997-09-01", "1990-07-01"],
            "解除时间": ["1995-06-30", "2003-08-31", "2003-06-30"],
            "月平均工资": [1000, None, 780],
        },
        index=[10, 20, 30],
    )
    table = xl_addin.severance_table(rows)
    assert table.index.tolist() == [10, 30]
    assert table["补偿月数"].tolist() == [16, 13]


def test_what_polars_has_not_is_null_and_not_nan() -> None:
    table = xl_addin.severance_table(pl.from_pandas(ROSTER.astype({"参加工作时间": str, "解除时间": str})))
    assert table["补偿金额"].null_count() == 1
    assert not table["补偿金额"].is_nan().any()
    assert table["2008年后基数"].to_list()[2] is None


def test_a_decimal_a_short_float_and_a_long_integer_are_what_they_show() -> None:
    base = pl.DataFrame({"姓名": ["甲"], "参加工作时间": ["2008-01-01"], "解除时间": ["2008-12-31"]})
    for wage in (pl.lit(1600.1, pl.Float32), pl.lit(Decimal("1600.10")), pl.lit("1600.1").cast(pl.Categorical)):
        assert xl_addin.severance_table(base.with_columns(wage.alias("月平均工资")))["补偿金额"].to_list() == [1600.1]
    numbers = pl.DataFrame({"姓名": ["甲", "乙"], "身份证号": [110105196007010015, None], "性别": ["男", "男"]})
    [found] = [one for one in xl_addin.check_table(numbers, "roster") if one.column == "身份证号" and one.row == 0]
    assert found.observed.startswith("110105")
    assert found.observed.endswith("0015")


def test_levels_of_column_names_are_levels_of_headings() -> None:
    frame = ROSTER.drop(columns="企业月平均工资")
    frame.columns = pd.MultiIndex.from_tuples(
        [
            ("姓名", "Unnamed: 0_level_1"),
            ("劳动合同", "参加工作时间"),
            ("劳动合同", "解除时间"),
            ("前12个月月平均工资", "Unnamed: 3_level_1"),
            ("解除事由", "Unnamed: 4_level_1"),
        ]
    )
    table = xl_addin.severance_table(frame.set_axis(["a", "b", "c"]))
    assert table["补偿金额"].to_dict()["c"] == 9360.0


@pytest.mark.parametrize(
    ("table", "said"), [([["姓名"], ["甲"]], "现为 list"), (pl.LazyFrame({"姓名": ["甲"]}), "collect"), (3, "现为 int")]
)
def test_what_is_no_frame_is_refused_by_name(table: Any, said: str) -> None:
    with pytest.raises(InputError, match=said):
        xl_addin.severance_table(table)


ROWS = [["项目", "值"], ["profile", "SEG2008"], ["fraction", "whole_years"]]


def written(folder: Path) -> Path:
    path = folder / "政策.csv"
    path.write_text("\n".join(",".join(row) for row in ROWS), encoding="gb18030")
    return path


def test_a_policy_is_a_profile_options_a_sheet_or_a_file(tmp_path: Path) -> None:
    heading, profile, option = ROWS
    book = tmp_path / "政策.xlsx"
    pd.DataFrame(ROWS).to_excel(book, sheet_name="口径", header=False, index=False)
    said: list[Any] = [
        {"fraction": "whole_years", "profile": "SEG2008"},
        {"fraction": "whole_years"},
        pd.DataFrame([profile, option], columns=heading),
        pd.DataFrame([option], columns=profile),
        pd.DataFrame(ROWS),
        pl.DataFrame([profile, option], schema=heading, orient="row"),
        pl.DataFrame(ROWS, orient="row"),
        written(tmp_path),
        str(written(tmp_path)),
        book,
    ]
    assert [xl_addin.severance_table(ROSTER, policy)["补偿月数"].tolist()[0] for policy in said] == [26] * len(said)
    assert xl_addin.severance_table(ROSTER, "SEG2008")["补偿月数"].tolist()[0] == 27


def test_dated_values_of_a_policy_frame_are_those_of_the_sheet() -> None:
    sheet = pd.DataFrame(
        [["养老单位费率", 0.1, pd.Timestamp("2002-01-01"), None], ["一补二险", "养老", None, None]],
        columns=["项目", "值", "起", "止"],
    )
    frame = ROSTER.iloc[[2]].assign(**PERIODS, 缴费工资=1000, 缴费平均工资=1200)
    assert xl_addin.package_table(frame, sheet)["养老"].tolist() == [680.0]


@pytest.mark.parametrize(
    ("policy", "said"),
    [
        ("没有.xlsx", "没有.xlsx"),
        ({"fraction": ["half_year"]}, "要填一个值"),
        ({"fractoin": "half_year"}, "fraction"),
        (3.5, "口径要填名称"),
        (pl.LazyFrame({"项目": ["fraction"]}), "collect"),
    ],
)
def test_a_policy_that_cannot_be_used_is_refused(policy: Any, said: str) -> None:
    with pytest.raises(InputError, match=said):
        xl_addin.severance_table(ROSTER, policy)


def test_a_file_with_two_policies_or_none_is_not_guessed_from(tmp_path: Path) -> None:
    book = tmp_path / "两张.xlsx"
    with pd.ExcelWriter(book) as writer:
        for name, value in (("一", "whole_years"), ("二", "half_year")):
            pd.DataFrame([["fraction", value]], columns=["项目", "值"]).to_excel(writer, sheet_name=name, index=False)
    with pytest.raises(InputError, match="内容不同的几张政策表：一、二"):
        xl_addin.severance_table(ROSTER, book)
    roster = tmp_path / "名册.xlsx"
    ROSTER.to_excel(roster, index=False)
    with pytest.raises(InputError, match="里没有政策表"):
        xl_addin.severance_table(ROSTER, roster)


ODD_CELLS: list[Any] = [
    *(
        Decimal(text)
        for text in ("Infinity", "-Infinity", "NaN", "sNaN", "-sNaN12", "1E+5000", "-1E+1000000", "9E+308", "1E-5000")
    ),
    *(10**400, -(10**5000), float("inf"), float("nan"), complex(1, 2)),
    *(pd.NaT, pd.NA, pd.Timestamp.max, pd.Period("2001-01"), dt.datetime.max, dt.time(3), dt.timedelta(3)),
    *("\ud800", "甲\udfff", "\x00", b"\xff", [1], {"a": 1}, (1, 2), Ellipsis, True),
]


@pytest.mark.parametrize("column", list(ROSTER.columns))
def test_a_cell_of_any_type_stops_no_table(column: str) -> None:
    sound = dict(zip(ROSTER.columns, ["虚构甲", "1985-07-01", "2011-09-28", 1600, 1500, "协商"], strict=True))
    count = len(ODD_CELLS) + 1
    rows = pd.DataFrame({name: pd.Series([cell] * count, dtype=object) for name, cell in sound.items()})
    cells = pd.Series([*ODD_CELLS, sound[column]], dtype=object)
    texts = {name: pl.Series(name, [str(cell)] * count) for name, cell in sound.items()}
    objects = pl.DataFrame({**texts, column: pl.Series(column, cells.tolist(), pl.Object)})
    for frame in (rows.assign(**{column: cells}), objects):
        made = xl_addin.severance_table(frame)
        assert made["补偿金额"].to_list()[-1] == call("SOE_SEVERANCE", *list(sound.values())[1:-1], None, "协商")
        xl_addin.package_table(frame, {"一补二险": "经济补偿"})
        xl_addin.check_table(frame, "severance")


FAR_DAYS = [-719_163, 2_932_897, 2**31 - 1, -(2**31)]
FAR_MOMENTS = [-(2**60), 2**60, 2**62, -(2**62)]


@pytest.mark.parametrize("kind", [pl.Datetime("ms"), pl.Datetime("us"), pl.Datetime("us", "Asia/Shanghai"), pl.Date])
def test_days_beyond_all_calendars_are_errors_of_their_rows(kind: Any) -> None:
    days = pl.Series(FAR_DAYS if kind == pl.Date else FAR_MOMENTS)
    far = days.cast(pl.Int32).cast(kind) if kind == pl.Date else days.cast(kind)
    near = pl.Series([dt.datetime(2001, 7, 1, 7), dt.datetime(2011, 6, 30, 7)]).cast(pl.Datetime("us"))
    near = (near.dt.replace_time_zone("Asia/Shanghai") if "Asia" in str(kind) else near).cast(kind)
    for start, expected in ((pl.concat([far, near[:1]]), 1), (far, 0)):
        frame = pl.DataFrame({"姓名": ["甲"] * len(start), "参加工作时间": start, "月平均工资": 1600})
        frame = frame.with_columns(pl.lit(near[1], dtype=kind).alias("解除时间"))
        for one in (frame, frame.to_arrow()):
            errors = pl.DataFrame(xl_addin.severance_table(one))["错误"].to_list()
            assert errors.count("") == expected
            assert errors[:expected] == ["#NUM!"][:expected]
            xl_addin.check_table(one, "severance")


def test_an_integer_of_sixteen_bytes_is_a_number() -> None:
    wages = pl.Series([1600, 2**100, None], dtype=pl.Int128)
    frame = pl.DataFrame({"姓名": "甲", "参加工作时间": "2008-01-01", "解除时间": "2008-12-31", "月平均工资": wages})
    assert xl_addin.severance_table(frame)["补偿金额"].to_list() == [1600.0, None, None]
