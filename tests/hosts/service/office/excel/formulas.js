// What stands in cells is computed as Excel does it: functions of add-ins are called, and answer later; dependants
// follow; a table spills. Only what the tests write is understood: references, + - * / &, SUM, our functions.
"use strict";

Played.NAMES = /^(?:'((?:[^']|'')*)'!|([\p{L}\w.]+)!)?(\$?[A-Z]{1,3}\$?\d+(?::\$?[A-Z]{1,3}\$?\d+)?)(?![\p{L}\w(.])/u;

Played.parse = function (text) {
  let rest = text.slice(1);
  const skip = () => { rest = rest.trimStart(); };
  const take = (pattern) => {
    skip();
    const found = pattern.exec(rest);
    if (found) rest = rest.slice(found[0].length);
    return found;
  };
  function chain(next, signs) {
    let left = next(), sign;
    while ((sign = take(signs))) left = { kind: "sum", sign: sign[0], parts: [left, next()] };
    return left;
  }
  const joined = () => chain(added, /^&/), added = () => chain(times, /^[+-]/), times = () => chain(atom, /^[*/]/);
  function atom() {
    let found;
    if ((found = take(/^\d+(?:\.\d+)?/))) return { kind: "value", value: Number(found[0]) };
    if ((found = take(/^"((?:[^"]|"")*)"/))) return { kind: "value", value: found[1].replace(/""/g, '"') };
    if (take(/^-/)) return { kind: "sum", sign: "-", parts: [{ kind: "value", value: 0 }, atom()] };
    if (take(/^\(/)) { const inner = joined(); take(/^\)/); return inner; }
    if ((found = take(/^([\p{L}_][\p{L}\w.]*)\s*\(/u))) return { kind: "call", name: found[1], parts: parts() };
    if ((found = take(Played.NAMES))) return { kind: "range", sheet: (found[1] || found[2] || "").replace(/''/g, "'"), area: Played.area(found[3]) };
    throw Played.fault("InvalidFormula", `cannot read ${text} at ${rest}`);
  }
  function parts() {
    const found = [];
    if (take(/^\)/)) return found;
    do {
      skip();
      found.push(/^[,)]/.test(rest) ? null : joined());
    } while (take(/^,/));
    take(/^\)/);
    return found;
  }
  const whole = joined();
  skip();
  if (rest) throw Played.fault("InvalidFormula", `cannot read ${text} at ${rest}`);
  return whole;
};

// Every cell that a formula looks at.
Played.precedents = function (tree, book, own, found = []) {
  if (!tree) return found;
  if (tree.kind === "range") {
    const sheet = tree.sheet ? book.sheets.find((one) => one.name === tree.sheet) : own, { top, left, bottom, right } = tree.area;
    if (sheet) for (let row = top; row <= bottom; row += 1) for (let col = left; col <= right; col += 1) found.push(sheet.id + Played.address(row, col));
  }
  (tree.parts || []).forEach((part) => Played.precedents(part, book, own, found));
  return found;
};

// Computes the cells with these keys, and whatever hangs on them. Each is computed once, all at the same time.
Played.compute = async function (book, functions, changed) {
  const trees = new Map(), hanging = new Map();
  for (const sheet of book.sheets) {
    for (const [address, cell] of sheet.cells) {
      if (!cell.formula) continue;
      let tree;
      try {
        tree = Played.parse(cell.formula);
      } catch (error) {
        continue; // native formulas that are none of the tests' business keep their values
      }
      const key = sheet.id + address;
      trees.set(key, { sheet, cell, tree });
      for (const one of Played.precedents(tree, book, sheet)) {
        if (!hanging.has(one)) hanging.set(one, []);
        hanging.get(one).push(key);
      }
    }
  }
  const dirty = new Set(), todo = changed ? [...changed] : [...trees.keys()];
  while (todo.length) {
    const key = todo.pop();
    if (dirty.has(key)) continue;
    dirty.add(key);
    todo.push(...(hanging.get(key) || []));
  }
  const running = new Map();
  const value = (key) => {
    if (dirty.has(key) && trees.has(key) && !running.has(key)) {
      const { sheet, cell, tree } = trees.get(key);
      running.set(key, Played.value(tree, { book, sheet, functions, value }).then((found) => Played.put(sheet, cell, found)));
    }
    return running.get(key);
  };
  await Promise.all([...trees.keys()].map(value));
};

Played.value = async function (tree, at) {
  if (tree === null) return null;
  if (tree.kind === "value") return tree.value;
  if (tree.kind === "range") return Played.rangeValue(tree, at);
  if (tree.kind === "sum") {
    const [left, right] = (await Promise.all(tree.parts.map((part) => Played.value(part, at)))).map(Played.one);
    const wrong = [left, right].find((one) => one && one.error);
    if (wrong) return wrong;
    if (tree.sign === "&") return `${left}${right}`;
    if (typeof left === "string" && left || typeof right === "string" && right) return { error: "#VALUE!", message: "" };
    return { "+": left + right, "-": left - right, "*": left * right, "/": left / right }[tree.sign];
  }
  const values = await Promise.all(tree.parts.map((part) => Played.value(part, at)));
  if (tree.name.toUpperCase() === "SUM") {
    const all = values.flat(2), wrong = all.find((one) => one && one.error);
    return wrong || all.filter((one) => typeof one === "number").reduce((sum, one) => sum + one, 0);
  }
  const spec = at.functions.get(tree.name.toUpperCase());
  return spec ? Played.called(spec, values) : { error: "#NAME?", message: "" };
};

Played.one = (value) => (Array.isArray(value) ? value[0][0] : value);

Played.rangeValue = async function (tree, at) {
  const sheet = tree.sheet ? at.book.sheets.find((one) => one.name === tree.sheet) : at.sheet;
  if (!sheet) return { error: "#REF!", message: "" };
  const { top, left, bottom, right } = tree.area, rows = [];
  for (let row = top; row <= bottom; row += 1) {
    const line = [];
    for (let col = left; col <= right; col += 1) {
      await at.value(sheet.id + Played.address(row, col));
      const cell = sheet.cells.get(Played.address(row, col));
      line.push(cell ? cell.value : "");
    }
    rows.push(line);
  }
  return rows;
};

// How Excel calls a function: a scalar that is given a range makes one call a cell; what is left out is null.
Played.called = async function (spec, given) {
  if (given.length > spec.parameters.length) return { error: "#VALUE!", message: "too many arguments" };
  const sizes = [];
  const values = spec.parameters.map((parameter, place) => {
    const value = place < given.length ? given[place] : null;
    if (value === null) {
      if (!parameter.optional) throw Played.fault("MissingArgument", `${spec.name}: ${parameter.name}`);
      return () => null;
    }
    if (parameter.dimensionality === "matrix") {
      const rows = (Array.isArray(value) ? value : [[value]]).map((row) => row.map(Played.handed));
      return () => rows;
    }
    if (!Array.isArray(value)) return () => Played.handed(value);
    sizes.push([value.length, value[0].length]);
    return (row, col) => Played.handed(value[value.length > 1 ? row : 0][value[0].length > 1 ? col : 0]);
  });
  const height = Math.max(1, ...sizes.map((one) => one[0])), width = Math.max(1, ...sizes.map((one) => one[1]));
  const call = (row, col) => Played.answer(spec, values.map((value) => value(row, col)));
  if (height * width === 1) return call(0, 0);
  return Promise.all(Array.from({ length: height }, (_, row) =>
    Promise.all(Array.from({ length: width }, (_, col) => call(row, col).then(Played.one)))));
};

Played.handed = (value) => (value && value.type ? value : value && value.error
  ? { type: "Error", basicType: "Error", basicValue: value.error, errorType: value.error } : value);

Played.answer = async function (spec, values) {
  Played.calls += 1;
  try {
    const found = await CustomFunctions.associated.get(spec.id)(...values, { address: "" });
    if (Array.isArray(found)) {
      if (spec.result.dimensionality !== "matrix") throw new Error(`${spec.name} is no table`);
      return found.map((row) => row.map(Played.given));
    }
    return Played.given(found);
  } catch (error) {
    if (!(error instanceof CustomFunctions.Error)) throw error;
    return Played.given(error);
  }
};

Played.given = function (value) {
  if (value instanceof CustomFunctions.Error) return { error: value.code, message: value.message };
  if (value && value.type === "FormattedNumber" && Played.dataTypes) return value.basicValue;
  if (value === null || typeof value === "object") throw new Error(`Excel takes no ${JSON.stringify(value)}`);
  return value;
};

// A table fills its cells if they are free.
Played.put = function (sheet, cell, found) {
  for (const [address, other] of sheet.cells) if (other.from === cell) sheet.cells.delete(address);
  if (!Array.isArray(found)) { cell.value = found; return; }
  const taken = found.some((row, down) => row.some((_, across) => {
    const other = sheet.cells.get(Played.address(cell.row + down, cell.col + across));
    return (down || across) && other && (other.value !== "" || other.formula);
  }));
  if (taken) { cell.value = { error: "#SPILL!", message: "" }; return; }
  found.forEach((row, down) => row.forEach((value, across) => {
    const place = Played.cell(sheet, cell.row + down, cell.col + across);
    place.value = value;
    if (down || across) place.from = cell;
  }));
};
