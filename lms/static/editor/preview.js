// The preview beside the text: a frame with the page that officers would get. While somebody types, only the pieces that have
// changed are exchanged in it, so that it keeps its place, and answers that are being tried stay.

const PAUSE = 900;
const DESKTOP = 1024; // CSS pixels of the page that is shown at the width of a computer

export function previewFrom(form, area, pane) {
  const frame = pane.querySelector("[data-inside]");
  const box = pane.querySelector("[data-frame]");
  const chosen = (name) => pane.querySelector(`[name=${name}]:checked`).value;
  const address = () => `${pane.dataset.preview}?framed=1&language=${chosen("preview-language")}`;
  let timer = 0;
  let asked = 0;
  let fresh = null; // the page as it came, before anybody answered anything in it

  async function typed() {
    const fields = new FormData();
    fields.append("path", form.dataset.path);
    fields.append("text", area.text);
    const response = await fetch(address(), { method: "POST", body: fields, redirect: "error" });
    if (!response.ok) throw new Error(response.status);
    return new DOMParser().parseFromString(await response.text(), "text/html");
  }

  async function update() {
    clearTimeout(timer);
    const number = ++asked;
    try {
      const page = await typed();
      const shown = frame.contentDocument;
      if (number !== asked || !shown || shown.location.pathname !== pane.dataset.preview) return;
      exchange(fresh ?? shown.querySelector("main").cloneNode(true), shown.querySelector("main"), page.querySelector("main"));
      fresh = page.querySelector("main");
    } catch {
      // no connection: what was shown last stays
    }
  }

  function load() {
    fresh = null;
    asked += 1;
    frame.src = address();
  }

  function fit() {
    const isDesktop = chosen("preview-width") === "desktop";
    box.classList.toggle("phone", !isDesktop);
    const scale = isDesktop ? Math.min(1, box.clientWidth / DESKTOP) : 1;
    frame.style.inlineSize = isDesktop ? `${DESKTOP}px` : "";
    frame.style.blockSize = isDesktop ? `${100 / scale}%` : "";
    frame.style.transform = isDesktop ? `scale(${scale})` : "";
  }

  frame.addEventListener("load", () => {
    fresh = null;
    if (frame.contentDocument?.location.pathname === pane.dataset.preview) update();
  });
  area.wait(() => {
    clearTimeout(timer);
    timer = setTimeout(update, PAUSE);
  });
  pane.addEventListener("change", ({ target }) => (target.name === "preview-language" ? load() : fit()));
  new ResizeObserver(fit).observe(box);
  pane.hidden = false;
  fit();
  load();
  return { now: update };
}

const isOpened = (one, other) => one.tagName === other.tagName && one.matches("main, article, div.prose") && one.className === other.className
  && one.lang === other.lang && one.dir === other.dir;

/** Bring `shown` from what it was made as, `before`, to `after`: children that are the same in both are not touched. */
function exchange(before, shown, after) {
  const old = [...before.children];
  const live = [...shown.children];
  const next = [...after.children];
  if (old.length !== live.length) return shown.replaceChildren(...next.map((node) => node.cloneNode(true)));
  const same = (one, other) => one?.outerHTML === other?.outerHTML;
  let start = 0;
  while (start < old.length && start < next.length && same(old[start], next[start])) start += 1;
  let end = 0;
  while (end < old.length - start && end < next.length - start && same(old.at(-1 - end), next.at(-1 - end))) end += 1;
  if (old.length - end === start + 1 && next.length - end === start + 1 && isOpened(old[start], next[start])) {
    return exchange(old[start], live[start], next[start]);
  }
  for (const node of live.slice(start, live.length - end)) node.remove();
  const place = shown.children[start] ?? null;
  for (const node of next.slice(start, next.length - end)) shown.insertBefore(node.cloneNode(true), place);
}
