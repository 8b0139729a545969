// Excel's own library, played: what is asked for is there after sync and not before, what is told happens at sync, in
// order, and stops where it fails. Whatever is not played throws.
"use strict";
(function () {
  const sim = window.Played;
  Object.assign(sim, { calls: 0, syncs: 0, largest: 0, runs: 0, shown: 0, created: [], bytes: null, book: null, failing: "", versions: {}, url: "花名册.xlsx", open: 0 });

  class Thing {
    constructor(context, find, known) {
      Object.assign(this, { context, find, known, loaded: new Map() });
      return new Proxy(this, {
        get(thing, name) {
          if (typeof name === "symbol" || name in thing || name === "then" || name === "toJSON") return thing[name];
          if (thing.known.reads && name in thing.known.reads) {
            if (!thing.loaded.has(name)) throw sim.fault("PropertyNotLoaded", `${name} is not loaded`);
            return thing.loaded.get(name);
          }
          if (thing.known.parts && name in thing.known.parts) return thing.known.parts[name](thing);
          if (thing.known.does && name in thing.known.does) return (...given) => thing.known.does[name](thing, ...given);
          throw new Error(`not played: ${name}`);
        },
        set(thing, name, value) {
          if (thing.known.writes && name in thing.known.writes) {
            thing.context.todo.push(() => thing.known.writes[name](thing.find(), value));
            return true;
          }
          if (name === "loaded" || name === "value" || name === "isNullObject") { thing[name] = value; return true; }
          throw new Error(`not played: ${name} = `);
        },
      });
    }

    load(text) {
      this.context.todo.push(() => {
        const found = this.find();
        if (!found) return;
        const lists = text.split(",").filter((one) => one.startsWith("items/"));
        if (lists.length) {
          const items = this.known.items(this, found);
          items.forEach((item) => lists.forEach((one) => item.take(one.slice(6))));
          this.loaded.set("items", items);
        } else text.split(",").forEach((one) => this.take(one));
      });
      return this;
    }

    take(name) {
      if (!this.known.reads || !(name in this.known.reads)) throw new Error(`not played: load ${name}`);
      this.loaded.set(name, this.known.reads[name](this.find()));
    }

    get items() {
      if (!this.loaded.has("items")) throw sim.fault("PropertyNotLoaded", "items");
      return this.loaded.get("items");
    }
  }

  function orNull(thing) {
    thing.context.todo.push(() => { thing.isNullObject = !thing.find(); });
    return thing;
  }

  const later = (thing, act) => { thing.context.todo.push(() => act(thing.find())); };

  function ruleOf(context, find) {
    const format = (names) => new Thing(context, find, { writes: Object.fromEntries(names.map(([own, theirs]) => [own, (rule, value) => { rule[theirs] = value; }])) });
    return new Thing(context, find, {
      reads: { id: (rule) => rule.id, type: (rule) => rule.type },
      parts: {
        custom: (thing) => thing.kept || (thing.kept = {
          rule: new Thing(context, find, { reads: { formula: (rule) => rule.formula }, writes: { formula: (rule, value) => { rule.formula = value; } } }),
          format: { fill: format([["color", "fill"]]), font: format([["color", "color"], ["bold", "bold"]]) },
        }),
      },
      does: { delete: (thing) => later(thing, (rule) => { const sheet = sim.book.sheets.find((one) => one.rules.includes(rule)); sheet.rules.splice(sheet.rules.indexOf(rule), 1); }) },
    });
  }

  function rulesOf(context, find, areas) {
    return new Thing(context, find, {
      items: (thing, sheet) => sheet.rules.map((rule) => ruleOf(context, () => rule)),
      does: {
        add: (thing, type) => {
          const rule = { id: `rule${(sim.lastId += 1)}`, type, areas, formula: "", fill: "", color: "", bold: false };
          later(thing, (sheet) => {
            if (sheet.protected) throw sim.fault("AccessDenied", "the sheet is protected");
            if (sim.failing === "rule" || (sim.failing === "late rule" && sheet.rules.length > 500)) throw sim.fault("GeneralException", "as the test wishes");
            areas.forEach(sim.area);
            sheet.rules.unshift(rule);
          });
          return ruleOf(context, () => rule);
        },
      },
    });
  }

  function rangeOf(context, find, text) {
    const bounds = () => (text ? sim.area(text) : null);
    return new Thing(context, find, {
      reads: {
        address: (sheet) => `${sheet.name}!${text}`,
        formulas: (sheet) => { const { top, left } = bounds(), cell = sim.cell(sheet, top, left); return [[cell.formula || cell.value]]; },
      },
      writes: {
        formulas: (sheet, [[value]]) => {
          const { top, left } = bounds();
          sim.cell(sheet, top, left).formula = value;
          context.changed.add(sheet.id + sim.address(top, left));
        },
      },
      parts: { conditionalFormats: () => rulesOf(context, find, text ? [text] : ["A1:XFD1048576"]) },
      does: { select: (thing) => later(thing, (sheet) => { sim.book.active = sheet; sim.book.selected = text; }) },
    });
  }

  function used(sheet, valuesOnly) {
    const filled = [...sheet.cells.values()].filter((cell) => !valuesOnly || cell.value !== "" || cell.formula);
    if (!filled.length) return null;
    const rows = filled.map((cell) => cell.row), cols = filled.map((cell) => cell.col);
    const corner = (pick) => sim.address(pick(...rows), pick(...cols));
    return `${sheet.name}!${corner(Math.min)}:${corner(Math.max)}`;
  }

  function sheetOf(context, find) {
    return new Thing(context, find, {
      reads: { name: (sheet) => sheet.name, visibility: (sheet) => sheet.visibility, id: (sheet) => sheet.id },
      writes: {
        name: (sheet, value) => {
          if (sim.book.sheets.some((one) => one !== sheet && one.name.toLowerCase() === value.toLowerCase())) throw sim.fault("ItemAlreadyExists", value);
          sheet.name = value;
        },
        visibility: (sheet, value) => { sheet.visibility = value; },
      },
      parts: { protection: (thing) => thing.kept || (thing.kept = new Thing(context, find, { reads: { protected: (sheet) => sheet.protected } })) },
      does: {
        activate: (thing) => later(thing, (sheet) => { sim.book.active = sheet; }),
        delete: (thing) => later(thing, (sheet) => {
          if (sim.failing === "delete") {
            sim.failing = ""; // what is put back afterwards is deleted
            throw sim.fault("GeneralException", "as the test wishes");
          }
          sim.book.sheets.splice(sim.book.sheets.indexOf(sheet), 1);
          sim.book.names = sim.book.names.filter((one) => one.sheet !== sheet);
          if (sim.book.active === sheet) sim.book.active = sim.book.sheets[0];
        }),
        getRange: (thing, text) => rangeOf(context, find, text),
        getUsedRangeOrNullObject: (thing, valuesOnly) => orNull(new Thing(context, () => used(find(), valuesOnly), { reads: { address: (area) => area } })),
        getRanges: (thing, text) => {
          if (text.length > 255) throw sim.fault("InvalidArgument", "too long");
          return { conditionalFormats: rulesOf(context, find, text.split(",")) };
        },
      },
    });
  }

  function nameOf(context, find) {
    return new Thing(context, find, {
      writes: { visible: (name, value) => { name.visible = value; } },
      does: { delete: (thing) => later(thing, (name) => { sim.book.names.splice(sim.book.names.indexOf(name), 1); }) },
    });
  }

  const byName = (name) => () => sim.book.sheets.find((one) => one.name === name || one.id === name);

  function bookOf(context) {
    const find = () => sim.book;
    return new Thing(context, find, {
      parts: {
        worksheets: (thing) => thing.sheets || (thing.sheets = new Thing(context, find, {
          items: () => sim.book.sheets.map((sheet) => sheetOf(context, () => sheet)),
          does: {
            getActiveWorksheet: () => { let own; return sheetOf(context, () => {
              if (sim.failing === "chart") throw sim.fault("ItemNotFound", "a chart sheet is in front");
              return own || (own = sim.book.active);
            }); },
            getItem: (_, name) => sheetOf(context, () => { const found = byName(name)(); if (!found) throw sim.fault("ItemNotFound", name); return found; }),
            getItemOrNullObject: (_, name) => orNull(sheetOf(context, byName(name))),
          },
        })),
        protection: (thing) => thing.kept || (thing.kept = new Thing(context, find, { reads: { protected: (book) => book.protected } })),
        functions: () => new Thing(context, find, { does: { date: (thing, year, month, day) => new Thing(context, find, {
          reads: { value: () => Date.UTC(year, month - 1, day) / 86400000 + 25569 - (sim.date1904 ? 1462 : 0) },
        }) } }),
        names: () => new Thing(context, find, {
          does: {
            getItemOrNullObject: (_, name) => orNull(nameOf(context, () => sim.book.names.find((one) => one.name === name))),
            add: (thing, name, range) => {
              const made = { name, visible: true, sheet: null };
              context.todo.push(() => {
                if (sim.book.names.some((one) => one.name === name)) throw sim.fault("ItemAlreadyExists", name);
                made.sheet = range.find();
                sim.book.names.push(made);
              });
              return nameOf(context, () => made);
            },
          },
        }),
      },
      does: {
        getActiveCell: () => rangeOf(context, () => { if (sim.failing === "chart") throw sim.fault("GeneralException", "a chart is selected"); return sim.book.active; }, sim.book.selected),
        insertWorksheetsFromBase64: (thing, content, { positionType }) => {
          const told = { get value() { throw sim.fault("ValueNotLoaded", "before sync"); } };
          context.todo.push(async () => {
            if (sim.failing === "insert") throw sim.fault("GeneralException", "as the test wishes");
            if (positionType !== "End") throw new Error("not played");
            const read = await sim.read(sim.decoded(content));
            read.sheets.forEach((sheet) => {
              const name = sheet.name;
              for (let number = 2; sim.book.sheets.some((one) => one.name === sheet.name); number += 1) sheet.name = `${name} (${number})`;
              sim.book.sheets.push(sheet);
            });
            Object.defineProperty(told, "value", { value: read.sheets.map((sheet) => sheet.id) });
          });
          Object.defineProperty(told, "value", { configurable: true, get() { throw sim.fault("ValueNotLoaded", "before sync"); } });
          return told;
        },
      },
    });
  }

  class Context {
    constructor() {
      Object.assign(this, { todo: [], changed: new Set() });
      this.workbook = bookOf(this);
      this.application = { calculate: (kind) => { this.todo.push(() => sim.calculate(kind === "Full" ? null : new Set())); } };
    }

    async sync() {
      sim.syncs += 1;
      const todo = this.todo.splice(0);
      sim.largest = Math.max(sim.largest, todo.length);
      for (const act of todo) await act();
      if (this.changed.size) await sim.calculate(this.changed);
      this.changed = new Set();
    }
  }

  sim.decoded = (content) => Uint8Array.from(atob(content), (one) => one.charCodeAt(0));
  sim.calculate = (changed) => sim.compute(sim.book, sim.functions, changed);
  sim.enter = async function (sheet, address, text) {
    const own = sim.book.sheets.find((one) => one.name === sheet), { top, left } = sim.area(address), cell = sim.cell(own, top, left);
    const is = typeof text === "string" && text.startsWith("=");
    Object.assign(cell, { formula: is ? text : "", value: is ? "" : text, from: null });
    sim.entered.add(own.id + sim.address(top, left));
  };
  sim.entered = new Set();
  sim.settle = async function () { const some = sim.entered; sim.entered = new Set(); await sim.calculate(some); };
  sim.begin = async function (content, functions) {
    sim.bytes = sim.decoded(content);
    sim.book = await sim.read(sim.bytes);
    sim.dataTypes = functions.allowCustomDataForDataTypeAny;
    sim.functions = new Map(functions.functions.map((one) => [`SOE.${one.name}`.toUpperCase(), one]));
  };
  sim.told = () => ({
    sheets: sim.book.sheets.map(({ name, rules, cells }) => ({ name, rules, cells: Object.fromEntries([...cells].map(([at, one]) => [at, one.value])) })),
    names: sim.book.names.map(({ name, visible, sheet }) => ({ name, visible, sheet: sheet && sheet.name })), active: sim.book.active.name, selected: sim.book.selected,
  });

  class FunctionError extends Error {
    constructor(code, message) {
      super(message);
      this.code = code;
    }
  }
  window.CustomFunctions = {
    associated: new Map(),
    associate(id, go) { this.associated.set(id, go); },
    Error: FunctionError,
    ErrorCode: {
      invalidValue: "#VALUE!", notAvailable: "#N/A", divisionByZero: "#DIV/0!", invalidNumber: "#NUM!",
      nullReference: "#NULL!", invalidName: "#NAME?", invalidReference: "#REF!",
    },
  };

  window.Excel = {
    async run(go) {
      sim.runs += 1;
      const context = new Context();
      const found = await go(context);
      await context.sync();
      return found;
    },
    async createWorkbook(content) {
      sim.created.push(content);
    },
  };

  const done = (value) => ({ status: "succeeded", value });
  window.Office = {
    FileType: { Compressed: "compressed" },
    actions: { known: new Map(), associate(name, go) { this.known.set(name, go); } },
    addin: { async showAsTaskpane() { sim.shown += 1; } },
    context: {
      partitionKey: "part",
      requirements: { isSetSupported: (set, version) => !(sim.versions[set] && Number(version.split(".")[1]) > Number(sim.versions[set].split(".")[1])) },
      document: {
        get url() { return sim.url; },
        getFileAsync(kind, { sliceSize }, told) {
          if (sim.failing === "editing") { told({ status: "failed", error: { name: "InvalidOperationInCellEditMode", code: 1, message: "editing" } }); return; }
          if (kind !== "compressed" || (sim.open += 1) > 2) throw new Error("Excel holds two files at most");
          const content = sim.bytes;
          told(done({
            size: content.length, sliceCount: Math.ceil(content.length / sliceSize),
            getSliceAsync: (number, back) => setTimeout(() => back(done({ index: number, data: content.slice(number * sliceSize, (number + 1) * sliceSize) }))),
            closeAsync: (back) => { sim.open -= 1; back(done()); },
          }));
        },
      },
    },
    async onReady(go) {
      await new Promise((ready) => { if (document.readyState === "complete") ready(); else addEventListener("load", ready); });
      if (go) go({ host: "Excel", platform: "OfficeOnline" });
      return { host: "Excel" };
    },
  };
})();
