// CodeMirror over the text of a draft. The textarea stays the form's field and follows each change.
//
// It lives in a shadow root, where the sheets that it makes are constructed ones: a style element
// in the page would break the content policy. Our colours come in as custom properties.

const theme = ({ EditorView }) => EditorView.theme({
  "&": {
    minHeight: "20rem", maxHeight: "75vh", color: "var(--ink)", backgroundColor: "var(--paper)",
    border: "0.125rem solid var(--edge)", borderRadius: "0.3125rem", fontSize: "0.875rem",
  },
  "&.cm-focused": { outline: "0.1875rem solid var(--ink)", boxShadow: "0 0 0 0.3125rem var(--focus)" },
  ".cm-scroller": { overflow: "auto", fontFamily: "ui-monospace, 'DejaVu Sans Mono', Consolas, monospace", lineHeight: "1.5" },
  ".cm-gutters": { color: "var(--ink-soft)", backgroundColor: "var(--page)", borderColor: "var(--line)" },
  ".cm-activeLine": { backgroundColor: "rgb(225 240 241 / 45%)" },
  // Pictures in data addresses break the content policy: the wave is drawn as text is underlined.
  ".cm-lintRange": { backgroundImage: "none" },
  ".cm-lintRange-error": {
    backgroundImage: "none", backgroundColor: "var(--wrong-pale)",
    textDecoration: "underline wavy var(--wrong)", textUnderlineOffset: "0.2em",
  },
  ".cm-diagnostic": { color: "var(--ink)", backgroundColor: "var(--paper)", borderInlineStart: "0.3125rem solid var(--wrong)", whiteSpace: "pre-wrap" },
  ".cm-tooltip": { maxWidth: "36rem", border: "0.0625rem solid var(--edge)", backgroundColor: "var(--paper)" },
  ".cm-panels": { color: "var(--ink)", backgroundColor: "var(--page)" },
  ".cm-textfield, .cm-button": { minHeight: "2rem", color: "var(--ink)", backgroundColor: "var(--paper)", backgroundImage: "none", borderColor: "var(--edge)", fontSize: "0.875rem" },
  ".cm-panel.cm-search": { paddingInlineEnd: "4.5rem", lineHeight: "2.25" },
  ".cm-panel.cm-search label": { fontSize: "0.875rem" },
  ".cm-panel.cm-search [name=close]": { minHeight: "2.25rem", paddingInline: "0.5rem", fontSize: "0.875rem", textDecoration: "underline" },
});

const colours = ({ HighlightStyle, tags }) => HighlightStyle.define([
  { tag: tags.definition(tags.propertyName), color: "var(--accent)", fontWeight: "600" },
  { tag: tags.propertyName, color: "var(--accent)", fontWeight: "600" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--done)" },
  { tag: tags.content, color: "var(--ink)" },
  { tag: [tags.comment, tags.lineComment], color: "var(--ink-soft)", fontStyle: "italic" },
  { tag: [tags.punctuation, tags.separator, tags.squareBracket, tags.brace], color: "var(--ink-soft)" },
  { tag: tags.invalid, color: "var(--wrong)" },
]);

// Tab indents, as in any editor; Escape turns that off until something is typed again or the text
// is left, however long that takes.
const leaving = ({ EditorView, keymap, indentWithTab }) => [
  keymap.of([
    { key: "Escape", run: (view) => { view.setTabFocusMode(true); return false; } },
    indentWithTab,
  ]),
  EditorView.domEventHandlers({ blur: (event, view) => { view.setTabFocusMode(false); } }),
  EditorView.updateListener.of(({ docChanged, view }) => { if (docChanged) view.setTabFocusMode(false); }),
];

// Where the browser itself replaces a selection of several lines, it puts a style attribute on what
// it joins, which the content policy blocks and reports. So the editor replaces it.
const typingOver = ({ EditorView }) => EditorView.domEventHandlers({
  beforeinput: (event, view) => {
    const several = view.state.selection.ranges.some((range) => !range.empty);
    if (event.inputType !== "insertText" || event.data === null || event.isComposing || !several) return false;
    view.dispatch(view.state.replaceSelection(event.data), { userEvent: "input.type", scrollIntoView: true });
    return true; // handled: the browser's own way is prevented
  },
});

const positionOf = (doc, line, column) => {
  const found = doc.line(Math.min(Math.max(line, 1), doc.lines));
  return { from: Math.min(found.from + Math.max(column - 1, 0), found.to), to: found.to };
};

/**
 * Put the editor in place of a textarea.
 *
 * @param codemirror  the module of static/js/vendor
 * @param place       element that it is mounted in; shown from then on
 * @param field       the textarea; hidden from then on
 * @param label       what a screen reader calls the text
 * @param changed     called after each change, once the textarea holds it
 */
export function mount(codemirror, { place, field, label, changed }) {
  const { EditorState, EditorView, keymap, lintKeymap, searchKeymap, setDiagnostics } = codemirror;
  const root = place.attachShadow({ mode: "open" });
  const view = new EditorView({
    parent: root,
    root,
    state: EditorState.create({
      doc: field.value,
      extensions: [
        leaving(codemirror),
        typingOver(codemirror),
        codemirror.minimalSetup,
        codemirror.lineNumbers(),
        codemirror.highlightActiveLine(),
        codemirror.highlightSelectionMatches(),
        codemirror.search({ top: true }),
        codemirror.yaml(),
        codemirror.indentUnit.of("  "),
        codemirror.syntaxHighlighting(colours(codemirror)),
        keymap.of([...searchKeymap, ...lintKeymap]),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ "aria-label": label, tabindex: "0", spellcheck: "false", autocapitalize: "off" }),
        theme(codemirror),
        EditorView.updateListener.of((update) => {
          const close = root.querySelector(".cm-search [name=close]");
          if (close) close.textContent = "Close"; // a sign alone is not what is read aloud
          if (!update.docChanged) return;
          field.value = update.state.doc.toString();
          changed();
        }),
      ],
    }),
  });
  place.hidden = false;
  field.hidden = true;

  return {
    focus: () => view.focus(),
    /** Faults of the server's loader, underlined from their column to the end of the line. */
    mark: (faults) => {
      const { doc } = view.state;
      view.dispatch(setDiagnostics(view.state, faults.map(({ line, column, words }) => (
        { ...positionOf(doc, line, column), severity: "error", message: words }
      ))));
    },
    /** The cursor at a line and column, both from 1, in the middle of what is seen. */
    goTo: (line, column) => {
      const { from } = positionOf(view.state.doc, line, column);
      view.dispatch({ selection: { anchor: from }, effects: EditorView.scrollIntoView(from, { y: "center" }) });
      view.focus();
    },
  };
}
