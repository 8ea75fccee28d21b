/**
 * The sorting exercise with a group: one situation in large type, hands counted for each answer, then the answer; and a
 * list in which situations are chosen. Both stand on what sorting.js has dealt, and nothing of them is kept.
 */
import { rewrite } from "./refused.js";
import { copyLink, create, fillText, find, findAll } from "./widget.js";

const app = document.getElementById("sorting-app");
if (app && !("group" in app.dataset)) start(app, JSON.parse(find(document, "#sorting-data").textContent));

/** @param {HTMLElement} app @param {Record<string, string>} text */
function start(app, text) {
  app.dataset.group = "";
  offerClass(app, text);
  offerChoice(app, text);
}

/** The cards of the round, in its order. @param {HTMLElement} app */
function dealt(app) {
  return findAll(app, "form.sorting-card", HTMLFormElement).filter((form) => !form.hidden);
}

// With a group --------------------------------------------------------------------------------------------------------

/** @param {HTMLElement} app @param {Record<string, string>} text */
function offerClass(app, text) {
  const box = find(app, ".sorting-class");
  const answer = find(box, ".class-answer");
  const size = find(box, ".class-size input", HTMLInputElement);
  const summary = find(box, ".class-summary");
  const rows = findAll(box, "[data-choice]", HTMLTableRowElement);
  const fields = rows.map((row) => find(row, "input", HTMLInputElement));
  /** Card -> hands for each answer, as they were typed. @type {Map<string, string[]>} */
  const counted = new Map();
  /** Cards whose answer was shown, and those whose votes were. @type {Set<string>[]} */
  const [shown, voted] = [new Set(), new Set()];
  /** @type {HTMLFormElement[]} */
  let round = [];
  /** The situation that is shown; after the last one, the summary. */
  let at = 0;

  const card = () => String(round[at].dataset.card);

  /** Do what the address says; a round that was dealt anew begins at its first situation. */
  function follow() {
    const on = isAsked();
    app.toggleAttribute("data-class", on);
    document.documentElement.toggleAttribute("data-class-mode", on);
    box.hidden = !on;
    if (!on) return;
    const now = dealt(app);
    if (now.some((form, index) => form !== round[index]) || now.length !== round.length) at = 0;
    round = now;
    show();
  }

  /** @param {Record<string, boolean>} disabled buttons, by what they do */
  function shut(disabled) {
    for (const [name, state] of Object.entries(disabled)) {
      find(box, `[data-action=${name}]`, HTMLButtonElement).disabled = state;
    }
  }

  function show() {
    const isOver = at === round.length;
    summary.hidden = !isOver;
    find(box, ".class-body").hidden = isOver;
    shut({ previous: at === 0, next: isOver, answer: isOver, votes: isOver });
    find(box, ".class-place").textContent = isOver
      ? text.summary
      : fillText(text.place, { number: at + 1, all: round.length });
    if (isOver) return sumUp();
    const [context, story] = findAll(round[at], ":scope > div:not(.sorting-choices)");
    find(box, ".class-story").replaceChildren(context.cloneNode(true), story.cloneNode(true));
    const hands = counted.get(card()) ?? [];
    for (const [index, field] of fields.entries()) field.value = hands[index] ?? "";
    count();
    tellAnswer();
  }

  function count() {
    const hands = numbers(fields.map(({ value }) => value));
    const all = sum(hands);
    const [people] = numbers([size.value]);
    const most = Math.max(...hands, 1);
    for (const [index, row] of rows.entries()) {
      find(row, ".class-bar").style.setProperty("--part", String(hands[index] / most));
      find(row, ".class-share").textContent = all ? share(hands[index] / all) : "";
    }
    const isOver = Boolean(people) && all > people;
    const total = fillText(isOver ? text.over : all === 1 ? text.total_one : text.total, { number: all, size: people });
    find(box, ".class-total").textContent = all ? total : "";
    find(box, ".class-total").toggleAttribute("data-over", isOver);
  }

  /** What the group answered in each situation, and how many of its hands were right. */
  function sumUp() {
    const label = (/** @type {string | undefined} */ group) =>
      find(rows.filter((row) => row.dataset.choice === group)[0], "th").firstChild?.textContent ?? "";
    const lines = round.map((form, index) => {
      const hands = numbers(counted.get(String(form.dataset.card)) ?? []);
      const [all, most] = [sum(hands), Math.max(...hands, 1)];
      const right = hands[rows.findIndex((row) => row.dataset.choice === form.dataset.group)];
      const first = rows.filter((_, place) => hands[place] === most).map((row) => label(row.dataset.choice));
      const told = all ? `${fillText(text.hands, { number: right, all })} (${share(right / all)})` : "–";
      const cells = [first.join(", ") || "–", label(form.dataset.group), told];
      return create(
        "tr",
        {},
        create("th", { scope: "row" }, `${index + 1}`),
        ...cells.map((cell) => create("td", {}, cell)),
      );
    });
    find(summary, "tbody").replaceChildren(...lines);
  }

  /** The answer with its reason, where it was asked for. */
  function tellAnswer() {
    const known = shown.has(card());
    const { group } = round[at].dataset;
    for (const row of rows) {
      row.toggleAttribute("data-right", known && row.dataset.choice === group);
      find(row, "th").querySelector(".class-mark")?.remove();
      if ("right" in row.dataset)
        find(row, "th").append(" ", create("span", { class: "class-mark" }, `✓ ${text.right_mark}`));
    }
    const parts = find(round[at], ".sorting-answer").children;
    answer.replaceChildren(...(known ? [...parts].slice(1).map((part) => part.cloneNode(true)) : []));
    answer.hidden = !known;
    shut({ answer: known, votes: voted.has(card()) });
    box.toggleAttribute("data-votes", voted.has(card()));
  }

  function tellVotes() {
    voted.add(card());
    tellAnswer();
    find(box, "tr input").focus();
  }

  function reveal() {
    shown.add(card());
    voted.add(card());
    tellAnswer();
    answer.focus();
  }

  /** @param {number} step */
  function go(step) {
    if (at + step < 0 || at + step > round.length) return;
    at += step;
    show();
    find(box, at === round.length ? ".class-summary h3" : ".class-story").focus();
    scrollTo({ top: 0, behavior: "instant" });
  }

  function enter() {
    rewrite("pushState", null, `#${app.dataset.round}&class`);
    follow();
    find(box, ".class-story").focus();
  }

  function leave() {
    rewrite("pushState", null, `${location.pathname}#${app.dataset.round}`);
    follow();
    find(app, "[data-action=class]").focus();
  }

  /** First the answer, then the next situation. */
  function goOn() {
    if (at === round.length || shown.has(card())) go(1);
    else reveal();
  }

  /** @type {Record<string, () => void>} */
  const keys = {
    Escape: leave,
    ...{ ArrowRight: goOn, PageDown: goOn, ArrowLeft: () => go(-1), PageUp: () => go(-1) },
  };
  const actions = { class: enter, leave, votes: tellVotes, answer: reveal, previous: () => go(-1), next: () => go(1) };
  for (const [name, action] of Object.entries(actions)) {
    find(app, `[data-action=${name}]`).addEventListener("click", action);
  }
  box.addEventListener("input", () => {
    counted.set(
      card(),
      fields.map(({ value }) => value),
    );
    count();
  });
  addEventListener("keydown", (event) => {
    if (box.hidden || event.ctrlKey || event.metaKey || event.altKey) return;
    const action = event.target instanceof HTMLInputElement && event.key !== "Escape" ? undefined : keys[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  });
  find(app, "[data-action=class]").hidden = false;
  find(app, "[data-action=print]").addEventListener("click", () => print());
  for (const event of ["hashchange", "popstate"]) addEventListener(event, follow);
  follow();
}

/** Hands, as they were typed. @param {string[]} typed */
function numbers(typed) {
  return typed.map((value) => Math.min(Math.max(Math.floor(Number(value)) || 0, 0), 999));
}

/** @param {number[]} all */
function sum(all) {
  return all.reduce((one, other) => one + other, 0);
}

/** @param {number} part */
function share(part) {
  return part.toLocaleString(document.documentElement.lang, { style: "percent" });
}

/** Whether the address asks for it, after its `#` or its `?`. */
function isAsked() {
  return location.hash.slice(1).split("&").includes("class") || new URLSearchParams(location.search).has("class");
}

// Chosen situations ---------------------------------------------------------------------------------------------------

/** @param {HTMLElement} app @param {Record<string, string>} text */
function offerChoice(app, text) {
  const box = find(app, ".sorting-chooser");
  const boxes = findAll(box, "input", HTMLInputElement);
  const groups = new Map(
    findAll(app, "form.sorting-card").map(({ dataset }) => [String(dataset.card).replace("/", "."), dataset.group]),
  );
  const use = find(box, "[data-action=choose]", HTMLButtonElement);
  const copying = find(box, "[data-action=copy-chosen]", HTMLButtonElement);
  /** In the order in which they were ticked. @type {string[]} */
  let chosen = [];

  function tell() {
    const number = chosen.length;
    const different = new Set(chosen.map((id) => groups.get(id))).size;
    const said = number ? fillText(text.chosen, { number, groups: different }) : text.chosen_none;
    find(box, ".chosen-count").textContent = said;
    use.disabled = copying.disabled = number === 0;
  }

  /** Show these situations and put them into the address at once; without any, the page stays what it is. */
  function take() {
    const asked = chosen.length ? `#cards=${chosen.join(",")}` : location.pathname + location.search;
    const how = location.hash.startsWith("#cards=") ? "replaceState" : "pushState"; // Back leads to the round before
    if (rewrite(how, null, asked)) dispatchEvent(new Event("hashchange"));
    else tell();
  }

  /** Tick those that the address names. */
  function follow() {
    const asked = new URLSearchParams(location.hash.slice(1)).get("cards")?.split(",") ?? [];
    chosen = [...new Set(asked)].filter((id) => groups.has(id));
    for (const each of boxes) each.checked = chosen.includes(each.value);
    tell();
  }

  box.addEventListener("change", ({ target }) => {
    if (!(target instanceof HTMLInputElement)) return;
    chosen = chosen.filter((id) => id !== target.value);
    if (target.checked) chosen.push(target.value);
    take();
  });
  use.addEventListener("click", () => {
    take();
    find(dealt(app)[0], "h3").focus();
  });
  copying.addEventListener("click", () => {
    const [permanent] = findAll(document, ".permanent a", HTMLAnchorElement);
    const { href } = new URL(`#cards=${chosen.join(",")}`, permanent?.href ?? location.href);
    copyLink(href, find(box, ".chosen-count"), text.copied, text.copy_failed);
  });
  find(box, "[data-action=clear]").addEventListener("click", () => {
    chosen = [];
    for (const each of boxes) each.checked = false;
    take();
    tell();
  });
  box.hidden = false;
  addEventListener("hashchange", follow);
  follow();
}
