// Follows a download of many certificates on its page, which works without: the numbers come from the server, which writes the file.

const EVERY = 1000;
const SAY_EVERY = 10;

const box = document.querySelector("[data-export]");
const bar = box.querySelector("progress");
const words = bar.parentElement.querySelector("span");
const said = box.querySelector("[data-said]");
let rounds = 0;

for (const link of document.querySelectorAll("[data-scriptless]")) link.hidden = true;

const look = async () => {
  const answer = await fetch(box.dataset.export, { headers: { "X-Requested-With": "fetch" } }).catch(() => null);
  if (!answer?.ok) return setTimeout(look, EVERY * 3);
  const { done, total, text, over, shown } = await answer.json();
  // before the download has begun, it is still what the page shows; a short one has ended before the first look
  if (over && shown !== box.dataset.shown) return location.reload();
  bar.max = total;
  bar.value = done;
  words.textContent = text;
  if (rounds++ % SAY_EVERY === 0) said.textContent = text; // a screen reader need not hear every second
  return setTimeout(look, EVERY);
};

const follow = () => {
  for (const part of box.querySelectorAll("[data-progress], [data-under-way]")) part.hidden = false;
  for (const part of document.querySelectorAll("[data-waiting]")) part.hidden = true;
  setTimeout(look, EVERY);
};

box.querySelector("form")?.addEventListener("submit", follow);
if ("running" in box.dataset) follow();
