// Saves what is typed: two seconds after the first change that is not saved, when the field is left, and when the page is.
// Until the server has said "saved", a copy stands in this browser's localStorage, and is offered when the file is opened again.
// A conflict stops it: what to do is the person's choice.

const EVERY = 2000;
const ANSWER_WITHIN = 30_000;
const LONGEST_WAIT = 30_000;
const KEPT_ALIVE = 60_000; // bytes; browsers refuse more when a page is left
const COPIES = 3;

export function saveFrom(form, area, { say, conflict }) {
  const words = form.dataset;
  const base = form.querySelector("[data-base]");
  const copies = openCopies(words.copy);
  let saved = "unsaved" in words ? null : area.text; // what the server has, as far as is known
  let timer = 0;
  let sending = false;
  let failures = 0;
  let stopped = false;
  let refused = null; // the text that the server will not take

  const isDirty = () => area.text !== saved;

  function changed() {
    if (!isDirty()) return copies.clear();
    copies.keep({ text: area.text, base: base.value, at: Date.now() });
    if (stopped) return;
    if (!failures) say("saving", words.changed);
    if (!timer && !sending) timer = setTimeout(send, failures ? pause() : EVERY);
  }

  const pause = () => Math.min(LONGEST_WAIT, 1000 * 2 ** failures) * (0.75 + Math.random() / 2);

  async function send() {
    clearTimeout(timer);
    timer = 0;
    if (sending || stopped || !isDirty() || area.text === refused) return;
    const text = area.text;
    sending = true;
    if (!failures) say("saving", words.saving);
    const outcome = await post(form.action, text, base.value);
    sending = false;
    if (outcome.saved) return settled(text, outcome);
    if (outcome.html) {
      stopped = true;
      say("unsaved", words.stopped);
      conflict(outcome);
    } else if (outcome.error) {
      refused = text;
      say("unsaved", outcome.error);
    } else {
      failures += 1;
      say("unsaved", outcome.status === 401 ? words.signedOut : words.offline);
      timer = setTimeout(send, pause());
    }
  }

  function settled(text, answer) {
    failures = 0;
    refused = null;
    base.value = answer.base;
    saved = text;
    if (isDirty()) return changed();
    copies.clear();
    say("saved", answer.text);
  }

  area.wait(changed);
  addEventListener("online", send);
  addEventListener("pagehide", send);
  document.addEventListener("visibilitychange", send);
  area.element.addEventListener("focusout", send);
  addEventListener("beforeunload", (event) => {
    send();
    if (isDirty() && (failures || stopped)) event.preventDefault();
  });

  return {
    now: send,
    isDirty,
    copies,
    /** Go on with the saved text that another person made as the one from which changes begin. */
    goOnFrom(digest, text) {
      stopped = false;
      base.value = digest;
      if (text !== undefined) saved = text;
      changed();
      return send();
    },
    /** A copy is brought back: it began from its own base. */
    restore(copy) {
      base.value = copy.base;
      area.set(copy.text);
      changed();
    },
    start: () => ("unsaved" in words && !form.querySelector("[data-conflict]") ? changed() : undefined),
    stop: () => (stopped = true),
    /** The form is sent as a whole, with the text in it. */
    leaving: () => (saved = area.text),
  };
}

async function post(url, text, base) {
  const fields = new FormData();
  fields.append("text", text);
  fields.append("base", base);
  const stop = new AbortController();
  const limit = setTimeout(() => stop.abort(), ANSWER_WITHIN);
  try {
    const response = await fetch(url, {
      method: "POST",
      body: fields,
      headers: { "X-Requested-With": "fetch", Accept: "application/json" },
      redirect: "error",
      keepalive: new Blob([text]).size < KEPT_ALIVE,
      signal: stop.signal,
    });
    const answer = await response.json();
    if (response.ok && answer.saved === true) return answer;
    if (response.status === 409 && answer.html) return answer;
    const isFinal = [400, 403, 404, 409, 413, 422].includes(response.status);
    return { status: response.status, error: isFinal ? answer.error : undefined };
  } catch {
    return {};
  } finally {
    clearTimeout(limit);
  }
}

// Copies under one key: `now`, the text that is being typed, and `before`, those that nobody has decided about yet.
function openCopies(key) {
  const read = () => {
    try {
      return JSON.parse(localStorage.getItem(key)) ?? {};
    } catch {
      return {};
    }
  };
  const write = (state) => {
    try {
      if (!state.now && !state.before?.length) localStorage.removeItem(key);
      else localStorage.setItem(key, JSON.stringify(state));
    } catch {
      // full or forbidden: the text is still in the page
    }
  };
  const first = read();
  const before = [first.now, ...(first.before ?? [])].filter(Boolean).slice(0, COPIES);
  write({ before });
  return {
    keep: (copy) => write({ now: copy, before }),
    clear: () => write({ before }),
    /** The newest copy that says something else than `text`; those that say the same are forgotten. */
    offered(text) {
      while (before.length && before[0].text === text) this.forget();
      return before[0];
    },
    forget() {
      before.shift();
      write({ now: read().now, before });
    },
  };
}
