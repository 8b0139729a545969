"""The catalog: every worksheet function, declared once, in the order users meet them.

The declarations stand in the ``catalog.py`` of each subject; this module only joins them.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from xl_addin.functions.fund import catalog as catalog_fund
from xl_addin.functions.insurance import catalog as catalog_insurance
from xl_addin.functions.procedure import catalog as catalog_procedure
from xl_addin.functions.severance import catalog as catalog_severance
from xl_addin.functions.spec import FunctionSpec
from xl_addin.functions.tools import catalog as catalog_tools

_SPECS: Final = (
    *catalog_severance.SPECS,
    *catalog_insurance.SPECS,
    *catalog_fund.SPECS,
    *catalog_procedure.SPECS,
    *catalog_tools.SPECS,
)

CATALOG: Final[Mapping[str, FunctionSpec]] = MappingProxyType({spec.name: spec for spec in _SPECS})
"""Every function by its ASCII name."""
