// What the check found, by cause: what goes away together stands together, the finding to act on first.

import { id, make, options, replace } from "./dom.js";

export const LABELS = { error: "错误", missing: "缺件", notice: "提示" };
const PAGE = 50;
const OTHERS = 100;

// Causes in the order of the report; without causes each finding is its own.
export function causes(findings) {
  const found = new Map();
  findings.forEach((finding, number) => {
    const name = finding.cause || `#${number}`;
    if (!found.has(name)) found.set(name, []);
    found.get(name).push(finding);
  });
  return [...found.entries()].map(([name, some]) => {
    const root = some.find((one) => `${one.sheet}!${one.cell || ""}:${one.code}` === name) || some[0];
    return { root, others: some.filter((one) => one !== root) };
  });
}

// Where the workbook is at hand, `go` leads to a finding's cell.
export function findingsPanel(report, go) {
  const all = causes(report.findings);
  const sheets = [...new Set(report.findings.map((one) => one.sheet))];
  const ticks = Object.keys(LABELS).map((name) => make("input", { type: "checkbox", value: name, checked: true }));
  const sheet = options(make("select", {}), [["", "全部工作表"], ...sheets.map((one) => [one, one])]);
  const search = make("input", { type: "search", placeholder: "单元格、问题、处理办法中的字" });
  const status = make("p", { className: "soft", role: "status" });
  const list = make("div", {});
  let shown = PAGE;

  function fits(cause) {
    const words = search.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    return [cause.root, ...cause.others].some(
      (one) =>
        ticks.some((tick) => tick.checked && tick.value === one.severity) &&
        (!sheet.value || one.sheet === sheet.value) &&
        words.every((word) => text(one).includes(word)),
    );
  }

  function draw() {
    const fitting = all.filter(fits);
    const number = fitting.reduce((sum, one) => sum + 1 + one.others.length, 0);
    status.textContent = fitting.length
      ? `${fitting.length} 个原因，${number} 条发现` + (fitting.length < all.length ? `（共 ${all.length} 个原因）` : "")
      : all.length ? "没有符合条件的发现" : "没有发现问题";
    const more = fitting.length > shown &&
      make("button", { type: "button", text: `再显示 ${Math.min(PAGE, fitting.length - shown)} 个`, onclick: grow });
    replace(list, ...fitting.slice(0, shown).map((one) => causeCard(one, go)), more);
  }

  function grow() {
    shown += PAGE;
    draw();
  }

  function begin() {
    shown = PAGE;
    draw();
  }

  for (const one of [...ticks, sheet]) one.addEventListener("change", begin);
  search.addEventListener("input", begin);
  draw();
  return make(
    "div",
    {},
    make(
      "div",
      { className: "filters" },
      make(
        "fieldset",
        {},
        make("legend", { text: "级别" }),
        ...ticks.map((tick) => make("label", {}, tick, ` ${LABELS[tick.value]} ${report.counts[tick.value]}`)),
      ),
      make("label", {}, "工作表", sheet),
      make("label", {}, "查找", search),
    ),
    status,
    report.findings_left_out > 0 &&
      make("p", { className: "warning", text: `另有 ${report.findings_left_out} 条没有列在本页，全部在下载的“校验结果”表里。` }),
    list,
    notChecked(report.not_checked),
  );
}

function text(one) {
  return [one.sheet, one.cell, one.message, one.remedy, one.observed, one.expected, one.citation, one.code]
    .join(" ")
    .toLowerCase();
}

function place(one) {
  return one.cell ? `${one.sheet}!${one.cell}` : one.sheet;
}

function placeOf(one, go) {
  if (!go) return make("span", { className: "place", text: place(one) });
  return make("button", {
    type: "button", className: "place jump", text: place(one), title: "转到这个单元格", onclick: () => go(one),
  });
}

function causeCard({ root, others }, go) {
  const facts = [["现为", root.observed], ["应为", root.expected], ["怎么改", root.remedy], ["依据", root.citation]];
  return make(
    "article",
    { className: `cause ${root.severity}` },
    make(
      "p",
      {},
      make("span", { className: `badge ${root.severity}`, text: LABELS[root.severity] }),
      placeOf(root, go),
      root.message,
    ),
    make(
      "dl",
      {},
      ...facts
        .filter(([, value]) => value)
        .flatMap(([name, value]) => [make("dt", { text: name }), make("dd", { text: value })]),
    ),
    others.length > 0 && othersList(others, go),
  );
}

function othersList(others, go) {
  const items = others
    .slice(0, OTHERS)
    .map((one) => make("li", {}, `${LABELS[one.severity]} `, placeOf(one, go), ` ${one.message}`));
  if (others.length > OTHERS) items.push(make("li", { text: `……另有 ${others.length - OTHERS} 处，见“校验结果”表` }));
  return make("details", {}, make("summary", { text: `由此产生的 ${others.length} 处` }), make("ul", {}, ...items));
}

function notChecked(lines) {
  if (!lines.length) return null;
  const title = id("unchecked");
  return make(
    "section",
    { "aria-labelledby": title },
    make("h3", { id: title, text: `没有校验的 ${lines.length} 项（不表示没有问题）` }),
    make("ul", {}, ...lines.map((line) => make("li", { text: line }))),
  );
}
