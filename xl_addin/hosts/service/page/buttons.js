// The buttons of the ribbon, from the same catalog, and the explanation of one worker.

import { make, options, replace, say } from "./dom.js";
import { download } from "./service.js";

const ON_PAGE = new Set(["check_book", "clear_marks", "explain_cell"]); // the page itself checks and explains
const GROUPS = ["测算", "资金", "校验", "资料"];
const WORKERS = 60;

export function fileButton(book, file, label) {
  const size = file.bytes < 1e6 ? `${Math.ceil(file.bytes / 1e3)} KB` : `${(file.bytes / 1e6).toFixed(1)} MB`;
  return make("button", {
    type: "button",
    className: "main",
    text: `${label || "下载"} ${file.name}（${size}）`,
    onclick: () => download(book.id, file.id, file.name).catch(book.failed),
  });
}

export function commandsPanel(book, catalog) {
  const done = make("div", { role: "status" });
  const groups = GROUPS.map((group) => {
    const own = catalog.filter((one) => one.group === group && !ON_PAGE.has(one.id));
    return own.length > 0 &&
      make("section", {}, make("h3", { text: group }), ...own.map((one) => commandCard(book, one, done)));
  });
  return make("div", {}, done, ...groups);
}

function commandCard(book, spec, done) {
  const sheet = options(make("select", {}), book.sheets.map((one) => [one, one]));
  const cell = make("input", { type: "text", placeholder: "如 D7", size: 8, autocomplete: "off" });
  cell.addEventListener("input", () => cell.setCustomValidity(""));
  const masked = make("input", { type: "checkbox" });
  const pdf = make("input", { type: "checkbox" });
  const take = options(make("select", {}), [["", "不采用（不一致就停下）"], ...book.sheets.map((one) => [one, one])]);
  const go = make("button", { type: "button", className: "main", text: spec.name, onclick: press });

  async function press() {
    if (spec.one_cell && !cell.value.trim()) {
      say("请先写单元格，如 D7");
      cell.setCustomValidity("请先写单元格，如 D7");
      cell.reportValidity();
      return;
    }
    const wish = { action: spec.id, masked: spec.can_mask && masked.checked, pdf: spec.makes_book && pdf.checked };
    if (spec.one_sheet || spec.one_cell) wish.sheet = sheet.value;
    if (spec.one_cell) wish.cell = cell.value.trim();
    if (spec.can_take && take.value) wish.take = [take.value];
    go.disabled = true;
    const card = make("div", { className: "done" }, make("strong", { text: spec.name }));
    const text = make("pre", { text: "正在处理……" });
    card.append(text);
    done.prepend(card);
    try {
      const found = await book.work(wish, (state) => { text.textContent = `${state.stage || "正在处理"}……`; });
      text.textContent = found.summary;
      card.append(...found.files.map((file) => fileButton(book, file)));
      say(`${spec.name}已完成`);
    } catch (error) {
      text.textContent = error.message;
      say(`${spec.name}没有办成`);
    }
    go.disabled = false;
    card.scrollIntoView({ block: "nearest" });
  }

  return make(
    "div",
    { className: "command" },
    make("p", { className: "soft", text: spec.help }),
    make(
      "div",
      { className: "wish" },
      (spec.one_sheet || spec.one_cell) && make("label", {}, "工作表", sheet),
      spec.one_cell && make("label", {}, "单元格", cell),
      spec.can_take && make("label", {}, "几张表不一致时采用", take),
      spec.can_mask && make("label", { className: "tick" }, masked, " 身份证号脱敏"),
      spec.makes_book && make("label", { className: "tick" }, pdf, " 另出 PDF（要装 LibreOffice）"),
      go,
    ),
  );
}

export function explainPanel(book) {
  const box = make("div", {});
  const status = make("p", { className: "soft", role: "status", text: "正在列出职工……" });
  const text = make("pre", { tabindex: "-1", hidden: true });
  const search = make("input", { type: "search", placeholder: "姓名或行号" });
  const list = make("ul", { className: "workers" });
  let workers = [];

  function draw() {
    const word = search.value.trim();
    const fitting = workers.filter((one) => !word || one.name.includes(word) || String(one.row) === word);
    status.textContent = workers.length
      ? `${fitting.length} 行` + (fitting.length > WORKERS ? `，列出前 ${WORKERS} 行，请输入姓名查找` : "")
      : "没有认出写有职工的表";
    replace(list, ...fitting.slice(0, WORKERS).map((one) =>
      make("li", {}, make("button", {
        type: "button",
        text: `${one.name || "（无姓名）"}　${one.sheet} 第${one.row}行`,
        onclick: () => explain(one.sheet, one.cell),
      }))));
  }

  async function explain(sheet, cell) {
    text.hidden = false;
    text.textContent = "正在说明……";
    try {
      text.textContent = (await book.work({ action: "explain_cell", sheet, cell })).summary;
    } catch (error) {
      text.textContent = error.message;
    }
    text.focus();
  }

  async function load() {
    try {
      workers = (await book.outline()).workers;
      draw();
    } catch (error) {
      status.textContent = error.message;
    }
  }

  const sheet = options(make("select", {}), book.sheets.map((one) => [one, one]));
  const cell = make("input", { type: "text", placeholder: "如 K4", size: 8, autocomplete: "off" });
  search.addEventListener("input", draw);
  box.append(
    make("p", { text: "选一名职工，逐行说明金额怎样算出、依据哪一条、有什么问题。" }),
    make("div", { className: "filters" }, make("label", {}, "查找职工", search)),
    status,
    list,
    text,
    make("h3", { text: "或指明一个单元格" }),
    make(
      "div",
      { className: "wish" },
      make("label", {}, "工作表", sheet),
      make("label", {}, "单元格", cell),
      make("button", { type: "button", text: "解释", onclick: () => explain(sheet.value, cell.value.trim()) }),
    ),
  );
  load();
  return box;
}
