/** One mail to several of us: several tasks, several accounts, several lists. */
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { keepArrival } from '../../src/flow/keep.ts';
import { openAccount } from '../support/account.ts';
import { eachHouse, type House } from '../support/app.ts';
import { compose, deliver, lettersTo, reply } from '../support/program.ts';
import { client, comments, employee, people, says, task, tasks } from './firm.ts';

const ANNA = 'Anna Kim <anna@client.example>';
const at = (local: string) => `${local}@mail.acme.example`;

/** By one transaction to all of these recipients. */
async function sendTo(h: House, to: readonly string[], words: Parameters<typeof compose>[1]): Promise<void> {
  await deliver(h, 'anna@client.example', to, await compose(h, words));
  await h.app.idle();
}

const lines = (h: House) => h.gw.db.read('inbox').orderBy('id');

eachHouse('one mail to several of us', (house) => {
  test('two tasks have the comment each, and each line of the ledger says of which mail it is a part', async () => {
    const h = house();
    await client(h, 'Anna');
    const [desks, lamps] = [await task(h, h.owner, 'Desks'), await task(h, h.owner, 'Lamps')];
    const to = [at(`task+${desks.number}`), at(`task.${lamps.number}`)];
    await sendTo(h, to, { from: ANNA, to: to.join(', '), subject: 'Delivery', text: 'On Monday.' });
    expect((await comments(h, desks)).map((c) => c.text)).toEqual(['On Monday.']);
    expect((await comments(h, lamps)).map((c) => c.text)).toEqual(['On Monday.']);
    const [first, second, ...more] = await lines(h);
    expect(more).toEqual([]);
    expect([first!.state, second!.state, second!.part_of]).toEqual(['delivered', 'delivered', first!.id]);
    expect([first!.part_of, JSON.parse(first!.envelope_to)]).toEqual([null, [to[0]]]);
    // The sender's server did not hear our 250 and sends it again: once each, still.
    await sendTo(h, to, { from: ANNA, to: to.join(', '), subject: 'Delivery', text: 'On Monday.' });
    expect(await comments(h, desks)).toHaveLength(2);
  });

  test('an answer with an employee in Cc is one comment, and the employee is told', async () => {
    const h = house();
    const [anna, boris] = [await client(h, 'Anna'), await employee(h, 'Boris')];
    const desks = await task(h, h.owner, 'Desks', { participants: [anna.id] });
    await says(h, h.owner, desks, 'When?', { notify: [anna] });
    const [asked] = await lettersTo(h, 'anna@client.example');
    await sendTo(h, [asked!.replyTo, at('boris')], reply(asked!, ANNA, 'On Monday.', { cc: at('boris') }));
    expect(await tasks(h)).toHaveLength(1);
    expect((await comments(h, desks)).map((c) => c.text)).toEqual(['When?', 'On Monday.']);
    expect((await lettersTo(h, boris.email!)).map((l) => l.text)).toEqual([expect.stringContaining('On Monday.')]);
    expect(await people(h, desks)).toMatchObject({ participant: expect.arrayContaining(['Boris']) });
  });

  test('two people of ours have one task in both lists, also when the mail comes to each by itself', async () => {
    const h = house();
    await client(h, 'Anna');
    const [boris, vera] = [await employee(h, 'Boris'), await employee(h, 'Vera')];
    const words = {
      from: ANNA,
      to: `${at('boris')}, ${at('vera')}`,
      subject: 'A lamp',
      text: 'It flickers.',
      messageId: '<lamp@client.example>',
    };
    await sendTo(h, [at('boris')], words);
    await sendTo(h, [at('vera')], words);
    const [lamp, ...more] = await tasks(h);
    expect(more).toEqual([]);
    expect(await people(h, lamp!)).toMatchObject({ assignee: ['Boris', 'Vera'] });
    expect((await lines(h)).map((m) => [m.state, m.task_id])).toEqual([
      ['delivered', lamp!.id],
      ['duplicate', lamp!.id],
    ]);
    for (const one of [boris, vera]) expect(await lettersTo(h, one.email!)).toHaveLength(1);
    await sendTo(h, [at('vera')], words);
    expect(await lettersTo(h, vera.email!)).toHaveLength(1);
  });

  test('two accounts have a task each, and neither knows of the other', async () => {
    const h = house();
    const admin = { email: 'bea@beta.example' as never, firstName: 'Bea', lastName: 'Fox' };
    const { account: beta } = await openAccount(h.gw, { name: 'beta', title: 'Beta', admin });
    const to = [at('ann'), `bea@${beta.mailDomain}`];
    const raw = await compose(h, { from: ANNA, to, subject: 'A lamp', text: 'It flickers.' });
    // By the pipe: the SMTP door looks for new accounts only every few seconds.
    const envelope = { from: 'anna@client.example', to, ip: '', helo: '', tls: false, authservId: null };
    const sha256 = createHash('sha256').update(raw).digest('hex');
    const bytes = { raw, path: null, size: raw.length, sha256, receivedAt: Date.now() };
    await keepArrival(h.gw, { ...envelope, ...bytes, protocol: 'pipe' }, 100);
    h.accepted += 1;
    await h.app.idle();
    const rows = await h.gw.db.read('tasks').orderBy('account_id').select('account_id', 'title');
    expect(rows.map((r) => [r.account_id, r.title]).sort()).toEqual(
      [
        [h.account.id, 'A lamp'],
        [beta.id, 'A lamp'],
      ].sort(),
    );
  });
});
