// The translators' bench: checked while one types, worked with the keys, and nothing typed is lost. Without this module every
// button and link of the page does the same.

const PAUSE = 400;
const form = document.querySelector("#bench");
const { translation: box, base } = form.elements;
const saved = box.dataset.saved;
const store = `translation ${form.dataset.unit}`;
const recovered = document.querySelector(".recovered");
let timer = 0;
let asked;
let leaving = false;

async function check() {
  asked?.abort();
  asked = new AbortController();
  try {
    const response = await fetch(form.dataset.check, {
      method: "POST",
      body: new URLSearchParams({ translation: box.value }),
      headers: { "X-Requested-With": "fetch", Accept: "text/html" },
      redirect: "error",
      signal: asked.signal,
    });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const look = response.ok && page.querySelector("#look");
    if (look) document.querySelector("#look").replaceWith(look);
  } catch {
    // the next letter asks again; saving checks in any case
  }
}

// What is typed is kept in this window until it is saved: a translation that began from another state has been saved since.
function keep(sent) {
  if (box.value === saved) sessionStorage.removeItem(store);
  else sessionStorage.setItem(store, JSON.stringify({ text: box.value, base: base.value, sent }));
}

function changed() {
  keep(false);
  clearTimeout(timer);
  timer = setTimeout(check, PAUSE);
}

function write(text) {
  const { selectionStart: start, selectionEnd: end, value } = box;
  const before = start && !/\s/.test(value[start - 1]) ? " " : "";
  box.focus();
  box.setRangeText(before + text, start, end, "end");
  changed();
}

function begin() {
  const kept = JSON.parse(sessionStorage.getItem(store));
  if (kept?.sent && kept.base !== base.value) sessionStorage.removeItem(store);
  else if (kept && kept.text !== box.value && !document.querySelector(".error-summary")) {
    box.value = kept.text;
    base.value = kept.base; // if somebody else has changed it, both are shown
    recovered.hidden = false;
    check();
  }
  for (const word of document.querySelectorAll("[data-insert]")) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "insert", textContent: word.textContent });
    for (const name of ["lang", "dir", "data-insert"]) button.setAttribute(name, word.getAttribute(name));
    word.replaceWith(button);
  }
  for (const button of document.querySelectorAll("[data-take]")) button.hidden = false;
  document.querySelector("[data-without]").hidden = true;
  if (matchMedia("(hover: hover)").matches && !document.querySelector("[data-focus]")) box.focus({ preventScroll: true });
}

document.querySelector("[data-drop]").addEventListener("click", () => {
  box.value = saved;
  recovered.hidden = true;
  changed();
  box.focus();
});
document.addEventListener("click", ({ target }) => {
  const insert = target.closest("[data-insert]");
  const take = target.closest("[data-take]");
  if (insert) write(insert.dataset.insert);
  if (!take) return;
  box.select();
  write(take.dataset.take);
});
document.addEventListener("keydown", (event) => {
  const follow = (selector) => document.querySelector(selector)?.click();
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) follow("[data-next]");
  else if (!event.altKey || event.ctrlKey || event.metaKey) return;
  else if (event.key === "ArrowDown") follow("[rel=next]");
  else if (event.key === "ArrowUp") follow("[rel=prev]");
  else if (/^Digit[1-9]$/.test(event.code)) follow(`.terms > li:nth-child(${event.code[5]}) [data-insert]`);
  else return;
  event.preventDefault();
});
box.addEventListener("input", changed);
form.addEventListener("submit", () => {
  leaving = true;
  keep(true);
});
addEventListener("pageshow", () => (leaving = false));
addEventListener("beforeunload", (event) => {
  if (!leaving && box.value !== saved) event.preventDefault();
});
begin();
