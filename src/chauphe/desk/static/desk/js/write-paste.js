// What comes out of Word or off a web page, made plain before the editor sees it. The server cleans again, by one rule.
const LONGEST = 900_000;
const BLOCKS = "p,div,h1,h2,h3,h4,h5,h6,li,ul,ol,table,blockquote";
const SAID_BY_STYLE = [
  [/(?:^|;)font-weight:(?:bold|[6-9]00)/, "strong"],
  [/(?:^|;)font-style:italic/, "em"],
  [/(?:^|;)vertical-align:super/, "sup"],
  [/(?:^|;)vertical-align:sub/, "sub"],
];
const DROPPED = "script,style,meta,link,title,xml,head,iframe,object,embed,svg,math,template,form,input,button,select";
const NUMBER = /^\(?(?:[0-9]{1,3}|[a-zA-Z]|[ivxIVX]{1,5})[.)]$/;
const SIGN = /^[\s\u00a0]*(?:[\u00b7\u2022\u25aa\u25cf\u25cb\u00a7\uf0b7\uf0a7\uf0d8+–-]|\(?(?:[0-9]{1,3}|[a-zA-Z])[.)])[\s\u00a0]+/;

/** Return pasted HTML without what belongs to Word; null when it is too long for a page. */
export function plain(html) {
  const page = parsed(html);
  for (const element of page.querySelectorAll(DROPPED)) element.remove();
  // A picture comes as an upload or not at all: an address on somebody's disk shows nothing.
  for (const image of page.querySelectorAll("img")) image.remove();
  listItems(page);
  for (const element of [...page.querySelectorAll("*")]) tidy(element);
  const found = page.innerHTML;
  return found.length > LONGEST ? null : found;
}

/** Whether pasted HTML says anything, or is only the wrapping of a picture. */
export function hasWords(html) {
  return parsed(html).textContent.trim() !== "";
}

// Styles and handlers are renamed before the browser reads them, so that the content policy has nothing to object to.
function parsed(html) {
  const mute = (tag) => tag.replace(/\sstyle\s*=/gi, " data-style=").replace(/[\s/]on\w+\s*=/gi, " data-on=");
  const unstyled = html.replace(/<style[\s\S]*?<\/style>/gi, "").replace(/<[^>]*>/g, mute);
  return new DOMParser().parseFromString(unstyled, "text/html").body;
}

function styleOf(element) {
  return (element.dataset.style ?? "").toLowerCase().replace(/\s+/g, "");
}

function tidy(element) {
  const style = styleOf(element);
  if (/mso-element:(?:comment|footnote)-list|display:none|mso-hide:all/.test(style)) {
    element.remove();
    return;
  }
  const tag = element.localName;
  // Some editors wrap everything in a <b> that is not bold.
  const sham = (tag === "b" || tag === "strong") && /(?:^|;)font-weight:(?:normal|400)/.test(style);
  if (sham || tag === "span" || tag === "font" || tag.includes(":")) unwrap(element, style);
  else if (tag === "h1") rename(element, "h2");
}

// Bold and italics that Word says in a style are said in an element.
function unwrap(element, style) {
  const blocks = element.querySelector(BLOCKS) !== null;
  let held = [...element.childNodes];
  for (const [pattern, tag] of SAID_BY_STYLE) {
    if (pattern.test(style) && !blocks) {
      const wrap = element.ownerDocument.createElement(tag);
      wrap.append(...held);
      held = [wrap];
    }
  }
  element.replaceWith(...held);
}

function rename(element, tag) {
  const other = element.ownerDocument.createElement(tag);
  other.append(...element.childNodes);
  element.replaceWith(other);
}

// Word pastes its lists as paragraphs that begin with a typed sign; they become lists again.
function listItems(page) {
  let list = null;
  for (const paragraph of [...page.querySelectorAll("p")]) {
    if (!/mso-list:l\d/.test(styleOf(paragraph))) continue;
    const sign = signOf(paragraph);
    const tag = NUMBER.test(sign) ? "ol" : "ul";
    if (list?.localName !== tag || list !== paragraph.previousElementSibling) {
      list = page.ownerDocument.createElement(tag);
      paragraph.before(list);
    }
    const item = page.ownerDocument.createElement("li");
    item.append(...paragraph.childNodes);
    list.append(item);
    paragraph.remove();
  }
}

/** Take the typed sign off a paragraph and return it. */
function signOf(paragraph) {
  const typed = [...paragraph.querySelectorAll("[data-style]")].find((each) => /mso-list:ignore/.test(styleOf(each)));
  if (typed) {
    typed.remove();
    return typed.textContent.trim();
  }
  const first = paragraph.ownerDocument.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT).nextNode();
  const sign = SIGN.exec(first?.data ?? "")?.[0] ?? "";
  if (first) first.data = first.data.slice(sign.length);
  return sign.trim();
}
