"""What is handed to PyPI, tried as its user gets it: collected only by ``make package``, which sets XL_ADDIN_DIST."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

collect_ignore_glob = [] if os.environ.get("XL_ADDIN_DIST") else ["*"]


@pytest.fixture(scope="session")
def dist() -> Path:
    """The folder with the wheel and the source archive."""
    return Path(os.environ["XL_ADDIN_DIST"]).resolve()


@pytest.fixture(scope="session")
def wheel(dist: Path) -> Path:
    [found] = dist.glob("xl_addin-*.whl")
    return found


@pytest.fixture(scope="session")
def archive(dist: Path) -> Path:
    [found] = dist.glob("xl_addin-*.tar.gz")
    return found
