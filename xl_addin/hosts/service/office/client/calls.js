// Worksheet functions: all calls of one recalculation go in one request; a table that many share is sent once.

import { call, Refused, Stopped } from "../page/service.js";
import { refuseDates1904 } from "./dates.js";
import { DAYS, FUNCTIONS } from "./functions.js";
import { admission, barred, introduced } from "./word.js";

const PAUSE = 5; // milliseconds: Excel hands over the calls of a recalculation one after the other
const MOST_CALLS = 20000;
const MOST_SIGNS = 20000000;
const CODES = {
  "#N/A": "notAvailable", "#VALUE!": "invalidValue", "#NUM!": "invalidNumber", "#DIV/0!": "divisionByZero",
  "#REF!": "invalidReference", "#NAME?": "invalidName", "#NULL!": "nullReference",
};
const STRANGE = { // errors that a cell shows and no workbook file holds
  "#BUSY!": "#GETTING_DATA", "#CONNECT!": "#N/A", "#TIMEOUT!": "#N/A", "#UNKNOWN!": "#VALUE!", "#EXTERNAL!": "#VALUE!", "#PYTHON!": "#VALUE!",
};
const KINDS = {
  Div0: "#DIV/0!", NotAvailable: "#N/A", Name: "#NAME?", Null: "#NULL!", Num: "#NUM!", Ref: "#REF!", Spill: "#SPILL!", Calc: "#CALC!",
};
const CELL_ERRORS = new Set([...Object.keys(CODES), ...Object.values(STRANGE), "#SPILL!", "#CALC!", "#BLOCKED!", "#FIELD!"]);
const LONGEST_TEXT = 32767; // of a cell
const PIECES = 8; // of a request that was refused: one call is not to spoil the others
const MOST_PIECES = 120;
const DAY_FORMAT = "yyyy-mm-dd";
const days = new Set(DAYS);
let waiting = [];
let timer = null;
let stopped = null;
let ready = null;

// Called where the service did not take the word, or did not answer.
export function whenStopped(told) {
  stopped = told;
}

export function associateFunctions() {
  ready = Office.onReady().then(introduced); // Excel may call before the pane is there
  for (const id of Object.keys(FUNCTIONS)) CustomFunctions.associate(id, (...given) => queue(id, given));
}

function queue(id, given) {
  given.pop(); // how it was called
  return new Promise((resolve, reject) => {
    waiting.push({ id, values: given, resolve, reject });
    if (timer === null) timer = setTimeout(send, PAUSE);
  });
}

function send() {
  timer = null;
  const all = waiting;
  waiting = [];
  const budget = { left: MOST_PIECES };
  for (let at = 0; at < all.length;) {
    const [some, body] = request(all, at);
    at += some.length;
    answer(some, body, budget);
  }
}

// As many calls as one request takes, from a place on; written piece by piece, for a text twice as long is built once.
function request(all, at) {
  const ranges = [], places = new Map(), calls = [];
  let signs = 0, end = at;
  while (end < all.length && calls.length < MOST_CALLS) {
    const { id, values } = all[end], added = [];
    const texts = values.map((value) => {
      if (!Array.isArray(value)) return JSON.stringify(plain(value));
      const text = JSON.stringify(filled(value).map((row) => row.map(plain)));
      if (!places.has(text)) {
        places.set(text, ranges.length + added.length);
        added.push(text);
      }
      return `{"range":${places.get(text)}}`;
    });
    const one = `[${[JSON.stringify(FUNCTIONS[id]), ...texts].join(",")}]`;
    const more = added.reduce((sum, text) => sum + text.length, one.length);
    if (calls.length && signs + more > MOST_SIGNS) break;
    ranges.push(...added);
    calls.push(one);
    signs += more;
    end += 1;
  }
  return [all.slice(at, end), `{"ranges":[${ranges.join(",")}],"calls":[${calls.join(",")}]}`];
}

// A whole column has a million rows: those below the last one with something in it say nothing.
function filled(rows) {
  let end = rows.length;
  while (end > 1 && rows[end - 1].every((value) => value === "" || value === null || value === undefined)) end -= 1;
  return end < rows.length ? rows.slice(0, end) : rows;
}

async function answer(some, body, budget) {
  try {
    await ready;
    admission();
    await refuseDates1904();
    const { answers } = await call(body);
    some.forEach((one, place) => give(one, answers[place]));
  } catch (error) {
    if (await answeredInPieces(some, error, budget)) return;
    const asked = error instanceof Stopped && barred() === error.message;
    if (error instanceof Stopped && stopped && !asked) stopped(error);
    const code = error instanceof Stopped ? "#N/A" : "#VALUE!";
    const more = error.status === 413 ? "：请把区域改小，只选有数据的行" : "";
    for (const one of some) one.reject(failure(code, `${error.message}${more}`));
  }
}

// What was refused as a whole is asked for in parts, so that only the call that is to blame gets the error.
async function answeredInPieces(some, error, budget) {
  const divisible = error instanceof Refused && (error.status === 400 || error.status === 413);
  if (!divisible || some.length === 1 || budget.left < PIECES) return false;
  const size = Math.ceil(some.length / PIECES);
  for (let at = 0; at < some.length;) {
    const [part, body] = request(some.slice(at, at + size), 0);
    at += part.length;
    budget.left -= 1;
    await answer(part, body, budget);
  }
  return true;
}

function give({ id, resolve, reject }, value) {
  if (isError(value)) reject(failure(value.error, value.message));
  else if (Array.isArray(value)) resolve(value.length && value[0].length ? table(value) : [[""]]);
  else if (days.has(id) && typeof value === "number") resolve(day(value));
  else {
    const told = shown(value);
    if (told instanceof CustomFunctions.Error) reject(told);
    else resolve(told);
  }
}

// In a column headed as one of days, days.
function table([heads, ...rows]) {
  const dated = heads.map((head) => typeof head === "string" && head.endsWith("日期"));
  return [heads.map(shown), ...rows.map((row) => row.map((cell, at) => (dated[at] && typeof cell === "number" ? day(cell) : shown(cell))))];
}

function isError(value) {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

function shown(value) {
  if (value === null) return "";
  if (typeof value === "string" && value.length > LONGEST_TEXT) return failure("#VALUE!", `结果有 ${value.length} 个字，一个单元格最多放 ${LONGEST_TEXT} 个`);
  return isError(value) ? failure(value.error, value.message) : value;
}

function failure(code, message) {
  return new CustomFunctions.Error(CustomFunctions.ErrorCode[CODES[code] || "invalidValue"], message);
}

function day(serial) {
  const formatted = Office.context.requirements.isSetSupported("CustomFunctionsRuntime", "1.4");
  return formatted ? { type: "FormattedNumber", basicValue: serial, numberFormat: DAY_FORMAT } : serial;
}

// A cell as Excel hands it over: an empty one is empty text, an error is an object, and so is a number with a format. A
// stock, a place, a picture is no value to compute with: it is an error, never its text.
function plain(value) {
  if (value === "" || value === undefined || value === null) return null;
  if (typeof value === "number") return Number.isFinite(value) ? value : { error: "#NUM!" };
  if (typeof value !== "object") return value;
  const { type, basicType, basicValue } = value;
  if (type === "Error" || basicType === "Error") return { error: errorOf(basicValue, value.errorType) };
  if (typeof basicValue === "object" || (basicValue === undefined && type !== "Empty")) return { error: "#VALUE!" };
  if (!basicType && !/^(Double|FormattedNumber|String|Boolean|Empty)$/.test(type)) return { error: "#VALUE!" };
  return plain(basicValue);
}

function errorOf(told, kind) {
  const code = STRANGE[told] || told || KINDS[kind];
  return CELL_ERRORS.has(code) ? code : "#VALUE!";
}
