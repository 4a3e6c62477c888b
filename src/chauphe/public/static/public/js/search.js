/* Looks for words among the newest items of every section, with or without their marks. */
const place = document.getElementById("ket-qua");
const asked = (new URLSearchParams(location.search).get("q") ?? "").trim();

/* "Đường Nguyễn Huệ" and "duong nguyen hue" are the same to a reader in a hurry. */
const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[đĐ]/g, "d").toLowerCase();

const read = async (address) => {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${answer.status} ${address}`);
  return (await answer.json()).items;
};

const holds = (item, words) => {
  const text = folded([item.title, item.summary, item._chauphe?.document, item._chauphe?.unit].filter(Boolean).join(" "));
  return words.every((word) => text.includes(word));
};

const row = (item) => {
  const entry = document.createElement("li");
  const link = entry.appendChild(document.createElement("a"));
  link.href = new URL(item.url).pathname;
  link.appendChild(document.createElement("b")).textContent = item.title;
  const meta = link.appendChild(document.createElement("span"));
  meta.className = "meta";
  const day = new Date(item.date_published).toLocaleDateString("vi-VN", {
    day: "2-digit", month: "2-digit", year: "numeric", timeZone: "Asia/Ho_Chi_Minh",
  });
  meta.textContent = [item._chauphe?.document, item._chauphe?.unit, day].filter(Boolean).join(" · ");
  return entry;
};

const look = async () => {
  const title = place.querySelector("h2");
  place.hidden = false;
  for (const field of document.querySelectorAll('input[name="q"]')) field.value = asked;
  try {
    const lists = await Promise.all(place.dataset.feeds.trim().split(/\s+/).filter(Boolean).map(read));
    const items = lists.flat().sort((a, b) => b.date_published.localeCompare(a.date_published));
    const found = items.filter((item) => holds(item, folded(asked).split(/\s+/)));
    const says = found.length ? place.dataset.some : place.dataset.none;
    title.textContent = says.replace("{n}", found.length).replace("{m}", items.length);
    place.querySelector("ul").replaceChildren(...found.map(row));
  } catch {
    title.textContent = place.dataset.fail;
  }
};

if (asked) look();
