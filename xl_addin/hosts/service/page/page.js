// The page: workbooks come in, each is checked, the one that is chosen shows what came of it.

import { commandsPanel, explainPanel, fileButton } from "./buttons.js";
import { make, replace, say, showStage } from "./dom.js";
import { findingsPanel, LABELS } from "./findings.js";
import * as service from "./service.js";
import { sheetsPanel } from "./sheets.js";
import { tabbed } from "./tabs.js";

const books = [];
const list = document.getElementById("books");
const result = document.getElementById("result");
let open = null;
let catalog = null;

function stopped(error) {
  const place = document.getElementById("stopped");
  place.textContent = error.message;
  place.hidden = false;
}

class Book {
  constructor(file) {
    this.file = file;
    this.name = file.name.replace(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, "_"); // an end that only looks so
    this.password = "";
    this.gone = false;
    this.sending = new AbortController();
    this.report = null;
    this.tab = 0;
    this.sheets = [];
    this.button = make("button", { type: "button", className: "name", text: this.name, onclick: () => this.show() });
    this.state = make("span", { className: "state", text: "等候" });
    this.bar = make("progress", { "aria-label": `${this.name} 的进度` });
    const remove = make("button", {
      type: "button", className: "small", text: "移走", "aria-label": `移走 ${this.name}`, onclick: () => this.remove(),
    });
    this.item = make("li", {}, this.button, remove, this.state, this.bar);
    this.failed = (error) => this.fail(error);
  }

  async begin() {
    if (this.gone) return;
    try {
      this.state.textContent = "正在放入……";
      this.id = (await service.upload(this.file, this.sending.signal)).book;
      if (this.gone) await service.forget(this.id);
      else await this.check();
    } catch (error) {
      this.fail(error);
    }
  }

  work(wish, told) {
    return service.work(this.id, this.password ? { ...wish, password: this.password } : wish, told);
  }

  // Who stands where, and which columns are not read; asked once.
  outline() {
    if (!this.outlined) this.outlined = this.work({ action: "outline" });
    return this.outlined;
  }

  async check() {
    this.outlined = null;
    this.bar.hidden = false;
    this.state.textContent = "等候校验……";
    try {
      const report = await this.work({ action: "check" }, (state) => this.tell(state));
      if (this.gone) return;
      this.report = report;
      this.sheets = report.all_sheets;
      this.bar.hidden = true;
      this.state.textContent = summary(report);
      say(`${this.name}：${summary(report)}`);
      if (!open || open === this) this.show();
    } catch (error) {
      this.fail(error);
    }
  }

  tell(state) {
    showStage(this.bar, this.state, state);
  }

  fail(error) {
    if (this.gone && !(error instanceof service.Stopped)) return;
    this.bar.hidden = true;
    if (error instanceof service.Stopped) {
      this.state.textContent = "没有办成";
      stopped(error);
      return;
    }
    this.state.textContent = `没有办成：${error.message}`;
    say(`${this.name}没有办成`);
    if (error.message.includes("密码") && this.id) this.askPassword();
  }

  askPassword() {
    const field = make("input", { type: "password", autocomplete: "off" });
    const again = make("form", { className: "state wish" }, make("label", {}, "打开密码 ", field),
      make("button", { className: "small", text: "用这个密码打开" }));
    again.addEventListener("submit", (event) => {
      event.preventDefault();
      this.password = field.value;
      again.remove();
      this.check();
    });
    this.item.append(again);
    field.focus();
  }

  async remove() {
    this.gone = true;
    this.sending.abort();
    books.splice(books.indexOf(this), 1);
    this.item.remove();
    if (open === this) {
      open = null;
      replace(result);
    }
    if (this.id) await service.forget(this.id).catch(() => {});
    say(`已移走 ${this.name}`);
  }

  show() {
    if (!this.report) return;
    open = this;
    for (const one of books) one.item.classList.toggle("open", one === this);
    drawResult(this);
  }
}

function summary(report) {
  if (report.strange) return report.strange;
  return Object.entries(LABELS).map(([name, label]) => `${label} ${report.counts[name]} 条`).join("，") +
    (report.checked ? "" : "；没有一张表有可校验的内容，不表示没有问题");
}

async function drawResult(book) {
  const report = book.report;
  const title = make("h2", { text: book.name });
  if (report.strange) {
    replace(result, title, make("p", { className: "warning", text: report.strange }), sheetsPanel(book, report));
    return;
  }
  if (!catalog) catalog = await service.commands().catch(book.failed);
  if (open !== book || book.report !== report) return;
  const tabs = [
    ["发现", findingsPanel(report)],
    ["怎样读的表", () => sheetsPanel(book, report)],
    ["测算与资料", catalog && commandsPanel(book, catalog)],
    ["解释某名职工", () => explainPanel(book)],
  ];
  replace(
    result,
    title,
    counts(report),
    make("p", { className: "soft", text: `政策版本：${report.policy}` }),
    report.conversion && make("p", { className: "soft", text: `格式：${report.conversion}` }),
    ...report.files.map((file) => fileButton(book, file, "下载带校验结果的副本")),
    ...tabbed(book, tabs),
  );
}

function counts(report) {
  const money = (yuan) => yuan.toLocaleString("zh-CN", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  return make(
    "ul",
    { className: "counts" },
    ...Object.entries(LABELS).map(([name, label]) =>
      make("li", { className: name }, make("b", { text: report.counts[name] }), `${label}（条）`)),
    make("li", {}, make("b", { text: report.persons }), "职工（人）"),
    ...report.severance.map((one) =>
      make("li", { className: "money" }, make("b", { text: money(one.yuan) }), `经济补偿金合计（元）：${one.sheet}，${one.people}`)),
    make("li", {}, make("b", { text: report.calls }), `重算的函数（格），${report.call_errors} 个给出错误值`),
  );
}

async function take(files) {
  const come = [...files].map((file) => new Book(file));
  for (const book of come) {
    books.push(book);
    list.append(book.item);
  }
  if (come.length) open = null;
  for (const book of come) await book.begin();
}

const drop = document.getElementById("drop");
for (const name of ["dragenter", "dragover"]) {
  document.addEventListener(name, (event) => {
    event.preventDefault();
    drop.classList.add("over");
  });
}
for (const name of ["dragleave", "drop"]) {
  document.addEventListener(name, (event) => {
    event.preventDefault();
    drop.classList.remove("over");
  });
}
document.addEventListener("drop", (event) => take(event.dataTransfer.files));
document.getElementById("files").addEventListener("change", (event) => {
  take(event.target.files);
  event.target.value = "";
});
addEventListener("pagehide", () => {
  for (const book of books) if (book.id) service.forget(book.id, true).catch(() => {});
});
service.commands().then((found) => { catalog = found; }, (error) => stopped(error));
service.hasDocs().then((there) => { document.getElementById("docs").hidden = !there; }, () => {});
