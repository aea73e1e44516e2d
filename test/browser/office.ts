/**
 * A real Postern in a process of its own with one firm in it, for walks in the browser: people are added by the API, letters
 * are read from the capture folder as a mail program reads its mailbox.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import { startDns } from '../support/dns.ts';
import { type Running, run, serve } from '../support/process.ts';

export interface Office {
  readonly running: Running;
  readonly url: string;
  /** For other commands in the same folder. */
  readonly env: Readonly<Record<string, string>>;
  /** The first employee, Ann Lee, an administrator. */
  readonly ann: { readonly id: string; readonly email: string; readonly activation: string };
  post<T>(path: string, body: unknown, actingAs?: string): Promise<T>;
  get<T>(path: string): Promise<T>;
  remove(path: string, actingAs?: string): Promise<void>;
  /** The newest letter to this address; waits for it. `after`: letters that were there before do not count. */
  letter(address: string, after?: number): Promise<ReadLetter>;
  letters(): number;
  close(): Promise<void>;
}

export interface ReadLetter {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly replyTo: string;
  readonly messageId: string;
  readonly raw: Buffer;
}

export async function openOffice(): Promise<Office> {
  // Nobody's records: no question of this test leaves the machine.
  const dns = await startDns();
  const env = { POSTERN_DNS_SERVERS: JSON.stringify([dns.address]), POSTERN_MAIL_DOMAIN: 'mail.acme.example' };
  const running = await serve({ env });
  const inFolder = { cwd: running.folder, env: { ...env, POSTERN_HTTP_PUBLIC_URL: running.url } };
  const command = async (...args: string[]) => {
    const done = await run([...args, '--json'], inFolder);
    if (done.code !== 0) throw new Error(done.err);
    return JSON.parse(done.out);
  };
  const email = 'ann@acme.example';
  const made = await command(
    'account',
    'create',
    'acme',
    '--title',
    'Acme',
    '--admin',
    email,
    '--admin-name',
    'Ann Lee',
  );
  const { key } = await command('key', 'create', '--account', 'acme');
  const ask = async (method: string, path: string, body?: unknown, actingAs?: string) => {
    const response = await fetch(`${running.url}/api/v1${path}`, {
      method,
      headers: {
        Authorization: `Bearer ${key}`,
        'Content-Type': 'application/json',
        ...(actingAs ? { 'Postern-Acting-As': actingAs } : {}),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return response.status === 204 ? null : response.json();
  };
  const sent = join(running.folder, 'data', 'sent');
  return {
    running,
    url: running.url,
    env: inFolder.env,
    ann: { id: made.admin.id, email, activation: made.activation },
    post: (path, body, actingAs) => ask('POST', path, body, actingAs) as never,
    get: (path) => ask('GET', path) as never,
    remove: async (path, actingAs) => void (await ask('DELETE', path, undefined, actingAs)),
    letters: () => envelopes(sent).length,
    letter: (address, after = 0) => newest(sent, address, after),
    close: async () => {
      await running.remove();
      await dns.stop();
    },
  };
}

async function newest(folder: string, address: string, after: number): Promise<ReadLetter> {
  for (const until = Date.now() + 10_000; Date.now() < until; await new Promise((later) => setTimeout(later, 50))) {
    // Letters are named by ids that grow with time.
    for (const name of envelopes(folder).slice(after).reverse()) {
      const { to } = JSON.parse(readFileSync(join(folder, name), 'utf8')) as { to: string[] };
      if (to.includes(address)) return read(readFileSync(join(folder, name.replace(/json$/, 'eml'))));
    }
  }
  throw new Error(`No letter came to ${address}`);
}

function envelopes(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .sort();
  } catch {
    return []; // Made with the first letter.
  }
}

async function read(raw: Buffer): Promise<ReadLetter> {
  const mail = await simpleParser(raw);
  return {
    subject: mail.subject ?? '',
    text: mail.text ?? '',
    html: mail.html || '',
    replyTo: mail.replyTo?.value[0]?.address ?? '',
    messageId: mail.messageId ?? '',
    raw,
  };
}
