// A button: the workbook goes to the service as a file, what is planned there is done to the open workbook.

import { fetched, forget, save, upload, work } from "../page/service.js";
import { COMMANDS } from "./commands.js";
import * as excel from "./excel.js";
import * as pane from "./pane.js";

let busy = false;

export function associateButtons() {
  for (const spec of COMMANDS) {
    Office.actions.associate(`cmd_${spec.id}`, (event) => shown(event, () => press(spec)));
  }
}

// Excel waits for an answer only some minutes: it gets one at once, and the pane tells the rest.
function shown(event, go) {
  if (event && event.completed) event.completed();
  return Office.addin.showAsTaskpane().then(go);
}

export async function press(spec) {
  if (busy) { // not while it waits for an answer: another button is one
    pane.tell("上一项还没有做完，请稍候");
    return;
  }
  pane.start(spec.name);
  const answer = spec.can_mask ? await pane.choose("要对外发送或张贴的，身份证号应当脱敏。", ["脱敏", "不脱敏"]) : 1;
  if (answer < 0) return;
  const masked = answer === 0;
  busy = true;
  try {
    const at = spec.one_sheet || spec.one_cell ? await excel.front() : {};
    const wish = { action: spec.id, in_place: true, masked };
    if (spec.one_sheet || spec.one_cell) wish.sheet = at.sheet;
    if (spec.one_cell) wish.cell = at.cell;
    const before = spec.makes_marks ? await excel.extents() : new Map();
    await withBook((book) => applied(book, spec, wish, before));
  } catch (error) {
    pane.fail(error, excel.words(error));
  }
  busy = false;
}

// Something about the open workbook that changes nothing in it.
export async function asked(wish) {
  let told;
  await withBook(async (book) => { told = await work(book, wish, pane.progress); });
  return told;
}

async function withBook(go) {
  const content = await excel.file();
  const { book } = await upload(content, undefined, excel.bookName());
  try {
    await go(book);
  } finally {
    forget(book).catch(() => {});
  }
}

async function applied(book, spec, wish, before) {
  const told = await work(book, wish, pane.progress);
  const [file] = told.files;
  const content = file && await fetched(book, file.id);
  let notes = "";
  if (told.do === "sheets") {
    const refused = await excel.applySheets(told, content && await base64(content), before);
    if (refused.length) notes = `\n工作表“${refused.join("、")}”受保护，没有改动其中的标记；结果都列在“校验结果”表里`;
    if (told.marks_left_out) notes += `\n标记太多，有 ${told.marks_left_out} 处没有标出；结果都列在“校验结果”表里`;
  } else if (told.do === "fill") {
    await excel.fill(told.fill);
  } else if (told.do === "recalculate") {
    await excel.recalculate();
  } else if (content) {
    notes = await opened(content, file.name);
  }
  const [first, ...rest] = told.do === "text" ? [told.summary] : told.summary.split("\n");
  pane.finish(`${first}${notes}`, rest.join("\n"), content && told.do !== "sheets" && [`下载 ${file.name}`, () => save(content, file.name)]);
  if (told.findings) pane.found(told, spec);
}

async function opened(content, name) {
  try {
    await excel.openBook(await base64(content));
    return `\n${name} 已在新窗口打开，请自行保存`;
  } catch (error) {
    return `\nExcel 没有打开新工作簿（${excel.words(error)}），请点“下载”`;
  }
}

function base64(content) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result.split(",")[1]);
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(content);
  });
}
