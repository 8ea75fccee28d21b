/**
 * The sorting exercise in the page: ten cards in an order that the address decides, so that a class sees the same.
 *
 * @typedef {{id: string, group: string}} Card
 */

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
  const ids = order(cards.map(({ id }) => id), seed);
  const groups = new Map(cards.map(({ id, group }) => [id, group]));
  const first = ids.filter((id, index) => ids.findIndex((other) => groups.get(other) === groups.get(id)) === index);
  const drawn = new Set(first);
  for (const id of ids) if (drawn.size < size) drawn.add(id);
  return ids.filter((id) => drawn.has(id));
}

const app = document.getElementById("sorting-app");
if (app) start(app, JSON.parse(document.getElementById("sorting-data").textContent));

/** @param {HTMLElement} app @param {Record<string, string>} text */
function start(app, text) {
  const tools = app.querySelector(".sorting-tools");
  const copied = app.querySelector(".sorting-copied");
  const score = app.querySelector(".sorting-score");
  const end = app.querySelector(".sorting-end");
  const forms = new Map([...app.querySelectorAll("form")].map((form) => [form.dataset.card, form]));
  const keys = new Map([...app.querySelectorAll(".sorting-key li")].map((item) => [item.dataset.card, item]));
  const cards = [...forms].map(([id, form]) => ({ id, group: form.dataset.group }));
  /** Seed -> card -> the group chosen: Back shows a round as it was left. @type {Map<string, Map<string, string>>} */
  const rounds = new Map();
  let seed = "";

  function begin() {
    const asked = seedInAddress();
    if (seed && (!asked || asked === seed)) return point(); // a link inside the page begins no other round
    seed = asked || newSeed(rounds);
    if (!rounds.has(seed)) rounds.set(seed, new Map());
    const again = end.contains(document.activeElement);
    if (!document.getElementById(location.hash.slice(1))) history.replaceState(null, "", `#seed=${seed}`);
    point();
    const drawn = draw(cards, seed);
    for (const [id, form] of forms) {
      clear(form);
      form.hidden = keys.get(id).hidden = !drawn.includes(id);
    }
    drawn.forEach((id, index) => {
      forms.get(id).querySelector(".sorting-number").textContent = String(index + 1);
      forms.get(id).parentElement.append(forms.get(id));
      keys.get(id).parentElement.append(keys.get(id));
    });
    for (const [id, chosen] of rounds.get(seed)) settle(forms.get(id), chosen);
    copied.textContent = "";
    tell();
    if (again) forms.get(drawn[0]).querySelector("h3").focus();
  }

  /** The other language shows the same round. */
  function point() {
    for (const twin of document.querySelectorAll("a[data-twin]")) twin.hash = `seed=${seed}`;
  }

  function tell() {
    const shown = [...forms.values()].filter((form) => !form.hidden);
    const done = shown.filter((form) => form.dataset.result);
    const right = done.filter((form) => form.dataset.result === "right").length;
    const counts = { seed, right, done: done.length, left: shown.length - done.length };
    const state = counts.left === 0 ? "finished" : counts.done ? "score" : "begun";
    app.toggleAttribute("data-begun", counts.done > 0);
    end.hidden = counts.left > 0;
    score.textContent = text[state].replace(/\{(\w+)\}/g, (_, name) => counts[name]);
    if (!end.hidden) conclude(hardest(shown.filter((form) => form.dataset.result === "wrong")));
  }

  /** Say which groups were the hardest, and where to read about them. @param {HTMLFormElement[]} missed */
  function conclude(missed) {
    const groups = new Set(missed.map(groupOf));
    const links = new Map(missed.map((form) => form.querySelector("a[data-chapter]")).map((link) => [link.href, link]));
    end.querySelector("h3").textContent = groups.size
      ? text.hardest.replace("{groups}", [...groups].join(", "))
      : text.faultless;
    end.querySelector("p").hidden = !groups.size;
    end.querySelector("ul").replaceChildren(
      ...Array.from(links.values(), (link) => element("li", {}, link.cloneNode(true))),
    );
  }

  /** @param {SubmitEvent} event */
  function check(event) {
    event.preventDefault();
    const form = event.currentTarget;
    const chosen = form.querySelector("input:checked");
    if (!chosen) {
      refuse(form, text.choose);
      form.querySelector("input").focus();
      return;
    }
    rounds.get(seed).set(form.dataset.card, chosen.value);
    settle(form, chosen.value);
    form.querySelector(".sorting-feedback").focus();
    tell();
  }

  /** Show whether a card belongs where it was put, and why. @param {HTMLFormElement} form @param {string} chosen */
  function settle(form, chosen) {
    const right = chosen === form.dataset.group;
    const feedback = form.querySelector(".sorting-feedback");
    form.querySelector(`input[value="${chosen}"]`).checked = true;
    form.dataset.result = right ? "right" : "wrong";
    form.querySelector("fieldset").disabled = true;
    form.querySelector("button").hidden = true;
    form.querySelector("details").hidden = false;
    form.querySelector("details").open = true;
    mark(form, form.dataset.group, "right", text.right_mark);
    if (!right) mark(form, chosen, "wrong", text.wrong_mark);
    feedback.textContent = text[form.dataset.result].replace("{group}", groupOf(form));
    feedback.hidden = false;
  }

  async function copy() {
    copied.textContent = "";
    try {
      const permanent = document.querySelector(".permanent a")?.href ?? location.href;
      await navigator.clipboard.writeText(new URL(`#seed=${seed}`, permanent).href);
      copied.textContent = text.copied;
    } catch {
      copied.textContent = text.copy_failed;
    }
  }

  for (const form of forms.values()) {
    equip(form, text);
    form.addEventListener("submit", check);
    form.addEventListener("change", () => refuse(form, ""));
  }
  for (const button of app.querySelectorAll("[data-action=renew], [data-action=again]")) {
    button.addEventListener("click", () => {
      location.hash = `seed=${newSeed(rounds)}`;
    });
  }
  tools.querySelector("[data-action=copy]").addEventListener("click", copy);
  tools.hidden = score.hidden = false;
  addEventListener("hashchange", begin);
  app.dataset.live = "";
  document.documentElement.dataset.widget = "sorting";
  begin();
}

function seedInAddress() {
  return /^#seed=([A-Za-z0-9_-]{1,20})$/.exec(location.hash)?.[1];
}

/** Four digits that stand for no round yet. @param {Map<string, unknown>} taken */
function newSeed(taken) {
  const seed = String(1000 + Math.floor(Math.random() * 9000));
  return taken.has(seed) ? newSeed(taken) : seed;
}

/** Make radio buttons of the choices. @param {HTMLFormElement} form @param {Record<string, string>} text */
function equip(form, text) {
  const list = form.querySelector(".sorting-choices");
  const error = element("p", { class: "sorting-error" });
  const options = [...list.querySelectorAll("li")].map((item) => {
    const input = element("input", { type: "radio", name: "group", value: item.dataset.choice });
    return element("label", { "data-choice": item.dataset.choice }, input, element("span", {}, item.textContent));
  });
  const heading = form.querySelector("h3");
  heading.tabIndex = -1;
  heading.id = `sorting-${form.dataset.card.replace("/", "-")}`;
  error.id = `${heading.id}-error`;
  const fieldset = element(
    "fieldset",
    { role: "radiogroup", "aria-describedby": `${error.id} ${heading.id}` },
    element("legend", {}, list.querySelector("p").textContent),
    ...options,
  );
  list.replaceWith(
    fieldset,
    error,
    element("button", { class: "md-button md-button--primary" }, text.check),
    element("p", { class: "sorting-feedback", tabindex: "-1", hidden: "" }),
  );
  form.querySelector("summary").textContent = text.answer;
}

/** Say what is wrong with the choice, or nothing. @param {HTMLFormElement} form @param {string} error */
function refuse(form, error) {
  form.querySelector(".sorting-error").textContent = error;
  form.querySelector("fieldset").setAttribute("aria-invalid", String(Boolean(error)));
}

/** Of the cards sorted wrongly, those of the group with most of them, or groups. @param {HTMLFormElement[]} missed */
function hardest(missed) {
  const count = ({ dataset }) => missed.filter((form) => form.dataset.group === dataset.group).length;
  const most = Math.max(...missed.map(count));
  return missed.filter((form) => count(form) === most);
}

/** What the group is called to which a card belongs. @param {HTMLFormElement} form */
function groupOf(form) {
  return form.querySelector(".sorting-belongs").textContent;
}

/** @param {HTMLFormElement} form @param {string} choice @param {"right" | "wrong"} kind @param {string} words */
function mark(form, choice, kind, words) {
  const label = form.querySelector(`label[data-choice="${choice}"]`);
  label.dataset.mark = kind;
  label.append(element("span", { class: "sorting-mark" }, words));
}

/** Put a card back as it was before it was checked. @param {HTMLFormElement} form */
function clear(form) {
  form.reset();
  delete form.dataset.result;
  for (const label of form.querySelectorAll("[data-mark]")) {
    delete label.dataset.mark;
    label.lastChild.remove();
  }
  form.querySelector("fieldset").disabled = false;
  form.querySelector("button").hidden = false;
  form.querySelector("details").hidden = true;
  form.querySelector(".sorting-feedback").hidden = true;
  refuse(form, "");
}

function element(tag, attributes, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}
