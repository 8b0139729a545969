// Requests to the local service. The word that lets this page in comes behind the # of its address and stays in the tab.

const KEY = "xl_addin";
const PAUSE = 400;

function word() {
  const given = location.hash.slice(1);
  if (given.length > 20) {
    sessionStorage.setItem(KEY, given);
    history.replaceState(null, "", "/");
  }
  return sessionStorage.getItem(KEY) || "";
}

const TOKEN = word();

export class Refused extends Error {}

export class Stopped extends Error {}

async function ask(method, path, body, more) {
  let answer;
  try {
    answer = await fetch(path, {
      method,
      headers: { Authorization: `Bearer ${TOKEN}` },
      body,
      cache: "no-store",
      ...more,
    });
  } catch (error) {
    throw new Stopped("改制测算没有应答，可能已停止。请重新双击“改制测算”打开页面。");
  }
  if (answer.status === 204) return {};
  const told = await answer.json().catch(() => ({}));
  if (answer.status === 401) throw new Stopped(told.refused);
  if (!answer.ok) throw new Refused(told.refused || `没有办成（${answer.status}）`);
  return told;
}

export function commands() {
  return ask("GET", "/commands").then((told) => told.commands);
}

export function upload(file) {
  return ask("PUT", `/books?name=${encodeURIComponent(file.name)}`, file);
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

export async function download(book, file) {
  const { link } = await ask("POST", `/files/${book}/${file}/link`);
  location.href = link; // an attachment: the page stays
}

export async function hasDocs() {
  const answer = await fetch("/health", { cache: "no-store" });
  return (await answer.json()).docs;
}
