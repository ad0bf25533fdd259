// The page with the code for attendance: fetched anew before its code is another one, and put in place without a flicker.
const screen = document.querySelector("[data-every]");

async function renew() {
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (!answer.ok || answer.redirected) throw new Error(answer.statusText);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const next = page.querySelector("[data-every]");
    if (!next) return location.reload();
    for (const part of ["code", "letters", "count"]) {
      screen.querySelector(`.screen-${part}`).replaceWith(next.querySelector(`.screen-${part}`));
    }
  } catch {
    // no line at the moment: what is shown is taken for ten minutes
  }
}

if (screen) setInterval(renew, Number(screen.dataset.every) * 1000);
