/**
 * The calculator in the page: the same rows as the generator's worked example, for the reader's own figures.
 *
 * @typedef {{id: string, unit: string | null, min: number, max: number}} Input
 * @typedef {{id: string, unit: string | null, operation: string, operands: [string, string]}} Row
 * @typedef {{lang: string, inputs: Input[], rows: Row[], verdict: string, units: Record<string, string>,
 *   incomplete: string, sentences: {positive: string, zero: string, negative: string}}} Calculator
 * @typedef {Record<string, number>} Values
 */
import { fillText, find, findAll, ignoreRepeats, startWidget } from "./widget.js";

/** Milliseconds without a change after which the sentence is said, so that a slider in motion stays silent … */
const CALM = 400;
/** … and so does a figure that is half typed. */
const TYPING = 1000;

/** @type {Record<string, (one: number, other: number) => number>} */
const operations = {
  add: (one, other) => one + other,
  subtract: (one, other) => one - other,
  multiply: (one, other) => one * other,
  divide: (one, other) => one / other,
};

/**
 * The value of every input and row.
 * @param {Calculator} calculator
 * @param {Values} given the inputs as the reader gives them
 * @returns {Values}
 */
export function compute({ inputs, rows }, given) {
  /** @type {Values} */
  const values = {};
  for (const { id, unit } of inputs) values[id] = given[id] / (unit === "percent" ? 100 : 1);
  for (const { id, operation, operands } of rows) {
    const [one, other] = operands.map((name) => values[name]);
    values[id] = operations[operation](one, other);
  }
  return Object.fromEntries([...inputs, ...rows].map(({ id, unit }) => [id, rounded(values[id], unit)]));
}

/**
 * As precisely as it is shown: a share to the thousandth, all else to the hundredth.
 * @param {number} value @param {string | null} unit
 */
function rounded(value, unit) {
  const scale = unit === "percent" ? 1000 : 100;
  return Math.floor(value * scale + 0.5) / scale;
}

/**
 * A value in its unit.
 * @param {Calculator} calculator @param {number} value @param {string | null} unit
 */
export function written({ lang, units }, value, unit) {
  const share = unit === "percent";
  /** @type {Intl.NumberFormatOptions} */
  const format = share ? { style: "percent", maximumFractionDigits: 1 } : { maximumFractionDigits: 2 };
  const number = Math.abs(value).toLocaleString(lang, { ...format, useGrouping: "always" });
  return (value < 0 ? "\u2212" : "") + (share ? number : fillText(units[unit ?? ""] ?? "{value}", { value: number }));
}

/**
 * The number that a reader means: spaces count for nothing, nor does the language's own separator where it parts a
 * number into thousands; elsewhere a comma is as good as a point. NaN where there is none.
 * @param {string} text @param {string} lang
 */
export function read(text, lang) {
  const parts = new Intl.NumberFormat(lang).formatToParts(10_000);
  const separator = parts.find(({ type }) => type === "group")?.value ?? " ";
  const grouped = new RegExp(`^-?[1-9]\\d{0,2}([${separator}]\\d{3})+((?![${separator}])[.,]\\d+)?$`);
  const bare = text.replace(/\s/g, "");
  const digits = grouped.test(bare) ? bare.replaceAll(separator, "") : bare;
  return /^-?\d*[.,]?\d+$/.test(digits) ? Number(digits.replace(",", ".")) : NaN;
}

/** @param {Calculator} calculator @param {Values} values @returns {"positive" | "zero" | "negative"} */
function signOf({ verdict }, values) {
  return values[verdict] === 0 ? "zero" : values[verdict] > 0 ? "positive" : "negative";
}

startWidget("calculator", start);

/** @param {HTMLElement} app @param {Calculator} calculator */
function start(app, calculator) {
  const form = find(app, "form", HTMLFormElement);
  const verdict = find(app, ".calculator-verdict");
  const bars = findAll(app, "[data-bar]");
  const entries = [...calculator.inputs, ...calculator.rows];
  const pairs = calculator.inputs.map(({ id, min, max }) => {
    const [slider, field] = findAll(form, `[data-input="${id}"] input`, HTMLInputElement);
    const error = find(form, `[data-input="${id}"] .calculator-error`);
    return { id, min, max, slider, field, error };
  });
  let [told, said] = ["", ""];
  let calm = 0;

  /** Show what follows from the fields; what does not follow, for want of a figure, is left open. */
  function update(patience = CALM) {
    const given = Object.fromEntries(pairs.map(({ id, field }) => [id, read(field.value, calculator.lang)]));
    const missing = pairs.filter(({ id, min, max }) => !(given[id] >= min && given[id] <= max));
    for (const { id } of missing) given[id] = NaN;
    const values = compute(calculator, given);
    const show = (/** @type {Input | Row} */ { id, unit }) =>
      Number.isNaN(values[id]) ? "–" : written(calculator, values[id], unit);
    const shown = Object.fromEntries(entries.map((entry) => [entry.id, show(entry)]));
    for (const cell of findAll(app, "[data-value]")) cell.textContent = shown[String(cell.dataset.value)];
    for (const pair of pairs) {
      const invalid = missing.includes(pair);
      pair.field.setAttribute("aria-invalid", String(invalid));
      pair.error.hidden = !invalid;
      if (!invalid) pair.slider.setAttribute("aria-valuetext", shown[pair.id]);
    }
    drawBars(values);
    const sign = missing.length ? null : signOf(calculator, values);
    app.dataset.sign = sign ?? "";
    told = fillText(sign ? calculator.sentences[sign] : calculator.incomplete, shown);
    clearTimeout(calm);
    calm = setTimeout(tell, patience);
  }

  /** The longest is as long as there is room. @param {Values} values */
  function drawBars(values) {
    const lengths = bars.map(({ dataset }) => Math.abs(values[String(dataset.bar)]) || 0);
    const most = Math.max(...lengths) || 1;
    for (const [index, { style }] of bars.entries()) style.setProperty("--length", `${(100 * lengths[index]) / most}%`);
  }

  function tell() {
    if (said !== told) verdict.textContent = said = told; // a translation in the page has other words
  }

  for (const { slider, field } of pairs) {
    slider.addEventListener("input", () => {
      field.value = slider.value;
      update();
    });
    // The slider takes the nearest value that it can show; the field keeps what was typed.
    field.addEventListener("input", () => {
      const number = read(field.value, calculator.lang);
      if (!Number.isNaN(number)) slider.value = String(number);
      update(TYPING);
    });
  }
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(() => update()));
  ignoreRepeats(form);
  addEventListener("beforeprint", tell);
  for (const drawn of findAll(app, ".calculator-bars")) drawn.ariaHidden = "true"; // the table says the same
  for (const hidden of findAll(app, "[hidden]")) hidden.hidden = false;
  update();
  tell();
}
