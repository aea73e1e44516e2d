/** A house in which everything that an administrator looks at has something in it: mail in every state, letters in every state, programs. */
import { addWebhook } from '../../src/flow/hooks.ts';
import { endKey, makeKey } from '../../src/flow/manage-account.ts';
import { saveAddress } from '../../src/flow/manage-addresses.ts';
import { makeTemplate, publishTemplate } from '../../src/flow/manage-templates.ts';
import { standardTemplate } from '../../src/notify/own-standard.ts';
import type { Employee } from '../../src/people/person.ts';
import type { Sender } from '../../src/people/sender.ts';
import { openSession } from '../../src/store/doors.ts';
import { insertSender } from '../../src/store/senders.ts';
import { suppress } from '../../src/store/suppressions.ts';
import { client, desk, employee, says, settings, task } from '../stories/firm.ts';
import { type House, type OwnHouse, openAcme } from '../support/app.ts';
import { deliver, letters, reply, send } from '../support/program.ts';
import { aSender } from '../support/world.ts';
import { standardZone } from '../support/zone.ts';

export interface BusyHouse {
  readonly h: OwnHouse;
  /** Cookies by first name: Ann (English, the owner), Vera (Russian, an administrator). */
  readonly cookies: Readonly<Record<string, string>>;
  /** Fills the house; before, it is as fresh as on the first day. */
  fill(): Promise<void>;
  /** Every page of the administration, by a name for its picture. */
  pages(): Promise<Record<string, string>>;
}

const ANNA = 'Anna Kim <anna@client.example>';
const LONG =
  'A very long subject that goes on and on and names a Pneumonoultramicroscopicsilicovolcanoconiosisabteilung '.repeat(
    2,
  );

/** The closing of the house is the caller's. */
export async function busyHouse(): Promise<BusyHouse> {
  const h = await openAcme();
  for (const [name, records] of standardZone()) h.dns.zone.set(name, records);
  const vera = await employee(h, 'Vera', { lastName: 'Stone', language: 'ru', role: 'admin' });
  const cookies: Record<string, string> = {};
  for (const who of [h.owner, vera])
    cookies[who.firstName] = await h.gw.db.write((tx) =>
      openSession(tx, h.account.id, who, Date.now(), Date.now() + 3_600_000, 'Firefox, Windows'),
    );
  return { h, cookies, fill: () => fill(h, vera), pages: () => pagesOf(h) };
}

async function fill(h: House, vera: Employee): Promise<void> {
  await settings(h, { showToSpam: true });
  await team(h);
  const anna = await client(h, 'Anna', { lastName: 'Kim' });
  const bob = await client(h, 'Bob', { lastName: 'Stern' });
  await client(h, 'Spam', { isSpammer: true } as never);
  const desks = await task(h, h.owner, 'Desks for the new office', { participants: [anna.id, bob.id] });
  await says(h, h.owner, desks, 'When shall we come?', { notify: [anna] });
  await says(h, h.owner, desks, 'The oak is here.', { notify: [bob] });
  await says(h, h.owner, desks, 'The ash is here.', { notify: [bob] });
  await says(h, h.owner, desks, 'On Friday, or on Monday morning, when the lift works again?', { notify: [anna, bob] });
  await mails(h);
  await troubles(h);
  const actor = await desk(h, h.owner);
  await makeKey(h.gw, actor, 'Bookkeeping');
  const ours = await makeTemplate(h.gw, actor, 'Наше письмо', standardTemplate('N2'));
  if (ours.ok) await publishTemplate(h.gw, actor, ours.value.id, ours.value.revision);
  const old = await makeKey(h.gw, actor, 'Old shop');
  if (old.ok) await endKey(h.gw, actor, old.value.id);
  await addWebhook(h.gw, actor, { url: 'https://10.1.2.3/hooks/postern', kinds: ['comment-added'] });
  await says(h, h.owner, desks, 'A word for the hook');
  await h.gw.db.write((tx) => tx('webhook_calls').update({ state: 'failed', due_at: null }));
  await saveAddress(h.gw, actor, 'sales', { description: 'Orders', assignees: [vera.id], project: null }, true);
  await senders(h, vera);
  await saveAddress(h.gw, actor, 'support', { description: '', assignees: [], project: null }, true);
}

/** One that is used, one that DMARC would turn away, one that waits. */
async function senders(h: House, vera: Employee): Promise<void> {
  const add = (address: string, change: Partial<Sender>) =>
    h.gw.db.write((tx) => insertSender(tx, { ...aSender(h.account, address), ...change }));
  await add('info@bureau.example', { name: 'Acme Desk', signature: '<b>Acme</b>', verifiedAt: Date.now() });
  await add('orders@bureau-of-the-most-beautiful-desks.example', { alignment: 'refused', verifiedAt: Date.now() });
  await add('vera@home.example', { owner: vera.id });
}

async function team(h: House): Promise<void> {
  await employee(h, 'Tess', { role: 'technical' });
  await employee(h, 'Max', { lastName: 'Orlov', active: false });
  await employee(h, 'Константин', {
    login: 'konst',
    email: 'konst@acme.example' as never,
    lastName: 'Преображенский-Верхнеудинский',
    position: 'Заместитель начальника отдела снабжения и логистики',
  });
}

async function mails(h: House): Promise<void> {
  const [letter] = await letters(h);
  await send(h, reply(letter!, ANNA, 'On Friday.'));
  await send(h, reply(letter!, ANNA, 'Send the money elsewhere.', { signedBy: null }));
  await send(h, reply(letter!, ANNA, 'Another one. '.repeat(40), { signedBy: null, subject: `Re: ${LONG}` }));
  const away = { 'Auto-Submitted': 'auto-replied' };
  await send(h, { from: ANNA, to: 'ann@mail.acme.example', subject: 'I am away', text: 'Until May.', headers: away });
  const html = '<p>Добрый день! <b>Нужны столы.</b></p>';
  await send(h, { from: 'Olga <olga@other.example>', to: 'ann@mail.acme.example', subject: 'Заказ столов', html });
  await deliver(h, 'x@client.example', ['ann@mail.acme.example'], Buffer.from('\r\nno header\r\n'));
  await h.app.idle();
}

async function troubles(h: House): Promise<void> {
  const diagnostic =
    '550 5.1.1 <bob@client.example>: Recipient address rejected: User unknown in virtual mailbox table';
  await h.gw.db.write(async (tx) => {
    const [, second, third, fourth] = await tx('letters').orderBy('id');
    const set = (id: string, change: object) => tx('letters').where({ id }).update(change);
    await set(second.id, { state: 'bounced', reason: 'userunknown', diagnostic });
    await set(third.id, { state: 'failed', reason: 'refused', diagnostic: '554 5.7.1 Spam message rejected' });
    const later = { attempts: 2, reason: 'postponed', due_at: Date.now() + 3_600_000, sent_at: null };
    await set(fourth.id, { state: 'queued', diagnostic: '451 Try again later', ...later });
    await suppress(tx, h.account.id, 'bob@client.example' as never, 'bounce', '550 no such user', Date.now());
  });
}

async function pagesOf({ gw }: House): Promise<Record<string, string>> {
  const first = async (table: string, where: object = {}) =>
    (await gw.db.read(table).where(where).first())!.id as string;
  const mail = async (state: string) => `/admin/inbox/${await first('inbox', { state })}`;
  return {
    inbox: '/admin/inbox',
    'inbox-search': '/admin/inbox?q=desk&what=held',
    held: '/admin/held',
    'mail-held': await mail('held'),
    'mail-delivered': await mail('delivered'),
    'mail-parked': await mail('parked'),
    'mail-ignored': await mail('ignored'),
    letters: '/admin/letters',
    templates: '/admin/templates',
    template: `/admin/templates/${await first('templates')}`,
    'template-history': `/admin/templates/${await first('templates')}/history`,
    'letters-none': '/admin/letters?q=nothing+like+it',
    letter: `/admin/letters/${await first('letters', { state: 'bounced' })}`,
    suppressions: '/admin/suppressions',
    spam: '/admin/spam',
    people: '/admin/people',
    person: '/admin/people/3',
    owner: '/admin/people/2',
    'person-new': '/admin/people/new',
    settings: '/admin/settings',
    addresses: '/admin/addresses',
    address: '/admin/addresses/sales',
    'address-new': '/admin/addresses/new',
    senders: '/senders',
    'sender-refused': `/senders/${await first('senders', { alignment: 'refused' })}`,
    'sender-new': '/senders/new',
    'task-from': '/tasks/1',
    keys: '/admin/keys',
    webhooks: '/admin/webhooks',
    webhook: `/admin/webhooks/${await first('webhooks')}`,
    status: '/admin/status',
    audit: '/admin/audit',
    start: '/admin/start?dns',
  };
}
