"""PDF of a workbook by LibreOffice, where it is installed.

Leaves out every other converter: Excel and WPS print to PDF themselves.
"""

from __future__ import annotations

from xl_addin.files.leftovers import private_folder
from xl_addin.files.office import SECONDS, convert, office_program
from xl_addin.values.errors import InputError
from xl_addin.values.stages import PRINTING, tell


def find_office() -> str:
    """Give the path of LibreOffice's program; InputError where it is not on the search path."""
    found = office_program()
    if not found:
        raise InputError("没有找到 LibreOffice（soffice），不能转成 PDF；请安装 LibreOffice，或打开工作簿后另存为 PDF")
    return found


def pdf_bytes(workbook: bytes, office: str, seconds: float = SECONDS) -> bytes:
    """Convert the bytes of an .xlsx file; nothing of it stays on the disk. Raises InputError if that fails."""
    with private_folder() as folder:
        source = folder / "book.xlsx"
        source.write_bytes(workbook)
        tell(PRINTING)
        result = convert(source, "pdf", folder, office, seconds)
        if result is None:
            raise InputError("LibreOffice 没有转出 PDF，请关闭正在运行的 LibreOffice 后重试，或打开工作簿后另存为 PDF")
        return result.read_bytes()
