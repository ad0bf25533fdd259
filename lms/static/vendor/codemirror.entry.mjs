// What the editor uses of CodeMirror, made into codemirror.js by build.sh.
// Of the package for Markdown only its grammar and its keys are named: what it knows of HTML, CSS and JavaScript then stays out.

export { EditorState, EditorSelection, RangeSetBuilder, StateEffect, StateField, RangeSet } from "@codemirror/state";
export {
  EditorView,
  Decoration,
  GutterMarker,
  gutter,
  keymap,
  lineNumbers,
  highlightActiveLine,
  highlightActiveLineGutter,
  drawSelection,
  ViewPlugin,
} from "@codemirror/view";
export { defaultKeymap, history, historyKeymap, indentMore, indentLess } from "@codemirror/commands";
export { insertNewlineContinueMarkup, deleteMarkupBackward, markdownLanguage } from "@codemirror/lang-markdown";
export { HighlightStyle, syntaxHighlighting, indentUnit } from "@codemirror/language";
export { tags } from "@lezer/highlight";
