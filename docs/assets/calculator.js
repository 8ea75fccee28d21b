/**
 * The calculator in the page: the same rows as the generator's worked example, for the reader's own figures.
 *
 * @typedef {{id: string, unit: string | null}} Input
 * @typedef {{id: string, unit: string | null, operation: string, operands: [string, string]}} Row
 * @typedef {{lang: string, inputs: Input[], rows: Row[], verdict: string, units: Record<string, string>,
 *   sentences: {positive: string, zero: string, negative: string}}} Calculator
 * @typedef {Record<string, number>} Values
 */

/** Milliseconds without a change after which the sentence is said, so that a slider in motion stays silent. */
const CALM = 400;

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
  const values = {};
  for (const { id, unit } of inputs) values[id] = given[id] / (unit === "percent" ? 100 : 1);
  for (const { id, operation, operands } of rows) {
    values[id] = operations[operation](...operands.map((name) => values[name]));
  }
  return Object.fromEntries([...inputs, ...rows].map(({ id, unit }) => [id, rounded(values[id], unit)]));
}

/** As precisely as it is shown: a share to the thousandth, all else to the hundredth. */
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
  const format = share ? { style: "percent", maximumFractionDigits: 1 } : { maximumFractionDigits: 2 };
  const number = value.toLocaleString(lang, { ...format, useGrouping: "always" }).replace("-", "\u2212");
  return share ? number : (units[unit] ?? "{value}").replace("{value}", number);
}

/** @param {Calculator} calculator @param {Values} values @returns {"positive" | "zero" | "negative"} */
function signOf({ verdict }, values) {
  return values[verdict] === 0 ? "zero" : values[verdict] > 0 ? "positive" : "negative";
}

const app = document.getElementById("calculator-app");
if (app) start(app, JSON.parse(document.getElementById("calculator-data").textContent));

/** @param {HTMLElement} app @param {Calculator} calculator */
function start(app, calculator) {
  const form = app.querySelector("form");
  const verdict = app.querySelector(".calculator-verdict");
  const bars = [...app.querySelectorAll("[data-bar]")];
  const entries = [...calculator.inputs, ...calculator.rows];
  const pairs = calculator.inputs.map(({ id }) => {
    const [slider, field] = form.querySelectorAll(`[data-input="${id}"] input`);
    return { id, slider, field };
  });
  let told = "";
  let calm = 0;

  function update() {
    const given = Object.fromEntries(pairs.map(({ id, slider }) => [id, slider.valueAsNumber]));
    const values = compute(calculator, given);
    const shown = Object.fromEntries(entries.map(({ id, unit }) => [id, written(calculator, values[id], unit)]));
    for (const cell of app.querySelectorAll("[data-value]")) cell.textContent = shown[cell.dataset.value];
    for (const { id, slider } of pairs) slider.setAttribute("aria-valuetext", shown[id]);
    drawBars(values);
    app.dataset.sign = signOf(calculator, values);
    told = calculator.sentences[app.dataset.sign].replace(/\{(\w+)\}/g, (_, id) => shown[id]);
    clearTimeout(calm);
    calm = setTimeout(tell, CALM);
  }

  /** The longest is as long as there is room. @param {Values} values */
  function drawBars(values) {
    const lengths = bars.map((bar) => Math.abs(values[bar.dataset.bar]));
    const most = Math.max(...lengths) || 1;
    bars.forEach((bar, index) => bar.style.setProperty("--length", `${(100 * lengths[index]) / most}%`));
  }

  function tell() {
    if (verdict.textContent !== told) verdict.textContent = told;
  }

  for (const { slider, field } of pairs) {
    slider.addEventListener("input", () => {
      field.value = slider.value;
      field.removeAttribute("aria-invalid");
      update();
    });
    field.addEventListener("input", () => {
      field.setAttribute("aria-invalid", String(!field.validity.valid));
      if (!field.validity.valid) return;
      slider.value = field.value;
      update();
    });
    // A slider takes the nearest value that it can show; nothing, or no number, leaves the last one.
    field.addEventListener("change", () => {
      if (field.value) slider.value = field.value;
      field.value = slider.value;
      field.removeAttribute("aria-invalid");
      update();
    });
  }
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(update));
  addEventListener("beforeprint", tell);
  for (const hidden of app.querySelectorAll("[hidden]")) hidden.hidden = false;
  app.dataset.live = "";
  document.documentElement.dataset.widget = "calculator";
  update();
  tell();
}
