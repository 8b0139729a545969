// The word that lets this add-in in: typed once, kept by Excel for this user and this address.

import { introduce, Stopped } from "../page/service.js";

const KEY = "xl_addin.word";
const LOST = "改制测算服务没有应答：请看运行服务的电脑是否开着、网络是否通。恢复以后单元格会自动重算；没有重算的，点窗格“命令”里的“重算”。";
const NONE = "还没有填口令：请点“改制测算”选项卡里的“打开窗格”，填写口令";
const WRONG = "口令不对：请点“改制测算”选项卡里的“打开窗格”，重新填写口令";
let current = "";
let wrong = "";

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
  wrong = ""; // the same one may be right by now
  bring(given);
}

export function introduced() {
  bring(word() || current);
}

function bring(given) {
  current = given;
  introduce(given, LOST);
}

// A word that was not taken is not tried again by each recalculation: too many wrong ones shut everybody out.
export function notTaken(given) {
  wrong = given;
}

export function barred() {
  if (!current) return NONE;
  return wrong === current ? WRONG : "";
}

export function admission() {
  if (barred()) throw new Stopped(barred());
}
