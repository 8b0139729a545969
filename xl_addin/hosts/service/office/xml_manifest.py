"""The add-in only manifest (XML): for sideloading, a shared folder or the administration centre."""

from __future__ import annotations

from typing import Final

from lxml import etree

from xl_addin.commands.spec import GROUPS
from xl_addin.formulas.stored_names import OFFICE_NAMESPACE
from xl_addin.hosts.service.office.manifest import (
    ABOUT,
    ABOUT_EN,
    LONGEST_TIP,
    MORE,
    PANE,
    PANE_ACTION,
    PANE_HELP,
    PANE_ID,
    PICTURES,
    TITLE,
    TITLE_EN,
    groups,
    identity,
)
from xl_addin.version import __version__

_OFFICE: Final = "http://schemas.microsoft.com/office/appforoffice/1.1"
_TYPES: Final = "http://schemas.microsoft.com/office/officeappbasictypes/1.0"
_OVERRIDES: Final = "http://schemas.microsoft.com/office/taskpaneappversionoverrides"
_XSI: Final = "http://www.w3.org/2001/XMLSchema-instance"


def manifest_xml(address: str) -> bytes:
    """The add-in only manifest for a service at an address; the same every time."""
    return _Xml(address).bytes()


_ROOT: Final = f'<OfficeApp xmlns="{_OFFICE}" xmlns:xsi="{_XSI}" xmlns:bt="{_TYPES}" xsi:type="TaskPaneApp"/>'
_OVER: Final = f'<VersionOverrides xmlns="{_OVERRIDES}" xmlns:xsi="{_XSI}" xsi:type="VersionOverridesV1_0"/>'


class _Xml:
    """The elements, with the texts and addresses that they name by ids of at most 32 characters."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._short: dict[str, tuple[str, str]] = {}
        self._long: dict[str, tuple[str, str]] = {}

    def bytes(self) -> bytes:
        root = etree.fromstring(_ROOT)
        self._head(root)
        over = etree.fromstring(_OVER)
        root.append(over)
        host = _typed(_new(over, "Hosts"), "Host", "Workbook")
        _new(_new(host, "Runtimes"), "Runtime", resid="Pane.Url", lifetime="long")
        self._functions(_new(host, "AllFormFactors"))
        self._ribbon(_new(host, "DesktopFormFactor"))
        self._resources(_new(over, "Resources"))
        content: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)
        return content

    def _head(self, root: etree._Element) -> None:
        for name, text in (
            ("Id", identity(self._address)),
            ("Version", f"{__version__}.0"),
            ("ProviderName", "xl_addin"),
            ("DefaultLocale", "zh-CN"),
        ):
            etree.SubElement(root, f"{{{_OFFICE}}}{name}").text = text
        for name, text, english in (("DisplayName", TITLE, TITLE_EN), ("Description", ABOUT, ABOUT_EN)):
            element = etree.SubElement(root, f"{{{_OFFICE}}}{name}", DefaultValue=text)
            etree.SubElement(element, f"{{{_OFFICE}}}Override", Locale="en-US", Value=english)
        for name, file in (
            ("IconUrl", "icon-0-32.png"),
            ("HighResolutionIconUrl", "icon-0-64.png"),
            ("SupportUrl", "help.html"),
        ):
            etree.SubElement(root, f"{{{_OFFICE}}}{name}", DefaultValue=self._url(file))
        domains = etree.SubElement(root, f"{{{_OFFICE}}}AppDomains")
        etree.SubElement(domains, f"{{{_OFFICE}}}AppDomain").text = "/".join(self._address.split("/")[:3])
        hosts = etree.SubElement(root, f"{{{_OFFICE}}}Hosts")
        etree.SubElement(hosts, f"{{{_OFFICE}}}Host", Name="Workbook")
        sets = etree.SubElement(
            etree.SubElement(root, f"{{{_OFFICE}}}Requirements"), f"{{{_OFFICE}}}Sets", DefaultMinVersion="1.1"
        )
        etree.SubElement(sets, f"{{{_OFFICE}}}Set", Name="SharedRuntime", MinVersion="1.1")
        settings = etree.SubElement(root, f"{{{_OFFICE}}}DefaultSettings")
        etree.SubElement(settings, f"{{{_OFFICE}}}SourceLocation", DefaultValue=self._url("pane.html"))
        etree.SubElement(root, f"{{{_OFFICE}}}Permissions").text = "ReadWriteDocument"

    def _url(self, name: str) -> str:
        return f"{self._address}/office/{name}"

    def _functions(self, factors: etree._Element) -> None:
        point = _typed(factors, "ExtensionPoint", "CustomFunctions")
        for name, resid in (("Script", "Functions.Script"), ("Page", "Pane.Url"), ("Metadata", "Functions.Metadata")):
            _new(_new(point, name), "SourceLocation", resid=resid)
        _new(point, "Namespace", resid="Functions.Namespace")

    def _ribbon(self, factor: etree._Element) -> None:
        _new(factor, "FunctionFile", resid="Pane.Url")
        tab = _new(_typed(factor, "ExtensionPoint", "PrimaryCommandSurface"), "CustomTab", id="soe_tab")
        for number, title, shown, more in groups():
            group = _new(tab, "Group", id=f"group_{number}")
            _new(group, "Label", resid=self._text(f"group_{number}", title))
            _icons(group, number)
            if number == 0:
                self._control(group, "Button", PANE_ACTION, PANE, PANE_HELP, number)
            for spec in shown:
                self._control(group, "Button", f"cmd_{spec.id}", spec.name, spec.help, number)
            if more:
                menu = self._control(group, "Menu", f"more_{number}", MORE, f"{title}的其他命令", number)
                items = _new(menu, "Items")
                for spec in more:
                    self._control(items, "", f"cmd_{spec.id}", spec.name, spec.help, number)
        _new(tab, "Label", resid=self._text("tab", TITLE, TITLE_EN))

    def _control(
        self, parent: etree._Element, kind: str, name: str, label: str, tip: str, group: int
    ) -> etree._Element:
        control = _typed(parent, "Control", kind, id=name) if kind else _new(parent, "Item", id=name)
        _new(control, "Label", resid=self._text(name, label))
        tips = _new(control, "Supertip")
        _new(tips, "Title", resid=self._text(name, label))
        self._long[f"{name}.tip"] = (tip[:LONGEST_TIP], "")
        _new(tips, "Description", resid=f"{name}.tip")
        _icons(control, group)
        if name == PANE_ACTION:
            action = _typed(control, "Action", "ShowTaskpane")
            _new(action, "TaskpaneId").text = PANE_ID
            _new(action, "SourceLocation", resid="Pane.Url")
        elif kind != "Menu":
            action = _typed(control, "Action", "ExecuteFunction")
            _new(action, "FunctionName").text = name
        return control

    def _text(self, name: str, text: str, english: str = "") -> str:
        self._short[f"{name}.label"] = (text, english)
        return f"{name}.label"

    def _resources(self, resources: etree._Element) -> None:
        images = etree.SubElement(resources, f"{{{_TYPES}}}Images")
        for number in range(len(GROUPS)):
            for size in PICTURES:
                picture = self._url(f"icon-{number}-{size}.png")
                etree.SubElement(images, f"{{{_TYPES}}}Image", id=f"icon.{number}.{size}", DefaultValue=picture)
        urls = etree.SubElement(resources, f"{{{_TYPES}}}Urls")
        for name, file, english in (
            ("Pane.Url", "pane.html", ""),
            ("Functions.Script", "main.js", ""),
            ("Functions.Metadata", "functions.json", "functions.en.json"),
        ):
            url = etree.SubElement(urls, f"{{{_TYPES}}}Url", id=name, DefaultValue=self._url(file))
            if english:
                etree.SubElement(url, f"{{{_TYPES}}}Override", Locale="en-US", Value=self._url(english))
        self._short["Functions.Namespace"] = (OFFICE_NAMESPACE, "")
        for element, texts in (("ShortStrings", self._short), ("LongStrings", self._long)):
            parent = etree.SubElement(resources, f"{{{_TYPES}}}{element}")
            for name, (text, english) in texts.items():
                string = etree.SubElement(parent, f"{{{_TYPES}}}String", id=name, DefaultValue=text)
                if english:
                    etree.SubElement(string, f"{{{_TYPES}}}Override", Locale="en-US", Value=english)


def _new(parent: etree._Element, name: str, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{_OVERRIDES}}}{name}", attributes)


def _typed(parent: etree._Element, name: str, kind: str, **attributes: str) -> etree._Element:
    element = _new(parent, name, **attributes)
    element.set(f"{{{_XSI}}}type", kind)
    return element


def _icons(parent: etree._Element, group: int) -> None:
    icons = _new(parent, "Icon")
    for size in PICTURES:
        etree.SubElement(icons, f"{{{_TYPES}}}Image", size=str(size), resid=f"icon.{group}.{size}")
