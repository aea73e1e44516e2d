import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dialogue } from '../support/dialogue.ts';
import { NOW, openDoor, type TestDoor, UP_TO_DATA } from './door.ts';

let door: TestDoor;
beforeAll(async () => {
  door = await openDoor({ maxSize: 12_345, limits: { recipients: 3 } });
});
afterAll(() => door.stop());

const arrivedWith = (subject: string) => door.arrivals.filter((each) => each.raw?.includes(`Subject: ${subject}\r\n`));

describe.concurrent('an SMTP session', () => {
  it('takes a mail and names the row it was kept in', async () => {
    const replies = await dialogue(
      door.port,
      `${UP_TO_DATA}
      C: From: Anna <anna@client.example>
      C: Subject: plain
      C:
      C: Hello.
      C: .
      S: 250 2.6.0 Accepted as inbox-
      C: QUIT
      S: 221
      X:`,
    );
    expect(replies[0]).toBe('220 mail.example ESMTP');
    expect(arrivedWith('plain')).toMatchObject([
      {
        from: 'anna@client.example',
        to: ['task+1@mail.example'],
        path: null,
        ip: '127.0.0.1',
        helo: 'client.example',
        tls: false,
        protocol: 'smtp',
        receivedAt: NOW,
        authservId: null,
      },
    ]);
    expect(arrivedWith('plain')[0]!.raw!.toString()).toBe(
      'From: Anna <anna@client.example>\r\nSubject: plain\r\n\r\nHello.\r\n',
    );
  });

  it('offers what it keeps and nothing else', async () => {
    const [, ehlo] = await dialogue(door.port, 'S: 220\nC: EHLO client.example\nS: 250\nC: QUIT\nS: 221');
    expect(
      ehlo!
        .split('\n')
        .slice(1)
        .map((line) => line.slice(4)),
    ).toEqual(['PIPELINING', '8BITMIME', 'SMTPUTF8', 'ENHANCEDSTATUSCODES', 'SIZE 12345']);
  });

  it('answers a whole session sent in one packet, in order', async () => {
    await dialogue(
      door.port,
      `S: 220
      C: EHLO client.example
      S: 250
      C: MAIL FROM:<>
      C: RCPT TO:<task+1@mail.example>
      C: RCPT TO:<someone@elsewhere.example>
      C: DATA
      C: From: a@client.example
      C: Subject: in one packet
      C:
      C: one
      C: .
      C: MAIL FROM:<b@client.example>
      C: RCPT TO:<vera@mail.example>
      C: DATA
      C: Subject: in one packet
      C:
      C: two
      C: .
      C: QUIT
      S: 250
      S: 250
      S: 550 5.7.1
      S: 354
      S: 250 2.6.0
      S: 250
      S: 250
      S: 354
      S: 250 2.6.0
      S: 221
      X:`,
    );
    expect(arrivedWith('in one packet').map((each) => [each.from, ...each.to])).toEqual([
      ['', 'task+1@mail.example'],
      ['b@client.example', 'vera@mail.example'],
    ]);
  });

  it('wants the commands in their order', async () => {
    await dialogue(
      door.port,
      `S: 220
      C: MAIL FROM:<a@client.example>
      S: 503
      C: HELO client.example
      S: 250
      C: RCPT TO:<task+1@mail.example>
      S: 503
      C: MAIL FROM:<a@client.example>
      S: 250
      C: DATA
      S: 503
      C: RSET
      S: 250
      C: RCPT TO:<task+1@mail.example>
      S: 503
      C: VRFY vera
      S: 252
      C: AUTH PLAIN AGEAYg==
      S: 500`,
    );
  });

  it('takes as many recipients as it says and asks for the rest in another mail', async () => {
    await dialogue(
      door.port,
      `S: 220
      C: EHLO client.example
      S: 250
      C: MAIL FROM:<a@client.example>
      S: 250
      C: RCPT TO:<task+1@mail.example>
      C: RCPT TO:<task+2@mail.example>
      C: RCPT TO:<task+3@mail.example>
      C: RCPT TO:<task+4@mail.example>
      S: 250
      S: 250
      S: 250
      S: 452 4.5.3
      C: DATA
      S: 354
      C: Subject: three
      C:
      C: .
      S: 250`,
    );
    expect(arrivedWith('three')[0]!.to).toHaveLength(3);
  });

  it('hangs up on a web page that talks to it', async () => {
    await dialogue(door.port, 'S: 220\nC: POST /d/x HTTP/1.1\nC: Host: mail.example\nS: 421\nX:');
  });

  it('hangs up on somebody who talks before the greeting', async () => {
    await dialogue(door.port, 'C: EHLO client.example\nS: 421\nX:');
  });

  it('hangs up after ten commands that do not exist', async () => {
    const nonsense = Array.from({ length: 9 }, () => 'C: NONSENSE\nS: 500').join('\n');
    await dialogue(door.port, `S: 220\n${nonsense}\nC: NONSENSE\nS: 421\nX:`);
  });

  it('does not know BDAT and stays in step afterwards', async () => {
    await dialogue(
      door.port,
      `S: 220
      C: EHLO client.example
      S: 250
      C: MAIL FROM:<a@client.example>
      S: 250
      C: RCPT TO:<task+1@mail.example>
      S: 250
      C: BDAT 20 LAST
      C: Subject: by BDAT
      C:
      S: 500
      S: 500
      S: 500
      C: DATA
      S: 354
      C: Subject: after BDAT
      C:
      C: .
      S: 250 2.6.0`,
    );
    expect(arrivedWith('after BDAT')).toHaveLength(1);
    expect(arrivedWith('by BDAT')).toHaveLength(0);
  });
});
