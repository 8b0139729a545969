// Worksheet functions: all calls of one recalculation go in one request; a table that many share is sent once.

import { call, Stopped } from "../page/service.js";
import { DAYS, FUNCTIONS } from "./functions.js";

const PAUSE = 5; // milliseconds: Excel hands over the calls of a recalculation one after the other
const MOST_CALLS = 20000;
const MOST_SIGNS = 20000000;
const CODES = {
  "#N/A": "notAvailable", "#VALUE!": "invalidValue", "#NUM!": "invalidNumber", "#DIV/0!": "divisionByZero",
  "#REF!": "invalidReference", "#NAME?": "invalidName", "#NULL!": "nullReference",
};
const DAY_FORMAT = "yyyy-mm-dd";
const days = new Set(DAYS);
let waiting = [];
let timer = null;
let stopped = null;

// Called where the service did not take the word, or did not answer.
export function whenStopped(told) {
  stopped = told;
}

export function associateFunctions() {
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
  for (let at = 0; at < all.length;) {
    const [some, body] = request(all, at);
    at += some.length;
    answer(some, body);
  }
}

// As many calls as one request takes, from a place on; written piece by piece, for a text twice as long is built once.
function request(all, at) {
  const ranges = [], places = new Map(), calls = [];
  let signs = 0, end = at;
  while (end < all.length && calls.length < MOST_CALLS && signs < MOST_SIGNS) {
    const { id, values } = all[end];
    const texts = values.map((value) => {
      if (!Array.isArray(value)) return JSON.stringify(plain(value));
      const text = JSON.stringify(value.map((row) => row.map(plain)));
      if (!places.has(text)) {
        places.set(text, ranges.length);
        ranges.push(text);
        signs += text.length;
      }
      return `{"range":${places.get(text)}}`;
    });
    calls.push(`[${[JSON.stringify(FUNCTIONS[id]), ...texts].join(",")}]`);
    signs += calls[calls.length - 1].length;
    end += 1;
  }
  return [all.slice(at, end), `{"ranges":[${ranges.join(",")}],"calls":[${calls.join(",")}]}`];
}

async function answer(some, body) {
  try {
    const { answers } = await call(body);
    some.forEach((one, place) => give(one, answers[place]));
  } catch (error) {
    if (error instanceof Stopped && stopped) stopped(error);
    const code = error instanceof Stopped ? "#N/A" : "#VALUE!";
    for (const one of some) one.reject(failure(code, error.message));
  }
}

function give({ id, resolve, reject }, value) {
  if (isError(value)) reject(failure(value.error, value.message));
  else if (Array.isArray(value)) resolve(value.map((row) => row.map(shown)));
  else if (days.has(id) && typeof value === "number") resolve(day(value));
  else resolve(shown(value));
}

function isError(value) {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

function shown(value) {
  if (value === null) return "";
  return isError(value) ? failure(value.error, value.message) : value;
}

function failure(code, message) {
  return new CustomFunctions.Error(CustomFunctions.ErrorCode[CODES[code] || "invalidValue"], message);
}

function day(serial) {
  const formatted = Office.context.requirements.isSetSupported("CustomFunctionsRuntime", "1.4");
  return formatted ? { type: "FormattedNumber", basicValue: serial, numberFormat: DAY_FORMAT } : serial;
}

// A cell as Excel hands it over: an empty one is empty text, an error is an object.
function plain(value) {
  if (value === "" || value === undefined || value === null) return null;
  if (typeof value !== "object") return value;
  if (value.type === "Error") return { error: String(value.basicValue) };
  return value.basicValue === undefined ? null : value.basicValue;
}
