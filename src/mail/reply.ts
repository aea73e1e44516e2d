/**
 * What the person wrote, told apart from what their mail program added.
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
  readonly method: string;
  /** 0…1. Below `FOLD_BELOW` nothing is cut: `removed` is only folded. */
  readonly confidence: number;
  readonly removed: readonly Removed[];
}

/** What we sent, for alignment: the exact text part of the letter that this mail answers. */
export interface SentLetter {
  readonly text: string;
  readonly html: string | null;
}
