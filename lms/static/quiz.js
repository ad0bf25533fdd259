// Saves each answer of form[data-save] as it is given, and counts down to [data-deadline]. Without this module the form is sent
// as a whole. All words stand in data attributes of the page (templates/_questions.html: quiz_texts, timer).
//
// To data-save goes, form-encoded: question, the fields of its fieldset, key (names this change; the same when it is sent again),
// counter (grows with each change). It answers {saved: true, counter, text}, or {error} with 4xx when the answer is refused.
// "Saved" is shown only after the server has said so, and only for what the person sees at that moment.

const TYPING_PAUSE = 700;
const TYPING_LONGEST = 5000;
const ANSWER_WITHIN = 15_000;
const LONGEST_WAIT = 30_000;
const TRY_AGAIN = new Set([401, 408, 425, 429]); // signed out, slow, too early, too many: the answer stays good

const form = document.querySelector("form[data-save]");
const questions = form ? [...form.querySelectorAll("fieldset[data-question]")].map(question) : [];
let leaving = false;

function newKey() {
  if (crypto.randomUUID) return crypto.randomUUID(); // not there on plain http
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function question(fieldset) {
  return {
    fieldset,
    line: fieldset.querySelector("[data-state]"),
    field: fieldset.querySelector("[data-counter-field]"),
    counter: Number(fieldset.dataset.counter) || 0,
    change: null, // the newest change that the server has not acknowledged
    sending: false,
    since: 0, // when that answer was last known to be saved
    failures: 0,
    timer: 0,
  };
}

function say(q, state, text) {
  if (!q.line) return;
  q.line.classList.toggle("saved", state === "saved");
  q.line.classList.toggle("unsaved", state === "unsaved");
  if (q.line.textContent !== text) q.line.textContent = text;
}

function body(q) {
  const fields = new URLSearchParams({ question: q.fieldset.dataset.question, key: q.change.key, counter: q.change.counter });
  for (const control of q.fieldset.elements) {
    if (!control.name || control.disabled || control.type === "hidden") continue;
    if ((control.type === "radio" || control.type === "checkbox") && !control.checked) continue;
    fields.append(control.name, control.value);
  }
  return fields;
}

function changed(q, pause) {
  if (!q.change) q.since = Date.now();
  q.counter += 1;
  q.change = { key: newKey(), counter: q.counter, body: null };
  if (q.field) q.field.value = q.counter; // so that the form as a whole is as new as its newest answer
  if (!q.failures) say(q, "saving", form.dataset.saving);
  if (!q.failures || !pause) later(q, Math.min(pause, Math.max(0, q.since + TYPING_LONGEST - Date.now())));
}

function later(q, pause) {
  clearTimeout(q.timer);
  q.timer = setTimeout(send, pause, q);
}

async function send(q) {
  clearTimeout(q.timer);
  if (q.sending || !q.change) return;
  const change = q.change;
  change.body ??= body(q); // what is sent under one key never differs
  q.sending = true;
  const outcome = await post(change.body);
  q.sending = false;
  if (outcome.counter > q.counter) q.counter = outcome.counter;
  if (q.change !== change) {
    later(q, 0);
  } else if (outcome.state === "retry") {
    q.failures += 1;
    say(q, "unsaved", outcome.text || form.dataset.unsaved);
    later(q, Math.min(LONGEST_WAIT, 1000 * 2 ** (q.failures - 1)) * (0.75 + Math.random() / 2));
  } else {
    q.change = null;
    q.failures = 0;
    say(q, outcome.state, outcome.text || form.dataset.saved);
  }
  if (!pending().length) form.dispatchEvent(new Event("allsaved"));
}

async function post(fields) {
  const stop = new AbortController();
  const limit = setTimeout(() => stop.abort(), ANSWER_WITHIN);
  try {
    const response = await fetch(form.dataset.save, {
      method: "POST",
      body: fields,
      headers: { "X-Requested-With": "fetch", Accept: "application/json" },
      redirect: "error",
      keepalive: String(fields).length < 16_000, // goes on when the page is left; browsers refuse it for more
      signal: stop.signal,
    });
    const answer = await response.json();
    if (response.ok && answer.saved === true) return { state: "saved", text: answer.text, counter: answer.counter };
    const refused = response.status >= 400 && response.status < 500 && !TRY_AGAIN.has(response.status) && answer.error;
    return { state: refused ? "unsaved" : "retry", text: answer.error };
  } catch {
    return { state: "retry" };
  } finally {
    clearTimeout(limit);
  }
}

const pending = () => questions.filter((q) => q.change);
const sendAll = () => pending().forEach(send);

function isText(control) {
  return control.matches("textarea, input:not([type=radio], [type=checkbox])");
}

function watch() {
  const of = (control) => questions.find((q) => q.fieldset.contains(control));
  form.addEventListener("input", ({ target }) => {
    const q = isText(target) && of(target);
    if (q) changed(q, TYPING_PAUSE);
  });
  form.addEventListener("change", ({ target }) => {
    const q = of(target);
    if (q && isText(target)) send(q); // its change was noted while typing
    else if (q) changed(q, 0);
  });
  addEventListener("online", sendAll);
  addEventListener("pagehide", sendAll);
  document.addEventListener("visibilitychange", sendAll);
  addEventListener("beforeunload", (event) => {
    sendAll();
    if (!leaving && pending().some((q) => q.failures || !q.sending)) event.preventDefault();
  });
  addEventListener("pageshow", () => (leaving = false));
  submitWhenSaved();
}

// The form waits for answers that are still under way. A second press sends it at once: it carries every answer itself.
function submitWhenSaved() {
  const line = form.appendChild(document.createElement("p"));
  line.className = "save-state";
  line.setAttribute("role", "status");
  let waiting = false;
  form.addEventListener("submit", (event) => {
    sendAll();
    if (waiting || !pending().length) {
      leaving = true;
      return;
    }
    event.preventDefault();
    waiting = true;
    line.textContent = form.dataset.waiting;
    form.addEventListener("allsaved", () => (event.submitter ? event.submitter.click() : form.requestSubmit()), { once: true });
  });
  addEventListener("pageshow", () => {
    waiting = false;
    line.textContent = "";
  });
}

function countDown(box) {
  const clock = box.querySelector("[data-clock]");
  const announce = box.querySelector("[data-announce]");
  const loaded = performance.getEntriesByType("navigation")[0]?.responseStart ?? performance.now();
  const allowed = Number(box.dataset.deadline);
  const end = performance.timeOrigin + loaded + allowed * 1000;
  const warnings = [[300, box.dataset.five], [60, box.dataset.one], [0, box.dataset.over]].filter(([at]) => at < allowed);
  const two = (number) => String(number).padStart(2, "0");
  const tick = () => {
    const left = Math.max(0, Math.round((end - Date.now()) / 1000));
    const hours = Math.floor(left / 3600);
    const minutes = Math.floor((left % 3600) / 60);
    clock.textContent = (hours ? `${hours}:${two(minutes)}` : minutes) + `:${two(left % 60)}`;
    box.classList.toggle("late", left <= 300);
    while (warnings.length && left <= warnings[0][0]) announce.textContent = warnings.shift()[1];
    if (left || !allowed) return;
    clearInterval(timer);
    timeIsOver();
  };
  const timer = setInterval(tick, 1000);
  tick();
}

// The server keeps the time; once it is over, the page asks it what now. What is unsent is offered to it first.
function timeIsOver() {
  sendAll();
  const reload = () => setTimeout(() => location.reload(), 2000);
  if (pending().length) form.addEventListener("allsaved", reload, { once: true });
  else reload();
}

if (form) watch();
document.querySelectorAll("[data-deadline]").forEach(countDown);
