/**
 * A field for code: CodeMirror in place of a textarea or of an input, which goes on holding what the form sends. It lives in a shadow root: there its
 * styles are sheets and not style elements, which the page's policy would refuse.
 */
import { autocompletion, type Completion, type CompletionContext, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { html } from '@codemirror/lang-html';
import { bracketMatching, HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { type Diagnostic, lintGutter, setDiagnostics } from '@codemirror/lint';
import { EditorState } from '@codemirror/state';
import {
  Decoration,
  drawSelection,
  EditorView,
  highlightActiveLine,
  keymap,
  lineNumbers,
  MatchDecorator,
  ViewPlugin,
  type ViewUpdate,
} from '@codemirror/view';
import { tags } from '@lezer/highlight';

export interface Offer {
  readonly name: string;
  readonly other: string;
  readonly says: string;
  /** What it is in the sample; '' for nothing. */
  readonly sample: string;
}

export interface Mark {
  readonly severity: 'error' | 'warning';
  readonly line: number;
  readonly column: number;
  readonly length: number;
  readonly message: string;
}

export interface CodeField {
  mark(problems: readonly Mark[]): void;
}

/** Code with lines and tags, lines of plain words, or one line of them. */
type Kind = 'html' | 'text' | 'line';

export function codeField(
  area: HTMLTextAreaElement | HTMLInputElement,
  kind: Kind,
  offers: readonly Offer[],
  changed: () => void,
): CodeField {
  const host = document.createElement('div');
  host.className = 'editor';
  area.before(host);
  // Somebody was quicker than the script.
  const focused = document.activeElement === area;
  area.hidden = true;
  const root = host.attachShadow({ mode: 'open' });
  const label = document.querySelector(`label[for="${area.id}"]`);
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: area.value,
      extensions: [
        kind === 'line' ? oneLine(area) : MANY_LINES,
        kind === 'html' ? [html(), syntaxHighlighting(COLOURS)] : [],
        lintGutter(),
        history(),
        drawSelection(),
        bracketMatching(),
        mustaches,
        autocompletion({ override: [complete(offers)] }),
        // Tab leaves the field, as in every other: nobody is caught in it.
        keymap.of([...completionKeymap, ...defaultKeymap, ...historyKeymap]),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ 'aria-label': label?.textContent ?? '', spellcheck: 'false' }),
        LOOK,
        EditorView.updateListener.of((update) => {
          if (!update.docChanged) return;
          area.value = update.state.doc.toString();
          changed();
        }),
      ],
    }),
  });
  label?.addEventListener('click', () => view.focus());
  if (focused) view.focus();
  return {
    mark: (problems) =>
      view.dispatch(
        setDiagnostics(
          view.state,
          problems.map((p) => diagnostic(view.state, p)),
        ),
      ),
  };
}

const MANY_LINES = [lineNumbers(), highlightActiveLine(), EditorView.theme({ '.cm-content': { minHeight: '12em' } })];

/** Line ends become spaces, and Enter sends the form, as in an input. */
const oneLine = (input: HTMLElement) => [
  EditorView.theme({ '.cm-content': { padding: 'var(--space-3) 0' } }),
  EditorState.transactionFilter.of((change) => {
    if (!change.docChanged || change.newDoc.lines === 1) return change;
    const ends = Array.from({ length: change.newDoc.lines - 1 }, (_, i) => change.newDoc.line(i + 1).to);
    return [change, { changes: ends.map((at) => ({ from: at, to: at + 1, insert: ' ' })), sequential: true }];
  }),
  // Before the keys of every field, and behind those of the list of names: there Enter takes one.
  keymap.of([{ key: 'Enter', run: () => sendForm(input) }]),
];

function sendForm(input: HTMLElement): boolean {
  const form = input.closest('form');
  // What Enter in a field does is what the first button does (HTML 4.10.21.2).
  form?.requestSubmit(form.querySelector<HTMLButtonElement>('button[type=submit]'));
  return true;
}

function diagnostic({ doc }: EditorState, problem: Mark): Diagnostic {
  const line = doc.line(Math.min(Math.max(problem.line, 1), doc.lines));
  const from = Math.min(line.from + problem.column - 1, line.to);
  const to = Math.min(Math.max(from + problem.length, from), doc.length);
  return { from, to, severity: problem.severity, message: problem.message };
}

/** Names behind `{{`, by either of their names; what is taken is closed by itself. */
function complete(offers: readonly Offer[]) {
  const all: Completion[] = offers.flatMap(({ name, other, says, sample }) => {
    const info = sample ? `${says} · ${sample}` : says;
    return [
      { label: name, detail: other, info, boost: 1 },
      { label: other, detail: name, info },
    ];
  });
  return (context: CompletionContext) => {
    const open = context.matchBefore(/\{\{[#/]?[^{}]*/);
    if (!open) return null;
    const word = context.matchBefore(/[\p{L}\p{N}_.[\] -]*/u);
    const typed = (word?.text ?? '').trimStart();
    return {
      from: context.pos - typed.length,
      options: all,
      validFor: /^[\p{L}\p{N}_.[\] -]*$/u,
    };
  };
}

const mustache = Decoration.mark({ class: 'cm-mustache' });
const matcher = new MatchDecorator({ regexp: /\{\{[^{}]*\}\}/g, decoration: mustache });
const mustaches = ViewPlugin.fromClass(
  class {
    decorations;
    constructor(view: EditorView) {
      this.decorations = matcher.createDeco(view);
    }
    update(update: ViewUpdate): void {
      this.decorations = matcher.updateDeco(update, this.decorations);
    }
  },
  { decorations: (plugin) => plugin.decorations },
);

const COLOURS = HighlightStyle.define([
  { tag: [tags.tagName, tags.angleBracket], color: 'var(--accent)' },
  { tag: tags.attributeName, color: 'var(--second)' },
  { tag: [tags.attributeValue, tags.string], color: 'var(--good)' },
  { tag: tags.comment, color: 'var(--second)', fontStyle: 'italic' },
]);

/** From the page's own colours, which reach into a shadow root. */
const LOOK = EditorView.theme({
  '&': {
    border: '1px solid color-mix(in srgb, var(--second) 70%, transparent)',
    borderRadius: 'var(--radius)',
    backgroundColor: 'var(--paper)',
    color: 'var(--ink)',
  },
  '&.cm-focused': { outline: '2px solid var(--accent)', outlineOffset: '1px' },
  '.cm-content': {
    fontFamily: 'var(--mono)',
    fontSize: 'var(--size-small)',
    caretColor: 'var(--ink)',
  },
  '.cm-cursor': { borderLeftColor: 'var(--ink)' },
  '.cm-gutters': {
    fontSize: 'var(--size-small)',
    backgroundColor: 'var(--ground)',
    color: 'var(--second)',
    border: 'none',
  },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'color-mix(in srgb, var(--accent) 6%, transparent)' },
  '.cm-mustache': { fontWeight: '600', color: 'var(--accent)' },
  '.cm-tooltip': { backgroundColor: 'var(--paper)', color: 'var(--ink)', border: '1px solid var(--line)' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': { backgroundColor: 'var(--accent)', color: 'var(--paper)' },
});
