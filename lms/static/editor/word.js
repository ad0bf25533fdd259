// What is pasted from Word, Google Docs or a web page, as Markdown: headings, paragraphs, bold, italic, lists, tables, links. All else
// (fonts, colours, sizes, comments, pictures, scripts) is left behind. The HTML is parsed into a document of its own, in which
// nothing runs and nothing is fetched.

/** The Markdown of `html`; "" if it has no structure that plain text would not have. */
export function toMarkdown(html) {
  const page = new DOMParser().parseFromString(unstyled(html), "text/html");
  for (const node of page.querySelectorAll("style, script, head, title, meta, link, object, iframe, svg, math, template")) node.remove();
  const body = page.body;
  const rich = "h1, h2, h3, h4, h5, h6, b, strong, i, em, ul, ol, table, a[href], [data-style*='mso-list'], [class*='MsoHeading'], [class*='MsoListParagraph']";
  if (!body.querySelector(rich)) return "";
  const blocks = readBlocks(body);
  return blocks.join("\n\n").replace(/\n{3,}/g, "\n\n").trim();
}

// The content security policy speaks up about styles even in a document that is only read, so they come in under another name.
const unstyled = (html) =>
  html.replace(/<style\b[\s\S]*?<\/style\s*>/gi, "").replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/\sstyle\s*=/gi, " data-style="));

const BLOCKS = new Set(["P", "DIV", "SECTION", "ARTICLE", "MAIN", "HEADER", "FOOTER", "UL", "OL", "TABLE", "BLOCKQUOTE", "PRE", "HR", "H1", "H2", "H3", "H4", "H5", "H6", "CENTER", "FIGURE", "DL", "FORM"]);

function readBlocks(parent) {
  const blocks = [];
  let inline = [];
  let list = null; // Word's lists are paragraphs that say their level in a style
  const flush = () => {
    const text = tidy(inline.map(inlineOf).join(""));
    if (text) blocks.push(escapeStart(text));
    inline = [];
  };
  const endList = () => {
    if (list) blocks.push(list.join("\n"));
    list = null;
  };
  for (const node of parent.childNodes) {
    if (!BLOCKS.has(node.nodeName) && !(node.nodeType === 1 && hasBlock(node))) {
      if (list && !node.textContent.trim()) continue;
      inline.push(node);
      continue;
    }
    flush();
    const item = wordItem(node);
    if (item) {
      (list ??= []).push(item);
      continue;
    }
    endList();
    blocks.push(...blockOf(node));
  }
  flush();
  endList();
  return blocks.filter((block) => block.trim());
}

const hasBlock = (node) => [...node.querySelectorAll("*")].some((each) => BLOCKS.has(each.nodeName));

function blockOf(node) {
  const name = node.nodeName;
  const heading = /^H([1-6])$/.exec(name)?.[1] ?? /MsoHeading([1-6])/.exec(node.className)?.[1] ?? (/MsoTitle/.test(node.className) ? "1" : "");
  if (heading) {
    const text = tidy(inlineChildren(node)).replace(/\*\*/g, "").replace(/\n/g, " ");
    return text ? [`${"#".repeat(Math.min(Number(heading), 3))} ${text}`] : [];
  }
  if (name === "UL" || name === "OL") return [listOf(node, 0)];
  if (name === "TABLE") return tableOf(node);
  if (name === "HR") return ["---"];
  if (name === "PRE") return [`~~~\n${node.textContent.replace(/\n$/, "")}\n~~~`];
  if (name === "BLOCKQUOTE") return [readBlocks(node).join("\n\n").replace(/^/gm, "> ").replace(/^> $/gm, ">")];
  if (hasBlock(node)) return readBlocks(node);
  const text = tidy(inlineChildren(node));
  return text ? [escapeStart(text)] : [];
}

function wordItem(node) {
  const style = node.getAttribute?.("data-style") ?? "";
  const found = /mso-list\s*:\s*\S+\s+level(\d+)/i.exec(style);
  if (node.nodeName !== "P" || (!found && !/MsoListParagraph/.test(node.className))) return null;
  const copy = node.cloneNode(true);
  let bullet = "";
  for (const mark of copy.querySelectorAll("[data-style*='mso-list:Ignore'], [data-style*='mso-list: Ignore']")) {
    bullet += mark.textContent;
    mark.remove();
  }
  let text = tidy(inlineChildren(copy));
  const plain = /^[·•§o\-–]\s+|^(\d+)[.)]\s+/.exec(text);
  if (!bullet && plain) {
    bullet = plain[0];
    text = text.slice(plain[0].length);
  }
  const level = found ? Number(found[1]) - 1 : 0;
  return `${"  ".repeat(Math.min(level, 5))}${/\d/.test(bullet) ? "1." : "-"} ${text}`;
}

function listOf(list, level) {
  const lines = [];
  let number = 1;
  const pad = "   ".slice(0, list.nodeName === "OL" ? 3 : 2);
  for (const child of list.children) {
    if (child.nodeName === "UL" || child.nodeName === "OL") {
      lines.push(listOf(child, level + 1).replace(/^/gm, level ? "" : pad)); // Google Docs puts lists beside their items
      continue;
    }
    if (child.nodeName !== "LI") continue;
    const inner = [...child.childNodes].filter((node) => !["UL", "OL"].includes(node.nodeName));
    const text = tidy(inner.map(inlineOf).join("")).replace(/\n/g, " ");
    lines.push(`${list.nodeName === "OL" ? `${number++}.` : "-"} ${text}`);
    for (const nested of child.children) {
      if (nested.nodeName === "UL" || nested.nodeName === "OL") lines.push(listOf(nested, level + 1).replace(/^/gm, pad));
    }
  }
  return lines.join("\n");
}

function tableOf(table) {
  const rows = [...table.rows].map((row) =>
    [...row.cells].flatMap((cell) => [tidy(inlineChildren(cell)).replace(/\\?\n/g, " ").replace(/\|/g, "\\|"), ...Array(Math.min(cell.colSpan - 1, 20)).fill("")]),
  );
  const wide = Math.max(0, ...rows.map((row) => row.length));
  if (!wide) return [];
  if (wide === 1) return rows.map(([cell]) => cell).filter(Boolean); // a box around text
  const line = (cells) => `| ${Array.from({ length: wide }, (_, at) => cells[at] ?? "").join(" | ")} |`;
  return [[line(rows[0]), `|${"---|".repeat(wide)}`, ...rows.slice(1).map(line)].join("\n")];
}

const inlineChildren = (node) => [...node.childNodes].map(inlineOf).join("");

function inlineOf(node) {
  if (node.nodeType === 3) return escape(node.data.replace(/[\s\u00a0]+/g, " "));
  if (node.nodeType !== 1) return "";
  const name = node.nodeName;
  if (name === "BR") return "\\\n";
  if (name === "IMG" || name === "O:P") return "";
  const inner = inlineChildren(node);
  if (BLOCKS.has(name)) return ` ${inner} `;
  const style = (node.getAttribute("data-style") ?? "").toLowerCase();
  const weight = /font-weight\s*:\s*(\w+)/.exec(style)?.[1];
  const isBold = weight ? weight === "bold" || Number(weight) >= 600 : name === "B" || name === "STRONG";
  const slant = /font-style\s*:\s*(\w+)/.exec(style)?.[1];
  const isItalic = slant ? slant === "italic" : name === "I" || name === "EM";
  if (name === "A") return link(node, inner);
  if (isBold) return around(inner, "**");
  if (isItalic) return around(inner, "*");
  if (name === "S" || name === "DEL" || name === "STRIKE") return around(inner, "~~");
  return inner;
}

function link(node, inner) {
  const address = node.getAttribute("href") ?? "";
  const isOurs = /^(https?:\/\/[^\s]+|mailto:[^\s]+|tel:[+\d][^\s]*)$/i.test(address);
  const words = inner.trim();
  return isOurs && words ? inner.replace(words, () => `[${words}](${address.replace(/[()<>\\]/g, encodeURIComponent).replace(/\(/g, "%28").replace(/\)/g, "%29")})`) : inner;
}

// The marks must touch the words, and what is marked twice is marked once.
function around(inner, mark) {
  const found = /^(\s*(?:\\\n)?)([\s\S]*?)((?:\\\n)?\s*)$/.exec(inner);
  const words = found[2].trim();
  if (!words || (words.startsWith(mark) && words.endsWith(mark))) return inner;
  return `${found[1]}${mark}${words.replaceAll(mark, "")}${mark}${found[3] || inner.slice(found[1].length + found[2].length)}`;
}

const escape = (text) => text.replace(/[\\`*_[\]<#~]/g, (sign, at) => (sign === "#" && at ? sign : sign === "~" ? (text[at + 1] === "~" ? "\\~" : sign) : `\\${sign}`));

const escapeStart = (text) => text.replace(/^(\s*)([-+>]|\d+[.)])(?=\s)/gm, (_, space, sign) => (sign.length > 1 ? `${space}${sign.slice(0, -1)}\\${sign.at(-1)}` : `${space}\\${sign}`));

function tidy(text) {
  return text
    .replace(/\*\*(\s*)\*\*/g, "$1")
    .replace(/[ \t]+/g, " ")
    .replace(/ ?(\\\n) ?/g, "$1")
    .replace(/^(?:\\\n|\s)+|(?:\\\n|\s)+$/g, "");
}
