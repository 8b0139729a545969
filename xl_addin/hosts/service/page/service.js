// Requests to the local service. The word that lets this page in comes behind the # of its address and stays in the tab.

const KEY = "xl_addin";
const PAUSE = 400;
const TRIES = 5; // of a request that came too early
const LONGEST_WAIT = 5; // seconds: who is to wait longer is told so

function word() {
  const given = location.hash.slice(1);
  if (given.length > 20) {
    sessionStorage.setItem(KEY, given);
    history.replaceState(null, "", "/");
  }
  return sessionStorage.getItem(KEY) || "";
}

let token = word();
let lost = "改制测算没有应答，可能已停止。请重新双击“改制测算网页”打开。";

// An add-in brings its own word, and says in its own words that nobody answers.
export function introduce(given, whenLost) {
  token = given;
  lost = whenLost;
}

export class Refused extends Error {
  constructor(text, status) {
    super(text);
    this.status = status;
  }
}

export class Stopped extends Error {}

const PROOF_HOLDS = 5000; // when the service has ended, another user's program may take its port
let proved = -Infinity;

// Whoever listens has to show that he knows the word before he is told it, or sent a workbook; over https its
// certificate has shown who it is.
async function prove() {
  if (location.protocol === "https:") return;
  if (performance.now() - proved < PROOF_HOLDS || !window.crypto || !crypto.subtle) return;
  const bytes = (text) => new TextEncoder().encode(text);
  const hex = (some) => Array.from(new Uint8Array(some), (one) => one.toString(16).padStart(2, "0")).join("");
  const nonce = hex(crypto.getRandomValues(new Uint8Array(16)));
  const told = await (await fetch(`/health?nonce=${nonce}`, { cache: "no-store" })).json();
  const key = await crypto.subtle.importKey("raw", bytes(token || "-"), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  if (told.proof !== hex(await crypto.subtle.sign("HMAC", key, bytes(`xl_addin ${location.port} ${nonce}`)))) {
    throw new Stopped("这一页的口令已失效，改制测算可能已重新启动。请关闭本页，重新双击“改制测算网页”打开。");
  }
  proved = performance.now();
}

async function ask(method, path, body, more) {
  let answer;
  const used = token;
  try {
    await prove();
    answer = await patiently(path, {
      method,
      headers: { Authorization: `Bearer ${used}` },
      body,
      cache: "no-store",
      ...more,
    });
  } catch (error) {
    if (error instanceof Stopped || error.name === "AbortError") throw error;
    throw new Stopped(lost);
  }
  if (answer.status === 204) return {};
  const told = await answer.json().catch(() => ({}));
  if (answer.status === 401) throw Object.assign(new Stopped(told.refused), { word: used });
  if (!answer.ok) throw new Refused(told.refused || `没有办成（${answer.status}）`, answer.status);
  return told;
}

async function patiently(path, how) {
  for (let left = TRIES; ; left -= 1) {
    const answer = await fetch(path, how);
    const wait = Number(answer.headers.get("Retry-After"));
    if (answer.status !== 429 || left === 1 || !(wait > 0 && wait <= LONGEST_WAIT)) return answer;
    await new Promise((resolve) => setTimeout(resolve, wait * 1000));
  }
}

export function commands() {
  return ask("GET", "/commands").then((told) => told.commands);
}

// Worksheet functions, as text that is ready to be sent.
export function call(body) {
  return ask("POST", "/call", body);
}

export function upload(file, signal, name = file.name) {
  return ask("PUT", `/books?name=${encodeURIComponent(name)}`, file, { signal });
}

export function forget(book, leaving) {
  return ask("DELETE", `/books/${book}`, undefined, leaving ? { keepalive: true } : {});
}

export function keptHeadings() {
  return ask("GET", "/headings").then((told) => told.headings);
}

// An empty role forgets the answer.
export function keepHeading(kind, heading, role) {
  return ask("POST", "/headings", JSON.stringify({ kind, heading, role })).then((told) => told.headings);
}

// Begins a job and waits for it; tells on the way how far it is.
export async function work(book, wish, told) {
  const { job } = await ask("POST", `/books/${book}/jobs`, JSON.stringify(wish));
  for (;;) {
    const state = await ask("GET", `/jobs/${job}`);
    if (state.status === "refused" || state.status === "failed") throw new Refused(state.refused);
    if (state.status === "done") return state;
    if (told) told(state);
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
}

// The link works once; programs that fetch files for a browser ask twice, so the page fetches it itself.
export async function fetched(book, file) {
  const { link } = await ask("POST", `/files/${book}/${file}/link`);
  const answer = await fetch(link, { cache: "no-store" });
  if (!answer.ok) throw new Refused("没有下载成，请再点一次");
  return answer.blob();
}

export async function download(book, file, name) {
  save(await fetched(book, file), name);
}

export function save(content, name) {
  const address = URL.createObjectURL(content);
  const anchor = document.createElement("a");
  anchor.href = address;
  anchor.download = name;
  document.body.append(anchor);
  anchor.click();
  anchor.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60000);
}

export async function hasDocs() {
  const answer = await fetch("/health", { cache: "no-store" });
  return (await answer.json()).docs;
}
