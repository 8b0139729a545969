"""Writer of VBA projects (``vbaProject.bin``) from text, for Chinese Windows: code page 936, no compiled code.

Written to [MS-OVBA] and [MS-CFB]. What a project needs of them is here and no more: no forms, no passwords,
no signatures, no reading of other people's files. Python only, so that any system builds the same bytes.
"""

from xl_addin.hosts.excel.vba.modules import VbaModule
from xl_addin.hosts.excel.vba.write import build_project

__all__ = ["VbaModule", "build_project"]
