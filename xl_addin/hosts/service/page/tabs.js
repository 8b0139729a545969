// Panels of which one is open.

import { id, make } from "./dom.js";

// Tabs by the usual keys: arrows, Home, End. `state.tab` is the one that is open, and stays so when all is drawn again.
export function tabbed(state, parts) {
  const buttons = [];
  const panels = [];
  for (const [name, content] of parts) {
    const tab = id("tab");
    const panel = id("panel");
    buttons.push(make("button", { type: "button", role: "tab", id: tab, "aria-controls": panel, text: name }));
    panels.push(make("div", { role: "tabpanel", id: panel, "aria-labelledby": tab, tabindex: "0" },
      typeof content === "function" ? null : content));
  }
  function choose(number, focus) {
    state.tab = number;
    buttons.forEach((button, i) => {
      button.setAttribute("aria-selected", i === number);
      button.tabIndex = i === number ? 0 : -1;
      panels[i].hidden = i !== number;
    });
    const later = parts[number][1];
    if (typeof later === "function" && !panels[number].firstChild) panels[number].append(later());
    if (focus) buttons[number].focus();
  }
  const bar = make("div", { role: "tablist", "aria-label": "结果" }, ...buttons);
  buttons.forEach((button, i) => button.addEventListener("click", () => choose(i, false)));
  bar.addEventListener("keydown", (event) => {
    const now = buttons.indexOf(document.activeElement);
    const next = { ArrowRight: now + 1, ArrowLeft: now - 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    choose((next + buttons.length) % buttons.length, true);
  });
  choose(state.tab, false);
  return [bar, ...panels];
}
