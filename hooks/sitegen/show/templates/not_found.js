/**
 * Which pages a reader may have meant by an address where there is none. It stands inside the 404 pages, which know all
 * pages: nothing is fetched, since nobody knows how deep below the site's root it is shown.
 *
 * @typedef {{id: string, in: Record<string, [string, string]>}} Known a page: its address without a language or "", and
 *   in each language its address there and its title
 * @typedef {{root: string, languages: string[], pages: Known[], redirects: Record<string, string>}} Site
 *   `root`: where the site is published; `redirects`: an address that is gone -> the one that stands for it
 * @typedef {{root: string, lang: string, parts: string[], fragment: string}} Wanted `root`: where the site is served;
 *   `lang`: empty where the address names none; `parts` of the address below both
 * @typedef {{address: string, title: string, lang: string}} Likely `address`: below the root
 * @typedef {{page: Known, lang: string, score: number}} Match `lang`: of the address that is alike, or empty
 */

/** Pages offered at most. */
const MOST = 3;
/** From 0 to 1: what is less alike than this is not offered … */
const ALIKE = 0.6;
/** … nor what is so much less alike than the best. */
const BEHIND = 0.2;
/** Letters of a part, and parts of an address, after which nothing counts. */
const LONGEST = 80;
const DEEPEST = 9;

/**
 * @param {Site} site
 * @param {string} pathname
 * @param {string} preferred language where the address tells none
 * @returns {{root: string, lang: string, pages: Likely[], whole: string}} `whole`: a page's exact address and the
 *   fragment that became part of the path on its way, or empty
 */
export function find(site, pathname, preferred) {
  const wanted = read(site, pathname);
  const { root, fragment } = wanted;
  const moved = redirected(site, wanted);
  if (moved) return { root, lang: moved.lang, pages: [moved], whole: "" };
  const found = matches(site, wanted);
  const lang = wanted.lang || (found.length && found[0].lang) || preferred;
  const pages = found.flatMap((match) => offers(match, lang)).slice(0, MOST);
  const whole = fragment && found.length && found[0].score === 1 ? `${pages[0].address}#${fragment}` : "";
  return { root, lang, pages, whole };
}

/** @param {Site} site @param {string} pathname @returns {Wanted} */
function read({ root, languages }, pathname) {
  const segments = pathname.split("/").filter(Boolean);
  const plain = segments.map((segment) => normal(decoded(segment)));
  const known = root.split("/").filter(Boolean).map(normal);
  const begins = (/** @type {number} */ at) => plain[at] === "c" || languageOf(languages, plain[at] ?? "") !== "";
  const inside = known.every((part, at) => part === plain[at]);
  const first = plain.findIndex((_, at) => begins(at));
  const start = inside && (begins(known.length) || first < 0) ? known.length : Math.max(first, 0);
  const [path, ...rest] = decoded(segments.slice(start).join("/")).split(/#|\s-\s(?=\w+=)/); // as spreadsheets write it
  const parts = path
    .replace(/[?&].*/s, "")
    .split("/")
    .map(normal);
  if (parts.at(-1) === "index") parts.pop();
  const lang = languageOf(languages, parts[0] ?? "");
  return {
    root: first < 0 || start === known.length ? root : ["", ...segments.slice(0, start), ""].join("/"),
    lang,
    parts: parts
      .slice(lang ? 1 : 0)
      .filter(Boolean)
      .slice(0, DEEPEST),
    fragment: rest.join("#"),
  };
}

/** A language by its tag, or by that of a variety of it; empty where there is none. @param {string[]} languages @param {string} part */
function languageOf(languages, part) {
  const is = (/** @type {string} */ tag) => languages.find((lang) => lang.toLowerCase() === tag);
  const [main] = /^[a-z]{2,3}(?=-[a-z]{2}$|$)/.exec(part) ?? [];
  return is(part) ?? languages.find((lang) => lang.toLowerCase().split("-")[0] === main) ?? "";
}

/** Text without escapes, however often it was escaped; what is no escape stays as it is. @param {string} text */
function decoded(text) {
  let [before, after] = ["", text];
  for (let turn = 0; turn < 4 && before !== after; turn += 1) {
    [before, after] = [after, after.replace(/(?:%[0-9a-f]{2})+/gi, unescaped)];
  }
  return after;
}

/** @param {string} run */
function unescaped(run) {
  try {
    return decodeURIComponent(run);
  } catch {
    return run;
  }
}

/** A part of an address as slugs are written; of signs alone, what no slug is. @param {string} part */
function normal(part) {
  const written = part
    .slice(0, LONGEST)
    .normalize("NFKD")
    .replace(/[\p{M}\p{Cf}]/gu, "")
    .toLowerCase()
    .replace(/\.(?:html?|md|php|aspx?)\b.*$/, "")
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-+|-+$/g, "");
  return written || part.replace(/[\p{P}\p{Cf}\s]/gu, "").slice(0, 1);
}

/** @param {string} address */
function partsOf(address) {
  return address.split("/").filter(Boolean).map(normal);
}

/** @param {Site} site @param {Wanted} wanted @returns {Likely | undefined} */
function redirected({ pages, redirects }, { lang, parts }) {
  const asked = [lang.toLowerCase(), ...parts].filter(Boolean).join("/");
  const gone = Object.keys(redirects).find((address) => partsOf(address).join("/") === asked);
  if (!gone) return undefined;
  const address = redirects[gone];
  const all = pages.flatMap((page) => Object.keys(page.in).map((each) => offer(page, each)));
  const target = all.find((page) => page.address === address.split("#")[0]);
  return target && { ...target, address };
}

/** The pages whose addresses are alike, best first; only that page where the address is its own. @param {Site} site @param {Wanted} wanted */
function matches({ languages, pages }, { lang, parts }) {
  const neutral = parts[0] === "c";
  const asked = neutral ? parts.slice(1) : parts;
  /** @param {Known} page @returns {Match} */
  const match = (page) => {
    const own = languages.map((each) => {
      const weight = each === lang || !lang ? 1 : 0.98;
      return { page, lang: each, score: (neutral ? 0.95 : weight) * alike(asked, partsOf(page.in[each][0])) };
    });
    const id = page.id ? (neutral ? 1 : 0.95) * alike(asked, partsOf(page.id).slice(1)) : 0;
    return [...own, { page, lang: "", score: id }].reduce((best, other) => (other.score > best.score ? other : best));
  };
  const found = pages.map(match).sort((one, other) => other.score - one.score);
  const least =
    found.length && found[0].score >= 0.95 ? found[0].score : Math.max(ALIKE, (found[0]?.score ?? 0) - BEHIND);
  return found.filter(({ score }) => score >= least);
}

/** In the reader's language; where the address is exactly that of another one, there too. @param {Match} match @param {string} lang */
function offers({ page, lang: own, score }, lang) {
  const also = own && own !== lang && score >= 0.95 ? [offer(page, own)] : [];
  return [offer(page, lang), ...also];
}

/** @param {Known} page @param {string} lang @returns {Likely} */
function offer(page, lang) {
  const [address, title] = page.in[lang];
  return { address: `${lang}/${address}`, title, lang };
}

/** How alike two addresses are, from 0 to 1: part by part, or the last part alone, or all run together. @param {string[]} asked @param {string[]} known */
function alike(asked, known) {
  if (asked.length === known.length) {
    return asked.reduce((least, part, at) => Math.min(least, near(part, known[at])), 1);
  }
  if (!asked.length || !known.length) return 0;
  const last = near(String(asked.at(-1)), String(known.at(-1)));
  return Math.max(0.9 * last, 0.94 * spelling(asked.join("-"), known.join("-")));
}

/** How alike two parts are: in spelling, as a beginning, or by words of the other. @param {string} one @param {string} other */
function near(one, other) {
  if (one === other) return 1;
  const [short, long] = one.length < other.length ? [one, other] : [other, one];
  const begun = short.length > 3 && long.startsWith(short) ? 0.8 : 0;
  const words = one.split("-").filter((word) => word.length > 3);
  const shared = words.length && words.every((word) => other.split("-").includes(word)) ? 0.7 : 0;
  return Math.min(0.94, Math.max(spelling(one, other), begun, shared));
}

/** @param {string} one @param {string} other */
function spelling(one, other) {
  return 1 - distance(one, other) / Math.max(one.length, other.length, 1);
}

/** Letters to add, leave out, change or swap. @param {string} one @param {string} other */
function distance(one, other) {
  let [before, last] = [/** @type {number[]} */ ([]), Array.from({ length: other.length + 1 }, (_, at) => at)];
  for (let row = 1; row <= one.length; row += 1) {
    const now = [row];
    for (let at = 1; at <= other.length; at += 1) {
      const same = one[row - 1] === other[at - 1];
      now[at] = Math.min(last[at] + 1, now[at - 1] + 1, last[at - 1] + (same ? 0 : 1));
      const swapped = row > 1 && at > 1 && one[row - 1] === other[at - 2] && one[row - 2] === other[at - 1];
      if (swapped) now[at] = Math.min(now[at], before[at - 2] + 1);
    }
    [before, last] = [last, now];
  }
  return last[other.length];
}

// In the page ---------------------------------------------------------------------------------------------------------

const data = document.getElementById("not-found-data");
if (data) show(JSON.parse(data.textContent));

/** @param {Site} site */
function show(site) {
  const { root, lang, pages, whole } = find(site, location.pathname, preferred(site));
  if (whole) return location.replace(root + whole);
  lead(site.root, root);
  const section = sectionOf(lang);
  const list = section.querySelector(".likely ul");
  for (const { address, title, lang } of pages) {
    const link = document.createElement("a");
    link.href = root + address + (address.includes("#") ? "" : location.hash);
    link.lang = link.hreflang = lang;
    link.textContent = title;
    const item = document.createElement("li");
    item.append(link);
    list?.append(item);
  }
  for (const part of /** @type {NodeListOf<HTMLElement>} */ (section.querySelectorAll(".likely"))) {
    part.hidden = !pages.length;
  }
  document.body.dataset.sought = ""; // until then nothing is shown that would have to move
}

/** The page's own language where it has one alone; else the first of the reader's that is here. @param {Site} site */
function preferred({ languages }) {
  const wished = navigator.languages.map((tag) => languageOf(languages, tag.toLowerCase()));
  const [only, ...others] = document.querySelectorAll("[data-not-found]");
  return others.length ? (wished.find(Boolean) ?? languages[0]) : String(only.getAttribute("data-not-found"));
}

/** Where the site is served elsewhere than it will be published, its links lead there. @param {string} published @param {string} served */
function lead(published, served) {
  if (published === served) return;
  for (const element of document.querySelectorAll("a, link, img")) {
    const name = element instanceof HTMLImageElement ? "src" : "href";
    const address = element.getAttribute(name);
    if (address?.startsWith(published)) element.setAttribute(name, served + address.slice(published.length));
  }
}

/** The words in a language; where there are several, they go first. @param {string} lang */
function sectionOf(lang) {
  const sections = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[data-not-found]")]);
  const section = sections.find(({ dataset }) => dataset.notFound === lang) ?? sections[0];
  if (section === sections[0]) return section;
  document.documentElement.lang = lang;
  const titles = [sections[0], section].map((each) => /** @type {HTMLElement} */ (each.querySelector("h1, h2")));
  const levels = titles.map(({ localName }) => localName);
  for (const [at, title] of titles.entries()) {
    const heading = document.createElement(levels[1 - at]);
    heading.append(...title.childNodes);
    title.replaceWith(heading);
  }
  sections[0].before(section);
  return section;
}
