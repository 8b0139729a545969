"""The XML manifest beside the published rules of its three schemas: which element stands where, and how long texts are.

Microsoft's validator sends an XML manifest to a service of Microsoft's, so that it cannot be asked without a network;
these are the rules of [MS-OWEMXML] and of the reference of the manifest, for what our manifest has.
"""

from __future__ import annotations

import copy
import re
import uuid

import pytest
from lxml import etree

from xl_addin.hosts.service.office.xml_manifest import manifest_xml

ADDRESS = "https://xl.example.gov.cn:8443"
XSI = "{http://www.w3.org/2001/XMLSchema-instance}type"
APP = "http://schemas.microsoft.com/office/appforoffice/1.1"
OVER = "http://schemas.microsoft.com/office/taskpaneappversionoverrides"
BASIC = "http://schemas.microsoft.com/office/officeappbasictypes/1.0"
_ICONS = "(bt:Image )+"
_ADDRESSED = "(SourceLocation )"
CHILDREN = {
    "OfficeApp": "Id (AlternateId )?Version ProviderName DefaultLocale DisplayName Description (IconUrl )?"
    "(HighResolutionIconUrl )?(SupportUrl )?(AppDomains )?(Hosts )?(Requirements )?DefaultSettings Permissions "
    "(VersionOverrides )?",
    "DisplayName": "(Override )*", "Description": "(Override )*", "IconUrl": "(Override )*",
    "HighResolutionIconUrl": "(Override )*", "SupportUrl": "(Override )*", "AppDomains": "(AppDomain )+",
    "Hosts": "(Host )+", "Requirements": "(Sets )?(Methods )?", "Sets": "(Set )+",
    "DefaultSettings": "SourceLocation (RequestedWidth )?(RequestedHeight )?",
    "VersionOverrides": "(Description )?(Requirements )?Hosts Resources (EquivalentAddins )?",
    "Host:Workbook": "(Runtimes )?(AllFormFactors )?(DesktopFormFactor )?", "Runtimes": "(Runtime )+",
    "AllFormFactors": "(ExtensionPoint )+",
    "DesktopFormFactor": "(GetStarted )?FunctionFile (ExtensionPoint )+",
    "ExtensionPoint:CustomFunctions": "Script Page Metadata Namespace ",
    "ExtensionPoint:PrimaryCommandSurface": "(OfficeTab |CustomTab )+",
    "Script": _ADDRESSED, "Page": _ADDRESSED, "Metadata": _ADDRESSED,
    "CustomTab": "(Group ){1,10}Label (InsertAfter )?", "Group": "Label Icon (Control )+", "Icon": _ICONS,
    "Control:Button": "Label (ToolTip )?Supertip Icon Action ", "Control:Menu": "Label (ToolTip )?Supertip Icon Items ",
    "Items": "(Item )+", "Item": "Label (ToolTip )?Supertip Icon Action ", "Supertip": "Title Description ",
    "Action:ShowTaskpane": "(TaskpaneId )?SourceLocation (Title )?", "Action:ExecuteFunction": "FunctionName ",
    "Resources": "(bt:Images )?(bt:Urls )?(bt:ShortStrings )?(bt:LongStrings )?",
    "bt:Images": _ICONS, "bt:Urls": "(bt:Url )+", "bt:ShortStrings": "(bt:String )+", "bt:LongStrings": "(bt:String )+",
    "bt:Url": "(bt:Override )*", "bt:String": "(bt:Override )*", "bt:Image": "(bt:Override )*",
}  # fmt: skip
"""What an element holds, in this order; with its type where that decides. All others hold no element."""
KINDS = {"Label": "ShortStrings", "Title": "ShortStrings", "Namespace": "ShortStrings", "Description": "LongStrings"}
LONGEST = {"ShortStrings": 125, "LongStrings": 250, "resid": 32, "DisplayName": 125, "Description": 250}


def named(element: etree._Element) -> str:
    found = etree.QName(element)
    return f"bt:{found.localname}" if found.namespace == BASIC else found.localname


def key_of(element: etree._Element) -> str:
    kind, name = element.get(XSI, ""), named(element)
    return f"{name}:{kind}" if f"{name}:{kind}" in CHILDREN else name


def faults(root: etree._Element) -> list[str]:
    """What the published rules have against a manifest."""
    found = [] if root.tag == f"{{{APP}}}OfficeApp" and root.get(XSI) == "TaskPaneApp" else ["root"]
    for element in root.iter():
        held = "".join(f"{named(child)} " for child in element)
        if not re.fullmatch(CHILDREN.get(key_of(element), ""), held):
            found.append(f"{key_of(element)}: {held}")
        below = any(named(one) == "VersionOverrides" for one in (element, *element.iterancestors()))
        if etree.QName(element).namespace not in ((OVER, BASIC) if below else (APP,)):
            found.append(f"name space of {named(element)}")
        found += [f"{name}: no https" for name, text in element.attrib.items() if text.startswith("http:")]
    if root.xpath("//*[local-name()='AppDomain']")[0].text != ADDRESS:
        found.append("AppDomain")
    return found + _resources(root) + _values(root)


def _resources(root: etree._Element) -> list[str]:
    """Every id is there once, of the kind that is asked for, and of the length that is taken."""
    kinds = {
        one.get("id"): named(one.getparent()).removeprefix("bt:") for one in root.iter(f"{{{BASIC}}}*") if one.get("id")
    }
    found = [
        f"{number} twice"
        for number in kinds
        if len(root.xpath(f"//bt:*[@id='{number}']", namespaces={"bt": BASIC})) > 1
    ]
    found += [f"{number} is too long" for number in kinds if len(number) > LONGEST["resid"]]
    for one in root.xpath("//*[@resid]"):
        name = named(one)
        wanted = "Images" if name == "bt:Image" else KINDS.get(name, "Urls")
        if kinds.get(one.get("resid")) != wanted:
            found.append(f"{name} names {one.get('resid')}")
    for kind in ("ShortStrings", "LongStrings"):
        texts = root.xpath(f"//bt:{kind}//@DefaultValue | //bt:{kind}//@Value", namespaces={"bt": BASIC})
        found += [f"{kind}: {text}" for text in texts if not 0 < len(text) <= LONGEST[kind]]
    for icon in root.iter(f"{{{OVER}}}Icon"):
        if not {"16", "32", "80"} <= {one.get("size") for one in icon}:
            found.append("a size of icon is missing")
    controls = [one.get("id") for one in root.iter(f"{{{OVER}}}Control", f"{{{OVER}}}Item", f"{{{OVER}}}Group")]
    return found + (["two controls of one id"] if len(set(controls)) < len(controls) else [])


def _values(root: etree._Element) -> list[str]:
    """The head, by value."""
    text = {named(one): one.text or one.get("DefaultValue") or "" for one in root}
    found = [f"{name} is too long" for name in ("DisplayName", "Description") if len(text[name]) > LONGEST[name]]
    if str(uuid.UUID(text["Id"])) != text["Id"].lower():
        found.append("Id")
    if not re.fullmatch(r"\d{1,5}(\.\d{1,5}){1,3}", text["Version"]):
        found.append("Version")
    if text["Permissions"] not in (
        "Restricted",
        "ReadDocument",
        "ReadAllDocument",
        "WriteDocument",
        "ReadWriteDocument",
    ):
        found.append("Permissions")
    if not re.fullmatch(r"[a-z]{2}-[A-Z]{2}", text["DefaultLocale"]):
        found.append("DefaultLocale")
    return found


def test_the_manifest_keeps_the_published_rules() -> None:
    assert faults(etree.fromstring(manifest_xml(ADDRESS))) == []


MOVED = [
    "Id",
    "Hosts",
    "Requirements",
    "DefaultSettings",
    "Script",
    "Runtimes",
    "FunctionFile",
    "Icon",
    "Images",
    "Supertip",
]
"""Elements whose order the schemas tell."""


def moved(root: etree._Element, name: str) -> None:
    """Put an element last of its siblings."""
    one = next(root.iter(f"{{*}}{name}"))
    one.getparent().append(one)


@pytest.mark.parametrize(
    "change",
    [
        *(lambda root, name=name: moved(root, name) for name in MOVED),
        lambda root: root.set(XSI, "MailApp"),
        lambda root: next(root.iter("{*}Label")).set("resid", "nothing"),
        lambda root: next(root.iter("{*}Label")).set("resid", "Pane.Url"),
        lambda root: next(root.iter(f"{{{BASIC}}}Image")).getparent().remove(next(root.iter(f"{{{BASIC}}}Image"))),
        lambda root: root.xpath("//bt:LongStrings/*", namespaces={"bt": BASIC})[0].set("DefaultValue", "长" * 251),
        lambda root: next(root.iter("{*}IconUrl")).set("DefaultValue", "http://xl.example.gov.cn/a.png"),
        lambda root: root.append(copy.deepcopy(next(root.iter("{*}VersionOverrides")))),
        lambda root: next(root.iter("{*}CustomTab")).append(copy.deepcopy(next(root.iter("{*}Group")))),
        lambda root: setattr(next(root.iter("{*}Version")), "text", "1.0b"),
    ],
)  # fmt: skip
def test_a_manifest_that_breaks_a_rule_is_found_out(change: object) -> None:
    root = etree.fromstring(manifest_xml(ADDRESS))
    assert callable(change)
    change(root)
    assert faults(root) != []
