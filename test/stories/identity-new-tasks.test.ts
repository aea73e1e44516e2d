/** Whom a new-task address takes (decisions «Who may speak», last paragraph), with real signatures over DNS. */
import { expect, test } from 'vitest';
import { oneHouse } from '../support/app.ts';
import { lettersTo, send, type Writing } from '../support/program.ts';
import { SELECTOR } from '../support/zone.ts';
import { client, employee, inbox, settings, tasks } from './firm.ts';

const FAILED = 'held: sender-failed-authentication';

type Taken = 'task by a person' | 'task by a claim' | `held: ${string}`;

interface NewTaskRow {
  readonly rule: 'anyone' | 'known' | 'proven';
  readonly from: 'known contact' | 'advanced contact' | 'employee' | 'stranger';
  readonly proof: 'proven' | 'unproven' | 'fail';
  readonly outcome: Taken;
}

const UNPROVEN = 'held: sender-not-proven';
const NEW_TASKS: readonly NewTaskRow[] = [
  { rule: 'anyone', from: 'stranger', proof: 'proven', outcome: 'task by a person' },
  { rule: 'anyone', from: 'stranger', proof: 'unproven', outcome: 'task by a claim' },
  { rule: 'anyone', from: 'stranger', proof: 'fail', outcome: FAILED },
  { rule: 'anyone', from: 'known contact', proof: 'proven', outcome: 'task by a person' },
  { rule: 'anyone', from: 'known contact', proof: 'unproven', outcome: 'task by a claim' },
  { rule: 'anyone', from: 'known contact', proof: 'fail', outcome: FAILED },
  { rule: 'anyone', from: 'advanced contact', proof: 'proven', outcome: 'task by a person' },
  { rule: 'anyone', from: 'advanced contact', proof: 'unproven', outcome: UNPROVEN },
  { rule: 'anyone', from: 'employee', proof: 'proven', outcome: 'task by a person' },
  { rule: 'anyone', from: 'employee', proof: 'unproven', outcome: UNPROVEN },
  { rule: 'anyone', from: 'employee', proof: 'fail', outcome: FAILED },
  { rule: 'known', from: 'stranger', proof: 'proven', outcome: 'held: stranger' },
  { rule: 'known', from: 'stranger', proof: 'unproven', outcome: 'held: stranger' },
  { rule: 'known', from: 'known contact', proof: 'proven', outcome: 'task by a person' },
  { rule: 'known', from: 'known contact', proof: 'unproven', outcome: 'task by a claim' },
  { rule: 'proven', from: 'stranger', proof: 'proven', outcome: 'task by a person' },
  { rule: 'proven', from: 'stranger', proof: 'unproven', outcome: UNPROVEN },
  { rule: 'proven', from: 'known contact', proof: 'unproven', outcome: UNPROVEN },
  { rule: 'proven', from: 'known contact', proof: 'proven', outcome: 'task by a person' },
];

oneHouse('a new-task address', (house) => {
  test.each(NEW_TASKS)('takes $rule; From is a $from, $proof: $outcome', async ({ rule, from, proof, outcome }) => {
    const h = house();
    const email = `anna@${proof === 'unproven' ? 'silent' : 'client'}.example`;
    await settings(h, { newTasksFrom: rule, notifications: { N3: { enabled: true } } });
    if (from === 'employee') await employee(h, 'Anna', { email: email as never });
    else if (from !== 'stranger')
      await client(h, 'Anna', {
        email: email as never,
        ...(from === 'advanced contact' ? { access: 'ACTIVE' } : {}),
      } as never);
    const before = (await h.gw.db.read('contacts')).length;
    const mail: Writing = {
      from: `Anna <${email}>`,
      to: 'ann@mail.acme.example',
      subject: 'Paint',
      text: 'Red.',
      ...(proof === 'fail' ? { signedBy: null } : {}),
    };
    expect(await send(h, mail)).toMatch(/^250 /);
    await h.app.idle();
    const last = (await inbox(h)).at(-1)!;
    const claims = (await h.gw.db.read('contacts').whereNotNull('claims')).map((c) => [c.claims, Boolean(c.proven)]);
    const made = (await tasks(h)).map((t) => t.title);
    // An unproven From makes the task, not the person, and nothing is ever sent to it (decisions «Who may speak»).
    if (last.state !== 'delivered') {
      expect(`${last.state}: ${last.outcome}`).toBe(outcome);
      expect([made, claims]).toEqual([[], []]);
      expect((await h.gw.db.read('contacts')).length).toBe(before);
    } else {
      expect(claims.length > 0 ? 'task by a claim' : 'task by a person').toBe(outcome);
      expect(made).toEqual(['Paint']);
      expect(claims).toEqual(outcome === 'task by a claim' ? [[email, false]] : []);
    }
    // N3 needs proof, and is for those who have no access of their own (spec 3.2).
    const receipts = outcome === 'task by a person' && /stranger|known/.test(from) ? 1 : 0;
    expect(await lettersTo(h, email)).toHaveLength(receipts);
  });

  test('the first proof makes the claim theirs', async () => {
    const h = house();
    const mail = { from: 'Olga <olga@silent.example>', to: 'ann@mail.acme.example', subject: 'Paint', text: 'Red.' };
    await send(h, mail);
    await h.app.idle();
    h.dns.zone.set('_dmarc.silent.example', { TXT: ['v=DMARC1; p=reject'] });
    h.dns.zone.set(`${SELECTOR}._domainkey.silent.example`, h.dns.zone.get(`${SELECTOR}._domainkey.client.example`)!);
    await send(h, { ...mail, subject: 'More paint', signedBy: 'silent.example' });
    await h.app.idle();
    expect(await tasks(h)).toHaveLength(2);
    const contacts = await h.gw.db.read('contacts');
    expect(contacts.map((c) => [c.first_name, c.claims, Boolean(c.proven)])).toEqual([['Olga', null, true]]);
  });
});
