// The word that lets this add-in in: typed once, kept by Excel for this user and this address.

import { introduce } from "../page/service.js";

const KEY = "xl_addin.word";
const LOST = "改制测算服务没有应答：请看运行 xl-addin serve --office 的电脑是否开着、网络是否通。";

function place() {
  const partition = window.Office && Office.context && Office.context.partitionKey;
  return partition ? partition + KEY : KEY;
}

export function word() {
  try {
    return localStorage.getItem(place()) || "";
  } catch (error) {
    return ""; // a browser that keeps nothing for pages in frames
  }
}

export function keepWord(given) {
  try {
    localStorage.setItem(place(), given);
  } catch (error) {
    // it holds until the pane is closed
  }
  introduce(given, LOST);
}

export function introduced() {
  introduce(word(), LOST);
}
