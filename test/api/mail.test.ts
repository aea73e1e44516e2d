/** What came in and what went out, as an administrator's program sees it. */
import { createHash, randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { type InboxId, type LetterId, newId } from '../../src/base/id.ts';
import { letterToken } from '../../src/base/token.ts';
import { openMail } from '../../src/flow/sealed.ts';
import type { Trace } from '../../src/flow/trace.ts';
import { claimMails, type Finish, finishMail, loadMail } from '../../src/store/inbox.ts';
import { letterFailed } from '../../src/store/outbox.ts';
import { suppress } from '../../src/store/suppressions.ts';
import { eachGateway, openTenant } from '../support/gateway.ts';
import { type Ask, LIMITS, pathsOf, useDesk } from './desk.ts';

const MAIL =
  'From: Pia <pia@client.example>\r\nTo: reply@mail.acme.example\r\nSubject: Oven\r\nMessage-ID: <1@client.example>\r\n\r\nIt smokes.\r\n';

const TRACE = {
  kind: 'person',
  clues: [{ clue: 'subject', where: 'subject', result: 'refused', why: 'not-in-task', task: 7 }],
  proof: {
    verdict: 'proven',
    spf: 'pass',
    dkim: [{ domain: 'client.example', result: 'pass', aligned: true }],
    dmarc: 'pass',
    arc: 'none',
    notes: [],
  },
  identity: { tie: 'weak', from: 'known', verdict: 'new-task', override: null },
  reply: { method: 'whole', confidence: 0.9, removed: [{ kind: 'signature', characters: 12 }] },
  subjectChanged: false,
  repairs: [],
  took: { parse: 1.5 },
} satisfies Trace;

eachGateway('mail', (at) => {
  const desk = useDesk(at);
  const hand = (raw: BodyInit, query = 'from=pia@client.example&to=ann@mail.acme.example', more: Ask = {}) =>
    desk().ask('POST', `/inbound/raw?${query}`, {
      raw,
      ...more,
      headers: { 'Content-Type': 'message/rfc822', ...more.headers },
    });
  const token = () => letterToken(at().gw.keyring, 'reply', newId<'letter'>());

  /** A mail that came in and was read with this outcome. */
  const read = async (finish: Partial<Finish>, raw = MAIL): Promise<string> => {
    const { id } = (await hand(raw)).json;
    const outcome: Finish = {
      state: 'held',
      account: at().account.id,
      outcome: 'stranger',
      reason: 'The sender is not known',
      fromAddress: 'pia@client.example',
      fromName: 'Pia',
      subject: 'Oven',
      ...finish,
    };
    await at().gw.db.write(async (tx) => {
      const claimed = await claimMails(tx, at().gw.clock(), 10);
      await finishMail(tx, claimed.find((mail) => mail.id === id)!, outcome, at().gw.clock());
    });
    return id;
  };

  test('a raw mail is kept byte for byte before it is answered, with its envelope', async () => {
    const kept = await hand(
      MAIL,
      'from=%3Cbounce%40client.example%3E&to=ann@mail.acme.example,%20task%2B7@mail.acme.example&authservId=mx.acme.example',
    );
    expect(kept.status).toBe(202);
    const mail = await loadMail(at().gw.db.read, kept.json.id);
    expect(mail).toMatchObject({
      from: 'bounce@client.example',
      to: ['ann@mail.acme.example', 'task+7@mail.acme.example'],
      protocol: 'http',
      authservId: 'mx.acme.example',
      ip: '',
      size: MAIL.length,
    });
    expect(openMail(at().gw, mail!).raw!.toString()).toBe(MAIL);
    expect(at().woken.inbox).toBe(1);
    const headers = { 'Postern-Envelope-From': '', 'Postern-Envelope-To': 'ann@mail.acme.example' };
    expect((await hand(MAIL, '', { headers })).status).toBe(202);
    const traced = `Return-Path: <pia@client.example>\r\nDelivered-To: box@other.example\r\n${MAIL.replace(/^To:.*$/m, 'To: Desk <task+7@mail.acme.example>, eve@other.example')}`;
    const { id } = (await hand(traced, '')).json;
    expect(await loadMail(at().gw.db.read, id)).toMatchObject({
      from: 'pia@client.example',
      to: ['task+7@mail.acme.example'],
    });
  });

  test('a large mail goes to a blob, a larger one is refused with the limit', async () => {
    const large = Buffer.concat([
      Buffer.from(MAIL),
      Buffer.from(
        randomBytes(200_000)
          .toString('hex')
          .slice(0, LIMITS.uploadBytes - MAIL.length),
      ),
    ]);
    const mail = (await loadMail(at().gw.db.read, (await hand(large)).json.id))!;
    expect([mail.raw, mail.size, mail.sha256]).toEqual([
      null,
      large.length,
      createHash('sha256').update(large).digest('hex'),
    ]);
    expect(await at().gw.blobs.has(mail.sha256)).toBe(true);
    expect((await desk().get(`/inbound/${mail.id}/raw`)).text).toBe(large.toString());
    const more = Buffer.concat([large, Buffer.from('x')]);
    for (const body of [more, new Blob([more]).stream()])
      expect(await hand(body)).toMatchObject({
        status: 413,
        json: { detail: `A mail is at most ${LIMITS.uploadBytes} bytes` },
      });
  });

  test('what is no mail, or not for this account, is refused', async () => {
    expect((await hand('just words')).json.type).toBe('/problems/not-a-mail');
    expect((await hand('')).json.type).toBe('/problems/not-a-mail');
    expect(pathsOf(await hand(MAIL, 'from=nonsense'))).toEqual(['from']);
    expect(pathsOf(await hand(MAIL.replace('reply@mail.acme', 'desk@elsewhere'), ''))).toEqual(['to']);
    expect(pathsOf(await hand(MAIL, 'to=ann@mail.acme.example,ann@elsewhere.example,x'))).toEqual(['to.1', 'to.2']);
    expect(pathsOf(await hand(MAIL, 'to=ann@mail.acme.example&authservid=x'))).toEqual(['authservid']);
    expect((await hand(MAIL, undefined, { headers: { 'Content-Type': 'text/plain' } })).status).toBe(415);
    expect((await desk().get('/ledger')).json.received).toBe(0);
    await openTenant(at().gw, 'bakery');
    expect(pathsOf(await hand(MAIL, 'to=ann@bakery.mail.acme.example&authservId=mx.acme.example'))).toEqual([
      'authservId',
      'to.0',
    ]);
    expect(pathsOf(await hand(MAIL, `to=reply%2B${token()}@mail.acme.example`))).toEqual([]);
  });

  test('when too much waits, mail is put off and not taken', async () => {
    for (let n = 0; n < LIMITS.backlog; n++) await hand(MAIL);
    expect(await hand(MAIL)).toMatchObject({ status: 503, json: { type: '/problems/unavailable' } });
  });

  test('held mail is seen without harm, and accepted, trusted or left aside', async () => {
    const link = `https://office.acme.example/d/${token()}`;
    const html = `From: Pia <pia@client.example>\r\nSubject: Oven\r\nContent-Type: text/html\r\n\r\n<p>Hello <a href="${link}">there</a> ${link}</p><script>alert(1)</script>`;
    const [one, two, three] = [await read({}, html), await read({}), await read({})];
    await read({ state: 'ignored' });
    const list = await desk().get('/held');
    expect(list.json.items.map((m: { id: string }) => m.id)).toEqual([three, two, one]);
    expect(list.json.items[0]).toMatchObject({
      state: 'held',
      from: { name: 'Pia', address: 'pia@client.example' },
      outcome: 'stranger',
      reason: 'The sender is not known',
    });
    const shown = await desk().get(`/held/${one}`);
    expect(shown.json.preview).toContain('Hello there');
    expect(shown.text).not.toMatch(/script|alert|\/d\//);
    expect((await desk().post(`/held/${one}/accept`)).json.state).toBe('received');
    expect((await desk().post(`/held/${two}/trust`)).status).toBe(202);
    expect((await desk().post(`/held/${three}/discard`)).json).toMatchObject({
      state: 'ignored',
      outcome: 'discarded',
    });
    expect([
      await loadMail(at().gw.db.read, one as InboxId),
      await loadMail(at().gw.db.read, two as InboxId),
    ]).toMatchObject([{ override: 'accept', attempts: 0 }, { override: 'trust' }]);
    for (const [id, what] of [
      [one, 'accept'],
      [three, 'discard'],
      [three, 'trust'],
    ])
      expect((await desk().post(`/held/${id}/${what}`)).json.type).toBe('/problems/wrong-state');
    expect((await desk().get('/held')).json.items).toEqual([]);
    expect(at().woken.inbox).toBe(4 + 3);
  });

  test('the log tells what became of each mail, and lets it be processed again', async () => {
    const envelope = await hand(MAIL, `to=reply%2B${token()}@mail.acme.example`);
    const parked = await read({
      state: 'parked',
      outcome: 'unreadable',
      reason: 'It has no header',
      trace: { ...TRACE, repairs: [`reply+${token()}@mail.acme.example`], words: 'of nobody' },
    });
    const list = (await desk().get('/inbound?limit=1')).json;
    expect(list.items).toMatchObject([{ id: parked, state: 'parked', outcome: 'unreadable', protocol: 'http' }]);
    expect((await desk().get(`/inbound?limit=1&after=${list.next}`)).json).toMatchObject({
      items: [{ id: envelope.json.id, state: 'received', from: null, envelopeTo: ['reply+•••@mail.acme.example'] }],
      next: null,
    });
    expect((await desk().get('/inbound?state=parked')).json.items).toHaveLength(1);
    expect(pathsOf(await desk().get('/inbound?state=lost'))).toEqual(['state']);
    expect((await desk().get(`/inbound/${parked}`)).json.trace).toEqual({ ...TRACE, repairs: ['•••'] });
    expect((await desk().get(`/inbound/${envelope.json.id}`)).json.trace).toBeNull();
    const sums = { received: 2, due: 1, delivered: 0, held: 0, ignored: 0, duplicate: 0, parked: 1 };
    expect((await desk().get('/ledger')).json).toEqual(sums);
    expect((await desk().post(`/inbound/${parked}/process-again`)).json.state).toBe('received');
    expect((await desk().post(`/inbound/${parked}/process-again`)).json.type).toBe('/problems/wrong-state');
  });

  test('the log is asked by sender, Message-ID, state and time, all together; the sums by time', async () => {
    const hour = 60 * 60_000;
    const ids: string[] = [];
    const before = at().clock.now();
    for (const [n, from] of ['pia@client.example', 'eve@other.example', 'pia@client.example'].entries()) {
      at().clock.set(Date.parse('2026-11-24T09:00:00Z') + n * hour);
      ids.push(await read({ state: n === 2 ? 'ignored' : 'held', fromAddress: from, messageId: `${n}@x` }));
    }
    at().clock.set(before);
    const found = async (query: string) =>
      (await desk().get(`/inbound?${query}`)).json.items.map((mail: { id: string }) => ids.indexOf(mail.id));
    expect(await found('')).toEqual([2, 1, 0]);
    expect(await found('from=PIA@client.example')).toEqual([2, 0]);
    expect(await found('from=pia@client.example&state=held')).toEqual([0]);
    expect(await found('messageId=%3C1@x%3E')).toEqual([1]);
    expect(await found('since=2026-11-24T10:00:00Z')).toEqual([2, 1]);
    expect(await found('since=2026-11-24T10:00:00Z&until=2026-11-24T14:00:00%2B03:00')).toEqual([1]);
    expect(pathsOf(await desk().get('/inbound?from=pia&since=yesterday&subject=x'))).toEqual([
      'from',
      'since',
      'subject',
    ]);
    const held = async (query: string) => (await desk().get(`/held?${query}`)).json.items.length;
    expect([await held('from=eve@other.example'), await held('messageId=2@x')]).toEqual([1, 0]);
    const sums = async (query: string) => {
      const { received, held, ignored } = (await desk().get(`/ledger?${query}`)).json;
      return [received, held, ignored];
    };
    expect(await sums('')).toEqual([3, 2, 1]);
    expect(await sums('since=2026-11-24T10:00:00Z&until=2026-11-25T00:00:00Z')).toEqual([2, 1, 1]);
    expect(await sums('until=2026-11-24T10:00:00Z')).toEqual([1, 1, 0]);
  });

  test('the raw mail comes without our secrets, also where they stand in base64', async () => {
    const secret = token();
    const encoded = Buffer.from(`> Full conversation: https://office.acme.example/d/${secret}\r\n`.repeat(3))
      .toString('base64')
      .match(/.{1,76}/g)!
      .join('\r\n');
    const plain = Buffer.from('nothing of ours in this part, which stays as it is').toString('base64');
    const raw = `${MAIL.replace('reply@', `reply+${secret}@`)}\r\n--x\r\nContent-Transfer-Encoding: base64\r\n\r\n${encoded}\r\n--x\r\n\r\n${plain}\r\n--x--\r\nWords: привет\r\n`;
    const shown = await desk().get(`/inbound/${await read({}, raw)}/raw`);
    expect(shown.headers.get('content-type')).toBe('message/rfc822');
    expect(shown.text).not.toContain(secret);
    expect(shown.text).not.toContain(encoded.slice(0, 76));
    const middle = shown.text.split('base64\r\n\r\n')[1]!.split('\r\n--x')[0]!;
    expect(Buffer.from(middle, 'base64').toString()).toBe('> Full conversation: ***\r\n'.repeat(3));
    expect(shown.text).toContain(plain);
    expect(shown.text).toContain('Words: привет');
  });

  test('letters are listed and read with their tokens masked, and sent again when they failed', async () => {
    const pia = (await desk().post('/contacts', { firstName: 'Pia', email: 'pia@client.example' })).json;
    const task = (await desk().post('/tasks', { title: 'Oven', participants: [pia.id] })).json;
    for (const text of ['One', 'Two']) await desk().post(`/tasks/${task.id}/comments`, { text, notify: [pia.id] });
    const page = (await desk().get('/letters?limit=1')).json;
    const older = (await desk().get(`/letters?limit=1&after=${page.next}`)).json;
    expect([page.items[0].id > older.items[0].id, older.next]).toEqual([true, null]);
    const found = async (query: string) => (await desk().get(`/letters?${query}`)).json.items.length;
    expect(await found('state=queued&to=pia%40client.example&subject=ove')).toBe(2);
    expect(await found('to=PI')).toBe(2);
    for (const none of [
      'state=sent',
      'state=deferred',
      'to=pi%40client.example',
      'subject=desk',
      'until=2020-01-01T00:00:00Z',
    ])
      expect([none, await found(none)]).toEqual([none, 0]);
    expect((await desk().get('/letters?state=lost')).status).toBe(422);
    const { id } = page.items[0];
    expect(page.items[0]).toMatchObject({
      kind: 'N2',
      state: 'queued',
      task: task.id,
      recipient: pia.id,
      recipients: [{ name: 'Pia', address: 'pia@client.example' }],
      attempts: 0,
    });
    const whole = await desk().get(`/letters/${id}`);
    expect(whole.json.text).toContain('Two');
    expect(whole.json.html).toContain('•••');
    expect(whole.text).not.toMatch(/\uE0FF|[a-z2-7]{53}/);
    const raw = await desk().get(`/letters/${id}/raw`);
    expect(raw.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(raw.text).toMatch(/^From: .*\nTo: Pia <pia@client\.example>\n/);
    expect((await desk().post(`/letters/${id}/retry`)).json.type).toBe('/problems/wrong-state');
    const bounceTo = `bounce+${token()}@mail.acme.example`;
    await at().gw.db.write((tx) =>
      letterFailed(tx, id as LetterId, 'refused', `550 no such user; returned to ${bounceTo}`),
    );
    expect((await desk().get(`/letters/${id}`)).json).toMatchObject({
      state: 'failed',
      reason: 'refused',
      diagnostic: '550 no such user; returned to •••',
    });
    expect((await desk().get(`/tasks/${task.id}/comments`)).json.items[1].deliveries).toMatchObject([
      { state: 'failed', reason: 'refused' },
    ]);
    expect((await desk().post(`/letters/${id}/retry`)).status).toBe(204);
    expect((await desk().get(`/letters/${id}`)).json).toMatchObject({ state: 'queued', attempts: 0 });
  });

  test('a suppressed address is listed and let go, and its contact hears from us again', async () => {
    const { gw, account } = at();
    const pia = (await desk().post('/contacts', { firstName: 'Pia', email: 'pia@client.example', mailBlocked: true }))
      .json;
    for (const address of ['pia@client.example', 'a+b@client.example'])
      await gw.db.write((tx) => suppress(tx, account.id, address, 'bounce', '550 gone', gw.clock()));
    const page = (await desk().get('/suppressions?limit=1')).json;
    expect(page.items).toEqual([
      { address: 'a+b@client.example', reason: 'bounce', evidence: '550 gone', since: '2026-11-23T07:00:00.000Z' },
    ]);
    expect((await desk().get(`/suppressions?after=${encodeURIComponent(page.next)}`)).json.items).toMatchObject([
      { address: 'pia@client.example' },
    ]);
    expect((await desk().delete(`/suppressions/${encodeURIComponent('Pia@client.example')}`)).status).toBe(204);
    expect((await desk().delete('/suppressions/pia@client.example')).status).toBe(404);
    expect((await desk().get(`/contacts/${pia.id}`)).json.mailBlocked).toBe(false);
  });
});
