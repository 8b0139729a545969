// What is done to the open workbook. New things are put in first and old ones taken out last: what fails leaves the
// workbook as it was.

import { Refused, Stopped } from "../page/service.js";

const SLICE = 4194304;
const SIGN = "xl_addin:";
const BATCH = 400; // marks that go at once: about 0.5 MB, where Excel on the web takes 5

// Each Excel error in words that a clerk can act on.
export function words(error) {
  const code = error.code || "";
  if (code === "InvalidOperationInCellEditMode") return "正在编辑单元格：请按回车结束编辑，再点一次";
  if (code === "AccessDenied" || /protect/i.test(error.message)) return "工作表或工作簿受保护，Excel 不让改动：请撤销保护后再点";
  if (code === "RequestPayloadSizeLimitExceeded" || code === "ResponsePayloadSizeLimitExceeded") {
    return "结果太大，网页版 Excel 一次接收不了：请用桌面版 Excel 打开这个工作簿再点，或把它放进“改制测算网页”";
  }
  if (error.status === 404) return "服务里已没有这个工作簿（服务刚重新启动过，或等得太久），工作簿没有改动，请再点一次";
  if (error instanceof Refused || error instanceof Stopped) return error.message;
  if (!code) return `没有办成（${error.name || "Error"}），工作簿没有改动，请再点一次；仍不行请报给维护人员`;
  return `Excel 没有照办（${code}），工作簿没有改动，请再点一次；仍不行请报给维护人员`;
}

function supported(version) {
  return Office.context.requirements.isSetSupported("ExcelApi", version);
}

export async function front() {
  return looked().catch((error) => {
    // no sheet of cells is in front, or a chart or a picture on it is selected
    if (/^(InvalidSelection|ItemNotFound|GeneralException|InvalidOperation|InvalidReference)$/.test(error.code)) {
      throw new Refused("请先点到工作表里的一个单元格（不要停在图表上），再点一次");
    }
    throw error;
  });
}

async function looked() {
  return Excel.run(async (context) => {
    const sheet = context.workbook.worksheets.getActiveWorksheet();
    const cell = context.workbook.getActiveCell();
    sheet.load("name");
    cell.load("address");
    await context.sync();
    return { sheet: sheet.name, cell: cell.address.split("!").pop().replace(/\$/g, "") };
  });
}

// How far each sheet reaches: what a plan says of cells holds only while no row or column has come or gone.
export async function extents() {
  return Excel.run(async (context) => {
    const sheets = context.workbook.worksheets;
    sheets.load("items/name");
    await context.sync();
    return extentsOf(context, sheets.items);
  });
}

async function extentsOf(context, sheets) {
  const areas = sheets.map((sheet) => sheet.getUsedRangeOrNullObject(true));
  areas.forEach((area) => area.load("address"));
  await context.sync();
  return new Map(sheets.map((sheet, number) => [sheet.name, areas[number].isNullObject ? "" : areas[number].address]));
}

// The workbook as a file, compressed as Excel keeps it.
export async function file() {
  const whole = await asked((done) => Office.context.document.getFileAsync(Office.FileType.Compressed, { sliceSize: SLICE }, done));
  try {
    const parts = [];
    for (let number = 0; number < whole.sliceCount; number += 1) {
      const slice = await asked((done) => whole.getSliceAsync(number, done));
      parts.push(slice.data instanceof Uint8Array ? slice.data : new Uint8Array(slice.data));
    }
    return new Blob(parts);
  } finally {
    whole.closeAsync(() => {}); // Excel holds two at most
  }
}

function asked(ask) {
  return new Promise((resolve, reject) => ask((told) => {
    if (told.status === "succeeded") resolve(told.value);
    else reject(Object.assign(new Error(told.error.message), { code: told.error.name || String(told.error.code) }));
  }));
}

export function bookName() {
  const place = Office.context.document.url || "";
  const last = plainName((/^https?:/i.test(place) ? place.split(/[?#]/)[0] : place).split(/[\\/]/).pop());
  return /\.xls[xm]$/i.test(last) ? last : `${last.replace(/\.(xlsb|xls|xltx|xlt|csv|ods)$/i, "") || "工作簿"}.xlsx`;
}

// An address is spelled with per cent signs; the name of a file of this computer may have some of its own.
function plainName(text) {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    return text;
  }
}

export async function openBook(base64) {
  if (!supported("1.8")) throw new Refused("本版 Excel 不能由加载项打开新工作簿，请用下面的“下载”");
  await Excel.createWorkbook(base64);
}

export async function recalculate() {
  await Excel.run(async (context) => {
    context.application.calculate("Full");
    await context.sync();
  });
}

// Entered anew, a formula spills over the whole of its result.
export async function fill({ sheet, cell }) {
  await Excel.run(async (context) => {
    const range = context.workbook.worksheets.getItem(sheet).getRange(cell);
    range.load("formulas");
    await context.sync();
    range.formulas = range.formulas;
    await context.sync();
  });
}

export async function jump(sheet, cell) {
  await Excel.run(async (context) => {
    const found = context.workbook.worksheets.getItemOrNullObject(sheet);
    found.load("visibility");
    await context.sync();
    if (!found.isNullObject && found.visibility !== "Visible") {
      throw new Refused(`工作表“${sheet}”是隐藏的：请右击工作表标签，点“取消隐藏”，再点一次`);
    }
    if (found.isNullObject) throw new Refused(`没有工作表“${sheet}”，可能已改名或删除`);
    found.activate();
    found.getRange(cell || "A1").select();
    await context.sync();
  });
}

// Replaces our marks and report sheets by those of a plan; gives the sheets that could not be marked.
// `before` is how far the sheets reached when the workbook went to the service.
export async function applySheets(told, base64, before) {
  if (told.reports.length && !supported("1.13")) throw new Refused("本版 Excel 不能由加载项插入工作表（要 ExcelApi 1.13）：请更新 Excel");
  return Excel.run(async (context) => {
    const book = context.workbook;
    const sheets = await state(context, book);
    refuseChanged(told, sheets.map((one) => one.name));
    refuseMoved(told, before, await extentsOf(context, sheets));
    const front = await sheetInFront(context, book);
    const old = await ourRules(context, sheets.filter((one) => !one.protection.protected));
    let inserted = [];
    try {
      if (base64) {
        const ids = book.insertWorksheetsFromBase64(base64, { positionType: "End" });
        await context.sync();
        inserted = ids.value.map((id) => book.worksheets.getItem(id));
      }
      const open = new Set(sheets.filter((one) => !one.protection.protected).map((one) => one.name));
      const marks = told.marks.filter((mark) => open.has(mark.sheet));
      await inBatches(context, marks, (mark) => addRule(book.worksheets.getItem(mark.sheet), mark, told.rules[mark.style]));
    } catch (error) {
      await undo(context, sheets, inserted, new Set(old.map((rule) => rule.id)));
      throw error;
    }
    try {
      await exchange(context, book, told, inserted);
      await inBatches(context, old, (rule) => rule.delete());
      if (front && !told.remove.sheets.includes(front.name)) front.activate();
      await context.sync();
    } catch (error) {
      await undo(context, sheets, inserted, new Set(old.map((rule) => rule.id))).catch(() => {});
      throw new Refused(`Excel 没有做完（${error.code || error.message}）：原来的“校验结果”或标记可能已去掉，您的数据没有改动；请再点一次`);
    }
    const marked = new Set(told.marks.map((mark) => mark.sheet));
    return sheets.filter((one) => one.protection.protected && marked.has(one.name)).map((one) => one.name);
  });
}

// The plan was made of the workbook as it was when the button was pressed.
function refuseChanged(told, names) {
  const stays = new Set(names.filter((name) => !told.remove.sheets.includes(name)).map((name) => name.toLowerCase()));
  const clash = told.reports.find((report) => stays.has(report.title.toLowerCase()));
  const missing = told.marks.find((mark) => !names.includes(mark.sheet));
  if (clash) throw new Refused(`处理期间工作簿里多了工作表“${clash.title}”，没有改动工作簿，请再点一次`);
  if (missing) throw new Refused(`处理期间工作表“${missing.sheet}”改了名或删除了，没有改动工作簿，请再点一次`);
}

// A row that has come meanwhile would move every mark below it to another person.
function refuseMoved(told, before, now) {
  const moved = told.marks.find((mark) => before.get(mark.sheet) !== now.get(mark.sheet));
  if (moved) throw new Refused(`处理期间工作表“${moved.sheet}”增删了行、列，或在末尾添了内容，没有改动工作簿，请再点一次`);
}

async function state(context, book) {
  book.protection.load("protected");
  book.worksheets.load("items/name");
  await context.sync();
  if (book.protection.protected) {
    throw new Refused("工作簿的结构受保护，不能增删“校验结果”表；请先在“审阅”里撤销工作簿保护，再点一次");
  }
  const sheets = book.worksheets.items;
  sheets.forEach((sheet) => sheet.protection.load("protected"));
  await context.sync();
  return sheets;
}

// None where a sheet without cells is in front: it is no reason not to check the others.
async function sheetInFront(context, book) {
  const front = book.worksheets.getActiveWorksheet();
  front.load("name");
  return context.sync().then(() => front, () => null);
}

async function ourRules(context, sheets) {
  const lists = sheets.map((sheet) => sheet.getRange().conditionalFormats);
  lists.forEach((list) => list.load("items/type,items/id"));
  await context.sync();
  const own = lists.flatMap((list) => list.items).filter((rule) => rule.type === "Custom");
  await inBatches(context, own, (rule) => rule.custom.rule.load("formula"));
  return own.filter((rule) => rule.custom.rule.formula.includes(SIGN));
}

function addRule(sheet, { area }, look) {
  const place = area.includes(",") ? sheet.getRanges(area) : sheet.getRange(area);
  const rule = place.conditionalFormats.add("Custom");
  rule.custom.rule.formula = look.formula;
  rule.custom.format.fill.color = look.fill;
  rule.custom.format.font.color = look.color;
  if (look.bold) rule.custom.format.font.bold = true;
}

async function undo(context, sheets, inserted, before) {
  inserted.forEach((sheet) => sheet.delete());
  await context.sync();
  const now = await ourRules(context, sheets.filter((one) => !one.protection.protected));
  await inBatches(context, now.filter((rule) => !before.has(rule.id)), (rule) => rule.delete());
}

async function inBatches(context, some, act) {
  for (let at = 0; at < some.length; at += BATCH) {
    some.slice(at, at + BATCH).forEach(act);
    await context.sync();
  }
}

async function exchange(context, book, told, inserted) {
  const names = told.remove.names.map((name) => book.names.getItemOrNullObject(name));
  const sheets = told.remove.sheets.map((name) => book.worksheets.getItemOrNullObject(name));
  await context.sync();
  names.filter((name) => !name.isNullObject).forEach((name) => name.delete());
  for (const sheet of sheets.filter((one) => !one.isNullObject)) {
    sheet.visibility = "Visible"; // Excel deletes no sheet that is hidden from its menus
    sheet.delete();
  }
  told.reports.forEach((report, number) => {
    inserted[number].name = report.title;
    book.names.add(report.name, inserted[number].getRange("A1")).visible = false;
  });
}
