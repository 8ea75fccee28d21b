/**
 * The sorting exercise in the page: ten cards in an order that the address decides, so that a class sees the same.
 *
 * @typedef {{id: string, group: string}} Card `group`: where it belongs
 * @typedef {Card & {form: HTMLFormElement, answer: HTMLElement, label: string}} Shown `answer`: its line among the
 *   answers; `label`: what its group is called
 */
import { lostParts, tellLost } from "./mend.js";
import { rewrite } from "./refused.js";
import {
  copyLink,
  create,
  fillText,
  find,
  findAll,
  ignoreRepeats,
  isRead,
  onSubmit,
  pointTwins,
  startWidget,
} from "./widget.js";

const SEED = /^[\w-]{1,20}$/;

/** Cards in a round. */
const ROUND = 10;

/**
 * The ids in the order that a seed gives them; each has its place by itself, as in the generator.
 * @param {string[]} ids @param {string} seed
 */
export function order(ids, seed) {
  const places = ids.map((id) => ({ id, place: mixed(`${seed}:${id}`) }));
  places.sort((one, other) => one.place - other.place || (one.id < other.id ? -1 : 1));
  return places.map(({ id }) => id);
}

/** A 32-bit hash of a text: FNV-1a, then the last steps of MurmurHash3. @param {string} text */
function mixed(text) {
  let number = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    number = Math.imul(number ^ text.charCodeAt(index), 0x01000193);
  }
  number = Math.imul(number ^ (number >>> 16), 0x85ebca6b);
  number = Math.imul(number ^ (number >>> 13), 0xc2b2ae35);
  return (number ^ (number >>> 16)) >>> 0;
}

/**
 * The ids of a round: at least one card of each group, then the next ones, all in the seed's order.
 * @param {Card[]} cards @param {string} seed
 */
export function draw(cards, seed, size = ROUND) {
  const all = cards.map(({ id }) => id);
  const ids = order(all, seed);
  const groups = new Map(cards.map(({ id, group }) => [id, group]));
  const first = ids.filter((id, index) => ids.findIndex((other) => groups.get(other) === groups.get(id)) === index);
  const drawn = new Set(first);
  for (const id of ids) if (drawn.size < size) drawn.add(id);
  return ids.filter((id) => drawn.has(id));
}

startWidget("sorting", start);

/** @param {HTMLElement} app @param {Record<string, string>} text */
function start(app, text) {
  const copied = find(app, ".sorting-copied");
  const score = find(app, ".sorting-score");
  const end = find(app, ".sorting-end");
  end.prepend(create("h3", {}));
  const cards = findAll(app, "form", HTMLFormElement).map((form) => shownIn(app, form));
  /** Round -> card -> the group chosen: Back shows a round as it was left. @type {Map<string, Map<string, string>>} */
  const rounds = new Map();
  /** As the address has it: `seed=4827`, or `cards=` with the cards that were chosen. */
  let key = "";
  /** @type {Map<string, string>} */
  let chosen = new Map();
  /** @type {Shown[]} */
  let round = [];

  function begin() {
    const asked = roundInAddress(cards);
    if (key && (!asked || asked === key)) return point(); // a link inside the page begins no other round
    deal(asked || newRound(rounds));
    if (!document.getElementById(location.hash.slice(1))) rewrite("replaceState", null, `#${fragment()}`);
  }

  function renew() {
    deal(newRound(rounds));
    rewrite("pushState", null, `#${fragment()}`);
    tellLost([]);
  }

  /** The round, and whether it is shown to a group (group.js). */
  function fragment() {
    return /(?:^#|&)class(?:&|$)/.test(location.hash) ? `${key}&class` : key;
  }

  /** @param {string} wanted round */
  function deal(wanted) {
    key = wanted;
    chosen = rounds.get(key) ?? new Map();
    rounds.set(key, chosen);
    app.dataset.round = key;
    const again = end.contains(document.activeElement);
    point();
    const [name, value] = key.split("=");
    const ids = name === "seed" ? draw(cards, value) : value.replaceAll(".", "/").split(",");
    round = ids.flatMap((id) => cards.filter((card) => card.id === id));
    lay();
    copied.textContent = "";
    tell();
    if (again && isRead()) find(round[0].form, "h3").focus();
  }

  /** Show the cards of the round in its order, as the reader left them. */
  function lay() {
    for (const card of cards) {
      clear(card.form);
      card.form.hidden = card.answer.hidden = !round.includes(card);
    }
    for (const [index, { form, answer }] of round.entries()) {
      find(form, ".sorting-number").textContent = String(index + 1);
      for (const element of [form, answer]) element.parentElement?.append(element);
    }
    for (const card of round) settle(card);
  }

  function point() {
    pointTwins(fragment());
  }

  function tell() {
    const done = round.filter(({ id }) => chosen.has(id));
    const wrong = done.filter(({ id, group }) => chosen.get(id) !== group);
    const left = round.length - done.length;
    const state = left === 0 ? "finished" : done.length ? "score" : "begun";
    app.toggleAttribute("data-begun", done.length > 0);
    end.hidden = left > 0;
    const [name, seed] = key.split("=");
    const words = text[name === "seed" ? state : `${state}_chosen`];
    score.textContent = fillText(words, { seed, right: done.length - wrong.length, done: done.length, left });
    if (!end.hidden) conclude(hardest(wrong));
  }

  /** Say which groups were the hardest, and where to read about them. @param {Shown[]} missed */
  function conclude(missed) {
    const groups = new Map(missed.map(({ group, label }) => [group, label]));
    const chapters = missed.map(({ form }) => find(form, "a[data-chapter]", HTMLAnchorElement));
    const links = new Map(chapters.map((link) => [link.href, link]));
    find(end, "h3").textContent = groups.size
      ? fillText(text.hardest, { groups: [...groups.values()].join(", ") })
      : text.faultless;
    find(end, "p").hidden = !groups.size;
    find(end, "ul").replaceChildren(...Array.from(links.values(), (link) => create("li", {}, link.cloneNode(true))));
  }

  /** @param {Shown} card */
  function check(card) {
    const { id, form } = card;
    const [input] = findAll(form, "input:checked", HTMLInputElement);
    if (!input) {
      refuse(form, text.choose);
      find(form, "input").focus();
      return;
    }
    chosen.set(id, input.value);
    settle(card);
    tell();
    find(form, ".sorting-feedback").focus(); // last, so that the page is laid out once
  }

  /** Show of a card that was put somewhere whether it belongs there, and why. @param {Shown} card */
  function settle(card) {
    const { id, group, form, label } = card;
    const choice = chosen.get(id);
    if (!choice) return;
    const result = choice === group ? "right" : "wrong";
    const details = find(form, "details", HTMLDetailsElement);
    const feedback = find(form, ".sorting-feedback");
    find(form, `input[value="${choice}"]`, HTMLInputElement).checked = true;
    form.dataset.result = result;
    find(form, "fieldset", HTMLFieldSetElement).disabled = true;
    find(form, "button").hidden = true;
    details.hidden = false;
    details.open = true;
    mark(form, group, "right", text.right_mark);
    if (choice !== group) mark(form, choice, "wrong", text.wrong_mark);
    feedback.textContent = fillText(text[result], { group: label });
    feedback.hidden = false;
  }

  function copy() {
    const [permanent] = findAll(document, ".permanent a", HTMLAnchorElement);
    const { href } = new URL(`#${key}`, permanent?.href ?? location.href);
    copyLink(href, copied, text.copied, text.copy_failed);
  }

  const place = new Comment();
  const list = find(app, ".sorting-cards");
  list.replaceWith(place); // else every part that is made is held against all styles of the page
  for (const card of cards) equip(card, text);
  place.replaceWith(list);
  for (const card of cards) {
    const { form } = card;
    onSubmit(form, () => check(card));
    form.addEventListener("change", () => refuse(form, ""));
  }
  for (const button of findAll(app, "[data-action=renew], [data-action=again]")) {
    button.addEventListener("click", renew);
  }
  ignoreRepeats(app);
  find(app, "[data-action=copy]").addEventListener("click", copy);
  find(app, ".sorting-tools").hidden = score.hidden = false;
  addEventListener("hashchange", begin);
  begin();
}

/** @param {HTMLElement} app @param {HTMLFormElement} form @returns {Shown} */
function shownIn(app, form) {
  const { card: id = "", group = "" } = form.dataset;
  const label = find(form, ".sorting-belongs").textContent;
  return { id, group, form, label, answer: find(app, `.sorting-key [data-card="${id}"]`) };
}

/** The round that the address asks for; what it says beside, and is no section's name, is told. @param {Card[]} cards */
function roundInAddress(cards) {
  const given = new URLSearchParams(location.hash.slice(1));
  const ids = new Set(cards.map(({ id }) => id.replace("/", ".")));
  const asked = [...new Set(given.get("cards")?.split(",").filter(Boolean))];
  const found = asked.filter((id) => ids.has(id));
  tellLost([...lostParts(), ...asked.filter((id) => !ids.has(id))]);
  const [seed] = given.getAll("seed");
  if (found.length) return `cards=${found.join(",")}`;
  return SEED.test(seed ?? "") ? `seed=${seed}` : undefined;
}

/** Four digits that stand for no round yet. @param {Map<string, unknown>} taken @returns {string} */
function newRound(taken) {
  const key = `seed=${1000 + Math.floor(Math.random() * 9000)}`;
  return taken.has(key) ? newRound(taken) : key;
}

/** Make radio buttons of the choices. @param {Shown} card @param {Record<string, string>} text */
function equip({ id, form }, text) {
  const list = find(form, ".sorting-choices");
  const error = create("p", { class: "sorting-error" });
  const options = findAll(list, "li").map(({ dataset: { choice }, textContent }) => {
    const input = create("input", { type: "radio", name: "group", value: choice });
    return create("label", { "data-choice": choice }, input, create("span", {}, textContent));
  });
  const heading = find(form, "h3");
  heading.tabIndex = -1;
  heading.id = `sorting-${id.replace("/", "-")}`;
  error.id = `${heading.id}-error`;
  const fieldset = create(
    "fieldset",
    { role: "radiogroup", "aria-describedby": `${error.id} ${heading.id}` },
    create("legend", {}, find(list, "p").textContent),
    ...options,
  );
  list.replaceWith(
    fieldset,
    error,
    create("button", { class: "md-button md-button--primary" }, text.check),
    create("p", { class: "sorting-feedback", tabindex: "-1", hidden: true }),
  );
  find(form, "summary").textContent = text.answer;
}

/** Say what is wrong with the choice, or nothing. @param {HTMLFormElement} form @param {string} error */
function refuse(form, error) {
  find(form, ".sorting-error").textContent = error;
  find(form, "fieldset").setAttribute("aria-invalid", String(Boolean(error)));
}

/** Of the cards sorted wrongly, those of the group with most of them, or groups. @param {Shown[]} missed */
function hardest(missed) {
  const count = (/** @type {Shown} */ { group }) => missed.filter((other) => other.group === group).length;
  const most = Math.max(...missed.map(count));
  return missed.filter((card) => count(card) === most);
}

/** @param {HTMLFormElement} form @param {string} choice @param {"right" | "wrong"} kind @param {string} words */
function mark(form, choice, kind, words) {
  const label = find(form, `label[data-choice="${choice}"]`);
  label.dataset.mark = kind;
  label.append(create("span", { class: "sorting-mark" }, words));
}

/** Put a card back as it was before it was checked. @param {HTMLFormElement} form */
function clear(form) {
  form.reset();
  delete form.dataset.result;
  for (const label of findAll(form, "[data-mark]")) {
    delete label.dataset.mark;
    find(label, ".sorting-mark").remove();
  }
  find(form, "fieldset", HTMLFieldSetElement).disabled = false;
  find(form, "button").hidden = false;
  find(form, "details").hidden = true;
  find(form, ".sorting-feedback").hidden = true;
  refuse(form, "");
}
