import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect, dialogue } from '../support/dialogue.ts';
import { openDoor, type TestDoor, until } from './door.ts';

// A self-signed P-256 pair for mail.example, made once by `openssl req -x509`; it protects nothing.
const fixture = (name: string): Buffer => readFileSync(new URL(`fixtures/${name}`, import.meta.url));

let door: TestDoor;
beforeAll(async () => {
  door = await openDoor({
    tls: { key: fixture('tls-key.pem'), cert: fixture('tls-cert.pem') },
    limits: { commandSeconds: 1 },
  });
});
afterAll(() => door.stop());

describe.concurrent('STARTTLS', () => {
  it('is not there without a certificate of our own', async () => {
    const bare = await openDoor();
    const [, ehlo] = await dialogue(bare.port, 'S: 220\nC: EHLO a.example\nS: 250\nC: STARTTLS\nS: 500');
    expect(ehlo).not.toContain('STARTTLS');
    await bare.stop();
  });

  it('takes a mail in the encrypted session and says so', async () => {
    const replies = await dialogue(
      door.port,
      `S: 220
      C: EHLO plain.example
      S: 250 STARTTLS
      C: STARTTLS
      S: 220
      T:
      C: EHLO secret.example
      S: 250
      C: MAIL FROM:<a@client.example>
      S: 250
      C: RCPT TO:<vera@mail.example>
      S: 250
      C: DATA
      S: 354
      C: Subject: under TLS
      C:
      C: .
      S: 250 2.6.0
      C: STARTTLS
      S: 503
      C: QUIT
      S: 221`,
    );
    expect(replies[3]).not.toContain('STARTTLS');
    const mail = door.arrivals.find((each) => each.raw?.includes('under TLS'));
    expect(mail).toMatchObject({ tls: true, helo: 'secret.example' });
  });

  it('forgets what was said in the clear, and what was sent along with the command', async () => {
    await dialogue(
      door.port,
      `S: 220
      C: EHLO plain.example
      S: 250
      C: MAIL FROM:<before@client.example>
      S: 250
      C: STARTTLS
      C: RSET
      C: MAIL FROM:<injected@client.example>
      C: RCPT TO:<vera@mail.example>
      S: 220
      T:
      C: MAIL FROM:<a@client.example>
      S: 503
      C: EHLO secret.example
      S: 250
      C: RCPT TO:<vera@mail.example>
      S: 503
      C: DATA
      S: 503`,
    );
  });

  it('takes no argument', async () => {
    await dialogue(door.port, 'S: 220\nC: EHLO a.example\nS: 250\nC: STARTTLS now\nS: 501');
  });

  it('gives a handshake that never comes no longer than any other silence', async () => {
    const talk = await connect(door.port);
    await talk.reply();
    talk.send('EHLO a.example\r\nSTARTTLS\r\n');
    await talk.reply();
    expect(await talk.reply()).toMatch(/^220 /);
    // The beginning of a TLS record, one byte at a time: never idle, never done.
    const hello = [0x16, 0x03, 0x01, 0x02, 0x00];
    const drip = setInterval(() => talk.send(Buffer.of(hello.shift() ?? 0x01)), 50);
    await talk.ended();
    clearInterval(drip);
    await until(() => door.listener.stats().sessions === 0);
  });

  it('survives nonsense in place of a handshake', async () => {
    const talk = await connect(door.port);
    await talk.reply();
    talk.send('EHLO a.example\r\nSTARTTLS\r\n');
    await talk.reply();
    await talk.reply();
    talk.send('MAIL FROM:<a@client.example>\r\n'.repeat(10));
    await talk.ended();
    await dialogue(door.port, 'S: 220\nC: QUIT\nS: 221');
  });
});
