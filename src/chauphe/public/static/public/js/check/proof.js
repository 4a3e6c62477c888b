/* The check itself, step by step. Each step gives { step, ok, … }; `ok` is null where this browser cannot tell. */
import { base64, canonical, fromBase64, fromHex, hex, joined, sha256, utf8 } from "./canonical.js";
import { LOCAL, between, bodyFrom, expiredIn, fragment, publishedIn, ratifies, urgencyOf } from "./fragment.js";
import { leafHash, rootByInclusion } from "./merkle.js";
import { isSigned, readCheckpoint, readKey } from "./note.js";

const KEY = "/.well-known/chauphe/key";
const PAGE = /^\/(?:tin|van-ban|trang)\/[a-z0-9]+(?:-[a-z0-9]+)*-[0-9]+\/(?:ban-[0-9]+\/)?$/;

/* Takes what people paste, an address of this site in any form, and gives the path of an item's page, or null. */
export const itemPath = (asked) => {
  try {
    const address = new URL(asked.trim(), location.origin);
    const path = address.pathname.replace(/(index\.html|bang-chung\.json)$/, "").replace(/\/?$/, "/");
    return address.origin === location.origin && PAGE.test(path) ? path : null;
  } catch {
    return null;
  }
};

const fetched = async (address) => {
  const answer = await fetch(address, { cache: "no-store", redirect: "error" });
  if (!answer.ok) throw new Error(`${answer.status} ${address}`);
  return answer;
};

const text = async (address) => (await fetched(address)).text();

const guarded = async (work) => {
  try {
    return await work();
  } catch {
    return { ok: false };
  }
};

const sameContent = async (snapshot, proof) => {
  const digest = hex(await sha256(utf8(canonical(snapshot))));
  return { ok: digest === proof.digest, digest };
};

const samePage = (page, snapshot, acts) => {
  const told = [publishedIn(acts, snapshot), expiredIn(acts, snapshot.revision), urgencyOf(acts, snapshot)];
  return { ok: between(page, "<!--sealed-->", "<!--/sealed-->") === fragment(snapshot, ...told) };
};

const ENDS = ["take_down", "take_down_at_once"];
const [URGENT, URGENT_RULE] = ["sign_off_urgently", "sign_off.urgent"];
const BEGIN_ANEW = ["revise", "correct", "erratum", "withdraw", ...ENDS];
const START_OVER = ["return_", "return_to_editing", "retract", "refuse", ...BEGIN_ANEW];
const VOIDS_MODERATION = [...START_OVER, "return_to_moderation"];
const VOIDS_SIGN_OFF = [...VOIDS_MODERATION, "return_to_sign_off", "recall"];

const since = (acts, verbs) => acts.slice(acts.map((act) => verbs.includes(act.act)).lastIndexOf(true) + 1);

/* On a board's short chain the deputy in charge signs off in one act, where every sealed answer is a plain "no". */
const SHORT = "chain.short";
const isShort = (act) => act.act === "sign_off" && act.rule === SHORT;
const nothingSensitive = ({ checklist }) =>
  Object.values(checklist ?? {}).length > 0 && Object.values(checklist).every((answer) => answer === false);

/* Since it last went back, one put it forward, another moderated it, and a third, or the chief, signed it off. */
const passedOthers = (acts, signed) => {
  const before = acts.filter((act) => act.seq < signed.seq);
  const way = since(before, START_OVER);
  const stands = since(way, VOIDS_MODERATION).filter((act) => act.act === "moderate" || isShort(act));
  const moderated = isShort(signed) ? signed : stands.at(-1);
  const forwarded = way.filter((act) => act.act === "forward" && act.seq < (moderated?.seq ?? 0)).at(-1);
  if (!forwarded) return false;
  const [first, second, third] = [forwarded, moderated, signed].map((act) => act.person.id);
  if (moderated === signed) return first !== third;
  return first !== second && first !== third && (second !== third || signed.appointment.role === "editor_in_chief");
};

/* The chief signs off, or in the chief's place a deputy, or whoever was given the matter in writing. */
const maySignOff = (act) => {
  const role = act?.appointment.role;
  const deputy = ["standing_deputy", "deputy_editor"].includes(role);
  if (act?.capacity === "own") return role === "editor_in_chief" || (deputy && isShort(act));
  if (act?.rule === SHORT) return false;
  const replaces = Boolean(act?.in_place_of);
  if (act?.capacity !== "for") return ["by_order", "by_delegation"].includes(act?.capacity) && replaces;
  return deputy && (replaces || act.rule !== "absence.ladder");
};

/* A named office below the chief signed off urgently, says why, and names the chief who has to ratify it. */
const maySignUrgently = (act) => {
  const role = act.appointment.role;
  const deputy = ["standing_deputy", "deputy_editor"].includes(role) && act.capacity === "for";
  const office = deputy || (["board_member", "secretary"].includes(role) && act.capacity === "by_order");
  return office && act.rule === URGENT_RULE && Boolean(act.in_place_of) && act.reason.trim() !== "";
};

/* The mark and the rule go together; and whoever ratifies signs off themselves, and had no hand in it before. */
const honestlyMarked = (acts) =>
  acts.every((act, place) => {
    if (act.act === URGENT) return maySignUrgently(act);
    if (act.act === "sign_off") return act.rule !== URGENT_RULE;
    if (act.act !== "ratify") return true;
    const before = acts.slice(0, place);
    const hands = before.filter((each) => [URGENT, "forward", "submit"].includes(each.act));
    const about = before.some((each) => each.act === URGENT && ratifies(act, each));
    const other = hands.every((each) => each.person.id !== act.person.id);
    return about && other && act.rule === URGENT_RULE && maySignOff(act);
  });

/* A notice of takedown is nobody's to moderate: so it says one sentence, and the chief or the secretary put it there. */
const takenDown = (snapshot, proof, acts, body) => {
  const ended = acts.filter((act) => ENDS.includes(act.act)).at(-1);
  const theirs = ended?.act === "take_down" ? maySignOff(ended) : ended?.appointment.role === "secretary";
  const bare = ["authors", "images", "files", "links"].every((name) => snapshot[name].length === 0);
  const ok = ended?.digest === proof.digest && ended.item === snapshot.item && ended.board === snapshot.board;
  return { ok: Boolean(ok && theirs && bare && body === "" && !snapshot.document), signed: ended };
};

/* A withdrawal puts its notice on what was published, which stays as it was: the act is the last, and the signer's. */
const withdrawal = async (snapshot, proof, acts) => {
  const { withdrawn: told, ...before } = snapshot;
  const act = acts.at(-1);
  const same = (one, other) => ["item", "board", "revision"].every((name) => one[name] === other[name]);
  const kept = hex(await sha256(utf8(canonical({ ...before, revision: told.revision })))) === told.digest;
  const theirs = act?.act === "withdraw" && act.digest === proof.digest && same(act, snapshot) && maySignOff(act);
  const way = await signedOff({ ...before, revision: told.revision }, { digest: told.digest }, acts.slice(0, -1));
  return { ok: kept && theirs && way.ok, signed: way.signed };
};

/* Not before its hour, not after its last day; and what went out by a set hour names the act that set it. */
const timely = (snapshot, acts, published) => {
  const at = Date.parse(published.at);
  const day = new Date(at + LOCAL).toISOString().slice(0, 10);
  if ("not_before" in snapshot && !(at >= Date.parse(snapshot.not_before))) return false;
  if ("expires" in snapshot && !(day <= snapshot.expires)) return false;
  const named = published.details?.carries_out;
  if (published.factor !== "schedule") return named === undefined;
  const set = acts.find((act) => act.act === "schedule" && String(act.seq) === named && act.seq < published.seq);
  const same = set?.digest === published.digest && set.person.id === published.person.id;
  return same && Date.parse(set.details.due) <= at;
};

/* What is marked as over was published before, and its last day is over. */
const overInTime = (snapshot, acts, published) =>
  acts
    .filter((act) => act.act === "expire")
    .every((act) => {
      const day = new Date(Date.parse(act.at) + LOCAL).toISOString().slice(0, 10);
      return act.seq > published.seq && act.digest === published.digest && day > snapshot.expires;
    });

/* The last sign-off before the last publication of this revision must name the same content, and the same item. */
const signedOff = async (snapshot, proof, acts) => {
  const ours = acts.filter((act) => act.revision === snapshot.revision);
  if ("ends" in snapshot) return takenDown(snapshot, proof, ours, snapshot.body);
  if ("withdrawn" in snapshot) return withdrawal(snapshot, proof, acts);
  const published = ours.filter((act) => act.act === "publish").at(-1);
  const before = acts.filter((act) => act.seq < (published?.seq ?? 0));
  const stands = since(before, VOIDS_SIGN_OFF).filter((act) => ["sign_off", URGENT].includes(act.act));
  const signed = stands.filter((act) => act.revision === snapshot.revision).at(-1);
  const same = [published, signed].every(
    (act) => act && act.digest === proof.digest && act.item === snapshot.item && act.board === snapshot.board,
  );
  const open = !signed || !isShort(signed) || nothingSensitive(snapshot);
  const signs = signed?.act === URGENT ? maySignUrgently(signed) : maySignOff(signed);
  const theirs = published?.appointment.role === "secretary" && signs && honestlyMarked(acts) && open;
  const inTime = same && timely(snapshot, ours, published) && overInTime(snapshot, ours, published);
  return { ok: same && theirs && passedOthers(acts, signed) && inTime, signed };
};

const inLog = async (proof, checkpoint) => {
  for (const { seq, salt, record, path } of proof.acts) {
    const commit = hex(await sha256(joined(fromHex(salt), utf8(canonical(record)))));
    const leaf = await leafHash(utf8(canonical({ commit, seq, v: 1 })));
    const root = await rootByInclusion(leaf, seq, checkpoint.size, path.map(fromBase64));
    if (record.seq !== seq || !root || base64(root) !== checkpoint.root) return { ok: false, seq };
  }
  return { ok: proof.acts.length > 0, count: proof.acts.length, size: checkpoint.size };
};

const signature = async (checkpoint) => {
  const key = await readKey(await text(KEY));
  return key ? { ok: await isSigned(checkpoint, key), name: `${key.name} ${key.id}` } : { ok: false };
};

/* Yields the steps in order; stops after the first when there is nothing to check. */
export async function* steps(path) {
  let page, proof;
  try {
    [page, proof] = [await text(path), JSON.parse(await text(`${path}bang-chung.json`))];
    if (proof.format !== "chauphe-proof/1") throw new Error("not a proof");
  } catch {
    yield { step: "fetch", ok: false };
    return;
  }
  yield { step: "fetch", ok: true, proof };
  const acts = proof.acts.map((act) => act.record);
  const snapshot = await guarded(() => ({ ...proof.snapshot, body: bodyFrom(page) }));
  yield { step: "digest", ...(await guarded(() => sameContent(snapshot, proof))) };
  yield { step: "page", ...(await guarded(() => samePage(page, snapshot, acts))) };
  yield { step: "signoff", ...(await guarded(() => signedOff({ ...proof.snapshot, body: snapshot.body }, proof, acts))) };
  const checkpoint = await guarded(() => readCheckpoint(proof.checkpoint));
  yield { step: "log", ...(await guarded(() => inLog(proof, checkpoint))) };
  yield { step: "signature", ...(await guarded(() => signature(checkpoint))) };
}

/* Everything that lies beside the page: its pictures in all widths, and its files. */
export const assetsOf = (snapshot) => [...snapshot.images.flatMap((image) => image.renditions), ...snapshot.files];

/* Gives the name of the first file that is not the sealed one, or null when all are. */
export const firstOther = async (path, snapshot) => {
  for (const { name, sha256: sealed } of assetsOf(snapshot)) {
    const own = await guarded(async () => hex(await sha256(await (await fetched(path + name)).arrayBuffer())));
    if (own !== sealed) return name;
  }
  return null;
};
