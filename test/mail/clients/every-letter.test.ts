/** Each of our letters answered above and below: short ones, automatic ones, one whose first words are those of its subject. */
import { expect, test } from 'vitest';
import { STANDARD_KINDS } from '../../../src/notify/letter.ts';
import { play } from './check.ts';
import { sampleLetter } from './letter.ts';
import type { MailProgram } from './program.ts';
import { PROGRAMS } from './programs.ts';

const casesOf = (program: MailProgram) =>
  STANDARD_KINDS.flatMap((kind) =>
    (['en', 'ru'] as const).flatMap((locale) =>
      (['top', 'bottom'] as const).map((style) => ({ program, kind, locale, style })),
    ),
  );

for (const program of PROGRAMS)
  test.each(casesOf(program))(`${program.name}, $kind, $style, $locale`, async ({ kind, ...one }) => {
    const outcome = await play({ ...one, to: sampleLetter(kind, one.locale) }, true);
    expect(outcome.complaints).toEqual([]);
  });
