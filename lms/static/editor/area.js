// The field in which a text is written: CodeMirror where the browser can hold it, else the page's own textarea. Both offer
//   text, set(text), insert(words), block(markdown), goTo(line), line(), mark(notes), wait(listener), focus(), element
// `insert` writes where the cursor is, `block` below its line as something of its own, or at the end if there was no cursor yet.
// `notes` are [{line, kind: "error" | "warning" | "remark", text}]; the listener is called after each change by the person.
//
// CodeMirror stands in a shadow root, because it then makes its styles as constructable style sheets, which our content security
// policy allows, and not as a style element, which it refuses (decision 16).

export async function openArea(textarea, words) {
  if (!("adoptedStyleSheets" in Document.prototype)) return plainArea(textarea);
  try {
    return codeArea(textarea, words, await import("../vendor/codemirror.js"));
  } catch (reason) {
    console.warn(reason);
    return plainArea(textarea);
  }
}

/** Where in `text` a block goes that is put below the place `at`, and the block with the empty lines that it needs around it. */
function placed(text, at, markdown) {
  const end = text.indexOf("\n", at) < 0 ? text.length : text.indexOf("\n", at);
  const before = /\n*$/.exec(text.slice(0, end))[0].length;
  const after = /^\n*/.exec(text.slice(end))[0].length;
  const lead = end === before ? "" : "\n".repeat(Math.max(0, 2 - before));
  // text at the end of a file that ends with a question is not part of it
  const last = text.slice(0, end).match(/^(?:#{1,3} .*|---\s*)$/gm)?.pop() ?? "";
  const isAfterQuestion = !text.slice(end).trim() && /^### question/i.test(last) && !markdown.trim().startsWith("#");
  return { at: end, words: lead + (isAfterQuestion ? "---\n\n" : "") + markdown.trim() + "\n".repeat(Math.max(0, 2 - after)) };
}

function plainArea(textarea) {
  let wasHere = false;
  textarea.addEventListener("focus", () => (wasHere = true));
  const start = (line) => textarea.value.split("\n").slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
  return {
    element: textarea,
    get text() {
      return textarea.value;
    },
    set(text) {
      textarea.value = text;
      textarea.dispatchEvent(new Event("input"));
    },
    insert(words) {
      textarea.setRangeText(words, textarea.selectionStart, textarea.selectionEnd, "end");
      textarea.dispatchEvent(new Event("input"));
    },
    block(markdown) {
      const { at, words } = placed(textarea.value, wasHere ? textarea.selectionEnd : textarea.value.length, markdown);
      textarea.setRangeText(words, at, at, "end");
      textarea.dispatchEvent(new Event("input"));
    },
    goTo(line) {
      textarea.focus();
      textarea.setSelectionRange(start(line), start(line));
      const lines = textarea.value.split("\n").length;
      textarea.scrollTop = Math.max(0, (textarea.scrollHeight * (line - 3)) / lines);
    },
    line: () => textarea.value.slice(0, textarea.selectionStart).split("\n").length,
    mark() {},
    wait: (listener) => textarea.addEventListener("input", listener),
    focus: () => textarea.focus(),
  };
}

const EMPTY_POINT = /^( *)(?:[-*+]|\d+[.)]) +(?:\[[ xX]\] *)?$/;

/**
 * Enter on an empty point: one level outwards, or out of the list, with the empty line without which what follows belongs to the
 * last point. CodeMirror's own command would first put an empty line between the points.
 */
function leaveList(view) {
  const { main } = view.state.selection;
  const line = view.state.doc.lineAt(main.head);
  const found = EMPTY_POINT.exec(line.text);
  if (!found || !main.empty || main.head !== line.to || view.state.readOnly) return false;
  const isApart = line.number === 1 || !view.state.doc.line(line.number - 1).text.trim();
  const change = found[1]
    ? { from: line.from, to: line.from + Math.min(2, found[1].length) }
    : { from: line.from, to: line.to, insert: isApart ? "" : "\n" };
  const at = found[1] ? line.to - (change.to - change.from) : line.from + change.insert.length;
  view.dispatch({ changes: change, selection: { anchor: at }, userEvent: "input", scrollIntoView: true });
  return true;
}

const ARABIC = /[\u0620-\u06ff\u0750-\u077f\ufb50-\ufeff]/;

function codeArea(textarea, words, cm) {
  const host = document.createElement("div");
  host.className = "code";
  const root = host.attachShadow({ mode: "open" });
  const help = document.createElement("p");
  help.id = "help";
  help.textContent = words.help;
  help.hidden = true; // named by aria-describedby all the same
  root.append(help);
  const listeners = [];
  let wasHere = false;
  host.addEventListener("focusin", () => (wasHere = true));

  // Each line begins on the side of its first letter, so that Urdu and English can stand in one file.
  const directions = cm.ViewPlugin.fromClass(
    class {
      constructor(view) {
        this.decorations = directed(view, cm);
      }
      update(change) {
        if (change.docChanged || change.viewportChanged) this.decorations = directed(change.view, cm);
      }
    },
    { decorations: (plugin) => plugin.decorations },
  );
  const notes = noted(cm);
  const view = new cm.EditorView({
    parent: root,
    root,
    state: cm.EditorState.create({
      doc: textarea.value,
      extensions: [
        cm.lineNumbers(),
        notes.extensions,
        cm.history(),
        cm.drawSelection(),
        cm.highlightActiveLine(),
        cm.highlightActiveLineGutter(),
        cm.markdownLanguage,
        cm.syntaxHighlighting(cm.HighlightStyle.define(colours(cm.tags))),
        cm.indentUnit.of("  "),
        cm.EditorState.tabSize.of(2),
        cm.EditorState.readOnly.of(textarea.readOnly),
        cm.EditorView.lineWrapping,
        cm.EditorView.perLineTextDirection.of(true),
        cm.EditorView.contentAttributes.of({ tabindex: "0", "aria-label": words.label, "aria-describedby": "help", "aria-readonly": String(textarea.readOnly), spellcheck: "true" }),
        cm.EditorView.theme(look),
        cm.EditorView.updateListener.of((change) => {
          if (!change.docChanged) return;
          textarea.value = change.state.doc.toString();
          for (const listener of listeners) listener();
        }),
        directions,
        cm.keymap.of([
          { key: "Enter", run: leaveList },
          { key: "Enter", run: cm.insertNewlineContinueMarkup },
          { key: "Backspace", run: cm.deleteMarkupBackward },
          { key: "Tab", run: cm.indentMore, shift: cm.indentLess }, // Escape lets the next Tab leave the field: CodeMirror's own
          ...cm.historyKeymap,
          ...cm.defaultKeymap,
        ]),
      ],
    }),
  });
  textarea.before(host);
  textarea.hidden = true;
  document.querySelector(`label[for="${textarea.id}"]`)?.addEventListener("click", () => view.focus());

  return {
    element: host,
    view,
    get text() {
      return view.state.doc.toString();
    },
    set(text) {
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
    },
    insert(words) {
      const { from, to } = view.state.selection.main;
      view.dispatch({ changes: { from, to, insert: words }, selection: { anchor: from + words.length }, scrollIntoView: true });
    },
    block(markdown) {
      const text = view.state.doc.toString();
      const { at, words } = placed(text, wasHere ? view.state.selection.main.to : text.length, markdown);
      view.dispatch({ changes: { from: at, insert: words }, selection: { anchor: at + words.length }, scrollIntoView: true });
    },
    goTo(line) {
      const at = view.state.doc.line(Math.max(1, Math.min(line, view.state.doc.lines))).from;
      view.dispatch({ selection: { anchor: at }, effects: cm.EditorView.scrollIntoView(at, { y: "center" }) });
      view.focus();
    },
    line: () => view.state.doc.lineAt(view.state.selection.main.head).number,
    mark: (found) => notes.show(view, found),
    wait: (listener) => listeners.push(listener),
    focus: () => view.focus(),
  };
}

function directed(view, cm) {
  const builder = new cm.RangeSetBuilder();
  const plain = cm.Decoration.line({ attributes: { dir: "auto" } });
  const urdu = cm.Decoration.line({ attributes: { dir: "auto" }, class: "urdu" });
  for (const { from, to } of view.visibleRanges) {
    for (let at = from; at <= to; ) {
      const line = view.state.doc.lineAt(at);
      builder.add(line.from, line.from, ARABIC.test(line.text) ? urdu : plain);
      at = line.to + 1;
    }
  }
  return builder.finish();
}

// Marks beside the lines, which move with them until the next answer of the checker.
function noted(cm) {
  const show = cm.StateEffect.define();
  class Mark extends cm.GutterMarker {
    constructor(note) {
      super();
      this.note = note;
    }
    eq(other) {
      return other.note.kind === this.note.kind && other.note.text === this.note.text;
    }
    toDOM() {
      const mark = document.createElement("span");
      mark.className = `mark ${this.note.kind}`;
      mark.title = this.note.text;
      mark.textContent = { error: "✕", warning: "!", remark: "✎" }[this.note.kind];
      return mark;
    }
  }
  const gutterMarks = cm.StateField.define({
    create: () => cm.RangeSet.empty,
    update(marks, change) {
      marks = marks.map(change.changes);
      for (const effect of change.effects) {
        if (effect.is(show)) marks = cm.RangeSet.of(effect.value.map(({ at, note }) => new Mark(note).range(at)), true);
      }
      return marks;
    },
  });
  const faulty = cm.StateField.define({
    create: () => cm.Decoration.none,
    update(lines, change) {
      lines = lines.map(change.changes);
      for (const effect of change.effects) {
        if (!effect.is(show)) continue;
        const marked = effect.value.filter(({ note }) => note.kind !== "remark");
        lines = cm.Decoration.set(marked.map(({ at, note }) => cm.Decoration.line({ class: note.kind }).range(at)), true);
      }
      return lines;
    },
    provide: (field) => cm.EditorView.decorations.from(field),
  });
  return {
    extensions: [gutterMarks, faulty, cm.gutter({ class: "marks", markers: (view) => view.state.field(gutterMarks) })],
    show(view, found) {
      const { doc } = view.state;
      const byLine = new Map();
      for (const note of found) {
        const line = Math.max(1, Math.min(note.line, doc.lines));
        const before = byLine.get(line);
        if (!before) byLine.set(line, { ...note });
        else byLine.set(line, { kind: before.kind === "error" ? "error" : note.kind === "remark" ? before.kind : note.kind, text: `${before.text}\n${note.text}` });
      }
      const value = [...byLine].map(([line, note]) => ({ at: doc.line(line).from, note }));
      view.dispatch({ effects: show.of(value) });
    },
  };
}

const colours = (tags) => [
  { tag: tags.heading, color: "var(--link)", fontWeight: "600" },
  { tag: tags.strong, fontWeight: "600" },
  { tag: tags.emphasis, fontStyle: "italic" },
  { tag: tags.strikethrough, textDecoration: "line-through" },
  { tag: [tags.link, tags.url], color: "var(--link)" },
  { tag: tags.monospace, fontFamily: "ui-monospace, Consolas, monospace" },
  { tag: [tags.processingInstruction, tags.labelName, tags.contentSeparator], color: "var(--soft)" },
  { tag: [tags.comment, tags.quote], color: "var(--soft)" },
  { tag: tags.atom, color: "var(--amber)" },
];

const look = {
  "&": { backgroundColor: "var(--paper)", color: "var(--ink)", fontSize: "1rem", maxBlockSize: "70vh", minBlockSize: "20rem" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "Nastaliq, var(--sans)", lineHeight: "1.6", overflow: "auto" },
  ".cm-content": { caretColor: "var(--ink)", paddingBlock: ".5rem" },
  ".cm-line": { paddingInline: ".5rem" },
  ".cm-line.urdu": { lineHeight: "2.2" },
  ".cm-line.error": { backgroundColor: "var(--red-tint)" },
  ".cm-line.warning": { backgroundColor: "var(--amber-tint)" },
  ".cm-activeLine": { boxShadow: "inset 0 0 0 100vmax #7f7f7f14", backgroundColor: "transparent" },
  ".cm-gutters": { backgroundColor: "var(--sand)", color: "var(--soft)", border: "0", fontFamily: "var(--sans)" },
  ".cm-activeLineGutter": { backgroundColor: "transparent", color: "var(--ink)" },
  ".cm-gutter.marks": { inlineSize: "1.4rem" },
  ".mark": { display: "block", textAlign: "center", fontWeight: "600" },
  ".mark.error": { color: "var(--red)" },
  ".mark.warning": { color: "var(--amber)" },
  ".mark.remark": { color: "var(--link)" },
  ".cm-cursor": { borderInlineStart: "2px solid var(--ink)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": { backgroundColor: "#5fb98c59" },
};
