/**
 * A letter with an account's own words as the mail that leaves: whatever its template and whatever people write, two readers that know
 * nothing of one another (mailparser, postal-mime) read the same parts in it, and its head is the one that we wrote (T21, T22, F17).
 */
import fc from 'fast-check';
import { simpleParser } from 'mailparser';
import PostalMime from 'postal-mime';
import { expect, test } from 'vitest';
import { fillLetter } from '../../src/notify/fill.ts';
import { escapeHtml } from '../../src/notify/letter-html.ts';
import { checkWords } from '../../src/notify/own-check.ts';
import { isError } from '../../src/notify/own-problems.ts';
import { renderOwn } from '../../src/notify/own-render.ts';
import { standardTemplate } from '../../src/notify/own-standard.ts';
import type { OwnWords } from '../../src/notify/own-template.ts';
import { renderLetter, withOwnWords } from '../../src/notify/render.ts';
import type { Sample } from '../../src/notify/sample.ts';
import { letterBytes } from '../../src/outbox/mime.ts';
import { NOTIFICATION_TYPES, type NotificationType } from '../../src/people/account.ts';
import { NAUGHTY } from './naughty.ts';
import { context, inputOf, sampleOf, shape } from './samples.ts';

const HTML =
  '<p title="{{task.title}}">{{recipient.name}} <a href="{{task.link}}">{{author.name}}</a> <a href="mailto:x@y.example?subject={{encode task.title}}">{{system.account}}</a></p>{{comment.text}}{{#each comment.files}}<i title="{{name}}">{{name}}</i>{{/each}}{{join comment.files}}' +
  '<p title="{{task.assignee.name}}">{{task.assignee.firstName}} {{task.assignee.lastName}} {{task.assignee.position}} {{task.assigner.position}}</p>' +
  '{{#each task.assignees}}<b title="{{position}}">{{name}}</b>{{/each}}{{join task.assignees}}<p title="{{recipient.company}}">{{recipient.company}}</p>' +
  '<a href="mailto:x@y.example?subject={{encode task.project.title}}">{{task.project.title}}</a><p title="{{task.counterparty.phone}}">{{task.counterparty.name}}</p>';
const WORDS: OwnWords = {
  subject: '{{task.title}} {{author.name}} {{recipient.name}} {{task.assignee.name}} {{recipient.company}}',
  html: HTML,
  text: null,
};
const WITH_TEXT: OwnWords = {
  ...WORDS,
  text: '{{task.title}}\n{{author.name}}\n{{comment.text}}\n{{join comment.files}}\n{{join task.assignees}}\n{{task.assigner.position}}\n{{task.counterparty.name}} {{task.counterparty.phone}}\n{{task.project.title}}\n{{recipient.company}}',
};

function letter(event: NotificationType, words: OwnWords, change: Partial<Sample> = {}) {
  const template = { ...standardTemplate(event), words: { en: words } };
  const made = renderLetter({ ...inputOf(event, 'en', change), own: { version: 'v' as never, template } });
  const pending = made.own!;
  return fillLetter(withOwnWords(made, pending, renderOwn(words, pending.values)), context);
}

/** What a reader finds in it. */
interface Read {
  readonly head: readonly string[];
  readonly subject: string;
  readonly from: string;
  readonly to: readonly string[];
  readonly messageId: string;
  readonly text: string;
  readonly html: string;
}

const lines = (text: string | undefined | false): string => (text || '').replace(/\r\n/g, '\n').trimEnd();

async function read(filled: ReturnType<typeof letter>): Promise<[Read, Read]> {
  const raw = await letterBytes(filled, () => assertNever(), null);
  const [one, two] = await Promise.all([
    simpleParser(raw, { skipHtmlToText: true, skipTextToHtml: true, skipImageLinks: true, skipTextLinks: true }),
    PostalMime.parse(raw),
  ]);
  const to = [one.to ?? []].flat().flatMap((list) => list.value.map((v) => `${v.name}|${v.address}`));
  return [
    {
      head: one.headerLines.map(({ key }) => key),
      subject: one.subject ?? '',
      from: `${one.from?.value[0]?.name}|${one.from?.value[0]?.address}`,
      to,
      messageId: one.messageId ?? '',
      text: lines(one.text),
      html: lines(one.html),
    },
    {
      head: two.headers.map(({ key }) => key),
      subject: two.subject ?? '',
      from: `${two.from?.name}|${two.from?.address}`,
      to: (two.to ?? []).map((v) => `${v.name}|${v.address}`),
      messageId: two.messageId ?? '',
      text: lines(two.text),
      html: lines(two.html),
    },
  ];
}

const assertNever = (): never => {
  throw new Error('no file travels in these letters');
};

/** A comment and a signature are formatted words: what is in them as words is no markup. Everything else is a line. */
const said = (value: string): Partial<Sample> => {
  const sample = sampleOf('N2', 'en');
  return {
    account: `a${value}`,
    title: `t${value}`,
    to: { ...sample.to, firstName: `f${value}` },
    assignee: { firstName: `d${value}`, lastName: `l${value}`, position: `p${value}` },
    company: { name: `o${value}`, number: 41, phone: `5${value}` },
    project: { title: `r${value}`, number: 3 },
    author: {
      ...sample.author,
      position: `p${value}`,
      firstName: `w${value}`,
      signature: `<p>s${escapeHtml(value)}</p>`,
    },
    files: sample.files.map((f) => ({ ...f, name: `n${value}` })),
    words: { text: `c${value}`, html: `<p>c${escapeHtml(value)}</p>` },
    earlier: [{ by: 'reader', text: `e${value}`, html: `<p>e${escapeHtml(value)}</p>` }],
  };
};

test('each naughty value leaves the head, the envelope and the shape of the HTML as they were', async () => {
  expect(NAUGHTY.length).toBeGreaterThan(200);
  for (const part of ['html', 'text'] as const)
    expect(
      checkWords('N2', WITH_TEXT)
        .filter((p) => p.part === part)
        .map((p) => p.code),
    ).toEqual(['project-told']);
  const plain = letter('N2', WORDS, said('x'));
  const [asPlain] = await read(plain);
  const wanted = shape(plain.html);
  for (const value of NAUGHTY) {
    const made = letter('N2', WORDS, said(value));
    const about = JSON.stringify(value);
    expect(shape(made.html), about).toEqual(wanted);
    expect(made.envelope, about).toEqual(plain.envelope);
    const [one, two] = await read(made);
    expect(one, about).toEqual(two);
    expect(one.head, about).toEqual(asPlain.head);
    expect(
      one.to.map((to) => to.split('|').at(-1)),
      about,
    ).toEqual(['anna@client.example']);
    expect(one.from.split('|').at(-1), about).toBe(asPlain.from.split('|').at(-1));
    expect(one.subject, about).toBe(made.subject.trim());
  }
});

const PIECES = [
  '{{task.title}}',
  '{{task.number}}',
  '{{author.name}}',
  '{{recipient.firstName}}',
  '{{system.account}}',
  '{{date system.today}}',
  '{{date system.today "d MMMM yyyy"}}',
  '{{plural task.number one="письмо" many="писем"}}',
  '{{#if task.link}}',
  '{{else}}',
  '{{/if}}',
  '<p>',
  '</p>',
  '<a href="{{task.link}}">',
  '</a>',
  '<table><tr><td>',
  '</td></tr></table>',
  '<body>',
  '</body>',
  'Слова ',
  '— ',
  '\n',
  '\n.\n',
  '\nFrom x',
  '&nbsp;',
  '=3D',
  '  ',
  '<br>',
  '<!-- x -->',
  '{{!-- x --}}',
  '<div style="color:#123456">',
  '</div>',
  `${'долгая строка '.repeat(90)}`,
  '{{comment.text}}',
  '{{task.description}}',
  '{{join comment.files}}',
  '{{join task.assignees ", "}}',
  '{{#each task.assignees}}{{name}}{{/each}}',
  '{{task.counterparty.name}} {{task.project.title}}',
  '{{recipient.company}}',
  '👍',
];

test('whatever the editor accepts, in every notification and with every sample, is a mail that both readers read alike', async () => {
  let accepted = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...NOTIFICATION_TYPES),
      fc.array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 10 }),
      fc.option(fc.array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 6 }), { nil: null }),
      fc.constantFrom(...NAUGHTY),
      async (event, html, text, value) => {
        const words = { subject: '{{task.title}}', html: html.join(''), text: text?.join('') ?? null };
        if (checkWords(event, words).some(isError)) return;
        accepted += 1;
        const made = letter(event, words, { title: `t${value}` });
        expect(Buffer.byteLength(made.html)).toBeLessThan(512 * 1024);
        const [one, two] = await read(made);
        expect(one).toEqual(two);
        expect(one.text).toBe(lines(made.text));
        expect(one.html).toBe(lines(made.html));
      },
    ),
    { numRuns: 250, seed: 11 },
  );
  expect(accepted).toBeGreaterThan(60);
});
