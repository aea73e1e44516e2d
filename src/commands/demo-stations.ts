/**
 * The stations of the demo: each does one thing as its person would, looks at what came of it, and says it in plain words.
 */
import assert from 'node:assert';
import type { Message } from '../mail/message.ts';
import type { ApiClient } from './demo-api.ts';
import { answerLetter, type PostOffice, send } from './demo-mail.ts';

export interface Stage {
  readonly url: string;
  readonly smtpPort: number;
  readonly office: PostOffice;
  readonly api: ApiClient;
  /** The id of the employee. */
  readonly ann: string;
  readonly idle: () => Promise<void>;
  /** What one station leaves for the next. */
  readonly found: { contact?: string; task?: Task; letter?: Message; link?: string };
}

interface Task {
  readonly id: string;
  readonly number: number;
}

interface Comment {
  readonly text: string;
  readonly author: string;
  readonly files: readonly { id: string; name: string }[];
}

interface Station {
  readonly title: string;
  readonly play: (stage: Stage, say: (line: string) => void) => Promise<void>;
}

const CLIENT = 'anna@client.example';
const INNER = 'Between us: the oak is late, do not promise Friday.';
const QUESTION = 'Your desks are ready. Shall we bring them on Thursday, or rather on Friday?';
const ANSWER = 'Thursday is perfect, before noon please. The plan of our office is attached.';
const FROM_PAGE = 'One more thing: please ring at the side door.';

export const STATIONS: readonly Station[] = [
  { title: 'Ann opens a task for a client and writes to her colleagues first', play: openTask },
  { title: 'Ann writes to the client; Postern sends an ordinary letter', play: writeToClient },
  { title: 'The client answers from her mail program, with a file; no login anywhere', play: clientAnswers },
  { title: 'Ann hears of it by mail, and answers by mail too', play: annAnswersByMail },
  { title: 'The client follows "Full conversation history" at the foot of the letter', play: followLink },
  { title: 'She adds a comment and a file on that page, and downloads it again', play: commentOnPage },
  { title: 'Somebody else finds the reply address and writes under another name', play: stranger },
  { title: 'Every mail that was accepted is accounted for', play: ledger },
];

async function openTask({ api, ann, found }: Stage, say: (line: string) => void): Promise<void> {
  const contact = await api.post<{ id: string }>('/contacts', {
    firstName: 'Anna',
    lastName: 'Kim',
    email: CLIENT,
    language: 'en',
  });
  const task = await api.as(ann).post<Task>('/tasks', { title: 'Six oak desks', participants: [contact.id] });
  found.contact = contact.id;
  found.task = task;
  await api.as(ann).post(`/tasks/${task.id}/comments`, { text: INNER });
  say(`Task ${task.number}, "Six oak desks", with Anna Kim <${CLIENT}> as participant.`);
  say(`Inner comment, to nobody outside: "${INNER}"`);
}

async function writeToClient({ api, ann, found, office }: Stage, say: (line: string) => void): Promise<void> {
  await api.as(ann).post(`/tasks/${found.task!.id}/comments`, { text: QUESTION, notify: [found.contact] });
  const { message } = await office.take(CLIENT);
  assert.ok(message.text.includes(QUESTION), 'The letter does not say what Ann wrote');
  assert.ok(message.text.includes('Full conversation history'), 'The letter has no link to the history');
  assert.ok(!message.text.includes(INNER) && !message.html?.includes(INNER), 'The letter tells the inner comment');
  found.letter = message;
  say(`From:    ${message.from[0]?.name}`);
  say(`Subject: ${message.subject}`);
  say(`It says: ${QUESTION}`);
  say('Its reply address and its link are made for Anna alone. The inner comment is nowhere in it.');
}

async function clientAnswers({ found, smtpPort, api, idle }: Stage, say: (line: string) => void): Promise<void> {
  const attachments = [{ filename: 'office-plan.txt', content: 'Door on the left, desks along the window.\n' }];
  await answerLetter(smtpPort, found.letter!, { from: `Anna Kim <${CLIENT}>`, text: ANSWER, attachments });
  await idle();
  const last = await lastComment(api, found.task!);
  assert.equal(last.text, ANSWER, `The comment is not what she wrote: ${JSON.stringify(last.text)}`);
  assert.equal(last.author, found.contact, 'The comment is not hers');
  assert.equal(last.files[0]?.name, 'office-plan.txt', 'Her file is missing');
  say(`Comment by Anna Kim: "${last.text}"`);
  say('Only her own words: the quoted letter below them is folded away, not thrown away. File: office-plan.txt');
}

async function annAnswersByMail({ office, smtpPort, idle, found }: Stage, say: (line: string) => void): Promise<void> {
  const { message } = await office.take('ann@workshop.example');
  assert.ok(message.text.includes(ANSWER), 'Ann’s letter does not say what the client wrote');
  await answerLetter(smtpPort, message, { from: 'Ann Lee <ann@workshop.example>', text: 'Thursday at ten, then.' });
  await idle();
  const letter = await office.take(CLIENT);
  assert.ok(letter.message.text.includes('Thursday at ten, then.'), 'Ann’s answer did not reach the client');
  assert.equal(
    letter.message.subject,
    found.letter!.subject,
    'The subject changed, so the client’s program starts a new thread',
  );
  found.letter = letter.message;
  say('Ann never opened a page: her reply became a comment, and a letter in the same thread of Anna’s mail program.');
}

async function followLink({ found, url }: Stage, say: (line: string) => void): Promise<void> {
  const link = /https?:\/\/\S+\/d\/\S+/.exec(found.letter!.text)?.[0];
  assert.ok(link, 'The letter has no link');
  assert.ok(link.startsWith(url), 'The link leads somewhere else');
  found.link = link;
  const page = await (await fetch(link)).text();
  for (const words of [QUESTION, ANSWER]) assert.ok(page.includes(words), `The page does not show: ${words}`);
  assert.ok(!page.includes(INNER), 'The page shows the inner comment');
  say('The page shows the whole conversation that was addressed to her, and says as whom she looks.');
  say('The inner comment is not on it.');
}

async function commentOnPage({ found, api, idle, office, url }: Stage, say: (line: string) => void): Promise<void> {
  const task = found.link!.replace(/#.*$/, '');
  const form = new FormData();
  form.set('text', FROM_PAGE);
  form.set('files', new Blob(['A photograph, as it were'], { type: 'text/plain' }), 'side-door.txt');
  const posted = await fetch(`${task}/comments`, {
    method: 'POST',
    body: form,
    redirect: 'manual',
    headers: { Origin: url },
  });
  assert.equal(posted.status, 303, `The page answered ${posted.status}`);
  await idle();
  const last = await lastComment(api, found.task!);
  assert.equal(last.text, FROM_PAGE);
  const file = last.files[0]!;
  const base = task.slice(0, task.indexOf('/tasks/'));
  const bytes = await (await fetch(`${base}/files/${file.id}`)).text();
  assert.equal(bytes, 'A photograph, as it were', 'The file is not what she sent');
  await office.take('ann@workshop.example');
  say(`Comment by Anna Kim: "${last.text}", with ${file.name}; Ann has been told by mail.`);
}

async function stranger({ found, smtpPort, api, idle, office }: Stage, say: (line: string) => void): Promise<void> {
  const before = await comments(api, found.task!);
  await send(smtpPort, {
    from: 'Someone <someone@elsewhere.example>',
    to: found.letter!.replyTo[0]!.address,
    subject: 'Re: Six oak desks',
    text: 'Please send everything to my address instead.',
  });
  await idle();
  const held = await api.get<{ items: { reason: string }[] }>('/held');
  assert.equal(held.items.length, 1, 'The mail is not held');
  assert.equal((await comments(api, found.task!)).length, before.length, 'The mail became a comment');
  assert.equal(office.waiting('someone@elsewhere.example'), 0, 'The stranger got a letter');
  say('Nothing proves who sent it, so it waits for a person of the team to decide; the stranger is told nothing.');
}

async function ledger({ api }: Stage, say: (line: string) => void): Promise<void> {
  const sums = await api.get<Record<string, number>>('/ledger');
  say(
    Object.entries(sums)
      .map(([state, count]) => `${state} ${count}`)
      .join(' · '),
  );
}

const comments = async (api: ApiClient, task: Task): Promise<Comment[]> =>
  (await api.get<{ items: Comment[] }>(`/tasks/${task.id}/comments?limit=200`)).items;

const lastComment = async (api: ApiClient, task: Task): Promise<Comment> => {
  const last = (await comments(api, task)).at(-1);
  assert.ok(last, 'There is no comment');
  return last;
};
