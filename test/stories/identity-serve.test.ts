/**
 * The core rows of the ladder of identity against Postern as people run it: a process of its own, mail over SMTP, real
 * signatures, records over DNS, people and comments by the API.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { House } from '../support/app.ts';
import { type DnsServer, startDns } from '../support/dns.ts';
import { type Running, run, serve } from '../support/process.ts';
import { type Received, readLetter, reply, send, type Writing } from '../support/program.ts';
import { type Sink, startSink } from '../support/sink.ts';
import { standardZone } from '../support/zone.ts';

let dns: DnsServer;
let relay: Sink;
let postern: Running;
let key: string;
let task: { readonly id: string; readonly number: number };
let letter: Received;
/** What the mail program of these tests needs to know of a house. */
let door: House;

const api = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
  const answer = await fetch(`${postern.url}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as T;
};

beforeAll(async () => {
  [dns, relay] = await Promise.all([startDns(standardZone()), startSink()]);
  const env = {
    POSTERN_DNS_SERVERS: JSON.stringify([dns.address]),
    POSTERN_MAIL_DOMAIN: 'mail.acme.example',
    POSTERN_MAIL_RELAY: JSON.stringify({ host: '127.0.0.1', port: relay.port }),
  };
  postern = await serve({ env });
  const command = async (...args: string[]) => {
    const done = await run([...args, '--json'], {
      cwd: postern.folder,
      env: { ...env, POSTERN_HTTP_PUBLIC_URL: postern.url },
    });
    if (done.code !== 0) throw new Error(done.err);
    return JSON.parse(done.out);
  };
  await command(
    'account',
    'create',
    'acme',
    '--title',
    'Acme',
    '--admin',
    'ann@acme.example',
    '--admin-name',
    'Ann Lee',
  );
  key = (await command('key', 'create', '--account', 'acme')).key;
  door = { dns, lines: [], app: { smtpPort: postern.smtpPort }, accepted: 0 } as unknown as House;
  const person = (firstName: string, email: string) => api<{ id: string }>('POST', '/contacts', { firstName, email });
  const [anna] = [await person('Anna', 'anna@client.example'), await person('Peter', 'peter@other.example')];
  const [ann] = (await api<{ items: { id: string }[] }>('GET', '/employees')).items;
  task = await api('POST', '/tasks', { title: 'Desks', assigner: ann!.id, participants: [anna.id] });
  await api('POST', `/tasks/${task.id}/comments`, { text: 'When shall we come?', notify: [anna.id] });
  letter = await readLetter((await relay.waitFor(1)).at(-1)!);
}, 60_000);

afterAll(async () => {
  for (const line of door?.lines ?? []) line.vanish();
  await postern?.remove();
  await Promise.all([relay?.stop(), dns?.stop()]);
});

interface Line {
  readonly state: string;
  readonly outcome: string;
  readonly task: string | null;
}

/** Hands it in and waits for its line in the ledger. */
async function outcome(mail: Writing): Promise<string> {
  const before = await ledger();
  expect(await send(door, mail)).toMatch(/^250 /);
  for (const until = Date.now() + 10_000; Date.now() < until; await new Promise((later) => setTimeout(later, 50))) {
    const now = await ledger();
    const last = now.find((line) => !before.some((one) => one.id === line.id));
    if (!last || last.state === 'received') continue;
    if (last.state !== 'delivered') return `${last.state}: ${last.outcome}`;
    if (last.task !== task.id) return 'new task';
    const comments = (
      await api<{ items: { proof: string; author: { name?: string } | string }[] }>('GET', `/tasks/${task.id}/comments`)
    ).items;
    return `comment, ${comments.at(-1)!.proof}`;
  }
  throw new Error('Nothing became of it');
}

const ledger = async () => (await api<{ items: (Line & { id: string })[] }>('GET', '/inbound?limit=100')).items;

const ANNA = 'Anna Kim <anna@client.example>';
const STRANGER = 'Olga Reed <olga@other.example>';
const text = 'In the morning.';
const ROWS: readonly [string, () => Writing, string][] = [
  ['her letter, proven', () => reply(letter, ANNA, text), 'comment, mail-proven'],
  ['her letter, forged', () => reply(letter, ANNA, text, { signedBy: null }), 'held: sender-failed-authentication'],
  [
    'her letter, another domain signs',
    () => reply(letter, ANNA, text, { signedBy: 'other.example' }),
    'held: sender-failed-authentication',
  ],
  ['her letter, Peter, proven', () => reply(letter, 'Peter <peter@other.example>', 'And I.'), 'comment, mail-proven'],
  [
    'her letter, a stranger nobody can prove',
    () => reply(letter, 'Eve <eve@silent.example>', text),
    'held: sender-not-proven',
  ],
  ['her letter, a proven stranger', () => reply(letter, STRANGER, 'And me?'), 'comment, mail-proven'],
  [
    'the task’s address, forged',
    () => ({ from: ANNA, to: `task+${task.number}@mail.acme.example`, text: 'Now.', signedBy: null }),
    'held: sender-failed-authentication',
  ],
  [
    'the task’s address, proven',
    () => ({ from: ANNA, to: `task+${task.number}@mail.acme.example`, text: 'Now?' }),
    'comment, mail-proven',
  ],
  [
    'the subject alone, a proven stranger',
    () => ({ from: 'X <x@other.example>', to: 'ann@mail.acme.example', subject: 'Re: Desks', text }),
    'new task',
  ],
  [
    'an employee’s name, forged',
    () => ({ from: 'Ann <ann@acme.example>', to: 'ann@mail.acme.example', subject: 'Pay', text, signedBy: null }),
    'held: sender-failed-authentication',
  ],
];

test.each(ROWS)('%s', async (_row, mail, expected) => {
  expect(await outcome(mail())).toBe(expected);
});

test('the signer’s key was asked for over the wire', () => {
  expect(dns.asked).toContain('TXT story._domainkey.client.example');
  expect(dns.asked).toContain('TXT _dmarc.client.example');
});
