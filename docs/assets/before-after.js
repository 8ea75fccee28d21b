/**
 * Two forms in the page, one before a session and one after it. A link carries the answers to the first one to the
 * second, since nothing is stored; what is right is told after the second alone.
 *
 * @typedef {"before" | "after"} Form
 * @typedef {{id: string, item: HTMLElement, group: string}} Situation `group`: what is right
 * @typedef {{name: Form, form: HTMLFormElement, situations: Situation[], error: HTMLElement}} Shown
 * @typedef {Map<string, string>} Answers situation -> the group chosen
 */
import { lostParts, tellLost } from "./mend.js";
import { rewrite } from "./refused.js";
import {
  copyLink,
  create,
  fillText,
  find,
  findAll,
  here,
  ignoreRepeats,
  isRead,
  onSubmit,
  pointTwins,
  scrollHere,
  startWidget,
} from "./widget.js";

/**
 * The answers that a fragment says, of those that can be given; of two to one situation, the first.
 * @param {string} fragment without its `#`
 * @param {[string, string[]][]} offered situation -> what can be chosen
 * @returns {Answers}
 */
export function answersIn(fragment, offered) {
  const said = new URLSearchParams(fragment);
  /** @type {Answers} */
  const answers = new Map();
  for (const [id, choices] of offered) {
    const choice = said.getAll(id).find((each) => choices.includes(each));
    if (choice) answers.set(id, choice);
  }
  return answers;
}

startWidget("before-after", start);

/** @param {HTMLElement} app @param {Record<string, string>} text */
function start(app, text) {
  const forms = { before: formOf("before"), after: formOf("after") };
  const offered = forms.before.situations.map(
    ({ id, item }) => /** @type {[string, string[]]} */ ([id, choicesOf(item)]),
  );
  const end = find(app, ".before-after-end");
  const result = find(app, ".before-after-result");
  const copied = find(app, ".before-after-copied");
  const onward = find(end, ".before-after-onward a", HTMLAnchorElement);
  /** What the address says of the first form. @type {Answers} */
  let earlier = new Map();
  /** The part of the address that is shown. @type {string | undefined} */
  let shown;

  /** @param {Form} name @returns {Shown} */
  function formOf(name) {
    const form = find(app, `form[data-form=${name}]`, HTMLFormElement);
    const situations = findAll(form, "[data-pair]").map((item) => equip(item, name));
    const error = create("p", { class: "before-after-error", role: "alert" });
    form.append(error, create("button", { class: "md-button md-button--primary" }, text.finish));
    find(form, "h3").tabIndex = -1;
    return { name, form, situations, error };
  }

  /**
   * Show what the address asks for: answers ask for the second form, unless the name of the first one stands with them.
   * A section of the page asks for nothing, and leaves the answers alone.
   */
  function follow() {
    tellLost(lostParts());
    const asked = location.hash.slice(1);
    const [first, second] = [forms.before, forms.after].map(({ form }) => asked.split("&").includes(form.id));
    const wanted = second || !document.getElementById(asked) ? asked : (shown ?? "");
    if (wanted === shown) return;
    shown = wanted;
    earlier = answersIn(wanted, offered);
    pointTwins(second || earlier.size ? wanted : "");
    show(second || (earlier.size && !first) ? "after" : "before");
    if (app.dataset.view === "before") restore(earlier);
  }

  /** Show the first form as it was left. @param {Answers} given */
  function restore(given) {
    for (const { id, item } of forms.before.situations) choose(item, given.get(id));
    if (given.size === offered.length) offer(written(given));
  }

  /** @param {Form | "result"} view */
  function show(view) {
    app.dataset.view = view;
    for (const { name, form, situations } of Object.values(forms)) {
      for (const situation of situations) clear(situation);
      form.hidden = view !== name;
    }
    if (view === "after") forms.after.form.reset();
    end.hidden = true;
    result.hidden = view !== "result";
  }

  /** @param {Shown} done */
  function finish({ name, situations, error }) {
    const given = chosenIn(situations);
    const lacking = situations.filter(({ id }) => !given.has(id));
    for (const situation of situations) refuse(situation, lacking.includes(situation) ? text.lacking : "");
    const numbers = lacking.map((each) => situations.indexOf(each) + 1).join(", ");
    error.textContent = lacking.length ? fillText(text.choose, { numbers }) : "";
    if (lacking.length) find(lacking[0].item, "input").focus();
    else if (name === "before") hand(given);
    else conclude(given);
  }

  /** The first form is done: the address has its answers at once, so that none is lost. @param {Answers} given */
  function hand(given) {
    const answers = written(given);
    const done = `${answers}&${forms.before.form.id}`;
    if (rewrite("replaceState", null, here(done))) shown = done;
    pointTwins(done);
    tellLost([]);
    offer(answers);
    arrive(end);
  }

  /** Give the answers away in a link. @param {string} answers */
  function offer(answers) {
    onward.hash = answers;
    const { href } = link();
    const parts = { subject: text.mail_subject, body: `${text.mail_body}\r\n\r\n${href}` };
    const mail = Object.entries(parts).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
    find(end, "[data-action=mail]", HTMLAnchorElement).href = `mailto:?${mail.join("&")}`;
    copied.textContent = "";
    end.hidden = false;
  }

  /** What the reader keeps: it opens in their language, where the site is not a copy. */
  function link() {
    const [permanent] = findAll(document, ".permanent a", HTMLAnchorElement);
    return new URL(onward.hash, permanent?.href ?? location.href);
  }

  /** The second form is done: tell what is right in both. @param {Answers} given */
  function conclude(given) {
    show("result");
    forms.before.form.hidden = !earlier.size;
    forms.after.form.hidden = false;
    const [before, after] = [judge(forms.before, earlier), judge(forms.after, given)];
    const all = forms.after.situations.length;
    const count = earlier.size ? text.count : text.count_after;
    find(result, ".before-after-count").textContent = fillText(count, { before, after, all });
    arrive(result);
  }

  /** Tell of each situation whether its answer is right; how many are. @param {Shown} form @param {Answers} answers */
  function judge({ name, situations }, answers) {
    let right = 0;
    for (const situation of situations) {
      const choice = answers.get(situation.id);
      const kind = choice === situation.group ? "right" : choice ? "wrong" : "none";
      if (kind === "right") right += 1;
      const cell = find(result, `tr[data-pair="${situation.id}"] [data-form=${name}]`);
      cell.dataset.result = kind;
      cell.textContent = text[kind];
      tell(situation, name, choice);
    }
    return right;
  }

  /** Mark the right choice and the reader's, and say why. @param {Situation} situation @param {Form} name @param {string} [choice] */
  function tell({ id, item, group }, name, choice) {
    choose(item, choice);
    find(item, "fieldset", HTMLFieldSetElement).disabled = true;
    mark(item, group, "right", text.right_mark);
    if (choice && choice !== group) mark(item, choice, "wrong", text.wrong_mark);
    const why = find(app, `[data-key="${name}-${id}"] > div`).cloneNode(true);
    item.append(create("div", { class: "before-after-why" }, why));
  }

  function copy() {
    copyLink(link().href, copied, text.copied, text.copy_failed);
  }

  /** What the reader goes on with. */
  function place() {
    return app.dataset.view === "after" ? forms.after.form : end.hidden ? forms.before.form : end;
  }

  for (const each of Object.values(forms)) {
    onSubmit(each.form, () => finish(each));
    each.form.addEventListener("change", ({ target }) => {
      const changed = each.situations.find(({ item }) => target instanceof Node && item.contains(target));
      if (changed) refuse(changed, "");
      end.hidden = true;
    });
  }
  for (const part of [end, result]) find(part, "h3").tabIndex = -1;
  ignoreRepeats(app);
  find(app, "[data-action=copy]").addEventListener("click", copy);
  addEventListener("hashchange", () => {
    const { view } = app.dataset;
    follow();
    if (app.dataset.view !== view) arrive(place());
  });
  follow();
  if (earlier.size || app.dataset.view === "after") scrollHere(place());
}

/** Its heading takes the focus: a screen reader says what has come. @param {HTMLElement} part */
function arrive(part) {
  scrollHere(part);
  if (isRead()) find(part, "h3").focus({ preventScroll: true });
}

/** Make radio buttons of the choices. @param {HTMLElement} item @param {Form} name @returns {Situation} */
function equip(item, name) {
  const { pair: id = "", group = "" } = item.dataset;
  const story = find(item, "div");
  const error = create("p", { class: "before-after-lacking", id: `${story.id}-error` });
  const labels = findAll(item, "[data-choice]").map(({ dataset: { choice }, textContent }) => {
    const input = create("input", { type: "radio", name: `${name}-${id}`, value: choice });
    return create("label", { "data-choice": choice }, input, create("span", {}, textContent));
  });
  const described = { role: "radiogroup", "aria-labelledby": story.id, "aria-describedby": error.id };
  find(item, "ul").replaceWith(create("fieldset", described, ...labels), error);
  return { id, item, group };
}

/** @param {HTMLElement} item */
function choicesOf(item) {
  return findAll(item, "label").map(({ dataset }) => String(dataset.choice));
}

/** @param {HTMLElement} item @param {string} [choice] */
function choose(item, choice) {
  if (choice) find(item, `input[value="${choice}"]`, HTMLInputElement).checked = true;
}

/** @param {Situation} situation @param {string} error or nothing */
function refuse({ item }, error) {
  find(item, ".before-after-lacking").textContent = error;
  find(item, "fieldset").setAttribute("aria-invalid", String(Boolean(error)));
}

/** @param {HTMLElement} item @param {string} choice @param {"right" | "wrong"} kind @param {string} words */
function mark(item, choice, kind, words) {
  const label = find(item, `label[data-choice="${choice}"]`);
  label.dataset.mark = kind;
  label.append(create("span", { class: "before-after-mark" }, words));
}

/** Put a situation back as it was before it was judged. @param {Situation} situation */
function clear(situation) {
  const { item } = situation;
  for (const label of findAll(item, "[data-mark]")) {
    delete label.dataset.mark;
    find(label, ".before-after-mark").remove();
  }
  for (const why of findAll(item, ".before-after-why")) why.remove();
  find(item, "fieldset", HTMLFieldSetElement).disabled = false;
  refuse(situation, "");
}

/** @param {Situation[]} situations @returns {Answers} */
function chosenIn(situations) {
  const chosen = situations.flatMap(({ id, item }) =>
    findAll(item, "input:checked", HTMLInputElement).map(({ value }) => /** @type {const} */ ([id, value])),
  );
  return new Map(chosen);
}

/** @param {Answers} answers */
function written(answers) {
  return Array.from(answers, (answer) => answer.join("=")).join("&");
}
