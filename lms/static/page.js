// Small comforts on every page; each page works without them.

// A second press of the same button does not send the form again. Nothing is disabled, so the pressed button's value is still
// sent and the page is usable when the browser brings it back. A download leaves the page as it is: soon it may be had once more.
let sent = new WeakMap();
const FORGET_AFTER = 10_000;
const FORGET_DOWNLOAD_AFTER = 1_500;

document.addEventListener("submit", (event) => {
  if (event.defaultPrevented || event.target.matches("[data-check]")) return;
  const pressed = event.submitter ?? event.target;
  const before = sent.get(pressed);
  const wait = event.target.matches("[data-download]") ? FORGET_DOWNLOAD_AFTER : FORGET_AFTER;
  if (before && Date.now() - before < wait) event.preventDefault();
  else sent.set(pressed, Date.now());
});
addEventListener("pageshow", (event) => {
  if (event.persisted) sent = new WeakMap();
});

// Without a connection a form stays as it is, with what was typed: the browser's own error page would throw that away. This comes
// before whatever else acts on a form that is sent. A browser that believes to be without a network may still reach a server
// that is near, so the server is asked.
let reached = null;
document.addEventListener(
  "submit",
  async (event) => {
    const form = event.target;
    if (navigator.onLine || form === reached) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const { submitter } = event;
    if (!(await fetch(location.href, { method: "HEAD", cache: "no-store" }).then(() => true, () => false))) return sayOffline(form);
    reached = form;
    form.requestSubmit(submitter);
    reached = null;
  },
  true,
);

function sayOffline(form) {
  document.querySelector("[data-offline-note]")?.remove();
  const note = document.createElement("p");
  note.className = "flash warning";
  note.dataset.offlineNote = "";
  note.setAttribute("role", "alert");
  (form.closest("main") ? form : document.querySelector(".flashes")).append(note);
  note.textContent = document.body.dataset.offline;
}
addEventListener("online", () => document.querySelector("[data-offline-note]")?.remove());

// Copy what stands in a field. Without https a page has no clipboard; then the old way.
for (const box of document.querySelectorAll("[data-copy-field]")) {
  const input = box.querySelector("input");
  const button = box.querySelector("button");
  const copy = () => (input.select(), document.execCommand("copy"));
  button.hidden = false;
  button.addEventListener("click", async () => {
    const copied = navigator.clipboard && (await navigator.clipboard.writeText(input.value).then(() => true, () => false));
    if (!copied && !copy()) return;
    button.textContent = button.dataset.copied;
    document.getElementById(button.getAttribute("aria-describedby")).textContent = button.dataset.copied;
  });
}

// Show or hide what was typed as a password.
for (const box of document.querySelectorAll("[data-password]")) {
  const input = box.querySelector("input");
  const button = box.querySelector("button");
  const say = (shown) => {
    input.type = shown ? "text" : "password";
    button.textContent = shown ? button.dataset.hide : button.dataset.show;
    button.setAttribute("aria-label", shown ? button.dataset.hideLabel : button.dataset.showLabel);
  };
  say(false);
  button.hidden = false;
  button.addEventListener("click", () => say(input.type === "password"));
  // never leave a readable password behind for the next person, or for the browser to store as text
  input.form.addEventListener("submit", () => say(false));
  addEventListener("pagehide", () => say(false));
}

// The account menu closes when a person turns to something else.
const account = document.querySelector("details.account");
document.addEventListener("click", (event) => account?.contains(event.target) || account?.removeAttribute("open"));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !account?.open) return;
  account.open = false;
  account.querySelector("summary").focus();
});

// What needs attention first (an error summary, a result) gets the focus.
document.querySelector("[data-focus]")?.focus();
