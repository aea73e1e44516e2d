/** An address outside with DKIM: what its domain's DNS says decides whether letters come from it, and whether others believe them. */
import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { authenticate } from 'mailauth';
import { expect, test } from 'vitest';
import { DAY } from '../../src/base/time.ts';
import { addSender, checkAgain } from '../../src/flow/manage-senders.ts';
import { recheckSenders } from '../../src/flow/sender-check.ts';
import { type House, oneHouse } from '../support/app.ts';
import { lettersTo } from '../support/program.ts';
import { browser } from './browsing.ts';
import { client, desk, form, look, says, task } from './firm.ts';

const folder = mkdtempSync(join(tmpdir(), 'postern-dkim-'));
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const keyFile = join(folder, 'dkim.pem');
writeFileSync(keyFile, privateKey.export({ type: 'pkcs8', format: 'pem' }));
const KEY = `v=DKIM1; k=rsa; p=${createPublicKey(privateKey).export({ type: 'spki', format: 'der' }).toString('base64')}`;
const INFO = 'info@bureau.example';

oneHouse(
  'addresses to send from, signed',
  (house) => {
    async function confirmed(h: House) {
      const done = await addSender(h.gw, await desk(h, h.owner), { address: INFO as never, owner: null });
      if (!done.ok) throw new Error(done.refusal);
      const [asked] = await lettersTo(h, INFO);
      const link = /https?:\S+\/sender\/\S+/.exec(asked!.text)![0];
      await look(link, { method: 'POST', body: form([['word', 'confirm']]) });
      return done.value;
    }

    /** As a receiver's server sees the last letter to Anna: the zone of this test is the world's. */
    async function judged(h: House) {
      const { raw, envelopeFrom } = (await lettersTo(h, 'anna@client.example')).at(-1)!;
      const { dmarc } = await authenticate(raw, {
        sender: envelopeFrom,
        ip: '192.0.2.1',
        helo: 'mail.acme.example',
        resolver: async (name: string, type: string) => {
          const found = h.dns.zone.get(name)?.[type as 'TXT'];
          if (!found) throw Object.assign(new Error('none'), { code: 'ENOTFOUND' });
          return found.map((one) => [one]);
        },
      });
      return dmarc ? dmarc.status.result : null;
    }

    test('a domain that refuses what is not signed is not written from until our key is there; then its DMARC passes', async () => {
      const h = house();
      h.dns.zone.set('_dmarc.bureau.example', { TXT: ['v=DMARC1; p=reject'] });
      const anna = await client(h, 'Anna');
      const desks = await task(h, h.owner, 'Desks', { participants: [anna.id] });
      const sender = await confirmed(h);
      const write = async () => {
        await says(h, h.owner, desks, 'Hello', { notify: [anna] });
        return (await lettersTo(h, 'anna@client.example')).at(-1)!.from.address;
      };
      expect(await write()).toBe('ann@mail.acme.example');
      const ann = await browser(h, h.owner);
      const page = await ann.get(`/senders/${sender.id}`);
      expect(page.text).toContain(`s1._domainkey.bureau.example. TXT "${KEY}"`);
      h.dns.zone.set('s1._domainkey.bureau.example', { TXT: [KEY] });
      expect((await ann.send(`/senders/${sender.id}/acts`, { do: 'check' })).status).toBe(303);
      expect(await write()).toBe(INFO);
      expect(await judged(h)).toBe('pass');
      // Somebody took the record out: the daily look notices.
      h.dns.zone.delete('s1._domainkey.bureau.example');
      await h.gw.db.write((tx) => tx('senders').update({ checked_at: Date.now() - 2 * DAY }));
      await recheckSenders(h.gw);
      expect(await write()).toBe('ann@mail.acme.example');
    });

    test('a domain that asks for nothing is written from unsigned, and DNS that is away changes nothing', async () => {
      const h = house();
      const anna = await client(h, 'Anna');
      const desks = await task(h, h.owner, 'Desks', { participants: [anna.id] });
      const sender = await confirmed(h);
      await says(h, h.owner, desks, 'Hello', { notify: [anna] });
      const letter = (await lettersTo(h, 'anna@client.example')).at(-1)!;
      expect(letter.from.address).toBe(INFO);
      expect(String(letter.headers.get('dkim-signature')).length).toBeGreaterThan(0);
      const checked = await checkAgain(h.gw, await desk(h, h.owner), sender.id);
      expect(checked).toMatchObject({ ok: true, value: { alignment: 'unsigned' } });
      const away = { ...h.gw, dnsServers: ['127.0.0.1:9'] };
      expect(await checkAgain(away, await desk(h, h.owner), sender.id)).toMatchObject({
        value: { alignment: 'unsigned' },
      });
    });
  },
  { POSTERN_MAIL_DKIM: JSON.stringify({ domain: 'mail.acme.example', selector: 's1', keyFile }) },
);
