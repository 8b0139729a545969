// A call of a cell. Usually the service is asked at once. Where WPS refuses synchronous requests, the cell first shows
// an error (a sum cannot pass over it), all calls of the recalculation go in one request, and then all is calculated
// again from the answers.
"use strict";
var Soe = Soe || {};

Soe.calls = (function () {
  var AT_ONCE = "at once", LATER = "later";
  var AGAIN = 5000;                // milliseconds until an absent service is looked for again
  var MOST_ROUNDS = 30;            // arguments that change with every recalculation would never come to an end
  var ROUND_GAP = 10000;
  var MOST_SIGNS = 50000000;
  var mode = "", lastError = "", looking = false, missed = false;
  var known = new Map(), signs = 0, waiting = new Map(), timer = 0, rounds = 0, lastRound = 0, day = "";

  // What a cell gets: empty text for nothing; an error is thrown, never shown as text. A table with an error in a row
  // is that error: a part of it that could be added up would be a wrong sum.
  function given(answer) {
    if (answer === null || answer === undefined) return "";
    if (Array.isArray(answer)) {
      return answer.map(function (row) { return row.map(given); });
    }
    if (typeof answer === "object") throw Soe.error(answer.error, answer.message);
    return answer;
  }

  function call(name, values) {
    try {
      var one = [name].concat(values.map(Soe.host.plain));
      return mode === LATER ? remembered(one) : atOnce(one);
    } catch (error) {
      lastError = error.message;
      throw error;
    }
  }

  function atOnce(one) {
    var told;
    try {
      told = Soe.service.now("POST", "/call", JSON.stringify({ calls: [one], values: "com" }));
    } catch (error) {
      if (error.code === "#N/A") { missed = true; look(); }
      throw error;
    }
    mode = AT_ONCE;
    return given(told.answers[0]);
  }

  function remembered(one) {
    var today = new Date().toDateString();
    if (today !== day) { forget(); day = today; }
    var key = JSON.stringify(one);
    if (known.has(key)) return given(known.get(key));
    waiting.set(key, one);
    if (!timer) timer = setTimeout(send, 0);
    throw Soe.error("#N/A", "正在计算，请稍候");
  }

  function forget() {
    known.clear();
    signs = 0;
  }

  // Tables that several calls share are sent once.
  function request(some) {
    var ranges = [], places = new Map();
    var calls = some.map(function (one) {
      return one.map(function (value) {
        if (!Array.isArray(value)) return value;
        var key = JSON.stringify(value);
        if (!places.has(key)) { places.set(key, ranges.length); ranges.push(value); }
        return { range: places.get(key) };
      });
    });
    return JSON.stringify({ calls: calls, ranges: ranges, values: "com" });
  }

  function send() {
    timer = 0;
    var time = Date.now();
    rounds = time - lastRound > ROUND_GAP ? 1 : rounds + 1;
    lastRound = time;
    if (rounds > MOST_ROUNDS) {
      waiting.clear();
      lastError = "参数随每次重算而变（如 NOW、RAND），本方式算不完";
      return;
    }
    var keys = Array.from(waiting.keys()), some = Array.from(waiting.values());
    waiting.clear();
    Soe.service.later("POST", "/call", request(some), function (told) {
      if (signs > MOST_SIGNS) forget();
      keys.forEach(function (key, place) {
        known.set(key, told.answers[place]);
        signs += key.length;
      });
      Soe.host.recalculate();
    }, function (error) {
      lastError = error.message;
      if (error.code === "#N/A") { forget(); missed = true; look(); return; }
      keys.forEach(function (key) { known.set(key, { error: error.code, message: error.reason }); });
      Soe.host.recalculate();
    });
  }

  // Choose the way: at once if that gets through; only if another request does, synchronous ones are refused.
  function look() {
    if (looking) return;
    looking = true;
    if (mode !== LATER && Soe.service.answersNow()) return found(AT_ONCE);
    Soe.service.answersLater(function () {
      found(mode !== LATER && Soe.service.answersNow() ? AT_ONCE : LATER);
    }, function () {
      looking = false;
      setTimeout(look, AGAIN);
    });
  }

  function found(way) {
    var again = missed;
    looking = false;
    missed = false;
    mode = way;
    Soe.service.forgive();
    if (again) Soe.host.recalculate();
  }

  function register(namespace, name, compute, meta) {
    wps.AddCustomFunction(namespace, name, compute, meta);
  }

  // For the report that an office sends: which way is taken, and what went wrong last.
  function report() {
    var ways = { "": "还没有连上服务", "at once": "同步请求", "later": "同步请求被拒绝，改为先算后填" };
    return ["计算方式：" + ways[mode], "最近一次错误：" + (lastError || "无")];
  }

  return { call: call, look: look, register: register, report: report };
})();
