import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { run, serve } from './process.ts';

const folder = mkdtempSync(join(tmpdir(), 'postern-process-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A program that answers /readyz as Postern does, counts its starts in its folder, and says what its environment is. */
const program = join(folder, 'program.mjs');
writeFileSync(
  program,
  `import { createServer } from 'node:http';
   import { appendFileSync, readFileSync } from 'node:fs';
   if (process.env.POSTERN_FAIL) { console.error('it cannot'); process.exit(78); }
   appendFileSync('starts', 'x');
   console.log('start', readFileSync('starts', 'utf8').length, process.argv.slice(2).join(' '), Object.keys(process.env).join(' '));
   process.on('SIGTERM', () => { console.log('ending'); process.exit(0); });
   createServer((request, response) => response.writeHead(process.env.POSTERN_NEVER ? 503 : 200).end()).listen(process.env.POSTERN_HTTP_PORT, '127.0.0.1');`,
);

test('a served process is ready, is told its ports, and ends when asked', async () => {
  const running = await serve({ program, args: ['--only', 'http'] });
  expect(running.output()).toMatch(/^start 1 serve --only http /);
  expect(running.output()).not.toContain('VITEST');
  expect((await fetch(`${running.url}/readyz`)).status).toBe(200);
  expect(await running.stop()).toBe(0);
  expect(running.output()).toContain('ending');
  await running.remove();
  expect(existsSync(running.folder)).toBe(false);
});

test('kill leaves it no time, and it starts again where it was', async () => {
  const first = await serve({ program });
  await first.kill();
  expect(first.output()).not.toContain('ending');
  await expect(fetch(first.url)).rejects.toThrow();
  const second = await first.again();
  expect(second.output()).toContain('start 2');
  expect([second.url, second.folder, second.smtpPort]).toEqual([first.url, first.folder, first.smtpPort]);
  await second.remove();
});

test('what keeps it from being ready is told', async () => {
  await expect(serve({ program, env: { POSTERN_FAIL: '1' } })).rejects.toThrow(/ended with 78.*it cannot/s);
  await expect(serve({ program, env: { POSTERN_NEVER: '1' }, patience: 300 })).rejects.toThrow(
    /not ready after 300 ms.*start 1/s,
  );
});

test('a command that does not end is killed and told', async () => {
  const reading = run(['--version'], { patience: 1 });
  await expect(reading).rejects.toThrow('had not ended after 1 ms');
});
