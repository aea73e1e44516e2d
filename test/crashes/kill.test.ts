/**
 * F1: kill -9 at random moments under load. What got 250 is never lost and never done twice, whatever the moment; and the same
 * harness sees the loss of a gateway that promises too early.
 */
import { expect, test } from 'vitest';
import { eachDatabase } from '../support/databases.ts';
import { killUnderLoad } from './kill-cycles.ts';

eachDatabase('kill -9 under load', (open, kind) => {
  test('loses no mail that got its 250 and acts on none twice', { timeout: 240_000 }, async () => {
    const { url } = await open();
    const seen = await killUnderLoad({ database: url, cycles: kind === 'sqlite' ? 4 : 3 });
    expect(seen.promised).toBeGreaterThanOrEqual(seen.cycles * 8);
    expect(seen).toMatchObject({ lost: [], gone: [], double: [], astray: [], untold: [] });
    expect(seen.lettersLost).toEqual([]);
    // At most the letters that were on their way to the relay at each kill go out again, and each under its own Message-ID.
    expect(seen.lettersAgain).toBeLessThanOrEqual(seen.cycles * 20);
    expect(seen.lettersChanged).toEqual([]);
  });

  test('the same load does find the loss when 250 comes before the commit', { timeout: 240_000 }, async () => {
    const { url } = await open();
    const seen = await killUnderLoad({ database: url, cycles: 2, preload: './unsafe-commit.mjs' });
    expect(seen.gone.length).toBeGreaterThan(0);
  });
});
