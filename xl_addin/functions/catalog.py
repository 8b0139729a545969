"""The catalog: every worksheet function, declared once, in the order users meet them.

The declarations stand by subject in ``catalog_*.py``; this module only joins them.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from xl_addin.functions import catalog_fund, catalog_insurance, catalog_procedure, catalog_severance, catalog_utilities
from xl_addin.functions.spec import FunctionSpec

_SPECS: Final = (
    *catalog_severance.SPECS,
    *catalog_insurance.SPECS,
    *catalog_fund.SPECS,
    *catalog_procedure.SPECS,
    *catalog_utilities.SPECS,
)

CATALOG: Final[Mapping[str, FunctionSpec]] = MappingProxyType({spec.name: spec for spec in _SPECS})
"""Every function by its ASCII name."""
