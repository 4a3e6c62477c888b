/* Shows the check as beads on a thread, and turns the seal grey and broken when the page is not what was signed off. */
import { sizeOf, urgencyOf } from "./fragment.js";
import { assetsOf, firstOther, itemPath, steps } from "./proof.js";

const result = document.getElementById("ket-qua");
const words = result.dataset;
const seal = result.querySelector(".seal");
const beads = new Map([...result.querySelectorAll("[data-step]")].map((bead) => [bead.dataset.step, bead]));

const setSeal = (state, digest = "") => {
  seal.className = `seal ${state}`;
  seal.querySelector("b").textContent = words[`seal${state[0].toUpperCase()}${state.slice(1)}`];
  if (digest) seal.querySelector("code").textContent = `${digest.slice(0, 4)} ${digest.slice(4, 8)}`;
};

const mark = (bead, state, says) => {
  bead.classList.remove("next", "now", "done", "broken", "open");
  bead.classList.add(state);
  bead.querySelector(".says").textContent = says;
};

/* The verdict in words, and in an attribute for the styles. */
const say = (state) => {
  result.dataset.state = state;
  result.querySelector("h2").textContent = words[state];
};

const begin = (path) => {
  result.hidden = false;
  setSeal("asking");
  say("asking");
  const link = result.querySelector(".top a");
  [link.href, link.textContent] = [path, path];
  for (const bead of beads.values()) mark(bead, "next", "");
};

const CAPACITIES = { for: "KT.", by_order: "TL.", by_delegation: "TUQ." };
const grouped = (number) => number.toLocaleString("vi-VN");

const signer = ({ person, appointment, capacity, in_place_of: place, clause }) => {
  const prefix = place && CAPACITIES[capacity] ? `${CAPACITIES[capacity]} ${place.title}: ` : "";
  return `${prefix}${person.name}, ${appointment.title}, ${clause}.`;
};

/* What a step that went well adds to its sentence. */
const remark = ({ step, signed, count, size, name }, bead) => {
  if (step === "signoff") return ` ${signer(signed)}`;
  if (step === "log") return ` ${bead.dataset.unit.replace("{n}", grouped(count)).replace("{m}", grouped(size))}.`;
  if (step === "signature") return ` ${name}.`;
  return "";
};

const tell = (outcome) => {
  const bead = beads.get(outcome.step);
  if (outcome.ok) mark(bead, "done", bead.dataset.ok + remark(outcome, bead));
  else if (outcome.ok === null) mark(bead, "open", bead.dataset.cannot);
  else mark(bead, "broken", bead.dataset.bad + (outcome.seq === undefined ? "" : ` ${outcome.seq}.`));
};

const offerAssets = (path, snapshot) => {
  const bead = beads.get("assets");
  const assets = assetsOf(snapshot);
  if (!assets.length) return mark(bead, "done", bead.dataset.none);
  const size = sizeOf(assets.reduce((sum, one) => sum + one.bytes, 0), snapshot.language);
  const unit = bead.dataset.unit.replace("{n}", assets.length).replace("{m}", size);
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button outline";
  button.textContent = `${bead.dataset.ask} (${unit})`;
  button.addEventListener("click", async () => {
    mark(bead, "now", "");
    const other = await firstOther(path, snapshot);
    mark(bead, other ? "broken" : "done", other ? `${bead.dataset.bad} ${other}` : `${bead.dataset.ok} ${unit}.`);
    if (other) conclude(path, null, true);
  });
  mark(bead, "open", "");
  bead.querySelector(".says").append(button);
};

/* What a page is on which nothing is wrong; of an urgent sign-off it says whether it was ratified. */
const wholeAs = ({ snapshot, acts }) => {
  if ("withdrawn" in snapshot) return "withdrawn";
  const urgent = urgencyOf(acts.map((act) => act.record), snapshot);
  return urgent === null ? "whole" : urgent ? "ratified" : "owed";
};

const conclude = (path, proof, isBroken) => {
  const state = isBroken ? "broken" : wholeAs(proof);
  setSeal(state, proof?.digest);
  say(state);
  if (proof && !isBroken) offerAssets(path, proof.snapshot);
};

const check = async (path) => {
  begin(path);
  let proof = null;
  let isBroken = false;
  for await (const outcome of steps(path)) {
    proof ??= outcome.proof ?? null;
    if (outcome.signed) {
      seal.querySelector("span").textContent = new Date(outcome.signed.at).toLocaleDateString("vi-VN", {
        day: "2-digit", month: "2-digit", year: "numeric", timeZone: "Asia/Ho_Chi_Minh",
      });
    }
    isBroken ||= outcome.ok === false;
    tell(outcome);
  }
  if (proof) return conclude(path, proof, isBroken);
  say("unknown");
};

const asked = new URLSearchParams(location.search).get("trang");
if (asked) {
  const path = itemPath(asked);
  document.getElementById("trang").value = asked;
  if (!path) {
    begin("");
    say("address");
  } else if (!crypto.subtle) {
    begin(path);
    say("unknown");
    result.querySelector(".insecure").hidden = false;
  } else {
    check(path);
  }
}
