/** Forms of strangers: what one request may take up before anybody knows who sends it. */
import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { readForm } from '../../src/web/form.ts';

/** How many characters of these fields are kept, and whether the form says that it was too long. */
async function keptOf(fields: readonly [string, string][], as: 'multipart' | 'urlencoded') {
  const app = new Hono();
  app.post('/', async (c) => {
    const form = (await readForm(c, { fileBytes: 0, files: 0 }, async () => null))!;
    const kept = form.values('a').reduce((sum, text) => sum + text.length, 0);
    return c.json({ kept, tooLong: form.tooLong });
  });
  const body = as === 'urlencoded' ? new URLSearchParams() : new FormData();
  for (const [name, value] of fields) body.append(name, value);
  return (await app.request('/', { method: 'POST', body })).json();
}

const many = Array.from({ length: 60 }, (): [string, string] => ['a', 'x'.repeat(500 * 1024)]);

test.each(['multipart', 'urlencoded'] as const)(
  'thirty mebibytes of fields (%s) are not kept in memory',
  async (as) => {
    const { kept, tooLong } = await keptOf(many, as);
    expect(kept).toBeLessThanOrEqual(1024 * 1024);
    expect(tooLong).toBe(true);
  },
);

test('an honest long comment with many recipients is kept whole', async () => {
  const ids = Array.from({ length: 500 }, (): [string, string] => ['a', '0'.repeat(36)]);
  expect(await keptOf([['a', 'x'.repeat(400 * 1024)], ...ids], 'multipart')).toEqual({
    kept: 400 * 1024 + 500 * 36,
    tooLong: false,
  });
});
