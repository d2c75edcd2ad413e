// The SPARQL editor: completes prefixes, terms of the ontology and variables, and marks an error where it is.
import { autocompletion, type CompletionContext, type CompletionResult } from "@codemirror/autocomplete";
import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { lintGutter, setDiagnostics } from "@codemirror/lint";
import { EditorState } from "@codemirror/state";
import { EditorView, keymap } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { basicSetup } from "codemirror";
import { sparql } from "codemirror-lang-sparql";
import { read, inView } from "./address";

interface Term { iri: string; name: string; label: string; definition: string; type: string }
interface Terms { prefixes: Record<string, string>; terms: Term[] }

const WORDS = [
  "SELECT", "CONSTRUCT", "ASK", "DESCRIBE", "WHERE", "FILTER", "OPTIONAL", "UNION", "MINUS", "VALUES", "BIND", "GROUP BY",
  "ORDER BY", "HAVING", "LIMIT", "OFFSET", "DISTINCT", "EXISTS", "NOT EXISTS", "COUNT", "MIN", "MAX", "SUM", "AVG", "SAMPLE",
  "GROUP_CONCAT", "STR", "LANG", "REGEX", "CONTAINS", "STRSTARTS", "COALESCE", "IF", "BOUND", "PREFIX",
];
const TYPES: Record<string, string> = {
  Class: "class", ObjectProperty: "property", DatatypeProperty: "property", AnnotationProperty: "property",
};

let known: Promise<Terms> | null = null;

async function complete(context: CompletionContext): Promise<CompletionResult | null> {
  const word = context.matchBefore(/[?$]\w*|[\w-]+:[\w-]*|[\w-]+/);
  if (!word && !context.explicit) return null;
  const [from, text] = [word?.from ?? context.pos, word?.text ?? ""];
  if (/^[?$]/.test(text)) {
    const names = new Set(context.state.doc.toString().match(/[?$]\w+/g));
    names.delete(text);
    return { from, options: [...names].map((label) => ({ label, type: "variable" })), validFor: /^[?$]\w*$/ };
  }
  const { prefixes, terms } = await (known ??= read<Terms>(inView("/terms.json")));
  const told = terms.map(({ name, label, definition, type }) =>
    ({ label: name, detail: label, info: definition || undefined, type: TYPES[type.split(/[#:]/).pop() ?? ""] ?? "constant", boost: 1 }));
  const starts = Object.keys(prefixes).map((prefix) => ({ label: `${prefix}:`, detail: prefixes[prefix], type: "namespace" }));
  return { from, options: [...told, ...starts, ...WORDS.map((label) => ({ label, type: "keyword" }))], validFor: /^[\w:-]*$/ };
}

const colours = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--accent)", fontWeight: "600" },
  { tag: [tags.variableName, tags.special(tags.variableName)], color: "var(--variable)" },
  { tag: [tags.string, tags.number, tags.bool], color: "var(--literal)" },
  { tag: tags.comment, color: "var(--muted)", fontStyle: "italic" },
]);

const look = EditorView.theme({
  "&": { fontSize: "14px", color: "var(--ink)", backgroundColor: "var(--paper)", border: "1px solid var(--edge)", borderRadius: "6px" },
  "&.cm-focused": { outline: "2px solid var(--accent)", outlineOffset: "1px" },
  ".cm-content": { fontFamily: "ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace", minHeight: "14em", caretColor: "var(--ink)" },
  ".cm-gutters": { backgroundColor: "var(--raised)", color: "var(--muted)", border: "0" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "color-mix(in srgb, var(--accent) 8%, transparent)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": { backgroundColor: "color-mix(in srgb, var(--accent) 25%, transparent) !important" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  ".cm-tooltip": { backgroundColor: "var(--paper)", color: "var(--ink)", border: "1px solid var(--rule)", borderRadius: "6px" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { backgroundColor: "var(--accent)", color: "var(--paper)" },
  ".cm-completionDetail": { color: "inherit", opacity: ".8" },
  ".cm-completionInfo": { maxWidth: "24rem", padding: ".4rem .6rem" },
});

/** Text typed over what is selected is put in its place here: a browser would carry its colours over in an attribute
 * `style`, which the policy of the page forbids, and say so. */
const typed = EditorView.domEventHandlers({
  beforeinput: (event, view) => {
    if (event.inputType !== "insertText" || event.data === null || view.state.selection.main.empty) return false;
    event.preventDefault();
    view.dispatch(view.state.replaceSelection(event.data), { userEvent: "input.type", scrollIntoView: true });
    return true;
  },
});

function start(area: HTMLTextAreaElement): void {
  const host = document.createElement("div");
  host.className = "editor-host";
  const root = host.attachShadow({ mode: "open" }); // in it styles are adopted, which the policy allows; elements of style it forbids
  area.before(host);
  area.hidden = true;
  const submit = () => { area.form!.requestSubmit(); return true; };
  const view = new EditorView({
    root, parent: root,
    state: EditorState.create({
      doc: area.value,
      extensions: [
        keymap.of([{ key: "Mod-Enter", run: submit }]), basicSetup, sparql(), lintGutter(), look, typed,
        syntaxHighlighting(colours), autocompletion({ override: [complete] }), EditorView.lineWrapping,
        EditorView.contentAttributes.of({ "aria-label": area.labels?.[0]?.textContent ?? "Query", spellcheck: "false" }),
        EditorView.updateListener.of((update) => { if (update.docChanged) area.value = view.state.doc.toString(); }),
      ],
    }),
  });
  area.labels?.[0]?.addEventListener("click", () => view.focus());
  const error = document.querySelector<HTMLElement>(".error[data-line]");
  const [line, column] = [Number(error?.dataset.line), Number(error?.dataset.column)];
  if (error && line >= 1 && line <= view.state.doc.lines) {
    const at = view.state.doc.line(line);
    const from = Math.min(at.from + Math.max(column, 1) - 1, at.to);
    const message = error.querySelector("p")?.textContent ?? "";
    view.dispatch(setDiagnostics(view.state, [{ from, to: Math.min(from + 1, at.to), severity: "error", message }]), { selection: { anchor: from } });
  }
}

const area = document.querySelector<HTMLTextAreaElement>("textarea[name=query]");
if (area) start(area);
