/* The sealed part of a page, written exactly as `chauphe.public.fragment` writes it; the tests hold them together. */
export const WORDS = /*WORDS*/ {};

const SIZES = "(min-width: 42rem) 38rem, 100vw";
const BYLINED = ["news", "feature", "announcement"];
const DOCUMENT_ROWS = ["number", "type", "issuer", "signer", "issued", "effective"];
const SOURCES = ["image/avif", "image/webp"];
const PUBLIC = ["publish", "take_down", "take_down_at_once"];
const FOLDERS = { news: "tin", feature: "tin", announcement: "tin", legal_document: "van-ban", standing_page: "trang" };
export const LOCAL = 7 * 3600 * 1000;
const ESCAPES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;" };

const PLACE = /<figure data-image="([0-9a-f]{64})"><\/figure>|(<table\b[^<>"]*(?:"[^"]*"[^<>"]*)*>)|<\/table>/y;
const OTHER = /[^<]+|<(?!\/?table\b|\/?figure\b)[/a-z][^<>"]*(?:"[^"]*"[^<>"]*)*>/y;

const escaped = (text) => text.replace(/[&<>"']/g, (letter) => ESCAPES[letter]);
const widest = (a, b) => b.width - a.width || (a.name < b.name ? 1 : -1);

export const between = (page, first, last) => {
  const parts = page.split(first);
  const [inside, ...rest] = (parts[1] ?? "").split(last);
  if (parts.length !== 2 || rest.length !== 1) throw new Error(`no ${first}`);
  return inside;
};

export const bodyFrom = (page) =>
  between(page, "<!--body-->", "<!--/body-->")
    .replace(/(<figure data-image="[0-9a-f]{64}">)[^]*?(<\/figure>)/g, "$1$2")
    .replace(/<!--t--><div[^>]*>|<\/div><!--\/t-->/g, "");

/* What is withdrawn holds the text of the revision that was published, and keeps its day. */
export const publishedIn = (acts, snapshot) => {
  const { revision } = snapshot.withdrawn ?? snapshot;
  return acts.filter((act) => PUBLIC.includes(act.act) && act.revision === revision).at(-1)?.at ?? null;
};

export const expiredIn = (acts, revision) => acts.some((act) => act.act === "expire" && act.revision === revision);

/* As chauphe.seal.urgent.urgency: null for an ordinary approval, "" for an urgent one that nobody has ratified yet. */
export const urgencyOf = (acts, snapshot) => {
  const { revision } = snapshot.withdrawn ?? snapshot;
  const own = acts.filter((act) => act.revision === revision);
  const signed = own.filter((act) => ["sign_off", "sign_off_urgently"].includes(act.act)).at(-1);
  if (signed?.act !== "sign_off_urgently") return null;
  return own.find((act) => ratifies(act, signed))?.at ?? "";
};

export const ratifies = (act, signed) => {
  const { act: about, seq, ...more } = act.details ?? {};
  const named = about === signed.act && seq === String(signed.seq) && Object.keys(more).length === 0;
  return act.act === "ratify" && named && act.revision === signed.revision && act.digest === signed.digest;
};

export const fragment = (snapshot, published, expired = false, urgent = null) => {
  const words = WORDS[snapshot.language];
  return [
    expired ? over(snapshot, words) : "",
    heading(snapshot, words, published, urgent),
    "withdrawn" in snapshot ? '<div class="withdrawn">' : "",
    expired ? "" : valid(snapshot, words),
    notices(snapshot, words),
    lead(snapshot, words),
    documentFacts(snapshot.document, words),
    `<div class="prose"><!--body-->${filled(snapshot, words)}<!--/body--></div>`,
    byline(snapshot, words),
    files(snapshot, words),
    "withdrawn" in snapshot ? "</div>" : "",
  ].join("");
};

export const sizeOf = (count, language) => {
  const thousands = Math.max(1, Math.floor((count + 500) / 1000));
  if (thousands < 1000) return `${thousands} kB`;
  const tenths = Math.floor((count + 50000) / 100000);
  if (tenths < 100) return `${Math.floor(tenths / 10)}${WORDS[language].decimal}${tenths % 10} MB`;
  return `${Math.floor((count + 500000) / 1000000)} MB`;
};

const time = (day) => {
  const [year, month, date] = day.split("-");
  return `<time datetime="${escaped(day)}">${escaped(date)}/${escaped(month)}/${escaped(year)}</time>`;
};

const approved = (words, urgent) => {
  if (urgent === null) return `<a class="sealed" href="#duyet">${words.approved}</a>`;
  if (urgent === "") return `<a class="urgent" href="#duyet">${words.urgent}</a>`;
  const day = time(new Date(Date.parse(urgent) + LOCAL).toISOString().slice(0, 10));
  return `<a class="sealed" href="#duyet"><span>${words.ratified} ${day}</span></a>`;
};

const heading = (snapshot, words, published, urgent) => {
  const summary = snapshot.summary ? `<p class="summary">${escaped(snapshot.summary)}</p>` : "";
  let unit = `<span>${escaped(snapshot.unit.name)}</span>`;
  let shown = "";
  if (published) {
    shown = `<span>${time(new Date(Date.parse(published) + LOCAL).toISOString().slice(0, 10))}</span>`;
    const gone = "ends" in snapshot ? "ended" : "withdrawn" in snapshot ? "withdrawn" : "";
    unit += gone ? `<a href="#duyet">${words[gone]}</a>` : approved(words, urgent);
    if (gone && urgent !== null) unit += `<span>${words.urgently}</span>`;
  }
  const [notice, mark] = withdrawn(snapshot, words);
  const title = `<h1>${mark}${escaped(snapshot.title)}</h1>`;
  return `<header>${notice}${title}${summary}<p class="meta">${shown}${unit}</p></header>`;
};

const withdrawn = (snapshot, words) => {
  if (!("withdrawn" in snapshot)) return ["", ""];
  const told = snapshot.withdrawn;
  const what = words[`withdrawn.${snapshot.kind}`] ?? words["withdrawn.item"];
  const why = ".!?…".includes(told.text.at(-1)) ? told.text : `${told.text}.`;
  const said = `<b>${what} ${time(told.day)}.</b> ${words.why}: ${escaped(why)}`;
  return [`<aside class="notice"><p>${said}</p><p>${words.kept}</p></aside>`, `<span>${words.withdrawn}:</span> `];
};

const valid = ({ expires }, words) => (expires ? `<p class="valid">${words.valid} ${time(expires)}.</p>` : "");

const over = ({ expires }, words) =>
  `<aside class="over"><p><b>${words.over}</b> ${words.valid} ${time(expires)}. ${words["over.kept"]}</p></aside>`;

const notices = (snapshot, words) => {
  const root = `/${FOLDERS[snapshot.kind]}/${snapshot.slug}-${snapshot.number}/`;
  const before = (revision) => (revision ? ` <a href="${escaped(root)}ban-${revision}/">${words.earlier}</a>` : "");
  const said = (snapshot.notices ?? []).map(
    (one) =>
      `<aside class="notice"><p><b>${words[one.kind]}</b> ${time(one.day)}. ${escaped(one.text)}` +
      `${before(one.revision)}</p></aside>`,
  );
  return said.reverse().join("");
};

const lead = (snapshot, words) => {
  const image = snapshot.images.find((one) => one.lead && !snapshot.body.includes(`<figure data-image="${one.sha256}">`));
  return image ? `<figure class="figure">${figure(image, words, true)}</figure>` : "";
};

const documentFacts = (facts, words) => {
  if (facts === null) return "";
  const rows = DOCUMENT_ROWS.filter((name) => facts[name]).map((name) => {
    const fact = name === "issued" || name === "effective" ? time(facts[name]) : escaped(facts[name]);
    return `<div><dt>${words[name]}</dt><dd>${fact}</dd></div>`;
  });
  return `<dl class="facts" aria-label="${words.document}">${rows.join("")}</dl>`;
};

const filled = (snapshot, words) => {
  const body = snapshot.body;
  const images = new Map(snapshot.images.map((image) => [image.sha256, image]));
  const pieces = [];
  let [done, tables] = [0, 0];
  while (done < body.length) {
    PLACE.lastIndex = OTHER.lastIndex = done;
    const place = PLACE.exec(body);
    const piece = place ?? OTHER.exec(body);
    if (!piece) throw new Error("not a canonical body");
    done += piece[0].length;
    if (!place) {
      pieces.push(piece[0]);
    } else if (place[1]) {
      const image = images.get(place[1]);
      pieces.push(`<figure data-image="${place[1]}">${figure(image, words, image.lead)}</figure>`);
    } else if (place[2]) {
      tables += 1;
      pieces.push(`<!--t--><div class="table" role="region" tabindex="0" aria-label="${words.table} ${tables}">${place[0]}`);
    } else {
      pieces.push("</table></div><!--/t-->");
    }
  }
  return pieces.join("");
};

const figure = (image, words, eager) => `${picture(image, eager)}<figcaption>${caption(image, words)}</figcaption>`;

const picture = (image, eager) => {
  const plain = image.renditions.filter((one) => !SOURCES.includes(one.type));
  const shown = [...(plain.length ? plain : image.renditions)].sort(widest)[0];
  const urgency = eager ? 'fetchpriority="high"' : 'loading="lazy"';
  const sources = SOURCES.map((type) => source(image, type)).join("");
  return (
    `<picture>${sources}<img src="${escaped(shown.name)}" width="${shown.width}" height="${shown.height}" ` +
    `alt="${escaped(image.alt)}" decoding="async" ${urgency}></picture>`
  );
};

const source = (image, type) => {
  const several = image.renditions.filter((one) => one.type === type).sort(widest).reverse();
  if (!several.length) return "";
  const names = several.map((one) => `${escaped(one.name)} ${one.width}w`).join(", ");
  return `<source type="${type}" srcset="${names}" sizes="${SIZES}">`;
};

const caption = (image, words) => {
  let [text, credit] = [image.caption, image.credit];
  if (text && !".!?…".includes(text.at(-1))) text += ".";
  if (credit && !credit.includes(":")) credit = `${words.picture}: ${credit}`;
  return [text, credit].filter(Boolean).map(escaped).join(" ");
};

const byline = (snapshot, words) => {
  const names = snapshot.authors.map((author) => `<b>${escaped(author.name)}</b>`).join(", ");
  const written = BYLINED.includes(snapshot.kind) && names;
  const author = written ? `<span>${words.author}: ${names}</span>` : "";
  return `<p class="byline">${author}<span>${words.section}: ${escaped(snapshot.section.name)}</span></p>`;
};

const files = (snapshot, words) => {
  if (!snapshot.files.length) return "";
  const rows = snapshot.files.map((file) => {
    const kind = escaped(file.name.slice(file.name.lastIndexOf(".") + 1).toUpperCase());
    return (
      `<li><a href="${escaped(file.name)}" type="${escaped(file.type)}"><b>${escaped(file.title || file.name)}</b>` +
      `<span class="meta">${kind}, ${sizeOf(file.bytes, snapshot.language)}</span></a></li>`
    );
  });
  return `<section class="part"><h2>${words.files}</h2><ul class="files">${rows.join("")}</ul></section>`;
};
