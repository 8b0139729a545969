// The way to the local service: nobody is told the word before he has proved that he knows it.
"use strict";
var Soe = Soe || {};

// An error of a cell: code is that of the spreadsheet, such as #NUM!.
Soe.error = function (code, message) {
  var error = new Error(code + (message ? " " + message : ""));
  error.code = code;
  error.reason = message || "";
  return error;
};

Soe.service = (function () {
  var PROOF_HOLDS = 5000;  // another user's program may take the port when the service has ended
  var QUIET = 3000;        // Windows takes seconds to say that nobody listens: not once a cell
  var JSON_KIND = "application/json";
  var proved = -Infinity, failed = -Infinity;

  function clock() {
    return typeof performance === "object" && performance ? performance.now() : Date.now();
  }

  function absent() {
    return Soe.error("#N/A", "改制测算服务没有运行：请重新登录电脑，或在开始菜单、应用菜单里打开“改制测算”；仍不行请运行 xl-addin wps doctor");
  }

  function stranger() {
    return Soe.error("#N/A", "端口上的程序不是本用户的改制测算服务：请先退出它，重新运行 xl-addin wps install");
  }

  function connection() {
    if (typeof SOE_CONNECTION !== "object") throw Soe.error("#N/A", "加载项没有装好：请运行 xl-addin wps install");
    return SOE_CONNECTION;
  }

  function opened(method, path, now, word) {
    var request = new XMLHttpRequest();
    request.open(method, "http://127.0.0.1:" + connection().port + path, !now);
    if (word) request.setRequestHeader("Authorization", "Bearer " + connection().token);
    return request;
  }

  function nonce() {
    var some = new Uint8Array(16);
    crypto.getRandomValues(some);
    return Array.from(some, function (one) { return one.toString(16); }).join("");
  }

  function isProof(request, word) {
    if (request.status !== 200) return false;
    var told = parsed(request);
    return String(told.proofs || "").split(",").indexOf(Soe.proof.of(connection().token, connection().port + " " + word)) >= 0;
  }

  function parsed(request) {
    try {
      return JSON.parse(request.responseText) || {};
    } catch (error) {
      return {};
    }
  }

  function sent(request, body) {
    if (typeof body === "string") request.setRequestHeader("Content-Type", JSON_KIND);
    request.send(body === undefined ? null : body);
  }

  function refusal(request) {
    if (request.status === 401) return Soe.error("#N/A", "服务不认加载项的口令：请运行 xl-addin wps install，再重新登录电脑");
    return Soe.error("#VALUE!", parsed(request).refused || "服务没有照办（" + request.status + "）");
  }

  function fail() {
    failed = clock();
    proved = -Infinity;
  }

  // Ask at once, the program waits: throws where synchronous requests are refused or nobody answers.
  function now(method, path, body) {
    if (clock() - failed < QUIET) throw absent();
    var request;
    try {
      if (clock() - proved > PROOF_HOLDS) {
        var word = nonce();
        request = opened("GET", "/health?nonce=" + word, true, false);
        sent(request);
        if (!isProof(request, word)) throw stranger();
        proved = clock();
      }
      request = opened(method, path, true, true);
      sent(request, body);
    } catch (error) {
      fail();
      throw error.code && error.reason ? error : absent();
    }
    if (request.status < 200 || request.status > 299) throw refusal(request);
    return parsed(request);
  }

  // Ask and go on: done(what is told) or wrong(error) is called afterwards.
  function later(method, path, body, done, wrong) {
    function lost() {
      fail();
      wrong(absent());
    }
    function ask() {
      var request = opened(method, path, false, true);
      request.onload = function () {
        if (request.status < 200 || request.status > 299) wrong(refusal(request));
        else done(parsed(request));
      };
      request.onerror = lost;
      sent(request, body);
    }
    try {
      if (clock() - proved <= PROOF_HOLDS) return ask();
      var word = nonce(), request = opened("GET", "/health?nonce=" + word, false, false);
      request.onload = function () {
        if (!isProof(request, word)) { fail(); return wrong(stranger()); }
        proved = clock();
        ask();
      };
      request.onerror = lost;
      sent(request);
    } catch (error) {
      wrong(error.code ? error : absent());
    }
  }

  // Whether synchronous requests get through, at this moment.
  function answersNow() {
    try {
      var request = opened("GET", "/health", true, false);
      sent(request);
      return request.status === 200;
    } catch (error) {
      return false;
    }
  }

  // yes() or no(): whether there is an answer to a request that is not waited for.
  function answersLater(yes, no) {
    try {
      var request = opened("GET", "/health", false, false);
      request.onload = function () { if (request.status === 200) yes(); else no(); };
      request.onerror = no;
      sent(request);
    } catch (error) {
      no();
    }
  }

  function forgive() {
    failed = -Infinity;
  }

  return { now: now, later: later, answersNow: answersNow, answersLater: answersLater, forgive: forgive };
})();
