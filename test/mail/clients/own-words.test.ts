/**
 * Own words at random places of a mangled copy of the letter are never lost: whatever the copy's wrapping, marks, headers and
 * HTML, each of them is in the text that is shown. `OWN_WORDS_RUNS=2000` runs it longer, `OWN_WORDS_SEED` elsewhere.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseMail } from '../../../src/mail/parse.ts';
import { FOLD_BELOW, reassemble } from '../../../src/mail/reply.ts';
import { readReply } from '../../../src/mail/reply-read.ts';
import { answeredLetter } from './letter.ts';
import { anyAnswer, type MangledAnswer } from './mangled.ts';
import { answerMail, type Part } from './mime.ts';

const RUNS = Number(process.env.OWN_WORDS_RUNS ?? 300);
const SEED = Number(process.env.OWN_WORDS_SEED ?? 20_261_123);

test('no own word is lost in a mangled copy', async () => {
  await fc.assert(
    fc.asyncProperty(anyAnswer, async (answer) => {
      const { letter } = answeredLetter(answer.language);
      const message = await parseMail(answerMail(letter, [], partsOf(answer)));
      const { text, html, textFromHtml } = message;
      const reply = readReply({ text, html, textFromHtml, sent: { text: letter.text, html: letter.html } });
      expect(reassemble(reply)).toBe(text);
      if (reply.confidence < FOLD_BELOW) expect(reply.text).toBe(text);
      expect(missing(answer.words, reply.text)).toEqual([]);
      if (html !== null) expect(missing(answer.words, unescaped(reply.html ?? ''))).toEqual([]);
    }),
    { numRuns: RUNS, seed: SEED },
  );
}, 120_000);

function partsOf({ text, html }: MangledAnswer): Part[] {
  const common = { charset: 'utf-8', encoding: 'base64' } as const;
  return [
    ...(text === null ? [] : [{ ...common, type: 'text/plain' as const, text }]),
    ...(html === null ? [] : [{ ...common, type: 'text/html' as const, text: html }]),
  ];
}

const missing = (words: readonly string[], shown: string): string[] => words.filter((word) => !shown.includes(word));

const unescaped = (html: string): string =>
  html.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');
