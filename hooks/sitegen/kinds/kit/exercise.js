/** The exercise: one question at a time, each answered once, and a score for the LMS. */
import { Lms } from "./lms.js";

/** @typedef {{passed: number, content: string, words: Record<string, string>}} Data */

const data = /** @type {Data} */ (JSON.parse(document.getElementById("data")?.textContent ?? "{}"));
const forms = [...document.querySelectorAll("form")];
const place = /** @type {HTMLElement} */ (document.getElementById("place"));
const end = /** @type {HTMLElement} */ (document.getElementById("end"));
const lms = new Lms();
/** The number of the choice made in each question, -1 for none. */
const made = restored(lms.kept()) ?? forms.map(() => -1);

/** @param {HTMLFormElement} form */
function choices(form) {
  return [.../** @type {NodeListOf<HTMLInputElement>} */ (form.querySelectorAll("input"))];
}

/** The choices that were kept, if they are for these questions. @param {string} kept */
function restored(kept) {
  const [content, signs] = kept.split(":");
  const known = content === data.content && signs?.length === forms.length;
  return known ? [...signs].map((sign) => (sign === "-" ? -1 : Number.parseInt(sign, 36))) : null;
}

/** @param {string} name @param {Record<string, string | number>} [gaps] */
function say(name, gaps = {}) {
  return Object.entries(gaps).reduce(
    (text, [gap, value]) => text.replace(`{${gap}}`, () => String(value)),
    data.words[name],
  );
}

/** @param {string} text @param {() => void} act */
function button(text, act) {
  const made = document.createElement("button");
  made.type = "submit"; // so that Enter is a click on it
  made.textContent = text;
  made.addEventListener("click", (event) => {
    event.preventDefault();
    act();
  });
  return made;
}

/** @param {string} text @param {string} [kind] */
function paragraph(text, kind = "") {
  const made = document.createElement("p");
  made.textContent = text;
  made.className = kind;
  return made;
}

/** @param {number} at */
function isRight(at) {
  return choices(forms[at])[made[at]]?.hasAttribute("data-right") ?? false;
}

/** @param {HTMLFormElement} form */
function rightText(form) {
  return form.querySelector("label:has([data-right]) span")?.textContent ?? "";
}

/** Say beside a choice what it is. @param {HTMLInputElement} choice @param {"right" | "wrong"} kind @param {boolean} is */
function mark(choice, kind, is) {
  if (is) {
    choice.closest("label")?.classList.add(kind);
    choice.nextElementSibling?.append(` (${say(`${kind}_mark`)})`);
  }
}

/** Show what is to be said of an answer. @param {number} at */
function tell(at) {
  const form = forms[at];
  const group = rightText(form); // before it is marked
  const chosen = choices(form)[made[at]];
  for (const choice of choices(form)) {
    choice.disabled = true;
    choice.checked = choice === chosen;
    mark(choice, "right", choice.hasAttribute("data-right"));
    mark(choice, "wrong", choice === chosen && !isRight(at));
  }
  form
    .querySelector(".said")
    ?.replaceChildren(
      paragraph(say(isRight(at) ? "right" : "wrong", { group }), isRight(at) ? "right" : "wrong"),
      paragraph(chosen?.dataset.feedback ?? ""),
    );
  form.querySelector(".reason")?.removeAttribute("hidden");
}

/** Take the answer of the question on show, once. @param {number} at */
function check(at) {
  const number = choices(forms[at]).findIndex((choice) => choice.checked);
  if (made[at] >= 0) {
    show(at + 1);
    return;
  }
  if (number < 0) {
    forms[at].querySelector(".said")?.replaceChildren(paragraph(say("choose"), "wrong"));
    return;
  }
  made[at] = number;
  tell(at);
  const wanted = choices(forms[at]).findIndex((choice) => choice.hasAttribute("data-right"));
  lms.answered(forms[at].dataset.item ?? "", letter(number), letter(wanted), isRight(at));
  report();
  /** @type {HTMLButtonElement} */ (forms[at].querySelector("button")).textContent = say("next");
}

/** @param {number} number */
function letter(number) {
  return String.fromCharCode(97 + number);
}

function report() {
  const right = made.filter((_, at) => isRight(at)).length;
  const score = Math.round((100 * right) / forms.length);
  const kept = `${data.content}:${made.map((each) => (each < 0 ? "-" : each.toString(36))).join("")}`;
  const status = score >= data.passed ? "passed" : "failed";
  lms.report(kept, score, made.includes(-1) ? "incomplete" : status);
}

/** Show one question, or the result after the last. @param {number} at @param {boolean} [quietly] */
function show(at, quietly = false) {
  forms.forEach((form, number) => {
    form.hidden = number !== at;
  });
  place.hidden = at >= forms.length;
  end.hidden = at < forms.length;
  place.textContent = say("place", { number: at + 1, total: forms.length });
  if (at >= forms.length) {
    const right = made.filter((_, number) => isRight(number)).length;
    end.replaceChildren(
      paragraph(say("result", { right, total: forms.length }), "result"),
      paragraph(say(lms.api ? "done" : "alone")),
      ...(lms.api ? [] : [button(say("again"), () => location.reload())]),
    );
  }
  if (!quietly) {
    (at >= forms.length ? end : place).focus();
    scrollTo(0, 0);
  }
}

forms.forEach((form, at) => {
  form.append(button(say(made[at] < 0 ? "check" : "next"), () => check(at)));
  if (made[at] >= 0) {
    tell(at);
  }
});
const open = made.indexOf(-1);
show(open < 0 ? forms.length : open, true);
