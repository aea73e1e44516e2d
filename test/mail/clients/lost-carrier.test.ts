/**
 * The same answers when every carrier was lost and nobody knows which letter they answer. Where the program's markup bounds its
 * quote the words are still exact; where it cannot be told what the person wrote, nothing that they wrote is folded away.
 */
import { expect, test } from 'vitest';
import { type Case, type Outcome, play, squeeze } from './check.ts';
import { LOCALES } from './person.ts';
import { type MailProgram, STYLES, type Style } from './program.ts';
import { PROGRAMS } from './programs.ts';

/** Outlook, Yahoo and Samsung write no end of what they quote: what is typed below it looks like more of it. */
const OPEN_ENDED = new Set(['Outlook desktop', 'Outlook web', 'Yahoo', 'Android']);
const bounded = (program: MailProgram, style: Style): boolean =>
  program.markup && (style === 'top' || (style === 'bottom' && !OPEN_ENDED.has(program.name)));

const casesOf = (program: MailProgram): readonly Case[] =>
  STYLES.flatMap((style) => LOCALES.map((locale) => ({ program, style, locale })));

/** Each case is played once, for its own test and for the rate. */
const played = new Map<string, Promise<Outcome>>();
function playLost(one: Case): Promise<Outcome> {
  const key = `${one.program.name} ${one.style} ${one.locale}`;
  const outcome = played.get(key) ?? play(one, false);
  played.set(key, outcome);
  return outcome;
}

const shows = ({ answering: { style, words, answers }, reply }: Outcome): boolean => {
  const shown = squeeze(reply.text);
  return (style === 'interleaved' ? answers : words).every((one) => shown.includes(squeeze(one)));
};

for (const program of PROGRAMS)
  test.each(casesOf(program))(`${program.name}, $style, $locale`, async (one) => {
    const outcome = await playLost(one);
    if (bounded(program, one.style)) expect(outcome.complaints).toEqual([]);
    expect(shows(outcome), outcome.reply.text).toBe(true);
    expect(outcome.complaints).not.toContain('reassembled, it is not the text that came');
  });

test('most answers above or below are exact even so', async () => {
  const cases = PROGRAMS.flatMap(casesOf).filter(({ style }) => style !== 'interleaved');
  const outcomes = await Promise.all(cases.map(playLost));
  const exact = outcomes.filter(({ complaints }) => complaints.length === 0).length;
  expect(exact / cases.length).toBeGreaterThan(0.8);
});
