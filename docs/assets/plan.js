/**
 * The session builder in the page: steps to tick, with their minutes and their order, which the address keeps.
 *
 * @typedef {{id: string, minutes: number}} Chosen
 * @typedef {Chosen & {item: HTMLElement, box: HTMLInputElement, field: HTMLInputElement}} Row `item`: its line
 * @typedef {{start: string, people: string}} Setting when a session begins, as 0930, and for how many; empty if unsaid
 */
import { decoded, lostParts, tellLost } from "./mend.js";
import { rewrite } from "./refused.js";
import {
  button,
  copyLink,
  create,
  fillText,
  find,
  findAll,
  ignoreRepeats,
  pointTwins,
  scrollHere,
  startWidget,
} from "./widget.js";

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

/** When a session begins and for how many people, as an address says it. @param {string} fragment @returns {Setting} */
export function setting(fragment) {
  const asked = new URLSearchParams(fragment.length > LONGEST ? "" : fragment);
  const [start, people] = [asked.get("start") ?? "", asked.get("people") ?? ""];
  return {
    start: /^(?:[01]\d|2[0-3])[0-5]\d$/.test(start) ? start : "",
    people: /^[1-9]\d{0,2}$/.test(people) ? people : "",
  };
}

/**
 * All steps in the order of a plan; each that it leaves out stays behind the one that it follows at first.
 * @template T
 * @param {T[]} named
 * @param {T[]} all
 */
export function placed(named, all) {
  const order = [...named];
  for (const [index, each] of all.entries()) {
    if (!order.includes(each)) order.splice(index && order.indexOf(all[index - 1]) + 1, 0, each);
  }
  return order;
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

/** @param {HTMLElement} app @param {Record<string, string> & {longest: number, columns: string[], blanks: string[]}} text */
function start(app, text) {
  const list = find(app, ".plan-steps");
  const said = find(app, ".plan-total");
  const agenda = find(app, ".plan-agenda");
  const copied = find(app, ".plan-copied");
  const presets = findAll(app, "[data-plan]", HTMLButtonElement);
  const rows = findAll(list, ":scope > li").map((item) => equip(item, text));
  const known = Object.fromEntries(rows.map(({ id, minutes }) => [id, minutes]));
  let order = rows;
  let odd = "";
  const clock = create("input", { type: "time" });
  const people = create("input", { type: "number", min: "1", max: "999", inputmode: "numeric", autocomplete: "off" });

  /** @returns {Row[]} */
  function chosen() {
    return order.filter(({ box }) => box.checked);
  }

  /** What the address keeps. */
  function fragmentOf() {
    const [plan, start] = [write(chosen()), clock.value.replace(":", "")];
    const count = people.validity.valid && people.value;
    return plan && [plan, start && `start=${start}`, count && `people=${count}`].filter(Boolean).join("&");
  }

  /** Show the plan of a fragment. @param {string} fragment */
  function lay(fragment) {
    const { steps, lost } = read(fragment, known);
    const named = steps.flatMap(({ id }) => rows.filter((row) => row.id === id));
    for (const row of rows) {
      row.minutes = steps.find(({ id }) => id === row.id)?.minutes ?? known[row.id];
      row.box.checked = named.includes(row);
      row.field.value = String(row.minutes);
      row.field.setAttribute("aria-invalid", "false");
    }
    order = placed(named, rows);
    odd = "";
    list.append(...order.map(({ item }) => item));
    show();
    return lost;
  }

  function begin() {
    const fragment = location.hash.slice(1);
    const asks = new URLSearchParams(fragment).has("plan");
    if (!asks && order.some(({ box }) => box.checked)) return; // a link to a section changes no plan
    const { start: begins, people: count } = setting(fragment);
    clock.value = begins.replace(/^../, "$&:");
    people.value = count;
    const lost = lay(asks ? fragment : String(presets[0]?.dataset.plan));
    tellLost(asks ? [...lost, ...lostParts()] : lostParts());
    if (!asks) return;
    scrollHere(app);
    app.focus({ preventScroll: true });
  }

  function change() {
    odd = "";
    show();
    const fragment = fragmentOf();
    rewrite("replaceState", null, fragment ? `#${fragment}` : location.pathname + location.search);
    tellLost([]);
  }

  function show() {
    const steps = chosen();
    const talks = steps.filter(({ item, minutes }) => item.dataset.kind === "listen" && minutes > text.longest);
    const sum = fillText(text.total, { total: total(steps), steps: steps.length });
    const warnings = [
      odd,
      talks.length && fillText(text.listen, { longest: text.longest, steps: talks.map(titleOf).join(", ") }),
      ...steps.flatMap((step, index) =>
        steps
          .slice(index + 1)
          .filter(({ id }) => step.item.dataset.after?.split(" ").includes(id))
          .map((later) => fillText(text.order, { step: titleOf(step), later: titleOf(later) })),
      ),
    ].filter((warning) => typeof warning === "string" && warning);
    said.replaceChildren(
      create("strong", {}, steps.length ? sum : text.nothing),
      ...warnings.flatMap((warning) => [" ", create("span", { class: "plan-warning" }, String(warning))]),
    );
    for (const row of order) {
      const { item, box, field } = row;
      item.toggleAttribute("data-chosen", box.checked);
      field.disabled = !box.checked;
      find(item, "[data-move=up]", HTMLButtonElement).disabled = !beside(row, -1);
      find(item, "[data-move=down]", HTMLButtonElement).disabled = !beside(row, 1);
    }
    const count = people.validity.valid ? Number(people.value) : 0;
    agenda.replaceChildren(...agendaOf(steps, text, { title: titled(steps), start: clock.value, people: count }));
    agenda.hidden = steps.length === 0;
    copied.textContent = "";
    pointTwins(fragmentOf());
  }

  /** A plan bears the name of the session that it is, or of which it leaves out, adds or swaps little. @param {Row[]} steps */
  function titled(steps) {
    const near = presets
      .map((preset) => {
        const own = read(String(preset.dataset.plan), known).steps;
        const common = own.filter(({ id }) => steps.some((step) => step.id === id)).length;
        const parted = own.length + steps.length - 2 * common;
        return { session: preset.textContent, parted, same: parted === 0 && total(own) === total(steps) };
      })
      .sort((one, other) => one.parted - other.parted)[0];
    const form = near?.same ? text.named : near?.parted < 3 ? text.adapted : text.agenda;
    return fillText(form, { total: total(steps), session: near?.session ?? "" });
  }

  /** The step with which one changes places: one that takes part only with another. @param {Row} row @param {number} by */
  function beside(row, by) {
    const from = order.indexOf(row);
    const way = by < 0 ? order.slice(0, from).reverse() : order.slice(from + 1);
    return way.find(({ box }) => box.checked || !row.box.checked);
  }

  /** @param {Row} row @param {number} by */
  function move(row, by) {
    const other = beside(row, by);
    if (!other) return;
    order = order.filter((each) => each !== row);
    order.splice(order.indexOf(other) + (by < 0 ? 0 : 1), 0, row);
    if (by < 0) other.item.before(row.item);
    else other.item.after(row.item);
    change();
    const way = by < 0 ? ["up", "down"] : ["down", "up"];
    const [usable] = way.map((name) => find(row.item, `[data-move=${name}]`, HTMLButtonElement)).filter(isEnabled);
    usable?.focus();
  }

  function copy() {
    const [permanent] = findAll(document, ".permanent a", HTMLAnchorElement);
    const { href } = new URL(`#${fragmentOf()}`, permanent?.href ?? location.href);
    copyLink(href, copied, text.copied, text.copy_failed);
  }

  for (const row of rows) {
    row.box.addEventListener("change", change);
    row.field.addEventListener("input", () => {
      const right = isMinutes(row.field.value);
      row.field.setAttribute("aria-invalid", String(!right));
      if (right) row.minutes = Number(row.field.value);
      if (right) change();
      else {
        odd = fillText(text.odd, { most: MOST, value: row.field.value });
        show();
      }
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
  for (const field of [clock, people]) field.addEventListener("input", change);
  find(app, ".plan-fields").append(
    create("label", {}, text.start, " ", clock),
    create("label", {}, text.people, " ", people),
  );
  app.tabIndex = -1;
  app.role = "region";
  app.ariaLabel = text.region;
  ignoreRepeats(find(app, ".plan-tools"));
  find(app, "[data-action=print]").addEventListener("click", () => print());
  find(app, "[data-action=copy]").addEventListener("click", copy);
  for (const part of [".plan-tools", ".plan-fields", ".plan-presets"]) find(app, part).hidden = false;
  said.hidden = false;
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

/**
 * The table of a plan, and all that its steps need, each once.
 * @param {Row[]} steps
 * @param {Record<string, any>} text
 * @param {{title: string, start: string, people: number}} about `start`: as 09:30; without it, minutes are counted
 */
function agendaOf(steps, text, about) {
  const at = (/** @type {number} */ minute) => (about.start ? clockAt(about.start, minute) : String(minute));
  const cells = (/** @type {Row & {start: number, end: number}} */ { item, start, end }) => [
    `${at(start)}–${at(end)}`,
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
  const columns = about.start ? [text.clock, ...text.columns.slice(1)] : text.columns;
  const heads = columns.map((/** @type {string} */ name) => create("th", { scope: "col" }, name));
  const needs = new Map(steps.flatMap(({ item }) => findAll(item, ".plan-needs li").map((li) => [li.innerHTML, li])));
  const blanks = text.blanks.map((/** @type {string} */ name) => create("span", {}, name));
  return [
    create("p", { class: "plan-blanks" }, ...blanks),
    create(
      "table",
      { class: "plan-table" },
      create("caption", {}, about.title),
      create("thead", {}, create("tr", {}, ...heads)),
      create("tbody", {}, ...lines),
    ),
    needs.size > 0 && create("p", { class: "plan-material" }, text.material),
    needs.size > 0 && create("ul", {}, ...Array.from(needs.values(), (li) => counted(li, about.people))),
  ].filter((part) => part !== false);
}

/** Something that is needed, with how many of it. @param {HTMLElement} li @param {number} people */
function counted(li, people) {
  const copy = create("li");
  const counts = /** @type {Record<string, number>} */ ({ person: people, pair: Math.ceil(people / 2), one: 1 });
  const count = people && counts[String(li.dataset.copies)];
  copy.append(...(count ? [create("strong", {}, `${count} ×`), " "] : []), ...li.cloneNode(true).childNodes);
  return copy;
}

/** What a clock shows some minutes after a time. @param {string} start @param {number} minutes */
function clockAt(start, minutes) {
  const [hours, past] = start.split(":").map(Number);
  const all = hours * 60 + past + minutes;
  return [Math.floor(all / 60) % 24, all % 60].map((part) => String(part).padStart(2, "0")).join(":");
}

/** @param {{item: HTMLElement}} row */
function titleOf({ item }) {
  return find(item, ".plan-title").textContent;
}

/** @param {HTMLButtonElement} each */
function isEnabled(each) {
  return !each.disabled;
}
