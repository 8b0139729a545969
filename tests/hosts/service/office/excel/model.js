// The workbook that Excel has open, as plain data, and how it comes out of a file.
"use strict";
var Played = {};

Played.column = (letters) => [...letters].reduce((sum, one) => sum * 26 + one.charCodeAt(0) - 64, 0);
Played.letters = (number) => (number > 26 ? Played.letters(Math.floor((number - 1) / 26)) : "") + String.fromCharCode(65 + ((number - 1) % 26));
Played.address = (row, col) => `${Played.letters(col)}${row}`;

// Rows and columns of an address such as $B$2:C9, from 1.
Played.area = function (text) {
  const found = /^\$?([A-Z]{1,3})\$?(\d+)(?::\$?([A-Z]{1,3})\$?(\d+))?$/.exec(text.toUpperCase());
  if (!found) throw Played.fault("InvalidArgument", `no address: ${text}`);
  const top = Number(found[2]), left = Played.column(found[1]);
  return { top, left, bottom: found[4] ? Number(found[4]) : top, right: found[3] ? Played.column(found[3]) : left };
};

Played.fault = (code, message) => Object.assign(new Error(message), { code });

Played.lastId = 0;
Played.sheet = function (name) {
  Played.lastId += 1;
  return { id: `{${Played.lastId}}`, name, cells: new Map(), rules: [], protected: false, visibility: "Visible" };
};

Played.cell = function (sheet, row, col) {
  const key = Played.address(row, col);
  if (!sheet.cells.has(key)) sheet.cells.set(key, { row, col, value: "", formula: "", from: null });
  return sheet.cells.get(key);
};

Played.unzip = async function (bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), files = new Map();
  let end = bytes.length - 22;
  while (view.getUint32(end, true) !== 0x06054b50) end -= 1;
  let at = view.getUint32(end + 16, true);
  for (let left = view.getUint16(end + 10, true); left > 0; left -= 1) {
    const method = view.getUint16(at + 10, true), size = view.getUint32(at + 20, true), name = view.getUint16(at + 28, true);
    const header = view.getUint32(at + 42, true);
    const start = header + 30 + view.getUint16(header + 26, true) + view.getUint16(header + 28, true);
    const title = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + name));
    files.set(title, { method, content: bytes.subarray(start, start + size) });
    at += 46 + name + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return files;
};

Played.part = async function (files, name) {
  const { method, content } = files.get(name);
  const stream = new Blob([content]).stream();
  const text = await new Response(method ? stream.pipeThrough(new DecompressionStream("deflate-raw")) : stream).text();
  return new DOMParser().parseFromString(text, "application/xml");
};

Played.read = async function (bytes) {
  const files = await Played.unzip(bytes), part = (name) => Played.part(files, name);
  const book = await part("xl/workbook.xml"), links = await part("xl/_rels/workbook.xml.rels");
  const targets = new Map([...links.getElementsByTagNameNS("*", "Relationship")].map((one) => [one.getAttribute("Id"), one.getAttribute("Target")]));
  const strings = files.has("xl/sharedStrings.xml")
    ? [...(await part("xl/sharedStrings.xml")).getElementsByTagNameNS("*", "si")].map((one) => Played.text(one)) : [];
  const sheets = [];
  for (const element of book.getElementsByTagNameNS("*", "sheet")) {
    const id = element.getAttributeNS("http://schemas.openxmlformats.org/officeDocument/2006/relationships", "id");
    const target = targets.get(id).replace(/^\/?(xl\/)?/, "xl/");
    if (/worksheets/.test(target)) sheets.push(Played.readSheet(element.getAttribute("name"), await part(target), strings));
  }
  const names = [...book.getElementsByTagNameNS("*", "definedName")].filter((one) => !one.hasAttribute("localSheetId"))
    .map((one) => ({ name: one.getAttribute("name"), refers: `=${one.textContent}`, visible: one.getAttribute("hidden") !== "1" }));
  return { sheets, names, active: sheets[0], selected: "A1", protected: book.getElementsByTagNameNS("*", "workbookProtection").length > 0 };
};

Played.text = (element) => [...element.getElementsByTagNameNS("*", "t")].filter((one) => one.parentNode.localName !== "rPh").map((one) => one.textContent).join("");

Played.readSheet = function (name, part, strings) {
  const sheet = Played.sheet(name);
  sheet.protected = part.getElementsByTagNameNS("*", "sheetProtection").length > 0;
  for (const element of part.getElementsByTagNameNS("*", "c")) {
    const { top, left } = Played.area(element.getAttribute("r")), kind = element.getAttribute("t");
    const own = (tag) => [...element.children].find((one) => one.localName === tag);
    const stored = own("v") ? own("v").textContent : "";
    const cell = Played.cell(sheet, top, left);
    if (kind === "s") cell.value = strings[Number(stored)];
    else if (kind === "inlineStr") cell.value = Played.text(element);
    else if (kind === "str") cell.value = stored;
    else if (kind === "b") cell.value = stored === "1";
    else if (kind === "e") cell.value = { error: stored, message: "" };
    else cell.value = stored === "" ? "" : Number(stored);
    if (own("f") && own("f").textContent) cell.formula = `=${own("f").textContent.replace(/_xldudf_SOE_/gi, "SOE.")}`;
  }
  for (const element of part.getElementsByTagNameNS("*", "conditionalFormatting")) {
    for (const rule of [...element.children].filter((one) => one.localName === "cfRule")) {
      const formula = [...rule.children].find((one) => one.localName === "formula");
      const custom = rule.getAttribute("type") === "expression";
      sheet.rules.push({
        id: `rule${(Played.lastId += 1)}`, type: custom ? "Custom" : "Other", areas: element.getAttribute("sqref").split(" "),
        formula: formula ? `=${formula.textContent}` : "", fill: "", color: "", bold: false,
      });
    }
  }
  return sheet;
};
