// Saving by itself, so that nothing is lost: here at every change, on the server a second later, again when it could not.
import { hush, say, tell } from "./write-words.js";

const SOON = 1_000;
const AT_MOST = 60_000;
const PULSE = 40_000;
const ASK_AGAIN = 10_000;
const SIGN_IN = 3_000;
const IDLE = 15 * 60_000;
const KEEPALIVE = 60_000; // bytes a browser still sends for a page that is gone

/** Post a form; returns {status, data}, data null for what is no JSON (a page of signing in, a proxy's error). */
export async function post(address, body, more = {}) {
  const headers = { Accept: "application/json" };
  const response = await fetch(address, { method: "POST", body, headers, redirect: "manual", ...more });
  const json = response.headers.get("Content-Type")?.startsWith("application/json");
  return { status: response.status, out: response.type === "opaqueredirect", data: json ? await response.json() : null };
}

/**
 * Saves a form. `does` holds collect(), saved(answer), readOnly(yes), status(name, time) and wanted(): what to do when the
 * text on the server is to be taken.
 */
export class Saver {
  constructor(form, local, does) {
    Object.assign(this, { form, local, does });
    this.page = crypto.randomUUID?.() ?? String(Math.random()).slice(2);
    this.dirty = false;
    this.serial = 0;
    this.tries = 0;
    this.stopped = "";
    this.busy = null;
    this.touched = Date.now();
    this.#listen();
  }

  /** Something changed: keep it here, and save it soon. */
  changed() {
    this.dirty = true;
    this.serial += 1;
    this.touched = Date.now();
    this.local.keepSoon();
    if (this.stopped) return;
    if (!this.tries) this.does.status("changed");
    this.#soon(SOON);
  }

  /** Save now; true when the server has everything. */
  async save() {
    while (this.busy) await this.busy;
    clearTimeout(this.timer);
    if (!this.dirty) return true;
    if (this.stopped) return false;
    this.busy = this.#send();
    const done = await this.busy;
    this.busy = null;
    return done;
  }

  /** Take up the pen, or learn who has it. */
  async hold() {
    if (this.stopped && this.stopped !== "held") return;
    try {
      const { status, out, data } = await post(this.form.dataset.hold, this.#bare());
      if (data?.state === "yours") this.#ours(data.version);
      else this.#answer({ status, out, data });
    } catch {
      // Offline: saving says so, and the pen waits two minutes.
    }
  }

  /** Stop saving, for a reason with a name; what is typed is still kept here. */
  stop(name) {
    this.stopped = name;
    clearTimeout(this.timer);
    this.does.status(this.dirty ? "kept" : "reading");
  }

  /** Go on saving. */
  resume() {
    this.stopped = "";
    clearInterval(this.asking);
    this.does.readOnly(false);
    if (this.dirty) this.#soon(0);
  }

  get version() {
    return Number(this.form.elements.version.value);
  }

  set version(number) {
    this.form.elements.version.value = number;
  }

  async #send() {
    const { serial } = this;
    this.does.status("saving");
    try {
      const answer = await post(this.form.dataset.save, this.does.collect(), { signal: AbortSignal.timeout(30_000) });
      if (answer.data?.state === "saved") return this.#saved(answer.data, serial);
      this.#answer(answer);
    } catch {
      this.#later(navigator.onLine ? "unreachable" : "offline");
    }
    return false;
  }

  #saved(data, serial) {
    this.version = data.version;
    this.tries = 0;
    hush("offline", "unreachable", "wrong-saving", "signed-out");
    if (serial === this.serial) {
      this.dirty = false;
      this.local.drop();
      this.does.status("saved", data.time);
    } else {
      this.#soon(SOON);
    }
    this.does.saved(data);
    return !this.dirty;
  }

  #answer({ status, out, data }) {
    const troubles = {
      conflict: () => this.conflict(data),
      held: () => this.held(data.says),
      person: () => this.#halt("person", data),
      refused: () => this.#halt("refused", data),
      gone: () => this.#halt("refused", data),
      long: () => this.#halt("wrong-saving", data, true),
    };
    if (data && troubles[data.state]) troubles[data.state]();
    else if (out || status === 403) this.signedOut();
    else if (status === 413 || status === 400) this.#halt("wrong-saving", { says: say("tooLong") }, true);
    else if (status === 404) this.#halt("refused", { says: say("gone") });
    else this.#later("unreachable");
  }

  /** Somebody saved a newer text: keep both, and let the writer choose. */
  conflict({ says, version }) {
    this.stop("conflict");
    this.local.keep();
    tell("conflict", {
      says,
      does: {
        mine: () => {
          hush();
          this.version = version;
          this.dirty = true;
          this.resume();
        },
        theirs: () => this.does.wanted(),
      },
    });
  }

  /** Somebody else has the pen: show the text, and ask again from time to time. */
  held(says) {
    if (this.stopped === "held") return;
    this.stop("held");
    this.does.readOnly(true);
    tell("held", { says });
    clearInterval(this.asking);
    this.asking = setInterval(() => this.hold(), ASK_AGAIN);
  }

  /** The session is over: keep the text, and go on when somebody has signed in in another tab. */
  signedOut() {
    if (this.stopped === "signed-out") return;
    this.stop("signed-out");
    this.local.keep();
    tell("signed-out");
    clearInterval(this.asking);
    this.asking = setInterval(() => this.#signedIn(), SIGN_IN);
  }

  async #signedIn() {
    try {
      const response = await fetch(this.form.dataset.token, { redirect: "manual" });
      if (response.type === "opaqueredirect" || !response.ok) return;
      const { token, person } = await response.json();
      this.form.elements.csrfmiddlewaretoken.value = token;
      if (person !== this.form.elements.person.value) return;
      clearInterval(this.asking);
      hush("signed-out", "person");
      this.resume();
      this.hold();
    } catch {
      // Asked again in a moment.
    }
  }

  #halt(notice, data, retry = false) {
    tell(notice, { says: data.says, reasons: data.reasons });
    if (retry) {
      this.does.status("kept");
      return;
    }
    this.stop(notice);
    if (notice === "person") this.asking = setInterval(() => this.#signedIn(), SIGN_IN);
  }

  #ours(version) {
    if (this.stopped === "held") {
      hush("held");
      // What the other wrote meanwhile is on the server; what I wrote before is here.
      if (version > this.version && !this.dirty) {
        this.does.wanted();
        return;
      }
      this.resume();
    } else if (version > this.version && !this.dirty && !this.busy) {
      // An answer that was overtaken by a saving of this page tells of an older version, which is no news.
      this.conflict({ says: say("elsewhere"), version });
    }
  }

  #later(notice) {
    this.tries += 1;
    tell(notice, { does: { again: () => this.save() } });
    this.does.status("kept");
    this.#soon(Math.min(AT_MOST, 1_000 * 2 ** this.tries));
  }

  #soon(delay) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), delay);
  }

  // The token and the page's own name, for what needs no text.
  #bare() {
    const data = new FormData();
    data.append("csrfmiddlewaretoken", this.form.elements.csrfmiddlewaretoken.value);
    data.append("page", this.page);
    return data;
  }

  #listen() {
    addEventListener("online", () => this.save());
    addEventListener("focus", () => {
      if (this.stopped === "signed-out" || this.stopped === "person") this.#signedIn();
    });
    document.addEventListener("visibilitychange", () => {
      if (document.hidden) this.#aside();
      else this.hold();
    });
    addEventListener("pagehide", () => this.#leave());
    addEventListener("beforeunload", (event) => {
      if (this.dirty && !this.local.safe) event.preventDefault();
    });
    setInterval(() => {
      if (!document.hidden && Date.now() - this.touched < IDLE) this.hold();
    }, PULSE);
  }

  // A telephone may never come back to a page that is put aside.
  #aside() {
    if (!this.dirty) return;
    this.local.keep();
    this.save();
  }

  #leave() {
    if (this.stopped === "held") return;
    if (this.dirty) {
      this.local.keep();
      const body = this.does.collect();
      body.append("leave", "1");
      if (!this.stopped && sizeOf(body) < KEEPALIVE) {
        fetch(this.form.dataset.save, { method: "POST", body, keepalive: true, redirect: "manual" }).catch(() => {});
        return;
      }
    }
    navigator.sendBeacon(this.form.dataset.letGo, this.#bare());
  }
}

function sizeOf(data) {
  let size = 0;
  for (const [name, value] of data) size += name.length + value.length * 3 + 200;
  return size;
}
