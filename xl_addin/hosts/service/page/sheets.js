// How each sheet was read, and the answers "this column is …" that are kept for the office.

import { make, options, replace, say } from "./dom.js";
import { keepHeading, keptHeadings } from "./service.js";

const SKIPPED = 200;

export function sheetsPanel(book, report) {
  const cards = report.sheets.filter((one) => one.kind !== "policy").map((one) => [one, sheetCard(one)]);
  const kept = make("div", {});
  ask(book, cards);
  keptHeadings().then((all) => drawKept(book, kept, all), () => {});
  return make(
    "div",
    {},
    make("p", {
      className: "soft",
      text: "没有读的栏不计入结果。是要用的栏，改表头，或在这里说明是哪一栏：记住以后，本单位的表都照此读。",
    }),
    ...cards.map(([, card]) => card),
    kept,
    report.reconciled.length > 0 && make("h3", { text: "各表合计核对" }),
    make("ul", {}, ...report.reconciled.map((line) => make("li", { text: line }))),
  );
}

function sheetCard(reading) {
  const rows = Object.entries(reading.names).map(([heading, name]) =>
    make("tr", {}, make("td", { text: heading }), make("td", { text: name })));
  const skipped = reading.rows.skipped;
  return make(
    "article",
    { className: "sheet" },
    make("p", {}, make("strong", { text: reading.line })),
    rows.length > 0 && make(
      "details",
      {},
      make("summary", { text: `认出的 ${rows.length} 栏` }),
      make("table", {},
        make("thead", {}, make("tr", {}, make("th", { text: "表头" }), make("th", { text: "读作" }))),
        make("tbody", {}, ...rows)),
    ),
    skipped.length > 0 && make(
      "details",
      {},
      make("summary", { text: `没有计入的 ${skipped.length} 行` }),
      make("ul", {}, ...skipped.slice(0, SKIPPED).map((one) => make("li", { text: `第${one.row}行${one.why}` })),
        skipped.length > SKIPPED && make("li", { text: `……另有 ${skipped.length - SKIPPED} 行` })),
    ),
  );
}

async function ask(book, cards) {
  const { questions } = await book.outline().catch(() => ({ questions: [] }));
  for (const [reading, card] of cards) {
    const own = questions.filter((one) => one.sheet === reading.sheet && (!reading.kind || one.kind === reading.kind));
    if (own.length && !card.querySelector(".questions")) {
      card.append(make("div", { className: "questions" }, make("h3", { text: "这一栏是什么？" }),
        ...own.map((one) => question(book, one))));
    }
  }
}

function question(book, asked) {
  const likely = asked.roles.filter(([role]) => role === asked.guess);
  const others = asked.roles.filter(([role]) => role !== asked.guess);
  // nothing is chosen beforehand: a wrong answer would falsify every later sheet
  const select = options(make("select", {}), [["", "请选择"], ...likely, ...others, ["-", "不是要用的栏"]], "");
  const keep = make("button", { type: "button", text: "记住并重新校验", onclick: send });
  const row = make("div", { className: "wish" },
    make("label", {}, `“${asked.heading}”（按${asked.title}）`, select), keep);

  async function send() {
    if (!select.value) {
      select.focus();
      return;
    }
    if (select.value === "-") {
      replace(row, make("p", { text: `“${asked.heading}”仍不读。不想再被问，在表头后加“（不用）”。` }));
      return;
    }
    keep.disabled = true;
    try {
      await keepHeading(asked.kind, asked.heading, select.value);
      say("已记住，正在重新校验");
      await book.check();
    } catch (error) {
      row.append(make("p", { className: "warning", text: error.message }));
      keep.disabled = false;
    }
  }

  return row;
}

function drawKept(book, place, all) {
  if (!all.length) {
    replace(place);
    return;
  }
  const items = all.map((one) => {
    const forget = make("button", { type: "button", className: "small", text: "取消", onclick: drop });
    async function drop() {
      forget.disabled = true;
      drawKept(book, place, await keepHeading(one.kind, one.heading, ""));
      await book.check();
    }
    return make("li", {}, `${one.title}：“${one.heading}”读作${one.name}　`, forget);
  });
  replace(place, make("h3", { text: "本单位已记住的表头" }), make("ul", {}, ...items));
}
