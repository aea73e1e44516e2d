/**
 * Who may speak: each row of the ladder of identity with real signatures, asked over DNS, through the whole house.
 */
import { expect, test } from 'vitest';
import { type House, oneHouse } from '../support/app.ts';
import { letters, type Received, reply, send, type Writing } from '../support/program.ts';
import { client, comments, employee, inbox, letterStates, people, says, settings, task } from './firm.ts';

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
  readonly tie: 'own letter' | 'task address' | 'shared letter' | 'references' | 'subject' | 'sender';
  readonly from: keyof typeof MAILBOX;
  readonly proof: Proof;
  readonly strangers?: 'add' | 'hold' | 'reject';
  readonly outcome: Outcome;
  /** Who is a participant after it and was not before. */
  readonly joins?: string;
  /** «Was this you?» goes to the known address; nothing else ever goes to one that was not proven. */
  readonly asks?: boolean;
}

const HELD_FAIL = 'held: sender-failed-authentication';
const HELD_UNPROVEN = 'held: sender-not-proven';

const LADDER: readonly Row[] = [
  { tie: 'own letter', from: 'anna', proof: 'proven', outcome: 'comment by Anna, mail-proven' },
  { tie: 'own letter', from: 'anna', proof: 'unproven', outcome: 'comment by Anna, token-only' },
  { tie: 'own letter', from: 'anna', proof: 'fail', outcome: HELD_FAIL, asks: true },
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
  // The setting for strangers is asked of proven ones only.
  { tie: 'own letter', from: 'stranger', proof: 'unproven', strangers: 'reject', outcome: HELD_UNPROVEN },
  { tie: 'own letter', from: 'stranger', proof: 'fail', strangers: 'reject', outcome: HELD_FAIL },
  { tie: 'task address', from: 'anna', proof: 'proven', outcome: 'comment by Anna, mail-proven' },
  { tie: 'task address', from: 'peter', proof: 'proven', outcome: 'comment by Peter, mail-proven', joins: 'Peter' },
  { tie: 'task address', from: 'boris', proof: 'proven', outcome: 'comment by Boris, mail-proven', joins: 'Boris' },
  { tie: 'task address', from: 'stranger', proof: 'proven', outcome: 'comment by Olga, mail-proven', joins: 'Olga' },
  { tie: 'task address', from: 'stranger', proof: 'proven', strangers: 'hold', outcome: 'held: stranger' },
  { tie: 'task address', from: 'stranger', proof: 'proven', strangers: 'reject', outcome: 'ignored: stranger' },
  { tie: 'task address', from: 'anna', proof: 'unproven', outcome: HELD_UNPROVEN },
  { tie: 'task address', from: 'anna', proof: 'fail', outcome: HELD_FAIL },
  { tie: 'task address', from: 'peter', proof: 'unproven', outcome: HELD_UNPROVEN },
  { tie: 'task address', from: 'peter', proof: 'fail', outcome: HELD_FAIL },
  { tie: 'task address', from: 'boris', proof: 'unproven', outcome: HELD_UNPROVEN },
  { tie: 'task address', from: 'boris', proof: 'fail', outcome: HELD_FAIL },
  { tie: 'task address', from: 'stranger', proof: 'unproven', outcome: HELD_UNPROVEN },
  { tie: 'task address', from: 'stranger', proof: 'fail', outcome: HELD_FAIL },
  { tie: 'shared letter', from: 'anna', proof: 'proven', outcome: 'comment by Anna, mail-proven' },
  { tie: 'shared letter', from: 'anna', proof: 'unproven', outcome: HELD_UNPROVEN },
  { tie: 'shared letter', from: 'anna', proof: 'fail', outcome: HELD_FAIL },
  { tie: 'shared letter', from: 'peter', proof: 'proven', outcome: 'comment by Peter, mail-proven', joins: 'Peter' },
  { tie: 'shared letter', from: 'peter', proof: 'unproven', outcome: HELD_UNPROVEN },
  { tie: 'shared letter', from: 'boris', proof: 'proven', outcome: 'comment by Boris, mail-proven', joins: 'Boris' },
  { tie: 'shared letter', from: 'boris', proof: 'fail', outcome: HELD_FAIL },
  { tie: 'shared letter', from: 'stranger', proof: 'proven', outcome: 'comment by Olga, mail-proven', joins: 'Olga' },
  { tie: 'shared letter', from: 'stranger', proof: 'proven', strangers: 'hold', outcome: 'held: stranger' },
  { tie: 'shared letter', from: 'stranger', proof: 'proven', strangers: 'reject', outcome: 'ignored: stranger' },
  { tie: 'shared letter', from: 'stranger', proof: 'unproven', outcome: HELD_UNPROVEN },
  { tie: 'shared letter', from: 'stranger', proof: 'fail', outcome: HELD_FAIL },
  { tie: 'references', from: 'anna', proof: 'proven', outcome: 'comment by Anna, mail-proven' },
  { tie: 'references', from: 'anna', proof: 'unproven', outcome: 'new task' },
  { tie: 'references', from: 'anna', proof: 'fail', outcome: HELD_FAIL },
  { tie: 'references', from: 'peter', proof: 'proven', outcome: 'new task' },
  { tie: 'references', from: 'peter', proof: 'unproven', outcome: 'new task' },
  { tie: 'references', from: 'peter', proof: 'fail', outcome: HELD_FAIL },
  { tie: 'references', from: 'boris', proof: 'proven', outcome: 'new task' },
  { tie: 'references', from: 'boris', proof: 'unproven', outcome: HELD_UNPROVEN },
  { tie: 'references', from: 'stranger', proof: 'proven', outcome: 'new task' },
  // The settings for strangers are about tasks that are there.
  { tie: 'references', from: 'stranger', proof: 'proven', strangers: 'reject', outcome: 'new task' },
  { tie: 'references', from: 'stranger', proof: 'unproven', outcome: 'new task' },
  { tie: 'references', from: 'stranger', proof: 'fail', outcome: HELD_FAIL },
  { tie: 'subject', from: 'anna', proof: 'proven', outcome: 'comment by Anna, mail-proven' },
  { tie: 'subject', from: 'anna', proof: 'unproven', outcome: 'new task' },
  { tie: 'subject', from: 'anna', proof: 'fail', outcome: HELD_FAIL },
  { tie: 'subject', from: 'peter', proof: 'proven', outcome: 'new task' },
  { tie: 'subject', from: 'boris', proof: 'unproven', outcome: HELD_UNPROVEN },
  { tie: 'subject', from: 'stranger', proof: 'proven', outcome: 'new task' },
  { tie: 'subject', from: 'stranger', proof: 'unproven', outcome: 'new task' },
  { tie: 'sender', from: 'anna', proof: 'proven', outcome: 'comment by Anna, mail-proven' },
  { tie: 'sender', from: 'anna', proof: 'unproven', outcome: 'new task' },
  { tie: 'sender', from: 'anna', proof: 'fail', outcome: HELD_FAIL },
  { tie: 'sender', from: 'peter', proof: 'proven', outcome: 'new task' },
  { tie: 'sender', from: 'stranger', proof: 'proven', outcome: 'new task' },
];

oneHouse('the ladder of identity', (house) => {
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
    if (row.asks) {
      expect(since).toEqual([from]);
      expect((await letterStates(h)).at(-1)!.kind).toBe('question');
    } else if (row.proof !== 'proven') expect(since).not.toContain(from);
    if (row.outcome.startsWith('held') && !row.asks) expect(since).toEqual([]);
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
  await settings(h, {
    strangers: row.strangers ?? 'add',
    allRecipientsInOneLetter: row.tie === 'shared letter',
    matchBySenderOnly: row.tie === 'sender',
  });
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
    case 'sender':
      return { ...plain, to: 'ann@mail.acme.example' };
  }
}

async function outcomeOf(h: House, desks: { readonly id: string }): Promise<string> {
  const last = (await inbox(h)).at(-1)!;
  if (last.state !== 'delivered') return `${last.state}: ${last.outcome}`;
  if (last.task !== desks.id) return 'new task';
  const comment = (await comments(h, desks)).at(-1)!;
  return `comment by ${comment.author}, ${comment.proof}`;
}
