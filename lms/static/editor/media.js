// Pictures, recordings and documents by button, drop or paste: asks what the file shows, sends it, and writes its Markdown.

const LARGE_PICTURE = 300_000; // bytes from which a photograph is made smaller before it is sent
const WIDEST = 1280;

export function mediaFrom(form, area) {
  const words = form.dataset;
  const fields = form.querySelector("[data-media-fields]");
  if (!fields) return { offer() {} };
  const menu = form.querySelector("[data-media-menu]");
  const [file, description, caption] = ["file", "description", "caption"].map((name) => fields.querySelector(`[name=${name}]`));
  const error = fields.querySelector("[data-media-error]");
  const button = document.createElement("button");
  const dialog = document.createElement("dialog");

  // with a script the menu is a button that opens a dialog
  button.type = "button";
  button.className = menu.querySelector("summary").className;
  button.append(...menu.querySelector("summary").childNodes);
  dialog.className = "media";
  dialog.setAttribute("aria-labelledby", "media-title");
  fields.querySelector("legend").id = "media-title";
  dialog.append(fields);
  const wasOpen = menu.open;
  menu.replaceWith(button);
  form.append(dialog);
  const close = fields.querySelector("[data-media-close]");
  close.hidden = false;

  function open() {
    tell("");
    dialog.showModal();
    (file.files.length ? description : file).focus();
  }

  function tell(text) {
    error.hidden = !text;
    error.textContent = text;
  }

  async function send() {
    tell("");
    const chosen = file.files[0];
    const body = new FormData();
    if (chosen) body.append("file", await smaller(chosen), chosen.name || "picture.png");
    body.append("description", description.value);
    body.append("caption", caption.value);
    const before = close.previousElementSibling.textContent;
    close.previousElementSibling.textContent = words.uploading;
    try {
      const response = await fetch(words.mediaUrl, { method: "POST", body, headers: { "X-Requested-With": "fetch" }, redirect: "error" });
      const answer = await response.json();
      if (!response.ok) {
        tell(response.status === 413 ? words.tooLarge : answer.error);
        (chosen ? description : file).focus();
        return;
      }
      dialog.close();
      file.value = description.value = caption.value = "";
      if (answer.markdown) area.block(answer.markdown);
      area.focus();
    } catch {
      tell(words.notSent);
    } finally {
      close.previousElementSibling.textContent = before;
    }
  }

  button.addEventListener("click", open);
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => area.focus());
  dialog.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target.type === "button" || event.target === file) return;
    event.preventDefault();
    send();
  });
  if (wasOpen) open();
  return {
    send,
    /** Ask about files that were dropped or pasted; the first of them. */
    offer(files) {
      const transfer = new DataTransfer();
      transfer.items.add(files[0]);
      file.files = transfer.files;
      open();
    },
  };
}

/** A photograph from a phone, no wider than a page; everything else as it is. */
async function smaller(file) {
  if (!["image/jpeg", "image/png", "image/webp"].includes(file.type) || file.size < LARGE_PICTURE) return file;
  try {
    const picture = await createImageBitmap(file);
    const scale = Math.min(1, WIDEST / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    const made = await new Promise((done) => canvas.toBlob(done, file.type === "image/png" ? "image/webp" : file.type, 0.8));
    return made && made.size < file.size ? made : file;
  } catch {
    return file;
  }
}
