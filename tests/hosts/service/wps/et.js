// A stand-in for WPS ET in Node: its object model as far as the add-in uses it, and the page that WPS loads the add-in in.
// Told what to do by a JSON file (first argument); prints what happened as JSON.
"use strict";
const { Worker } = require("worker_threads");
const vm = require("vm"), fs = require("fs"), path = require("path"), { webcrypto } = require("crypto");

const told = JSON.parse(fs.readFileSync(process.argv[2], "utf8"));
const seen = { functions: {}, requests: [], alerts: [], confirms: [], opened: [], status: [], copies: [], recalculated: 0 };
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

// The network, in a thread of its own, so that a synchronous request can wait for it: its answer comes in memory that
// both share. No ports of our own: Node 20 now and then stumbles over one whose other end was collected.
const state = new Int32Array(new SharedArrayBuffer(8)), room = new Uint8Array(new SharedArrayBuffer(1 << 26));
const network = new Worker(`
const { parentPort, workerData: { state, room } } = require("worker_threads"), http = require("http");
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
parentPort.on("message", ({ method, url, headers, body, number }) => {
  const answer = (told) => {
    if (number !== null) return parentPort.postMessage({ number, told });
    const bytes = Buffer.from(JSON.stringify(told));
    room.set(bytes);
    state[1] = bytes.length;
    Atomics.store(state, 0, 1);
    Atomics.notify(state, 0);
  };
  const all = body === null ? headers : { ...headers, "Content-Length": Buffer.byteLength(body) };
  const request = http.request(url, { method, agent, headers: all }, (response) => {
    const pieces = [];
    response.on("data", (piece) => pieces.push(piece));
    response.on("end", () => answer({ status: response.statusCode, headers: response.headers, text: Buffer.concat(pieces).toString() }));
  });
  request.on("error", () => answer({ status: 0, headers: {}, text: "" }));
  request.end(body === null ? undefined : body);
});`, { eval: true, workerData: { state, room } });
const waiting = [];
network.on("message", ({ number, told }) => waiting[number](told));

function ask(method, url, headers, body, number) {
  network.postMessage({ method, url, headers: { ...headers, Origin: told.origin }, body, number });
}

function askNow(method, url, headers, body) {
  Atomics.store(state, 0, 0);
  ask(method, url, headers, body, null);
  Atomics.wait(state, 0, 0);
  return JSON.parse(Buffer.from(room.slice(0, state[1])).toString());
}

function askLater(method, url, headers, body) {
  return new Promise((resolve) => ask(method, url, headers, body, waiting.push(resolve) - 1));
}

// What a browser does: no answer is shown to a page whose origin the server does not name; it asks first where it must.
const allowed = (answer) => answer.status !== 0 && answer.headers["access-control-allow-origin"] === told.origin;
const preflights = new Set();

class XMLHttpRequest {
  open(method, url, later) {
    Object.assign(this, { method, url, later: later !== false, headers: {}, status: 0, responseText: "" });
  }
  setRequestHeader(name, value) { this.headers[name.toLowerCase()] = value; }
  preflight() {
    const asked = Object.keys(this.headers).filter((name) => name === "authorization" || this.headers[name] === "application/json");
    const where = this.method + new URL(this.url).pathname;
    if ((!asked.length && ["GET", "POST"].includes(this.method)) || preflights.has(where)) return null;
    preflights.add(where);
    return { "Access-Control-Request-Method": this.method, "Access-Control-Request-Headers": asked.join(",") };
  }
  send(body) {
    const content = body === undefined || body === null ? null : body, first = this.preflight();
    seen.requests.push([this.method, new URL(this.url).pathname, this.later ? "later" : "now", (content || "").length]);
    if (this.later) { this.sendLater(first, content); return; }
    if (told.refuse_synchronous) throw new Error("NetworkError");
    if (first && !allowed(askNow("OPTIONS", this.url, first, null))) throw new Error("NetworkError");
    this.take(askNow(this.method, this.url, this.headers, content));
  }
  async sendLater(first, content) {
    try {
      if (first && !allowed(await askLater("OPTIONS", this.url, first, null))) throw new Error("NetworkError");
      this.take(await askLater(this.method, this.url, this.headers, content));
    } catch (error) {
      if (this.onerror) this.onerror();
      return;
    }
    if (this.onload) this.onload();
  }
  take(answer) {
    if (!allowed(answer)) throw new Error("NetworkError");
    this.status = answer.status;
    this.responseText = answer.text;
  }
}

// A block of cells; its sheet is in use as far as the block says.
class Range {
  constructor(cells, { height, width, areas = 1, date1904 = false, row = 1, column = 1 } = {}) {
    this.cells = cells;
    this.height = height || cells.length;
    this.width = width || cells[0].length;
    Object.assign(this, { Row: row, Column: column, Areas: { Count: areas }, Rows: { Count: this.height }, Columns: { Count: this.width } });
    const used = { Row: row, Column: column, Rows: { Count: cells.length }, Columns: { Count: cells[0].length } };
    this.Worksheet = { UsedRange: used, Parent: { Date1904: date1904 } };
  }
  Resize(height, width) {
    return new Range(this.cells, { height, width, row: this.Row, column: this.Column });
  }
  get Value2() {
    if (this.height * this.width > 100000) throw new Error("a whole column was read");
    if (this.height === 1 && this.width === 1) return this.cells[0][0];
    return Array.from({ length: this.height }, (_, r) => Array.from({ length: this.width }, (_, c) => {
      const row = this.cells[r];
      return row === undefined || row[c] === null ? undefined : row[c];
    }));
  }
}

const OMITTED = -2147352572;
const argument = (one) => one === null || typeof one !== "object" ? one
  : one.omitted ? OMITTED : one.missing ? undefined : one.values ? one.values : new Range(one.range, one);

const book = told.book && {
  Name: path.basename(told.book),
  Path: told.saved === false ? "" : path.dirname(told.book),
  FullName: told.book,
  SaveCopyAs(target) {
    if (told.cannot_save) throw new Error("busy");
    fs.copyFileSync(told.book, target);
    seen.copies.push(target);
  }
};
const application = {
  ActiveWorkbook: book || null,
  ActiveSheet: { Name: told.sheet },
  ActiveCell: { Address: () => told.cell },
  Version: "12.1.0", Build: "28496",
  set StatusBar(text) { seen.status.push(text); },
  Workbooks: { Open(file) { seen.opened.push([file, fs.readFileSync(file).length]); } },
  CalculateFull() { seen.recalculated += 1; calculate(); }
};
const wps = {
  EtApplication: () => application,
  AddCustomFunction(namespace, name, compute, meta) {
    const full = namespace + "." + name;
    if (seen.functions[full] || typeof compute !== "function" || !meta.description) throw new Error(full);
    if (compute.length !== meta.parameters.length) throw new Error(full + " takes other arguments than it says");
    seen.functions[full] = { compute, meta };
  }
};
if (told.old_version) delete wps.AddCustomFunction;

const page = vm.createContext({
  wps, XMLHttpRequest, crypto: webcrypto, performance, setTimeout, clearTimeout, console,
  alert: (text) => { seen.alerts.push(text); },
  confirm: (text) => { seen.confirms.push(text); return Boolean(told.agree); }
});
const html = fs.readFileSync(path.join(told.folder, "index.html"), "utf8");
for (const [, name] of html.matchAll(/<script src="([^"]+)"><\/script>/g)) {
  vm.runInContext(fs.readFileSync(path.join(told.folder, name), "utf8"), page, { filename: name });
}

// The cells of the sheet: each holds a call.
let cells = [];
function calculate() {
  cells = (told.calls || []).map(([name, values]) => {
    const given = values.map(argument);
    while (given.length < seen.functions[name].compute.length) given.push(OMITTED);
    try {
      return { value: seen.functions[name].compute(...given) };
    } catch (error) {
      if (!error.code) return { crash: String(error.stack) };
      return { error: error.code, message: error.reason };
    }
  });
}

async function until(condition, seconds) {
  const end = Date.now() + 1000 * seconds;
  while (!condition() && Date.now() < end) await sleep(20);
}

(async () => {
  if (told.load !== false) page.OnAddinLoad();
  const begun = process.hrtime.bigint();
  calculate();
  if (told.wait_recalculated) await until(() => seen.recalculated >= told.wait_recalculated && !cells.some((one) => one.message === "正在计算，请稍候"), 60);
  const milliseconds = Number(process.hrtime.bigint() - begun) / 1e6;
  const pictures = [], pressed = [];
  for (const id of told.press || []) {
    const before = seen.alerts.length, opened = seen.opened.length;
    if (page.OnAction({ Id: id }) !== true) throw new Error("OnAction");
    if (told.twice) page.OnAction({ Id: id });
    await until(() => seen.alerts.length > before + (told.twice ? 1 : 0), 120);
    pressed.push({ id, alert: seen.alerts.slice(before).join("\n---\n"), opened: seen.opened.slice(opened) });
    pictures.push(page.GetImage({ Id: id }));
  }
  const functions = Object.fromEntries(Object.entries(seen.functions).map(([name, one]) => [name, one.meta]));
  process.stdout.write(JSON.stringify({ ...seen, functions, cells, pressed, pictures, milliseconds, proofs: (told.proofs || []).map((one) => page.Soe.proof.of(...one)) }), () => process.exit(0));
})();
