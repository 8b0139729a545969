// The pane: what was found and where, why a cell holds what it holds, by which policy, and how far a button is.

import { make, replace, say, showStage } from "../page/dom.js";
import { findingsPanel, LABELS } from "../page/findings.js";
import { commands, Stopped } from "../page/service.js";
import { tabbed } from "../page/tabs.js";
import { asked, press } from "./buttons.js";
import { whenStopped } from "./calls.js";
import { COMMANDS, GROUPS, VERSION } from "./commands.js";
import * as excel from "./excel.js";
import { introduced, keepWord, notTaken, word } from "./word.js";

const state = { tab: 0, report: null, title: "" };
const AGAIN = 5000; // milliseconds until a service that did not answer is asked once more
let lookingAgain = null;
let dropped = () => {};
const at = (name) => document.getElementById(name);

export function begin() {
  introduced();
  whenStopped(stopped);
  at("word").addEventListener("submit", (event) => {
    event.preventDefault();
    enter(at("word-field").value.trim());
  });
  draw();
  if (word()) commands().catch(stopped);
  else askWord("第一次使用请填口令。");
}

async function enter(given) {
  keepWord(given);
  try {
    await commands();
    at("word").hidden = true;
    at("stopped").hidden = true;
    at("word-field").value = "";
    say("口令已记住");
    await excel.recalculate();
  } catch (error) {
    stopped(error);
  }
}

function stopped(error) {
  if (!(error instanceof Stopped)) return;
  if (error.word !== undefined) {
    notTaken(error.word);
    askWord("服务不认这个口令，请重新填写。");
  } else {
    warn(error.message);
    lookingAgain = lookingAgain || setTimeout(lookAgain, AGAIN);
  }
}

// Cells that were not computed while the service was away are computed once it is back.
async function lookAgain() {
  lookingAgain = null;
  try {
    await commands();
    at("stopped").hidden = true;
    say("服务已恢复，正在重算");
    await excel.recalculate();
  } catch (error) {
    stopped(error);
  }
}

function askWord(text) {
  warn(text);
  if (!at("word").hidden) return; // who is typing is not disturbed
  at("word").hidden = false;
  at("word-field").focus();
}

function warn(text) {
  if (at("stopped").textContent !== text) at("stopped").textContent = text; // else it is read out again and again
  at("stopped").hidden = false;
}

// One job at a time: its name, how far it is, what came of it.

export function start(name) {
  dropped(-1); // a question that another button left open
  at("job").hidden = false;
  at("job-title").textContent = name;
  replace(at("job-choices"));
  running("正在把工作簿交给服务……");
}

function running(text) {
  at("job-more").hidden = true;
  at("job-bar").hidden = false;
  at("job-bar").removeAttribute("value");
  at("job-text").textContent = text;
}

export function progress(state) {
  showStage(at("job-bar"), at("job-text"), state);
}

export function finish(text, rest, more) {
  at("job-bar").hidden = true;
  at("job-text").textContent = text;
  at("job-more").hidden = !rest;
  at("job-more").querySelector("pre").textContent = rest;
  replace(at("job-choices"), more && make("button", { type: "button", text: more[0], onclick: more[1] }));
  say(`${at("job-title").textContent}已完成：${text}`);
  at("stopped").hidden = true;
  keepFocus();
}

export function fail(error, text) {
  at("job-bar").hidden = true;
  at("job-text").textContent = text;
  replace(at("job-choices"));
  say(`${at("job-title").textContent}没有办成：${text}`);
  stopped(error);
  keepFocus();
}

// What had the focus may be gone: whoever uses the keyboard goes on from what came of it.
function keepFocus() {
  if (document.hasFocus() && document.activeElement === document.body) at("job-text").focus();
}

export function tell(text) {
  say(text);
  warn(text);
}

// Gives the number of the answer that was chosen, or -1 where another button was pressed instead.
export function choose(question, answers) {
  at("job-bar").hidden = true;
  at("job-text").textContent = question;
  say(question);
  return new Promise((resolve) => {
    dropped = resolve;
    const buttons = answers.map((text, number) => make("button", {
      type: "button",
      className: number ? "" : "main",
      text,
      onclick: () => {
        replace(at("job-choices"));
        running("正在把工作簿交给服务……");
        keepFocus();
        resolve(number);
      },
    }));
    replace(at("job-choices"), ...buttons);
    buttons[0].focus();
  });
}

export function found(report, spec) {
  state.report = report.reports.length ? report : null;
  state.title = spec.name;
  state.tab = 0;
  draw();
  keepFocus();
}

function draw() {
  const tabs = [
    ["发现", state.report ? findingsTab() : make("p", { className: "soft", text: "点“校验整簿”后，这里按原因列出问题。" })],
    ["解释", explainTab],
    ["政策", policyTab],
    ["命令", commandsTab],
  ];
  replace(at("panels"), ...tabbed(state, tabs));
}

function findingsTab() {
  const counts = Object.entries(LABELS).map(([name, label]) => `${label} ${state.report.counts[name]} 条`).join("，");
  return make("div", {}, make("p", {}, make("strong", { text: `${state.title}：${counts}` })), findingsPanel(state.report, go));
}

function go({ sheet, cell }) {
  const [first] = (cell || "A1").split(",");
  excel.jump(sheet, first).catch((error) => tell(excel.words(error)));
}

function explainTab() {
  const text = make("pre", { tabindex: "-1", hidden: true });
  async function explain({ currentTarget: button }) {
    button.disabled = true; // Excel hands out two copies of a workbook at a time
    text.hidden = false;
    text.textContent = "正在说明……";
    try {
      const { sheet, cell } = await excel.front();
      text.textContent = (await asked({ action: "explain_cell", in_place: true, sheet, cell })).summary;
    } catch (error) {
      text.textContent = excel.words(error);
      stopped(error);
    }
    button.disabled = false;
    text.focus();
  }
  return make("div", {},
    make("p", { className: "soft", text: "先在表里选中一个金额或一名职工的一行。" }),
    make("button", { type: "button", className: "main", text: "解释选中单元格", onclick: explain }), text);
}

function policyTab() {
  const box = make("div", {});
  async function load({ currentTarget: button }) {
    button.disabled = true;
    replace(box, make("p", { className: "soft", role: "status", text: "正在读取……" }));
    try {
      replace(box, ...policyParts(await asked({ action: "policy" })));
    } catch (error) {
      replace(box, make("p", { className: "warning", role: "alert", text: excel.words(error) }));
      stopped(error);
    }
    button.disabled = false;
    if (document.hasFocus()) button.focus();
  }
  return make("div", {},
    make("button", { type: "button", className: "main", text: "本工作簿所用的政策", onclick: load }), box);
}

function policyParts(told) {
  const where = told.sheet ? `按工作表“${told.sheet}”` : "工作簿没有政策表，按默认口径";
  return [
    told.fault && make("p", { className: "warning", text: `${told.sheet}：${told.fault}` }),
    make("p", {}, make("strong", { text: where })),
    make("ul", {}, ...told.policy.map((line) => make("li", { text: line }))),
    told.others.length > 0 && make("p", { text: `另有按别的口径计算的行：${told.others.join("；")}` }),
    make("h3", { text: "国家规定的数值和文件" }),
    ...told.figures.map((one) => make("details", {}, make("summary", { text: one.name }),
      make("ul", {}, ...one.values.map((line) => make("li", { text: line }))))),
  ];
}

function commandsTab() {
  return make("div", {},
    ...GROUPS.map((group) => make("section", {}, make("h3", { text: group }), make("div", { className: "commands" },
      ...COMMANDS.filter((one) => one.group === group).map((one) =>
        make("button", { type: "button", text: one.name, title: one.help, onclick: () => press(one) }))))),
    make("p", { className: "soft", text: `改制测算 ${VERSION}` }));
}
