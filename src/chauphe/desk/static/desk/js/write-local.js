// The copy on this machine: kept at every change, given up once the server has it.
const SOON = 150;
const SHARE = 10; // of the time, keeping a long text takes at most a tenth

/** Keeps the fields of one person's draft in this browser. */
export class LocalCopy {
  /** `fields` gives what is to be kept, as [name, value] pairs. */
  constructor(person, item, fields) {
    this.key = `chauphe/${person}/${item}`;
    this.fields = fields;
    this.safe = true;
    this.timer = 0;
    this.took = 0;
  }

  /** Keep the present fields in a moment. */
  keepSoon() {
    if (!this.timer) this.timer = setTimeout(() => this.keep(), Math.max(SOON, this.took * SHARE));
  }

  /** Keep the present fields now; `safe` says whether that went well. */
  keep() {
    clearTimeout(this.timer);
    this.timer = 0;
    const began = performance.now();
    const { version, page, entries } = this.fields();
    try {
      localStorage.setItem(this.key, JSON.stringify({ version, page, at: Date.now(), entries }));
      this.safe = true;
    } catch {
      this.safe = false;
    }
    this.took = performance.now() - began;
  }

  /** Give the copy up: the server has everything. */
  drop() {
    clearTimeout(this.timer);
    this.timer = 0;
    this.safe = true;
    try {
      localStorage.removeItem(this.key);
    } catch {
      // A browser that keeps nothing has nothing to give up.
    }
  }

  /** Return what was kept, as {version, page, at, entries}, or null. */
  read() {
    try {
      const kept = JSON.parse(localStorage.getItem(this.key));
      return Array.isArray(kept?.entries) ? kept : null;
    } catch {
      return null;
    }
  }
}
