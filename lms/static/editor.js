// The editor of a file: puts the field, autosave, the checker, the preview and the menus on top of the page's form, which works without
// all of them. Words stand in data attributes of the form (templates/authoring/editor.html).

import { openArea } from "./editor/area.js";
import { checkFrom } from "./editor/checking.js";
import { mediaFrom } from "./editor/media.js";
import { previewFrom } from "./editor/preview.js";
import { saveFrom } from "./editor/saving.js";
import { toMarkdown } from "./editor/word.js";

const form = document.querySelector("#editor");
const textarea = form.querySelector("textarea[name=text]");
const words = form.dataset;
const problems = document.querySelector("#problems");
const remarks = document.querySelector("#remarks");

const area = await openArea(textarea, { label: document.querySelector("label[for=text]").textContent, help: words.help });
const state = form.querySelector("[data-state]");
const saving = "saves" in words ? saveFrom(form, area, { say, conflict }) : null;
const checking = checkFrom(form, area, problems);
const preview = previewFrom(form, area, document.querySelector("[data-preview]"));
const media = mediaFrom(form, area);
if (area.element !== textarea) form.querySelector("[data-script-only]").hidden = false;

function say(kind, text) {
  state.className = `save-state ${kind}`;
  if (state.textContent !== text) state.textContent = text;
}

// --- notes beside the lines

function mark() {
  const said = [...remarks.querySelectorAll("[data-remark]")].map((item) => ({ line: Number(item.dataset.remark), kind: "remark", text: item.dataset.text }));
  area.mark([...checking.notes(), ...said]);
}
checking.wait(mark);
checking.wait(({ weight }) => (document.querySelector("[data-weight]").textContent = weight));
mark();

function jump() {
  const line = /^#L(\d{1,6})$/.exec(location.hash)?.[1];
  if (line) area.goTo(Number(line));
}
addEventListener("hashchange", jump);
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("[data-line]");
  if (!link) return;
  event.preventDefault();
  history.replaceState(null, "", `#L${link.dataset.line}`);
  area.goTo(Number(link.dataset.line));
});
jump();

// --- the buttons of the form

form.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (button?.name === "insert") {
    event.preventDefault();
    area.block(button.dataset.markdown);
    button.closest("details").open = false;
    area.focus();
  } else if (button?.closest("[data-conflict]")) {
    settle(event, button.value);
  } else if (button?.value === "upload") {
    event.preventDefault();
    media.send();
  } else if (button?.value === "check") {
    event.preventDefault();
    checking.now().then(() => problems.focus());
  } else if (button?.value === "preview") {
    event.preventDefault();
    saving.now();
    preview.now();
    document.querySelector("[data-preview]").focus();
    document.querySelector("[data-preview]").scrollIntoView({ block: "start" });
  } else {
    event.preventDefault();
    saving.now();
  }
});

document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s" && saving) {
    event.preventDefault();
    saving.now();
  }
});

for (const menu of document.querySelectorAll("details.menu")) {
  document.addEventListener("click", (event) => menu.contains(event.target) || menu.removeAttribute("open"));
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}

// --- two people

let other = null;

function conflict(answer) {
  other = answer;
  const place = form.querySelector("[data-conflict-place]");
  place.replaceChildren(...new DOMParser().parseFromString(answer.html, "text/html").body.childNodes);
  place.querySelector("[data-conflict]").focus();
}

function settle(event, choice) {
  if (!other) return saving.leaving(); // the page came with it: the server does the rest
  event.preventDefault();
  const { base, theirs, merged } = other;
  other = null;
  form.querySelector("[data-conflict-place]").replaceChildren();
  if (choice === "theirs") area.set(theirs);
  if (choice === "both") area.set(merged);
  saving.goOnFrom(base, choice === "theirs" ? theirs : undefined);
  area.focus();
}

// --- text that was kept on this device

function offer() {
  const copy = saving?.copies.offered(area.text);
  const place = form.querySelector("[data-offer-place]");
  place.hidden = !copy;
  if (!copy) return;
  const at = new Date(copy.at);
  const time = at.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  const day = at.toDateString() === new Date().toDateString() ? "" : `${at.toLocaleDateString("en-CA")} `;
  place.querySelector("p").textContent = words.offer.replace("{time}", day + time);
  place.querySelector("[data-take]").onclick = () => {
    saving.copies.forget();
    saving.restore(copy);
    offer();
    area.focus();
  };
  place.querySelector("[data-drop]").onclick = () => {
    saving.copies.forget();
    offer();
    area.focus();
  };
}
offer();
if (form.querySelector("[data-conflict]")) saving?.stop();
saving?.start();

// --- paste and drop

area.element.addEventListener(
  "paste",
  (event) => {
    if (!saving) return;
    const files = [...event.clipboardData.files];
    const html = event.clipboardData.getData("text/html");
    const markdown = html && !isOwn(event.clipboardData) ? toMarkdown(html) : "";
    if (!markdown && !files.length) return;
    event.preventDefault();
    event.stopPropagation();
    if (markdown) area.insert(markdown);
    else media.offer(files);
  },
  true,
);

/** Markdown that was copied as it stands, from an editor that colours it. */
const isOwn = (clipboard) => /^(#{1,3} |- \[[ x]\] |> \[!)/m.test(clipboard.getData("text/plain"));

for (const kind of ["dragover", "drop"]) {
  area.element.addEventListener(
    kind,
    (event) => {
      if (!saving || ![...event.dataTransfer.types].includes("Files")) return;
      event.preventDefault();
      event.stopPropagation();
      if (kind === "drop" && event.dataTransfer.files.length) media.offer([...event.dataTransfer.files]);
    },
    true,
  );
}

// --- remarks

remarks.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (event.target.matches("[data-settle]")) return settleRemark(event.target);
  const sheet = event.target;
  const error = sheet.querySelector("[data-remark-error]");
  const fields = new FormData(sheet);
  const line = Math.max(1, Math.min(Number(fields.get("line")) || 1, area.text.split("\n").length));
  fields.set("line", line);
  fields.set("quote", area.text.split("\n")[line - 1]);
  try {
    const response = await fetch(sheet.action, { method: "POST", body: fields, headers: { "X-Requested-With": "fetch" }, redirect: "error" });
    const answer = await response.json();
    error.hidden = response.ok;
    error.textContent = answer.error ?? "";
    if (!response.ok) return;
    sheet.querySelector("textarea").value = "";
    remarks.querySelector("[data-remarks]").replaceChildren(...new DOMParser().parseFromString(answer.html, "text/html").body.childNodes);
    mark();
  } catch {
    error.hidden = false;
    error.textContent = words.notSent;
  }
});
async function settleRemark(sheet) {
  try {
    const response = await fetch(sheet.action, { method: "POST" });
    if (!response.ok) return sheet.submit(); // the ordinary way says what is wrong
    const list = sheet.closest("ol");
    sheet.closest("li").remove();
    mark();
    (list.querySelector("a") ?? remarks.querySelector("summary")).focus();
  } catch {
    sheet.submit();
  }
}

remarks.querySelector(".leave").addEventListener("toggle", (event) => {
  if (event.target.open && area.element !== textarea) remarks.querySelector("[name=line]").value = area.line();
});
