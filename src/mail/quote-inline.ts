/**
 * Header fields on one line, run together: «From: Ann <ann@x.example>To: Bob <bob@x.example>Sent: Monday, …Subject: …» (Yahoo, where the
 * text part loses the line breaks). Read with the labels of one language at a time; the language that finds most wins.
 */
import { QUOTE_LOCALES, type QuoteLocale } from './quote-locales.ts';
import type { HeaderField } from './quote-lookups.ts';

const FIELDS = ['from', 'to', 'cc', 'date', 'subject'] as const satisfies readonly HeaderField[];
const rows: readonly QuoteLocale[] = Object.values(QUOTE_LOCALES);

export function inlineHeaders(text: string): ReadonlyMap<HeaderField, string> | null {
  let best: ReadonlyMap<HeaderField, string> | null = null;
  for (const row of rows) {
    const found = readWith(row, text);
    if (found !== null && found.size > (best?.size ?? 1)) best = found;
  }
  return best;
}

interface Place {
  readonly field: HeaderField;
  readonly label: number;
  readonly value: number;
}

function readWith(row: QuoteLocale, text: string): ReadonlyMap<HeaderField, string> | null {
  const places: Place[] = [];
  for (const field of FIELDS) {
    const place = placeOf(row, field, text);
    if (place !== null) places.push(place);
  }
  places.sort((a, b) => a.label - b.label);
  if (places[0]?.field !== 'from' || places[0].label > 2) return null;
  const values = new Map<HeaderField, string>();
  places.forEach((place, index) => {
    const end = places[index + 1]?.label ?? text.length;
    if (end > place.value) values.set(place.field, text.slice(place.value, end).trim());
  });
  return values;
}

/** The first place of a label, written with a capital as programs do; glued to the value before, it may lack its colon (Polish «Dw»). */
function placeOf(row: QuoteLocale, field: HeaderField, text: string): Place | null {
  let best: Place | null = null;
  for (const label of row[field].split(' | ')) {
    const capital = label.slice(0, 1).toUpperCase() + label.slice(1);
    for (const written of [capital, capital.toUpperCase()]) {
      for (let at = text.indexOf(written); at >= 0; at = text.indexOf(written, at + 1)) {
        const after = /^\s?[:：]\s?/.exec(text.slice(at + written.length, at + written.length + 3))?.[0];
        const glued = /\S/.test(text[at - 1] ?? '') && text[at + written.length] === ' ';
        if (after === undefined && !glued) continue;
        if (best === null || at < best.label)
          best = { field, label: at, value: at + written.length + (after?.length ?? 1) };
        break;
      }
    }
  }
  return best;
}
