"""What introduces the add-in to Excel 365, as it is handed out: both manifests and how each is used."""

from __future__ import annotations

import io
import zipfile
from typing import Final

from xl_addin.hosts.service.office.address import name_and_port, plain_address
from xl_addin.hosts.service.office.icons import icon
from xl_addin.hosts.service.office.unified_manifest import manifest_json
from xl_addin.hosts.service.office.xml_manifest import manifest_xml

FOLDER: Final = "改制测算-Excel365"
_USE: Final = """改制测算：Excel 365 和网页版 Excel 的加载项

服务的网址：{address}
先在运行服务的电脑上运行 xl-addin serve --office，并按它的提示信任证书（用单位自己的证书时不用）。

一、只给自己用
  网页版：打开一个工作簿，“开始”—“加载项”—“更多加载项”—“我的加载项”—“管理我的加载项”—“上载我的加载项”，选 manifest.xml。
  Windows 版：把本文件夹放到共享文件夹，“文件”—“选项”—“信任中心”—“信任中心设置”—“受信任的加载项目录”里加上它的网络路径，
  勾“显示在菜单中”，重新打开 Excel，“开始”—“加载项”—“更多加载项”—“共享文件夹”里选“改制测算”。
二、给全单位用
  由 Microsoft 365 管理员在管理中心“设置”—“集成应用”—“上传自定义应用”，选 manifest.xml，或 改制测算.zip（统一清单）。
三、第一次打开
  点“改制测算”选项卡的“打开窗格”，填服务所在电脑上显示的口令。函数写成 =SOE.经济补偿金(…)，参数随输入提示。

换了网址，要用 xl-addin build office --address 新网址 重新生成，再装一次。
"""


def introductions(address: str) -> dict[str, bytes]:
    """The files by name. InputError for an address that Excel does not take. The same every time."""
    plain = plain_address(*name_and_port(address))
    use = _USE.format(address=plain).replace("\n", "\r\n")
    return {
        "manifest.xml": manifest_xml(plain),
        "改制测算.zip": _package(plain),
        "怎样装.txt": b"\xef\xbb\xbf" + use.encode(),
    }


def _package(address: str) -> bytes:
    """The unified manifest with its two pictures, as it is uploaded."""
    files = {"manifest.json": manifest_json(address), "color.png": icon(0, 192), "outline.png": icon(None, 32)}
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content)
    return stream.getvalue()
