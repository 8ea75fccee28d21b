/**
 * Slides by keys: a page without this scrolls and prints all the same. Arrows, space, Page Up and Down, Home and End lead
 * through them, and so do clicks on the right half and the left; B makes the screen black, N shows the notes, F fills the
 * screen, Escape ends each of these. What only the speaker needs before the first step goes away with it.
 */
import { rewrite } from "./refused.js";

/** Pixels by which a slide may miss its place and still be there. */
const NEAR = 4;

/** Key -> slides to go. @type {Record<string, number>} */
const STEPS = {
  ...{ ArrowRight: 1, ArrowDown: 1, PageDown: 1, " ": 1 },
  ...{ ArrowLeft: -1, ArrowUp: -1, PageUp: -1, Home: -Infinity, End: Infinity },
};

const slides = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(".slide")]);
const notes = /** @type {NodeListOf<HTMLDetailsElement>} */ (document.querySelectorAll(".slide details"));
const { dataset } = document.body;

/** The slide that fills most of the window. */
function current() {
  const middle = innerHeight / 2;
  const at = slides.findIndex((slide) => slide.getBoundingClientRect().bottom > middle);
  return at < 0 ? slides.length - 1 : at;
}

/** @param {number} step */
function go(step) {
  const { top, bottom } = slides[current()].getBoundingClientRect();
  if (step === 1 && bottom > innerHeight + NEAR) return scrollBy({ top: innerHeight * 0.8, behavior: "instant" });
  if (step === -1 && top < -NEAR) return scrollBy({ top: -innerHeight * 0.8, behavior: "instant" });
  show(Math.min(Math.max(current() + step, 0), slides.length - 1));
}

/** @param {number} at */
function show(at) {
  slides[at].scrollIntoView({ behavior: "instant" });
  slides[at].focus({ preventScroll: true });
  rewrite("replaceState", null, `#${slides[at].id}`);
}

function toggleNotes() {
  const [at, open] = [current(), !("notes" in dataset)];
  if (open) dataset.notes = "";
  else delete dataset.notes;
  for (const each of notes) each.open = open;
  show(at);
}

function toggleBlack() {
  if ("black" in dataset) delete dataset.black;
  else dataset.black = "";
}

async function toggleFull() {
  try {
    if (document.fullscreenElement) await document.exitFullscreen();
    else await document.documentElement.requestFullscreen();
  } catch {
    // A frame, or a browser that does not: the slides are what they were.
  }
}

/** @type {Record<string, () => void>} */
const actions = { b: toggleBlack, n: toggleNotes, f: toggleFull };

function leave() {
  if ("black" in dataset) toggleBlack();
  else if ("notes" in dataset) toggleNotes();
  else delete dataset.running;
}

/** @param {number} step */
function press(step) {
  dataset.running = "";
  if ("black" in dataset) toggleBlack();
  else go(step);
}

/** Whether a key is for what has the focus. @param {KeyboardEvent} event */
function isElsewhere({ target, key, ctrlKey, metaKey, altKey }) {
  const onLink = target instanceof Element && target.closest("a, summary");
  return ctrlKey || metaKey || altKey || (onLink && (key === " " || key === "Enter"));
}

addEventListener("keydown", (event) => {
  if (isElsewhere(event)) return;
  const { key, shiftKey, repeat } = event;
  if (key === "Escape") leave();
  else if (key in STEPS) {
    event.preventDefault();
    press(key === " " && shiftKey ? -1 : STEPS[key]);
  } else if (!repeat && key.toLowerCase() in actions) {
    dataset.running = "";
    actions[key.toLowerCase()]();
  }
});

addEventListener("click", ({ target, x }) => {
  const isUsed = target instanceof Element && target.closest("a, details");
  if (!isUsed && String(getSelection()) === "") press(x < innerWidth / 2 ? -1 : 1);
});

const hints = /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-keys]"));
for (const hint of hints) hint.hidden = false;
