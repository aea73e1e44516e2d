/**
 * What Amazon SES tells through SNS, whose topics may be subscribed by mail: the mail's text is the notification, and what happened is
 * JSON within a string of it. Pure.
 */
import type { Message } from './message.ts';

export type Json = Record<string, unknown>;

/** The innermost object, when the text holds this word of it; else null. */
export function notificationOf(message: Message, word: string): Json | null {
  const start = message.text.indexOf('{');
  if (start < 0 || start > 200 || !message.text.includes(word)) return null;
  // Long lines are cut on the way; JSON has no line ends inside strings, so those are the cuts.
  const text = message.text.slice(start, message.text.lastIndexOf('}') + 1).replaceAll('\n', '');
  const outer = parsed(text);
  return typeof outer?.['Message'] === 'string' ? parsed(outer['Message']) : outer;
}

function parsed(text: string): Json | null {
  try {
    return record(JSON.parse(text));
  } catch {
    return null;
  }
}

export const record = (value: unknown): Json | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : null;

/** A text of it, or ''. */
export const textIn = (one: Json, name: string): string => {
  const value = one[name];
  return typeof value === 'string' ? value : '';
};
