// Making parts of the page. Texts go in as text: nothing of a workbook is ever read as HTML.

export function make(tag, properties, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties || {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "text") node.textContent = value;
    else if (name === "className") node.className = value;
    else if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

export function replace(node, ...children) {
  node.textContent = "";
  node.append(...children.filter(Boolean));
}

export function say(text) {
  document.getElementById("said").textContent = text;
}

// How far a job is: in a bar, and in words.
export function showStage(bar, words, { stage, unit, done, total }) {
  if (!stage) return;
  if (total) {
    bar.max = total;
    bar.value = Math.min(done, total);
  } else {
    bar.removeAttribute("value");
  }
  const of = total ? ` / ${total.toLocaleString()}` : "";
  words.textContent = unit && (done || total) ? `${stage} ${done.toLocaleString()}${of} ${unit}` : `${stage}……`;
}

export function options(select, pairs, chosen) {
  replace(select, ...pairs.map(([value, text]) => make("option", { value, text, selected: value === chosen })));
  return select;
}

let last = 0;
export function id(prefix) {
  last += 1;
  return `${prefix}-${last}`;
}
