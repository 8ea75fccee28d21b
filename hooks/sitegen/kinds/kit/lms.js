/**
 * What an exercise tells a learning management system (LMS), and what that tells it, by SCORM 1.2; without one, nothing.
 *
 * @typedef {{LMSInitialize: (empty: "") => string, LMSFinish: (empty: "") => string, LMSCommit: (empty: "") => string,
 *   LMSGetValue: (name: string) => string, LMSSetValue: (name: string, value: string) => string}} Api
 */
const HIGHEST = 500; // windows above one another, and then some
const MOST = 4096; // signs that a system must keep

/** The system's part in a window or in those around it. @param {Window} start @returns {Api | null} */
function above(start) {
  let here = start;
  for (let height = 0; height < HIGHEST; height += 1) {
    try {
      const found = /** @type {Window & {API?: Api}} */ (here).API;
      if (found) {
        return found;
      }
    } catch {
      // another site's window, and perhaps the system's is around it
    }
    if (here.parent === here) {
      return null;
    }
    here = here.parent;
  }
  return null;
}

/** @returns {Api | null} */
function find() {
  return above(window) ?? (window.opener && !window.opener.closed ? above(window.opener) : null);
}

/** How long, as 0000:01:05. @param {number} from */
function since(from) {
  const seconds = Math.min(Math.round((Date.now() - from) / 1000), 9999 * 3600);
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return parts.map((part, at) => String(part).padStart(at ? 2 : 4, "0")).join(":");
}

export const Lms = class {
  constructor() {
    const api = find();
    this.begun = Date.now();
    this.done = false;
    /** @type {Api | null} */
    this.api = api && this.ask(() => api.LMSInitialize("")) === "true" ? api : null;
    const mode = this.get("cmi.core.lesson_mode");
    /** Whether an answer counts: not when somebody only looks at it. A system that knows no mode means it. */
    this.counts = mode !== "browse" && mode !== "review";
    if (this.counts && ["", "not attempted", "unknown"].includes(this.get("cmi.core.lesson_status"))) {
      this.set("cmi.core.lesson_status", "incomplete");
    }
    this.interactions = Number.parseInt(this.get("cmi.interactions._count"), 10) || 0;
    addEventListener("pagehide", () => this.finish());
    addEventListener("pageshow", (event) => event.persisted && this.done && location.reload());
  }

  /** What a system answers; nothing when it fails. @param {() => unknown} question */
  ask(question) {
    try {
      return String(question() ?? "");
    } catch {
      return "";
    }
  }

  /** @param {string} name */
  get(name) {
    return this.ask(() => this.api?.LMSGetValue(name));
  }

  /** @param {string} name @param {string} value */
  set(name, value) {
    return this.ask(() => this.api?.LMSSetValue(name, value));
  }

  /** What was kept the last time. */
  kept() {
    return this.get("cmi.suspend_data");
  }

  /** One answer. @param {string} item @param {string} letter @param {string} wanted @param {boolean} right */
  answered(item, letter, wanted, right) {
    const path = `cmi.interactions.${this.interactions}`;
    if (this.counts && this.set(`${path}.id`, item) === "true") {
      this.interactions += 1;
      this.set(`${path}.type`, "choice");
      this.set(`${path}.correct_responses.0.pattern`, wanted);
      this.set(`${path}.student_response`, letter);
      this.set(`${path}.result`, right ? "correct" : "wrong");
    }
  }

  /**
   * Where the exercise stands.
   * @param {string} kept
   * @param {number} score in per cent
   * @param {"incomplete" | "passed" | "failed"} status
   */
  report(kept, score, status) {
    if (!this.counts) {
      return;
    }
    if (kept.length <= MOST) {
      this.set("cmi.suspend_data", kept);
    }
    this.set("cmi.core.score.min", "0");
    this.set("cmi.core.score.max", "100");
    this.set("cmi.core.score.raw", String(score));
    this.set("cmi.core.lesson_status", status);
    this.ask(() => this.api?.LMSCommit(""));
  }

  finish() {
    if (this.done) {
      return;
    }
    this.done = true;
    this.set("cmi.core.session_time", since(this.begun));
    this.set("cmi.core.exit", this.get("cmi.core.lesson_status") === "incomplete" ? "suspend" : "");
    this.ask(() => this.api?.LMSFinish(""));
  }
};
