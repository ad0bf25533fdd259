// In a lesson: checks are answered in place, the place of reading is remembered, and a change of language stays at it.
// Without this module a check is an ordinary form and a page begins where its address says.

// A check: the server's answer to a fetch is its section alone, with the result.
document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("[data-check]") || event.defaultPrevented) return;
  event.preventDefault();
  if (form.dataset.busy) return;
  form.dataset.busy = "true";
  const fields = new URLSearchParams(new FormData(form));
  if (event.submitter?.name) fields.append(event.submitter.name, event.submitter.value);
  try {
    const response = await fetch(form.getAttribute("action"), {
      method: "POST",
      body: fields,
      headers: { "X-Requested-With": "fetch", Accept: "text/html" },
      redirect: "error",
    });
    if (response.headers.get("Content-Type")?.includes("json")) {
      tell(form, (await response.json()).error);
      return;
    }
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const section = page.querySelector("section");
    if (!section) throw new Error("no section in the answer");
    form.closest("section").replaceWith(section);
    (section.querySelector(".feedback") ?? section.querySelector("input, select, textarea"))?.focus();
  } catch {
    HTMLFormElement.prototype.submit.call(form); // the ordinary way says what is wrong
  } finally {
    delete form.dataset.busy;
  }
});

function tell(form, error) {
  const line = form.querySelector("[data-refusal]") ?? form.appendChild(document.createElement("p"));
  line.className = "error";
  line.dataset.refusal = "";
  line.setAttribute("role", "alert");
  line.textContent = error;
}

// The place of reading: the topmost block in sight.
const article = document.querySelector("article[data-position-url]");
let reported = "";
let scrolled = false;

function position() {
  const blocks = [...article.querySelectorAll("[id^=b]")].filter((block) => /^b\d+$/.test(block.id));
  return (blocks.find((block) => block.getBoundingClientRect().bottom > 16) ?? blocks[blocks.length - 1])?.id;
}

function report() {
  const place = scrolled && position();
  if (!place || place === reported) return;
  if (navigator.sendBeacon(article.dataset.positionUrl, new URLSearchParams({ position: place }))) reported = place;
}

if (article) {
  addEventListener("scroll", () => (scrolled = true), { passive: true, once: true });
  addEventListener("pagehide", report);
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && report());

  const hidden = (form) => form.elements.namedItem("at") ?? form.appendChild(Object.assign(document.createElement("input"), { type: "hidden", name: "at" }));
  for (const form of document.querySelectorAll("form.language")) {
    form.addEventListener("submit", () => (hidden(form).value = (scrollY > 100 && position()) || ""));
  }
  for (const link of document.querySelectorAll("a[hreflang]")) {
    link.addEventListener("click", () => (link.hash = (scrollY > 100 && position()) || ""));
  }
}
