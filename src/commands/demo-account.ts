/**
 * The account that `serve --demo` makes on an empty database. It goes in by the doors that everybody uses: the API, the pages
 * and SMTP. Nothing else in the product knows that it is a demo. The people in it are a cast.
 */
import { randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { App } from '../app.ts';
import { parseAddress } from '../base/address.ts';
import { Trouble } from '../base/trouble.ts';
import type { Config } from '../config.ts';
import { createAccount } from '../flow/accounts.ts';
import type { Message } from '../mail/message.ts';
import { parseMail } from '../mail/parse.ts';
import { allAccounts } from '../store/accounts.ts';
import { insertKey } from '../store/doors.ts';
import { type ApiClient, apiClient } from './demo-api.ts';
import { answerLetter, pause } from './demo-mail.ts';

interface Cast {
  readonly api: ApiClient;
  readonly url: string;
  readonly smtpPort: number;
  readonly capture: string;
  readonly app: App;
  readonly ann: string;
  readonly max: string;
}

/** Seeds, and answers what to tell the person at the terminal; null when there is an account already. */
export async function seedDemo(app: App, config: Config): Promise<string | null> {
  const { gw } = app;
  if ((await allAccounts(gw.db.read)).length > 0) return null;
  if (app.smtpPort === null || app.httpPort === null)
    throw new Trouble('demo-needs-doors', '--demo needs the roles smtp and http', { permanent: true });
  const made = await createAccount(gw, {
    name: 'workshop',
    title: 'Oak Workshop',
    admin: { email: parseAddress('ann@workshop.example')!, firstName: 'Ann', lastName: 'Lee' },
    language: 'en',
  });
  if (!made.ok) throw new Error(`The demo account could not be made: ${made.reason}`);
  const key = await gw.db.write((tx) => insertKey(tx, made.account.id, 'demo seed', gw.clock()));
  const url = `http://127.0.0.1:${app.httpPort}`;
  const api = apiClient(url, key.secret);
  const max = await api.post<{ id: string }>('/employees', {
    firstName: 'Максим',
    lastName: 'Орлов',
    email: 'max@workshop.example',
    login: 'max',
    language: 'ru',
  });
  const cast: Cast = {
    api,
    url,
    smtpPort: app.smtpPort,
    capture: config.mail.capture,
    app,
    ann: made.admin.id,
    max: max.id,
  };
  const passwords = {
    ann: await setPassword(url, made.activation),
    max: await setPassword(url, (await api.post<{ url: string }>(`/employees/${max.id}/activation`)).url),
  };
  const letter = await play(cast);
  return leaflet(config, app.smtpPort, passwords, letter);
}

/** Two clients, three tasks, and mail both ways. Answers the last letter to the client whose link is shown. */
async function play(cast: Cast): Promise<Message> {
  const { api, ann, max } = cast;
  const asAnn = api.as(ann);
  const company = await api.post<{ id: string }>('/contacts', { isCompany: true, firstName: 'Birch & Partners' });
  const geoff = await api.post<{ id: string }>('/contacts', {
    firstName: 'Geoff',
    lastName: 'Hill',
    email: 'geoff@birch.example',
    companies: [company.id],
    language: 'en',
  });
  const anna = await api.post<{ id: string }>('/contacts', {
    firstName: 'Анна',
    lastName: 'Ким',
    email: 'anna@client.example',
    language: 'ru',
  });

  const desks = await asAnn.post<{ id: string }>('/tasks', {
    title: 'Six oak desks for the new office',
    description: 'Six desks, 160 × 80, oiled oak. Delivery and assembly included.',
    assignees: [max],
    participants: [geoff.id],
  });
  await asAnn.post(`/tasks/${desks.id}/comments`, {
    text: 'Max, is the oak there? I would not promise them Friday yet.',
    notify: [max],
  });
  await asAnn.post(`/tasks/${desks.id}/comments`, {
    text: 'Dear Geoff,\n\nyour desks are oiled and dry. Shall we bring them on Thursday, or rather on Friday?\n\nThe lift is wide enough, we measured it.',
    notify: [geoff.id],
  });
  await answer(cast, 'geoff@birch.example', {
    from: 'Geoff Hill <geoff@birch.example>',
    text: 'Thursday is perfect, before noon please.\n\nThe plan of the office is attached, so your people know where each desk goes.',
    attachments: [
      { filename: 'office-plan.txt', content: 'Room 1: two desks by the window\nRoom 2: four desks, in pairs\n' },
    ],
  });
  await asAnn.post(`/tasks/${desks.id}/comments`, {
    text: 'Thursday at ten, then. Max will ring when he is on his way.',
    notify: [geoff.id, max],
  });

  const kitchen = await api.as(max).post<{ id: string }>('/tasks', {
    title: 'Кухня на улице Садовой: замер',
    description: 'Замер кухни, потом эскиз и смета.',
    assignees: [max, anna.id],
  });
  await api.as(max).post(`/tasks/${kitchen.id}/comments`, {
    text: 'Анна, добрый день! Удобно ли вам в среду после шести?',
    notify: [anna.id],
  });
  await answer(cast, 'anna@client.example', {
    from: 'Анна Ким <anna@client.example>',
    text: 'Добрый день! Да, в среду в половине седьмого — код домофона 24.',
  });
  await asAnn.post('/tasks', { title: 'Order oil and wax for the autumn', assignees: [max] });
  return latestLetter(cast, 'geoff@birch.example');
}

async function answer(cast: Cast, address: string, out: Parameters<typeof answerLetter>[2]): Promise<void> {
  await answerLetter(cast.smtpPort, await latestLetter(cast, address), out);
  await cast.app.idle();
}

/** The newest captured letter to this address, read from the folder as a mail program would read its mailbox. */
async function latestLetter({ capture, app }: Cast, address: string): Promise<Message> {
  for (let tries = 0; tries < 100; tries++) {
    await app.idle();
    const names = (await readdir(capture).catch(() => []))
      .filter((n) => n.endsWith('.json'))
      .sort()
      .reverse();
    for (const name of names) {
      const { to } = JSON.parse(await readFile(join(capture, name), 'utf8')) as { to: string[] };
      if (to.includes(address)) return parseMail(await readFile(join(capture, name.replace(/\.json$/, '.eml'))));
    }
    await pause(50);
  }
  throw new Trouble('demo-letter', `No letter to ${address} was captured in ${capture}`);
}

/** As the person would: the page behind the activation link. The password is random and nowhere written down but on the terminal. */
async function setPassword(url: string, activation: string): Promise<string> {
  const password = randomBytes(9).toString('base64url');
  const page = new URL(activation);
  const response = await fetch(`${url}${page.pathname}`, {
    method: 'POST',
    body: new URLSearchParams({ password }),
    headers: { Origin: page.origin },
    redirect: 'manual',
  });
  if (response.status !== 303) throw new Error(`The activation page answered ${response.status}`);
  return password;
}

function leaflet(config: Config, smtpPort: number, passwords: { ann: string; max: string }, letter: Message): string {
  const link = /https?:\/\/\S+\/d\/[a-z2-7]+/.exec(letter.text)?.[0] ?? '';
  const reply = letter.replyTo[0]?.address ?? '';
  const mail = `{from:'Geoff Hill <geoff@birch.example>',to:'${reply}',subject:'Re: ${letter.subject}',text:'See you on Thursday.'}`;
  return [
    '',
    'A demo account is there. Its people are a cast.',
    `  staff, in English      ${config.http.publicUrl}/login   ann@workshop.example  ${passwords.ann}`,
    `  staff, in Russian      ${config.http.publicUrl}/login   max@workshop.example  ${passwords.max}`,
    `  a client’s dashboard   ${link}`,
    `  a reply address        ${reply}`,
    '  paste this to send a reply:',
    `  node -e "require('nodemailer').createTransport({host:'127.0.0.1',port:${smtpPort}}).sendMail(${mail}).then(i=>console.log(i.response))"`,
    '',
    '',
  ].join('\n');
}
