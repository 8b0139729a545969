// WPS: the program, the workbook in front, arguments of cells as plain values. Nothing is computed here.
"use strict";
var Soe = Soe || {};

Soe.host = (function () {
  var OMITTED = -2147352572;   // how automation hands over an argument that is left out
  var SMALL_RANGE = 4096;

  function application() {
    if (typeof wps === "object" && typeof wps.EtApplication === "function") return wps.EtApplication();
    if (typeof wps === "object" && wps.Application) return wps.Application;
    return Application;
  }

  function cell(value) {
    if (value === undefined || value === null || value === OMITTED) return null;
    if (typeof value === "string" || typeof value === "boolean") return value;
    if (typeof value === "number" && isFinite(value)) return value;
    throw Soe.error("#VALUE!", "参数不是数字、文字或日期，请核对引用的单元格");
  }

  function rows(values) {
    return values.map(function (row) {
      if (!Array.isArray(row)) throw Soe.error("#VALUE!", "区域的形状读不出来，请改为引用单元格区域");
      return row.map(cell);
    });
  }

  // A column or a row may come as a plain list; only its own shape tells which.
  function shaped(values, range) {
    if (!Array.isArray(values)) return cell(values);
    if (!values.length || Array.isArray(values[0])) return rows(values);
    if (range && range.Columns.Count === 1) return values.map(function (value) { return [cell(value)]; });
    return [values.map(cell)];
  }

  // Cuts rows and columns behind the last one in use (whole columns have a million), never any before.
  function within(range) {
    var height = range.Rows.Count, width = range.Columns.Count;
    if (height * width <= SMALL_RANGE) return range;
    var used = range.Worksheet.UsedRange;
    var rowsLeft = used.Row + used.Rows.Count - range.Row;
    var columnsLeft = used.Column + used.Columns.Count - range.Column;
    return range.Resize(Math.max(1, Math.min(height, rowsLeft)), Math.max(1, Math.min(width, columnsLeft)));
  }

  function ofRange(range) {
    if (range.Areas && range.Areas.Count > 1) {
      throw Soe.error("#VALUE!", "参数是几块不相连的区域，请改为一块连续的区域");
    }
    if (range.Worksheet && range.Worksheet.Parent && range.Worksheet.Parent.Date1904) {
      throw Soe.error("#VALUE!", "本工作簿用 1904 日期系统，日期会差四年：请在选项里取消“使用 1904 日期系统”并核对日期");
    }
    var area = range.Rows && range.Columns && range.Worksheet ? within(range) : range;
    return shaped(area.Value2, area);
  }

  // An argument as WPS gives it: a value, a list of rows, or a range that is read by Value2.
  function plain(value) {
    if (Array.isArray(value)) return shaped(value, null);
    if (value !== null && (typeof value === "object" || typeof value === "function") && "Value2" in value) {
      return ofRange(value);
    }
    return cell(value);
  }

  // All formulas anew: where answers come after the calculation, or came back after none could be had.
  function recalculate() {
    var program = application();
    if (typeof program.CalculateFull === "function") program.CalculateFull();
    else if (typeof program.Calculate === "function") program.Calculate();
  }

  function status(text) {
    try {
      application().StatusBar = text || false;
    } catch (error) {
      return;  // it is a comfort, no more
    }
  }

  function tell(text) {
    if (typeof alert === "function") alert(text);
  }

  // Where nobody can be asked the answer is yes: what is asked is whether to mask.
  function agrees(text) {
    return typeof confirm !== "function" || confirm(text);
  }

  // The workbook in front: where it lies, its sheet and cell; refuses one that was never saved.
  function front() {
    var program = application(), book = program.ActiveWorkbook;
    if (!book) throw Soe.error("#N/A", "没有打开的工作簿，请先打开一个");
    if (!book.Path) throw Soe.error("#N/A", "这个工作簿还没有保存过：请先保存到一个文件夹里，结果要写在它旁边");
    return {
      book: book,
      name: book.Name,
      path: book.FullName,
      sheet: program.ActiveSheet.Name,
      cell: String(program.ActiveCell.Address()).replace(/\$/g, "").split(":")[0]
    };
  }

  function open(path) {
    application().Workbooks.Open(path);
  }

  function version() {
    try {
      return [application().Version, application().Build].filter(Boolean).join(".");
    } catch (error) {
      return "不明";
    }
  }

  return {
    application: application, plain: plain, recalculate: recalculate, status: status, tell: tell, agrees: agrees,
    front: front, open: open, version: version
  };
})();
