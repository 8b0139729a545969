"""A user's program as mypy sees it (``make types``): the type of frame that comes out is that which goes in."""

from __future__ import annotations

import pandas as pd
import polars as pl

import xl_addin


def of_pandas(df: pd.DataFrame) -> pd.DataFrame:
    return xl_addin.severance_table(df, fraction="half_year")


def of_polars(df: pl.DataFrame) -> pl.DataFrame:
    return xl_addin.package_table(df, {"profile": "SEG2008"})


def where(df: pl.DataFrame) -> list[str | None]:
    return [finding.column for finding in xl_addin.check_table(df, "roster")]
