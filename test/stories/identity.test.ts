/**
 * Who may speak: each row of the ladder of identity with real signatures, asked over DNS, through the whole house.
 */
import { expect, test } from 'vitest';
import { eachHouse, type House } from '../support/app.ts';
import { letters, lettersTo, type Received, reply, send, type Writing } from '../support/program.ts';
import { client, comments, employee, inbox, people, says, settings, task, tasks } from './firm.ts';

type Proof = 'proven' | 'unproven' | 'fail';

/** Anna's mail as the world sees it: signed; from a domain that says nothing; or against her own domain's word. */
const MAILBOX: Record<'anna' | 'peter' | 'boris' | 'stranger', Record<Proof, Pick<Writing, 'from' | 'signedBy'>>> = {
  anna: {
    proven: { from: 'Anna Kim <anna@client.example>' },
    unproven: { from: 'Anna Kim <anna@silent.example>' },
    fail: { from: 'Anna Kim <anna@client.example>', signedBy: null },
  },
  peter: {
    proven: { from: 'Peter <peter@other.example>' },
    unproven: { from: 'Peter <peter@silent.example>' },
    fail: { from: 'Peter <peter@other.example>', signedBy: 'client.example' },
  },
  boris: {
    proven: { from: 'Boris <boris@acme.example>' },
    unproven: { from: 'Boris <boris@silent.example>' },
    fail: { from: 'Boris <boris@acme.example>', signedBy: null },
  },
  stranger: {
    proven: { from: 'Olga Reed <olga@other.example>' },
    unproven: { from: 'Olga Reed <olga@silent.example>' },
    fail: { from: 'Olga Reed <olga@client.example>', signedBy: 'other.example' },
  },
};

/** What became of it, in one line. */
type Outcome =
  | `comment by ${string}, ${'mail-proven' | 'token-only'}`
  | `held: ${string}`
  | `ignored: ${string}`
  | 'new task';

interface Row {
  readonly tie: 'own letter' | 'task address' | 'shared letter' | 'references' | 'subject';
  readonly from: keyof typeof MAILBOX;
  readonly proof: Proof;
  readonly strangers?: 'add' | 'hold' | 'reject';
  readonly outcome: Outcome;
  /** Who is a participant after it and was not before. */
  readonly joins?: string;
}

const HELD_FAIL = 'held: sender-failed-authentication';
const HELD_UNPROVEN = 'held: sender-not-proven';

const LADDER: readonly Row[] = [
  { tie: 'own letter', from: 'anna', proof: 'proven', outcome: 'comment by Anna, mail-proven' },
  { tie: 'own letter', from: 'anna', proof: 'unproven', outcome: 'comment by Anna, token-only' },
  { tie: 'own letter', from: 'anna', proof: 'fail', outcome: HELD_FAIL },
  { tie: 'own letter', from: 'peter', proof: 'proven', outcome: 'comment by Peter, mail-proven', joins: 'Peter' },
  { tie: 'own letter', from: 'boris', proof: 'proven', outcome: 'comment by Boris, mail-proven', joins: 'Boris' },
  { tie: 'own letter', from: 'stranger', proof: 'proven', outcome: 'comment by Olga, mail-proven', joins: 'Olga' },
  { tie: 'own letter', from: 'stranger', proof: 'proven', strangers: 'hold', outcome: 'held: stranger' },
  { tie: 'own letter', from: 'stranger', proof: 'proven', strangers: 'reject', outcome: 'ignored: stranger' },
  { tie: 'own letter', from: 'peter', proof: 'unproven', outcome: HELD_UNPROVEN },
  { tie: 'own letter', from: 'peter', proof: 'fail', outcome: HELD_FAIL },
  { tie: 'own letter', from: 'boris', proof: 'unproven', outcome: HELD_UNPROVEN },
  { tie: 'own letter', from: 'boris', proof: 'fail', outcome: HELD_FAIL },
  { tie: 'own letter', from: 'stranger', proof: 'unproven', outcome: HELD_UNPROVEN },
  { tie: 'own letter', from: 'stranger', proof: 'fail', outcome: HELD_FAIL },
  { tie: 'task address', from: 'anna', proof: 'proven', outcome: 'comment by Anna, mail-proven' },
  { tie: 'task address', from: 'peter', proof: 'proven', outcome: 'comment by Peter, mail-proven', joins: 'Peter' },
  { tie: 'task address', from: 'boris', proof: 'proven', outcome: 'comment by Boris, mail-proven', joins: 'Boris' },
  { tie: 'task address', from: 'stranger', proof: 'proven', outcome: 'comment by Olga, mail-proven', joins: 'Olga' },
  { tie: 'task address', from: 'stranger', proof: 'proven', strangers: 'hold', outcome: 'held: stranger' },
  { tie: 'task address', from: 'stranger', proof: 'proven', strangers: 'reject', outcome: 'ignored: stranger' },
  { tie: 'task address', from: 'anna', proof: 'unproven', outcome: HELD_UNPROVEN },
  { tie: 'task address', from: 'anna', proof: 'fail', outcome: HELD_FAIL },
  { tie: 'task address', from: 'boris', proof: 'fail', outcome: HELD_FAIL },
  { tie: 'task address', from: 'stranger', proof: 'unproven', outcome: HELD_UNPROVEN },
  { tie: 'shared letter', from: 'anna', proof: 'proven', outcome: 'comment by Anna, mail-proven' },
  { tie: 'shared letter', from: 'anna', proof: 'unproven', outcome: HELD_UNPROVEN },
  { tie: 'shared letter', from: 'stranger', proof: 'proven', outcome: 'comment by Olga, mail-proven', joins: 'Olga' },
  { tie: 'references', from: 'anna', proof: 'proven', outcome: 'comment by Anna, mail-proven' },
  { tie: 'references', from: 'anna', proof: 'unproven', outcome: 'new task' },
  { tie: 'references', from: 'anna', proof: 'fail', outcome: HELD_FAIL },
  { tie: 'references', from: 'peter', proof: 'proven', outcome: 'new task' },
  { tie: 'references', from: 'stranger', proof: 'proven', outcome: 'new task' },
  { tie: 'references', from: 'stranger', proof: 'unproven', outcome: 'new task' },
  { tie: 'subject', from: 'anna', proof: 'proven', outcome: 'comment by Anna, mail-proven' },
  { tie: 'subject', from: 'anna', proof: 'unproven', outcome: 'new task' },
  { tie: 'subject', from: 'peter', proof: 'proven', outcome: 'new task' },
  { tie: 'subject', from: 'boris', proof: 'unproven', outcome: HELD_UNPROVEN },
  { tie: 'subject', from: 'stranger', proof: 'proven', outcome: 'new task' },
];

eachHouse('the ladder of identity', (house) => {
  test.each(LADDER)('$tie, From is $from, $proof ($strangers): $outcome', async (row) => {
    const h = house();
    const world = await scene(h, row);
    const before = (await letters(h)).length;
    const mail = { ...mailFor(row, world), ...MAILBOX[row.from][row.proof] };
    expect(await send(h, mail)).toMatch(/^250 /);
    await h.app.idle();
    expect(await outcomeOf(h, world.desks)).toBe(row.outcome);
    const joined = ((await people(h, world.desks)).participant ?? []).filter((p) => p !== 'Anna');
    expect(joined).toEqual(row.joins ? [row.joins] : []);
    const from = /<(.*)>/.exec(mail.from)![1]!;
    const since = (await letters(h)).slice(before).flatMap((l) => l.to);
    if (row.proof !== 'proven') expect(since).not.toContain(from);
    if (row.outcome.startsWith('held')) expect(since).toEqual([]);
  });

  test('unproven or failing mail never makes or changes a person', async () => {
    const h = house();
    const world = await scene(h, LADDER[0]!);
    const counts = async () => [(await h.gw.db.read('contacts')).length, (await h.gw.db.read('addresses')).length];
    const before = await counts();
    for (const row of LADDER.filter(
      (r) => r.proof !== 'proven' && /letter|address/.test(r.tie) && r.outcome.startsWith('held'),
    ))
      await send(h, { ...mailFor(row, world), ...MAILBOX[row.from][row.proof] });
    await h.app.idle();
    expect(await counts()).toEqual(before);
    expect(await comments(h, world.desks)).toHaveLength(1);
  });

  test('two From mailboxes, or a second Subject on top of a signed mail, count as failed', async () => {
    const h = house();
    const { letter, desks } = await scene(h, LADDER[0]!);
    const good = reply(letter, 'Anna Kim <anna@client.example>', 'Pay to the new account.');
    await send(h, {
      ...good,
      from: 'Anna Kim <anna@client.example>, Eve <eve@other.example>',
      signedBy: 'client.example',
      envelopeFrom: 'anna@client.example',
    });
    await h.app.idle();
    expect((await inbox(h)).map((m) => m.state)).toEqual(['held']);
    expect(await comments(h, desks)).toHaveLength(1);
  });

  test('the question asked of DNS is real: without the signer’s key the same mail is not Anna’s', async () => {
    const h = house();
    const { letter, desks } = await scene(h, LADDER[0]!);
    const mail = reply(letter, 'Anna Kim <anna@client.example>', 'In the morning.');
    h.dns.zone.set('story._domainkey.client.example', { TXT: ['v=DKIM1; k=rsa; p='] });
    await send(h, mail);
    await h.app.idle();
    expect(h.dns.asked).toContain('TXT story._domainkey.client.example');
    expect(h.dns.asked).toContain('TXT _dmarc.client.example');
    expect((await inbox(h))[0]!.outcome).toBe('sender-failed-authentication');
    expect(await comments(h, desks)).toHaveLength(1);
  });

  test('a new-task address takes a mail whose sender nobody can prove: the task is made, the person is only claimed', async () => {
    const h = house();
    await client(h, 'Anna', { email: 'anna@silent.example' as never });
    await settings(h, { notifications: { N3: { enabled: true } } });
    await send(h, { from: 'Anna <anna@silent.example>', to: 'ann@mail.acme.example', subject: 'Paint', text: 'Red.' });
    await h.app.idle();
    const [made] = await tasks(h);
    expect(made).toMatchObject({ title: 'Paint', description: 'Red.' });
    const contacts = await h.gw.db.read('contacts').orderBy('number');
    expect(contacts.map((c) => [c.claims, Boolean(c.proven)])).toEqual([
      [null, true],
      ['anna@silent.example', false],
    ]);
    expect(await lettersTo(h, 'anna@silent.example')).toEqual([]);
    const desk = { from: 'Ann <ann@acme.example>', to: 'ann@mail.acme.example', signedBy: null };
    await send(h, { ...desk, subject: 'Give me rights', text: 'Now.' });
    await h.app.idle();
    expect((await inbox(h)).at(-1)).toMatchObject({ state: 'held' });
    expect(await tasks(h)).toHaveLength(1);
  });
});

interface Scene {
  readonly desks: { readonly id: never; readonly number: number };
  readonly letter: Received;
}

/** Anna takes part in the task and has a letter from it; Peter and Boris are known and do not. */
async function scene(h: House, row: Row) {
  const proof = row.proof === 'unproven' ? 'silent' : null;
  const anna = await client(h, 'Anna', proof && row.from === 'anna' ? { email: 'anna@silent.example' as never } : {});
  await client(h, 'Peter', { email: `peter@${proof ?? 'other'}.example` as never });
  await employee(h, 'Boris', { email: `boris@${proof ?? 'acme'}.example` as never });
  await settings(h, { strangers: row.strangers ?? 'add', allRecipientsInOneLetter: row.tie === 'shared letter' });
  const desks = await task(h, h.owner, 'Desks', { participants: [anna.id] });
  await says(h, h.owner, desks, 'When shall we come?', { notify: [anna] });
  return { desks, letter: (await letters(h))[0]! };
}

function mailFor({ tie }: Row, { desks, letter }: Pick<Scene, 'letter'> & { desks: { number: number } }) {
  const text = 'In the morning.';
  const plain = { text, subject: 'Morning' };
  switch (tie) {
    case 'own letter':
    case 'shared letter':
      return reply(letter, '', text);
    case 'task address':
      return { ...plain, to: `task+${desks.number}@mail.acme.example` };
    // The root of our threads alone: everybody who ever had a letter of this task knows it.
    case 'references':
      return { ...plain, to: 'ann@mail.acme.example', references: [letter.references[0]!], subject: 'Re: Desks' };
    case 'subject':
      return { ...plain, to: 'ann@mail.acme.example', subject: 'Re: Desks' };
  }
}

async function outcomeOf(h: House, desks: { readonly id: string }): Promise<string> {
  const last = (await inbox(h)).at(-1)!;
  if (last.state !== 'delivered') return `${last.state}: ${last.outcome}`;
  if (last.task !== desks.id) return 'new task';
  const comment = (await comments(h, desks)).at(-1)!;
  return `comment by ${comment.author}, ${comment.proof}`;
}
