/**
 * One letter, eleven mail programs, three ways to answer, every locale: what comes out is exactly what the person wrote. The
 * programs were written without sight of the reader (mail/reply*), so that neither is tuned to the other.
 */
import { describe, expect, test } from 'vitest';
import { type Case, play } from './check.ts';
import { LOCALES } from './person.ts';
import { type MailProgram, STYLES } from './program.ts';
import { PROGRAMS } from './programs.ts';

const casesOf = (program: MailProgram): readonly Case[] =>
  STYLES.flatMap((style) => LOCALES.map((locale) => ({ program, style, locale })));

describe('the person’s words and nothing else', () => {
  for (const program of PROGRAMS)
    test.each(casesOf(program))(`${program.name}, $style, $locale`, async (one) => {
      expect((await play(one, true)).complaints).toEqual([]);
    });
});
