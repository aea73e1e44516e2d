/** Links, reply addresses and marks of our letters travel in every quote; none of them is kept, shown or passed on. */
import { expect, test } from 'vitest';
import { type House, oneHouse } from '../support/app.ts';
import {
  compose,
  deliver,
  letters,
  lettersTo,
  quoted,
  type Received,
  reply,
  send,
  type Writing,
} from '../support/program.ts';
import { leaked } from '../support/undress.ts';
import { client, comments, employee, says, settings, task } from './firm.ts';
import { expectNoSecretOutside, tokensIn } from './taint.ts';

const ANNA = 'Anna Kim <anna@client.example>';

async function asked(h: House) {
  await settings(h, { lastMessages: 5 });
  const [anna, peter] = [await client(h, 'Anna'), await client(h, 'Peter')];
  const boris = await employee(h, 'Boris');
  const desks = await task(h, h.owner, 'Desks', { participants: [anna.id, peter.id] });
  await says(h, h.owner, desks, 'When shall we come?', { notify: [anna, peter, boris] });
  return { desks, letter: (await lettersTo(h, 'anna@client.example'))[0]! };
}

const linkIn = (letter: Received): string => /http\S*\/d\/[a-z2-7]{56}\S*/.exec(letter.text)![0];

/** What people and programs do with a letter, each with our secrets in another dress. */
const HABITS: Record<string, (letter: Received) => Partial<Writing>> = {
  'writes under the whole quoted letter': (l) => ({ text: `${quoted(l.text)}\n\nIn the morning.` }),
  'quotes without a sign': (l) => ({ text: `In the morning.\n\n${l.text}` }),
  'answers in HTML above the letter’s own HTML': (l) => ({
    text: 'In the morning.',
    html: `<p>In the morning.</p><blockquote>${l.html}</blockquote>`,
  }),
  'answers in HTML with the letter pasted into the words': (l) => ({ html: `<div>In the morning.${l.html}</div>` }),
  'pastes the link into the sentence': (l) => ({ text: `In the morning. I mean what is at ${linkIn(l)}, see there.` }),
  'has a link scanner in between': (l) => ({
    html: `<p>In the morning. <a href="https://scan.example/?u=${encodeURIComponent(linkIn(l))}&x=1">page</a></p>`,
  }),
  'has a link scanner that encodes twice': (l) => ({
    html: `<p>In the morning. <a href="https://scan.example/?u=${encodeURIComponent(encodeURIComponent(linkIn(l)))}">page</a></p>`,
  }),
  'writes the reply address down': (l) => ({ text: `In the morning. Write to ${l.replyTo} or <mailto:${l.replyTo}>.` }),
  'writes the reply address in capitals': (l) => ({ text: `In the morning. ${l.replyTo.toUpperCase()}` }),
  'cuts lines at 76 signs': (l) => ({ text: `In the morning.\n\n${l.text.replace(/(.{76})/g, '$1\n')}` }),
  'sends quoted-printable': (l) => ({
    text: `In the morning. — ${linkIn(l)} — ну да.`,
  }),
  'puts the link into the subject': (l) => ({ text: 'In the morning.', subject: `Re: Desks ${linkIn(l)}` }),
  'has it in the name of a file': (l) => ({
    text: 'In the morning.',
    attachments: [{ filename: `${l.replyTo}.txt`, content: 'hello' }],
  }),
  'has it in the name of the sender': (l) => ({
    from: `"${l.replyTo}" <anna@client.example>`,
    text: 'In the morning.',
  }),
  'forwards the letter as an attachment': (l) => ({
    text: 'In the morning.',
    attachments: [{ filename: 'letter.eml', content: l.raw, contentType: 'message/rfc822' }],
  }),
};

oneHouse('secrets', (house) => {
  test.each(Object.keys(HABITS))('Anna %s: her words arrive, our secrets stay out', async (habit) => {
    const h = house();
    const { desks, letter } = await asked(h);
    await send(h, { ...reply(letter, ANNA, 'In the morning.'), ...HABITS[habit]!(letter) });
    await h.app.idle();
    const last = (await comments(h, desks)).at(-1)!;
    expect(last.author).toBe('Anna');
    expect(last.text).toContain('In the morning.');
    await expectNoSecretOutside(h);
  });

  test('a new task made of a forwarded letter, a held mail and a bounce keep none either', async () => {
    const h = house();
    const { letter } = await asked(h);
    await send(h, {
      from: 'Olga <olga@other.example>',
      to: 'ann@mail.acme.example',
      subject: `Fwd: ${linkIn(letter)}`,
      text: `See below.\n\n---------- Forwarded message ---------\nFrom: Ann\n\n${letter.text}`,
    });
    await send(h, reply(letter, ANNA, `Mine is ${linkIn(letter)}`, { signedBy: null }));
    const back = `From: mailer-daemon@x.example\r\nTo: <${letter.envelopeFrom}>\r\nSubject: Undelivered Mail Returned to Sender\r\nMessage-ID: <b@x.example>\r\n\r\nI could not deliver to ${letter.replyTo}\r\n\r\n`;
    await deliver(h, '', [letter.envelopeFrom], Buffer.concat([Buffer.from(back), letter.raw]));
    await h.app.idle();
    await expectNoSecretOutside(h);
  });

  test('46 of another kind: a token opens only what it was made for', async () => {
    const h = house();
    const { letter } = await asked(h);
    const tokens = tokensIn(
      [letter.text, letter.html, letter.replyTo, letter.messageId, letter.envelopeFrom].join('\n'),
    );
    expect(tokens.size).toBeGreaterThanOrEqual(5);
    for (const token of tokens) {
      const page = await fetch(`${h.url}/d/${token}`);
      expect(page.status).toBe(token.length === 56 ? 200 : 404);
      const raw = await compose(h, {
        from: ANNA,
        to: `reply+${token}@mail.acme.example`,
        text: `Hello ${token.slice(0, 4)}`,
      });
      const answer = await deliver(h, 'anna@client.example', [`reply+${token}@mail.acme.example`], raw);
      expect(answer.slice(0, 3)).toBe(letter.replyTo.includes(token) ? '250' : '550');
    }
  });

  test('the check itself sees a secret that slipped through, in whatever dress', async () => {
    const h = house();
    const { desks, letter } = await asked(h);
    const token = /[a-z2-7]{56}/.exec(linkIn(letter))![0];
    const url = linkIn(letter);
    const dresses = [
      token,
      token.toUpperCase(),
      `%2F${token}`,
      `x=3D${token}`,
      `${token.slice(0, 20)}=\r\n${token.slice(20)}`,
      `> ${token.slice(0, 20)}\n> ${token.slice(20)}`,
      `${token.slice(0, 20)} ${token.slice(20, 40)}\t${token.slice(40)}`,
      `${token.slice(0, 20)}\u200b${token.slice(20)}`,
      `${token.slice(0, 20)}<wbr>${token.slice(20)}`,
      [...token].map((c) => `&#${c.charCodeAt(0)};`).join(''),
      [...token].map((c) => `&#x${c.charCodeAt(0).toString(16)};`).join(''),
      [...token].map((c) => `%${c.charCodeAt(0).toString(16)}`).join(''),
      encodeURIComponent(encodeURIComponent(url)),
      Buffer.from(url).toString('base64'),
      `https://scan.example/u/${Buffer.from(`x${url}`).toString('base64url')}`,
    ];
    for (const dress of dresses) expect(leaked(new Set([token]), `see ${dress} there`)).toEqual([token]);
    await h.gw.db.write((tx) =>
      tx('comments')
        .where({ task_id: desks.id })
        .update({ text: `see /d/${token}` }),
    );
    await expect(expectNoSecretOutside(h)).rejects.toThrow('comments.text');
    await expect(expectNoSecretOutside(h, 'quick')).rejects.toThrow('comments.text');
    await h.gw.db.write((tx) => tx('comments').where({ task_id: desks.id }).update({ text: 'clean' }));
    expect(await letters(h)).not.toEqual([]);
    // In a page that shows it, and in a letter to somebody else.
    await h.gw.db.write((tx) => tx('tasks').update({ title: `${token.slice(0, 30)}\u200b${token.slice(30)}` }));
    await expect(expectNoSecretOutside(h)).rejects.toThrow('tasks.title');
    await h.gw.db.write((tx) => tx('tasks').update({ title: 'Desks' }));
    const [first] = h.relay.kept;
    const copied = { ...first!, to: ['eve@other.example'] };
    (h.relay.kept as unknown[]).push(copied);
    await expect(expectNoSecretOutside(h)).rejects.toThrow('tokens of others in letters to');
    (h.relay.kept as unknown[]).pop();
  });
});
