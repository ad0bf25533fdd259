// Asks the checker about the text as it is typed, and shows what it says beside the lines and in the list below.

const PAUSE = 700;

export function checkFrom(form, area, panel) {
  const words = form.dataset;
  const list = panel.querySelector("[data-problems]");
  const count = panel.querySelector("[data-problem-count]");
  const elsewhere = panel.querySelector("[data-elsewhere]");
  let problems = [...list.children].map((item) => ({
    line: Number(item.querySelector("[data-line]")?.dataset.line ?? 0),
    severity: item.className,
    text: item.lastElementChild.textContent,
  }));
  let timer = 0;
  let asked = 0;
  const listeners = [];

  async function ask() {
    clearTimeout(timer);
    const number = ++asked;
    const fields = new FormData();
    fields.append("text", area.text);
    try {
      const response = await fetch(words.checkUrl, { method: "POST", body: fields, headers: { "X-Requested-With": "fetch" }, redirect: "error" });
      const answer = await response.json();
      if (number !== asked || !response.ok) return; // something newer is under way
      problems = answer.problems;
      show(answer);
    } catch {
      // no connection: what was said last stays
    }
  }

  function show(answer) {
    list.replaceChildren(...problems.map(item));
    count.textContent = problems.length ? answer.count : words.noProblems;
    elsewhere.hidden = !answer.elsewhere;
    elsewhere.querySelector("[data-elsewhere-count]").textContent = answer.elsewhere;
    for (const listener of listeners) listener(answer);
  }

  function item(problem) {
    const made = panel.querySelector("[data-problem-pattern]").content.firstElementChild.cloneNode(true);
    const [tag, link, text] = made.children;
    made.className = problem.severity;
    tag.replaceWith(panel.querySelector(`[data-tag-pattern=${problem.severity}]`).content.firstElementChild.cloneNode(true));
    text.replaceChildren(...new DOMParser().parseFromString(problem.html, "text/html").body.childNodes);
    if (problem.line) {
      link.href = `#L${problem.line}`;
      link.dataset.line = problem.line;
      link.textContent = words.lineLabel.replace("{line}", problem.line);
    } else {
      link.replaceWith(Object.assign(document.createElement("span"), { textContent: words.whole }));
    }
    return made;
  }

  area.wait(() => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });
  return {
    now: ask,
    wait: (listener) => listeners.push(listener),
    notes: () => problems.map(({ line, severity, text }) => ({ line: line || 1, kind: severity, text })),
  };
}
