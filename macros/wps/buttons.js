// The buttons: a copy of the workbook in front goes through the file engine of the service, and its result is opened.
// The workbook itself is not touched.
"use strict";
var Soe = Soe || {};

Soe.buttons = (function () {
  var EVERY = 500;
  var busy = false;

  function finished(text) {
    busy = false;
    Soe.host.status("");
    Soe.host.tell(text);
  }

  function wrong(error) {
    finished(error.reason || error.message);
  }

  function wish(command, front) {
    var asked = { action: command.id };
    if (command.one_sheet || command.one_cell) asked.sheet = front.sheet;
    if (command.one_cell) asked.cell = front.cell;
    if (command.can_mask && Soe.host.agrees(command.name + "：要对外发送或张贴的，身份证号应当脱敏。\n按“确定”脱敏，按“取消”不脱敏。")) {
      asked.masked = true;
    }
    return asked;
  }

  function press(id) {
    var command = SOE_COMMANDS.find(function (one) { return "cmd_" + one.id === id; });
    if (!command) return Soe.host.tell("没有这个命令（" + id + "）：加载项和程序的版本不一致，请运行 xl-addin wps install");
    if (busy) return Soe.host.tell("上一项还没有做完，请稍候");
    var front = Soe.host.front(), asked = wish(command, front);
    busy = true;
    Soe.host.status("改制测算：正在" + command.name + "……");
    Soe.service.later("POST", "/books?name=" + encodeURIComponent(front.name), "", function (room) {
      try {
        front.book.SaveCopyAs(room.path);
      } catch (error) {
        return drop(room, "WPS 没有写出副本：请结束单元格编辑，保存工作簿后再点一次", command);
      }
      Soe.service.later("POST", "/books/" + room.book + "/jobs", JSON.stringify(asked), function (begun) {
        follow(begun.job, command, function (told) { collect(room, told, told.files.slice(), front, command); }, failed);
      }, failed);
      function failed(error) {
        drop(room, error.reason || error.message, command);
      }
    }, wrong);
  }

  function follow(job, command, done, failed) {
    Soe.service.later("GET", "/jobs/" + job, undefined, function (told) {
      if (told.status === "done") return done(told);
      if (told.status !== "working") return failed(Soe.error("#N/A", told.refused));
      var far = told.total ? "，" + told.done + "/" + told.total + (told.unit || "") : "";
      Soe.host.status("改制测算：正在" + command.name + (told.stage ? "，" + told.stage : "") + far + "……");
      setTimeout(function () { follow(job, command, done, failed); }, EVERY);
    }, failed);
  }

  // Each file is put beside the workbook, under a name that is free, and opened if it is a workbook.
  function collect(room, told, files, front, command) {
    var file = files.shift();
    if (!file) return drop(room, told.summary, command);
    var place = "/files/" + room.book + "/" + file.id + "/place";
    Soe.service.later("POST", place, JSON.stringify({ beside: front.path }), function (put) {
      try {
        Soe.host.open(put.path);
      } catch (error) {
        told.summary += "\n文件已写出，WPS 没有打开它，请自行打开：" + put.path;
      }
      collect(room, told, files, front, command);
    }, function (error) { drop(room, error.reason || error.message, command); });
  }

  function drop(room, text, command) {
    var told = command.id === "about" ? text + "\n" + about().join("\n") : text;
    function end() { finished(told); }
    Soe.service.later("DELETE", "/books/" + room.book, undefined, end, end);
  }

  function about() {
    var can = typeof wps === "object" && typeof wps.AddCustomFunction === "function";
    return ["WPS 版本：" + Soe.host.version(), "自定义函数：" + (can ? "支持" : "本版 WPS 不支持（要 12.1.0.20540 以上）")]
      .concat(Soe.calls.report());
  }

  return { press: press, about: about };
})();

// What the ribbon calls; plain functions, for WPS takes no others.
function OnAddinLoad() {
  Soe.calls.look();
  return true;
}

function OnAction(control) {
  try {
    Soe.buttons.press(control.Id);
  } catch (error) {
    Soe.host.tell(error.reason || error.message);
  }
  return true;
}

function GetImage(control) {
  return "images/" + control.Id + ".svg";
}
