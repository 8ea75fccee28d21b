/**
 * The session builder in the page: steps to tick, with their minutes and their order, which the address keeps.
 *
 * @typedef {{id: string, minutes: number}} Chosen
 * @typedef {Chosen & {item: HTMLElement, box: HTMLInputElement, field: HTMLInputElement}} Row `item`: its line
 */
import { decoded, lostParts, tellLost } from "./mend.js";
import { rewrite } from "./refused.js";
import { button, copyLink, create, fillText, find, findAll, ignoreRepeats, pointTwins, startWidget } from "./widget.js";

/** Minutes that a step may take. */
const MOST = 240;
/** Letters after which an address holds no plan. */
const LONGEST = 4000;

/**
 * The steps that an address asks for, and what of it could not be read.
 * @param {string} fragment without its `#`
 * @param {Record<string, number>} known step -> how long it takes, unless the plan says otherwise
 */
export function read(fragment, known) {
  /** @type {Map<string, number>} */
  const found = new Map();
  /** @type {string[]} */
  const lost = [];
  const [value = ""] = fragment.length > LONGEST ? [] : new URLSearchParams(fragment).getAll("plan");
  for (const part of decoded(value).split(",")) {
    const [id, minutes, ...rest] = part.trim().split(".");
    if (!id && minutes === undefined) continue;
    const isKnown = Object.hasOwn(known, id) && !found.has(id) && rest.length === 0;
    if (isKnown) found.set(id, isMinutes(minutes) ? Number(minutes) : known[id]);
    if (!isKnown || !(minutes === undefined || isMinutes(minutes))) lost.push(part);
  }
  return { steps: Array.from(found, ([id, minutes]) => ({ id, minutes })), lost };
}

/** What an address carries after its `#` for a plan. @param {Chosen[]} steps */
export function write(steps) {
  return steps.length ? `plan=${steps.map(({ id, minutes }) => `${id}.${minutes}`).join(",")}` : "";
}

/** @param {Chosen[]} steps */
export function total(steps) {
  return steps.reduce((sum, { minutes }) => sum + minutes, 0);
}

/** Each step with the minutes of the session at which it begins and ends. @param {Chosen[]} steps */
export function timed(steps) {
  return steps.map((step, index) => {
    const start = total(steps.slice(0, index));
    return { ...step, start, end: start + step.minutes };
  });
}

/** @param {string | undefined} text */
function isMinutes(text) {
  return /^\d{1,3}$/.test(text ?? "") && Number(text) >= 1 && Number(text) <= MOST;
}

startWidget("plan", start);

/** @param {HTMLElement} app @param {Record<string, string> & {longest: number, columns: string[]}} text */
function start(app, text) {
  const list = find(app, ".plan-steps");
  const said = find(app, ".plan-total");
  const agenda = find(app, ".plan-agenda");
  const copied = find(app, ".plan-copied");
  const presets = findAll(app, "[data-plan]", HTMLButtonElement);
  const rows = findAll(list, ":scope > li").map((item) => equip(item, text));
  const known = Object.fromEntries(rows.map(({ id, minutes }) => [id, minutes]));
  let order = rows;

  /** @returns {Row[]} */
  function chosen() {
    return order.filter(({ box }) => box.checked);
  }

  /** Show the plan of a fragment; what it does not name follows, in its first order. @param {string} fragment */
  function lay(fragment) {
    const { steps, lost } = read(fragment, known);
    const named = steps.flatMap(({ id }) => rows.filter((row) => row.id === id));
    for (const row of rows) {
      row.minutes = steps.find(({ id }) => id === row.id)?.minutes ?? known[row.id];
      row.box.checked = named.includes(row);
      row.field.value = String(row.minutes);
      row.field.setAttribute("aria-invalid", "false");
    }
    order = [...named, ...rows.filter((row) => !named.includes(row))];
    list.append(...order.map(({ item }) => item));
    show();
    return lost;
  }

  function begin() {
    const fragment = location.hash.slice(1);
    const asks = new URLSearchParams(fragment).has("plan");
    if (!asks && order.some(({ box }) => box.checked)) return; // a link to a section changes no plan
    const lost = lay(asks ? fragment : String(presets[0]?.dataset.plan));
    tellLost(asks ? [...lost, ...lostParts()] : lostParts());
  }

  function change() {
    show();
    const fragment = write(chosen());
    rewrite("replaceState", null, fragment ? `#${fragment}` : location.pathname + location.search);
    tellLost([]);
  }

  function show() {
    const steps = chosen();
    const talks = steps.filter(({ item, minutes }) => item.dataset.kind === "listen" && minutes > text.longest);
    const sum = fillText(text.total, { total: total(steps), steps: steps.length });
    const warning = fillText(text.listen, { longest: text.longest, steps: talks.map(titleOf).join(", ") });
    said.replaceChildren(
      create("strong", {}, steps.length ? sum : text.nothing),
      ...(talks.length ? [" ", create("span", { class: "plan-warning" }, warning)] : []),
    );
    for (const [index, { item, box, field }] of order.entries()) {
      item.toggleAttribute("data-chosen", box.checked);
      field.disabled = !box.checked;
      find(item, "[data-move=up]", HTMLButtonElement).disabled = index === 0;
      find(item, "[data-move=down]", HTMLButtonElement).disabled = index === order.length - 1;
    }
    agenda.replaceChildren(...agendaOf(steps, text));
    agenda.hidden = steps.length === 0;
    copied.textContent = "";
    pointTwins(write(steps));
  }

  /** @param {Row} row @param {number} by */
  function move(row, by) {
    const from = order.indexOf(row);
    const other = order[from + by];
    if (!other) return;
    order = order.map((each, index) => (index === from ? other : index === from + by ? row : each));
    if (by < 0) other.item.before(row.item);
    else other.item.after(row.item);
    change();
    const way = by < 0 ? ["up", "down"] : ["down", "up"];
    const [usable] = way.map((name) => find(row.item, `[data-move=${name}]`, HTMLButtonElement)).filter(isEnabled);
    usable?.focus();
  }

  function copy() {
    const [permanent] = findAll(document, ".permanent a", HTMLAnchorElement);
    const { href } = new URL(`#${write(chosen())}`, permanent?.href ?? location.href);
    copyLink(href, copied, text.copied, text.copy_failed);
  }

  for (const row of rows) {
    row.box.addEventListener("change", change);
    row.field.addEventListener("input", () => {
      const right = isMinutes(row.field.value);
      row.field.setAttribute("aria-invalid", String(!right));
      if (right) row.minutes = Number(row.field.value);
      if (right) change();
    });
    row.field.addEventListener("blur", () => {
      row.field.value = String(row.minutes);
      row.field.setAttribute("aria-invalid", "false");
    });
    find(row.item, "[data-move=up]").addEventListener("click", () => move(row, -1));
    find(row.item, "[data-move=down]").addEventListener("click", () => move(row, 1));
  }
  for (const preset of presets) {
    preset.addEventListener("click", () => {
      lay(String(preset.dataset.plan));
      change();
    });
  }
  ignoreRepeats(find(app, ".plan-tools"));
  find(app, "[data-action=print]").addEventListener("click", () => print());
  find(app, "[data-action=copy]").addEventListener("click", copy);
  find(app, ".plan-tools").hidden = find(app, ".plan-presets").hidden = said.hidden = false;
  addEventListener("hashchange", begin);
  begin();
}

/** Give a step its box, its minutes and its buttons. @param {HTMLElement} item @param {Record<string, any>} text @returns {Row} */
function equip(item, text) {
  const { step: id = "", minutes = "" } = item.dataset;
  const named = { step: titleOf({ item }) };
  const box = create("input", { type: "checkbox", "aria-label": fillText(text.take, named) });
  const field = create("input", {
    type: "number",
    min: "1",
    max: String(MOST),
    inputmode: "numeric",
    autocomplete: "off",
    "aria-label": fillText(text.minutes, named),
  });
  const arrow = (/** @type {string} */ way, /** @type {string} */ sign) =>
    button(sign, () => {}, { "data-move": way, "aria-label": fillText(text[way], named) });
  const unit = create("span", { class: "plan-unit", "aria-hidden": "true" }, "min");
  find(item, ".plan-minutes").replaceWith(create("span", { class: "plan-minutes" }, field, " ", unit));
  find(item, ".plan-step").prepend(create("label", { class: "plan-box" }, box));
  find(item, ".plan-step").append(create("span", { class: "plan-moves" }, arrow("up", "↑"), arrow("down", "↓")));
  return { id, minutes: Number(minutes), item, box, field };
}

/** The table of a plan, and all that its steps need, each once. @param {Row[]} steps @param {Record<string, any>} text */
function agendaOf(steps, text) {
  const cells = (/** @type {Row & {start: number, end: number}} */ { item, start, end }) => [
    `${start}–${end}`,
    titleOf({ item }),
    find(item, ".plan-how").textContent,
    find(item, ".plan-output").textContent,
  ];
  const lines = /** @type {(Row & {start: number, end: number})[]} */ (timed(steps)).map((row) =>
    create(
      "tr",
      {},
      ...cells(row).map((cell, at) => create(at === 1 ? "th" : "td", at === 1 ? { scope: "row" } : {}, cell)),
    ),
  );
  const heads = text.columns.map((/** @type {string} */ name) => create("th", { scope: "col" }, name));
  const needs = new Map(steps.flatMap(({ item }) => findAll(item, ".plan-needs li").map((li) => [li.innerHTML, li])));
  return [
    create(
      "table",
      { class: "plan-table" },
      create("caption", {}, fillText(text.agenda, { total: total(steps) })),
      create("thead", {}, create("tr", {}, ...heads)),
      create("tbody", {}, ...lines),
    ),
    needs.size > 0 && create("p", { class: "plan-material" }, text.material),
    needs.size > 0 && create("ul", {}, ...Array.from(needs.values(), (li) => li.cloneNode(true))),
  ].filter((part) => part !== false);
}

/** @param {{item: HTMLElement}} row */
function titleOf({ item }) {
  return find(item, ".plan-title").textContent;
}

/** @param {HTMLButtonElement} each */
function isEnabled(each) {
  return !each.disabled;
}
