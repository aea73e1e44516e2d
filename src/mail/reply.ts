/**
 * What the person wrote, told apart from what their mail program added.
 * The types only: `reply-read.ts` fills them, `reassemble` proves that nothing was lost.
 */
export type RemovedKind = 'quote' | 'signature' | 'forward' | 'footer';

export interface Removed {
  readonly kind: RemovedKind;
  readonly text: string;
  /** Where it stood: the offset in the whole text, in UTF-16 units. */
  readonly at: number;
}

export interface Reply {
  /** The person's own words. */
  readonly text: string;
  /** The same, as clean HTML of the small vocabulary (decisions "Reply text"), or null when the mail had no HTML. */
  readonly html: string | null;
  /** How it was found: `alignment`, `markup`, `headers`, `quotes`, `whole`, with `+signature` where one was cut too. */
  readonly method: string;
  /** 0…1. Below `FOLD_BELOW` nothing is cut: `removed` is only folded. */
  readonly confidence: number;
  /** In the order of the text, without overlap. */
  readonly removed: readonly Removed[];
}

/** What we sent, for alignment: the exact text part of the letter that this mail answers. */
export interface SentLetter {
  readonly text: string;
  readonly html: string | null;
}

/** Below this confidence `text` is the whole text, and `removed` are the places in it that a page may fold. */
export const FOLD_BELOW = 0.5;

/** The steps taken over the input: a number that tests can compare, unlike milliseconds. */
export interface Work {
  steps: number;
}

/** The original text, from the parts: visible text with each removed piece put back where it stood. */
export function reassemble(reply: Reply): string {
  if (reply.confidence < FOLD_BELOW) return reply.text;
  let whole = '';
  let used = 0;
  for (const piece of reply.removed) {
    const upTo = used + piece.at - whole.length;
    whole += reply.text.slice(used, upTo) + piece.text;
    used = upTo;
  }
  return whole + reply.text.slice(used);
}
