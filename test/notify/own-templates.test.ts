/** Templates of an account's own: what is refused and where, what a value cannot do, and what comes out (spec 7; items 58–63). */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fillLetter } from '../../src/notify/fill.ts';
import { bringsDescription, checkPart, checkWords } from '../../src/notify/own-check.ts';
import { PROBLEMS } from '../../src/notify/own-problems.ts';
import { renderOwn } from '../../src/notify/own-render.ts';
import { spell } from '../../src/notify/own-spelling.ts';
import { standardTemplate, standardWords } from '../../src/notify/own-standard.ts';
import type { OwnTemplate, OwnWords } from '../../src/notify/own-template.ts';
import type { Variable } from '../../src/notify/own-variable.ts';
import { namesOf, VARIABLES } from '../../src/notify/own-variables.ts';
import { renderLetter, withOwnWords } from '../../src/notify/render.ts';
import { HELPERS } from '../../src/notify/template-helpers.ts';
import { NOTIFICATION_TYPES, type NotificationType } from '../../src/people/account.ts';
import type { Language } from '../../src/people/person.ts';
import { context, inputOf, shape } from './samples.ts';

const LANGUAGES = ['ru', 'en'] as const;

const words = (html: string, more: Partial<OwnWords> = {}): OwnWords => ({
  subject: '{{task.title}}',
  html,
  text: null,
  ...more,
});
const own = (event: NotificationType, one: OwnWords, more: Partial<OwnTemplate> = {}): OwnTemplate => ({
  ...standardTemplate(event),
  words: { en: one, ru: one },
  ...more,
});

function letter(event: NotificationType, template: OwnTemplate, language: Language = 'en', change = {}) {
  const made = renderLetter({ ...inputOf(event, language, change), own: { version: 'v' as never, template } });
  const pending = made.own!;
  return fillLetter(withOwnWords(made, pending, renderOwn(template.words[pending.language]!, pending.values)), context);
}

/** `code@line:column` of each. */
const faults = (event: NotificationType, html: string) =>
  checkPart(event, 'html', html).problems.map((p) => `${p.code}@${p.line}:${p.column}`);

describe('what a new template begins with', () => {
  test.each(NOTIFICATION_TYPES.flatMap((event) => LANGUAGES.map((language) => [event, language] as const)))(
    '%s in %s passes its own check and renders',
    (event, language) => {
      expect(checkWords(event, standardWords(event, language))).toEqual([]);
      const { subject, html, text } = letter(event, standardTemplate(event), language);
      expect(subject).not.toBe('');
      for (const part of [subject, html, text]) expect(part).not.toMatch(/undefined|\[object|NaN|\{\{/);
      expect(html).toContain(language === 'ru' ? 'Полная история переписки' : 'Full conversation history');
    },
  );

  test('its subject is the title of the task, as the original has it (item 58)', () => {
    expect(standardWords('N1', 'ru').subject).toBe('{{Задача.Название}}');
    expect(standardTemplate('N1')).toMatchObject({ addSignature: true, addDashboardLink: true, addFiles: true });
  });
});

describe('names', () => {
  test('Russian and English ones are the same, with spaces, quotes and brackets', () => {
    const en = letter(
      'N1',
      own('N1', words('<p>{{date task.createdAt "dd.MM.yyyy"}} {{recipient.name}}</p>{{task.description}}')),
    );
    for (const html of [
      '<p>{{date Задача.Дата создания "dd.MM.yyyy"}} {{Получатель.Полное имя}}</p>{{Задача.Описание задачи}}',
      '<p>{{date Задача."Дата создания" "dd.MM.yyyy"}} {{Контакт.[Полное имя]}}</p>{{Задача.Описание}}',
    ]) {
      expect(faults('N1', html)).toEqual([]);
      expect(letter('N1', own('N1', words(html))).html).toBe(en.html);
    }
  });

  test('no variable is called as a function is: the function would answer', () => {
    const all = (variables: readonly Variable[]): string[] =>
      variables.flatMap((v) => [...namesOf(v), ...all(v.fields ?? [])]);
    expect(all(VARIABLES).filter((name) => Object.hasOwn(HELPERS, name))).toEqual([]);
  });

  test('outside the braces nothing is touched', () => {
    const typed = 'Дата создания: "Дата создания" {{! Дата создания }} {{Задача.Номер}}';
    expect(spell(typed).source).toBe(typed);
  });

  test('words in quotes stay as they are, whatever they are like', () => {
    const typed = `{{join Задача.Исполнители " или E-mail "}}{{default Получатель.Компания 'Телефоны списком нет'}}`;
    expect(spell(typed).source).toBe(typed);
  });

  test('a place in what was spelled is the place in what was typed', () => {
    const typed = '{{Задача.Дата создания}} {{Задача."Описание задачи"}} {{x}}';
    const { source, typedAt } = spell(typed);
    expect(typedAt(source.indexOf('{{x}}'))).toBe(typed.indexOf('{{x}}'));
  });
});

describe('what is wrong is told with its place and what was meant', () => {
  test.each([
    ['{{comment.text}}\n<p>{{task.titel}}</p>', 'unknown@2:6', 'task.title'],
    ['{{comment.text}} {{Задача.Назвние}}', 'unknown@1:20', 'Задача.Название'],
    ['{{comment.text}} {{title}}', 'unknown@1:20', 'task.title'],
    ['{{comment.text}} {{#each comment.files}}{{title}}{{/each}}', 'unknown@1:43', null],
    ['{{comment.text}} {{dat comment.at}}', 'unknown-helper@1:20', 'date'],
    ['{{comment.text}} {{#iff comment}}x{{/iff}}', 'unknown-block@1:21', 'if'],
    ['{{comment.text}}\n{{#if task.link}}x', 'unclosed@2:1', null],
    ['{{#if task.link}}x{{/each}}', 'mismatch@1:4', null],
    ['{{comment.text', 'syntax@1:1', null],
    ['{{comment}}', 'is-object@1:1', 'comment.text'],
    ['{{comment.text}}{{comment.files}}', 'is-list@1:17', null],
    ['{{comment.text}}{{#each task.title}}x{{/each}}', 'not-list@1:20', null],
    ['{{{comment.text}}}', 'unescaped@1:1', null],
    ['{{!-- %%$ЕСЛИ(x)$%% --}}a', 'left-block@1:1', null],
    ['{{comment.text}}\\{{task.title}}', 'escaped@1:17', null],
    ['{{comment.text}}{{> x}}', 'not-allowed@1:17', null],
    ['{{comment.text}}{{constructor}}', 'unknown@1:19', null],
    ['{{comment.text}}<p title={{task.title}}>x</p>', 'unquoted@1:26', null],
    ['{{comment.text}}<p {{task.title}}>x</p>', 'in-tag@1:20', null],
    ['{{comment.text}}<{{task.title}}>', 'in-tag@1:18', null],
    ['{{comment.text}}<a href="{{task.title}}">x</a>', 'not-url@1:26', null],
    ['{{comment.text}}<a href="https://x.example/?q={{task.title}}">x</a>', 'not-url@1:47', null],
    ['{{comment.text}}<a href="https://x{{encode task.title}}/">x</a>', 'not-url@1:35', null],
    ['{{comment.text}}<p style="color:{{task.title}}">x</p>', 'in-handler@1:33', null],
    ['<p title="{{comment.text}}">x</p>{{comment.text}}', 'html-in-attribute@1:11', null],
    ['{{comment.text}}<!-- {{task.title}} -->', 'in-code@1:22', null],
    ['{{comment.text}}<style>p{color:{{task.title}} }</style>', 'in-code@1:32', null],
    ['{{comment.text}}{{#if task.link}}<a href="{{/if}}x">', 'half-tag@1:20', null],
    ['{{comment.text}}<a href="x', 'unfinished-tag@1:27', null],
    ['{{comment.text}}<script>1</script>', 'refused-tag@1:17', null],
    ['{{comment.text}}<p onclick="x">x</p>', 'refused-attribute@1:29', null],
    ['{{comment.text}}<a href="java&#115;cript:x">x</a>', 'refused-address@1:26', null],
    ['{{comment.text}}{{default comment.text "x"}}', 'formatted@1:27', null],
    ['{{comment.text}}{{date task.title}}', 'not-date@1:24', null],
    ['{{comment.text}}{{date comment.at "dd.MM.YYYY"}}', 'date-pattern@1:35', null],
    ['', 'empty@1:1', null],
  ])('%s', (html, told, meant) => {
    const found = checkPart('N2', 'html', html).problems;
    expect(found.map((p) => `${p.code}@${p.line}:${p.column}`)).toContain(told);
    if (meant) expect(found.find((p) => `${p.code}@${p.line}:${p.column}` === told)?.suggestion).toBe(meant);
  });

  test('is quoted as each language quotes', () => {
    for (const { en, ru } of Object.values(PROBLEMS)) {
      expect(en).not.toMatch(/[«»]/);
      expect(ru).not.toMatch(/[“”]/);
    }
  });

  test('without the words themselves a comment’s letter is refused, a task’s is warned of', () => {
    expect(checkWords('N2', words('<p>{{author.name}}</p>'))).toMatchObject([{ code: 'no-words', severity: 'error' }]);
    expect(checkWords('N1', words('<p>{{author.name}}</p>'))).toMatchObject([
      { code: 'no-words', severity: 'warning' },
    ]);
    expect(bringsDescription(words('{{#if task.number}}{{Задача.Описание задачи}}{{/if}}'))).toBe(true);
    expect(bringsDescription(words('<p>{{task.title}}</p>'))).toBe(false);
    expect(bringsDescription(words('{{#if task.description}}There is one{{/if}}'))).toBe(false);
    expect(bringsDescription(words('{{#with task}}{{description}}{{/with}}'))).toBe(true);
    expect(checkWords('N2', words('{{#if comment.text}}Something was written{{/if}}'))).toMatchObject([
      { code: 'no-words' },
    ]);
    expect(letter('N2', own('N2', words('<p>\uE0FFno such slot{{comment.text}}</p>'))).html).toContain('no such slot');
    expect(checkWords('N2', words('{{#with comment}}{{text}}{{/with}}'))).toEqual([]);
  });

  test.each([
    ['{{#if (eq task.status "New")}}{{comment.text}}{{/if}}', false],
    ['{{#each comment.files}}{{../comment.text}}{{/each}}', false],
    ['{{#each comment.files}}{{name}}{{else}}{{comment.text}}{{/each}}', false],
    ['{{#if task.link}}{{comment.text}}{{else}}<p>no</p>{{/if}}', false],
    ['{{#with task.counterparty}}{{../comment.text}}{{/with}}', false],
    ['{{#if task.title}}{{task.title}}{{comment.text}}{{/if}}', false],
    ['{{#if task.link}}{{comment.text}}{{else}}<b>{{comment.text}}</b>{{/if}}', true],
    ['{{#if comment.text}}<h1>News</h1>{{comment.text}}{{/if}}', true],
    ['{{#with comment}}{{text}}{{/with}}', true],
    ['{{#unless task.link}}x{{/unless}}{{comment.text}}', true],
  ])('words that a condition may leave out are told of: %s', (html, always) => {
    expect(checkWords('N2', words(html)).map((p) => [p.code, p.severity])).toEqual(
      always ? [] : [['words-in-block', 'warning']],
    );
  });

  test('a date’s pattern is what spec 7.2 lists, and words in single quotes', () => {
    const codes = (pattern: string) =>
      checkWords('N2', words(`{{comment.text}}{{date comment.at "${pattern}"}}`)).map((p) => p.code);
    for (const pattern of ["d MMMM yyyy 'at' HH:mm", 'dd.MM.yy г.', 'EEEE, LLLL w W D S a h ss'])
      expect(codes(pattern)).toEqual([]);
    for (const pattern of ['YYYY', "dd.MM 'qq", 'hh:mm Z']) expect(codes(pattern)).toEqual(['date-pattern']);
  });

  test('another subject breaks the thread; Re: does not', () => {
    const codes = (subject: string) => checkWords('N2', words('{{comment.text}}', { subject })).map((p) => p.code);
    expect(codes('Re: {{Задача.Название}}')).toEqual([]);
    expect(codes('News of {{task.title}}')).toEqual(['other-subject']);
    expect(codes('')).toEqual(['empty']);
  });

  test('too large, too many, too deep', () => {
    expect(faults('N2', `{{comment.text}}${'x'.repeat(70_000)}`)).toEqual(['too-large@1:1']);
    expect(faults('N2', '{{comment.text}}'.repeat(501))).toEqual(['too-many@1:1']);
    expect(faults('N2', '{{#if task.link}}'.repeat(40) + '{{/if}}'.repeat(40))[0]).toMatch(/^too-deep/);
    expect(faults('N2', `${'{{#if task.link}}'.repeat(32)}{{comment.text}}${'{{/if}}'.repeat(32)}`)).toEqual([
      'too-deep@1:1',
    ]);
    expect(faults('N2', '{{#each files}}{{../../../../task.title}}{{/each}}')[0]).toMatch(/^(not-allowed|unknown)@/);
    // Each quoted name grows by its brackets: it is the spelled source that has to fit.
    const name = '{{Задача.Дата создания}}';
    const full = `${name.repeat(499)}${'x'.repeat(64 * 1024 - Buffer.byteLength(name) * 499)}`;
    expect(faults('N2', full)).toEqual(['too-large@1:1']);
  });
});

describe('a letter', () => {
  test('has conditions, loops and lists', () => {
    const html =
      '{{comment.text}}{{#if (eq task.status "New")}}<i>new</i>{{else if comment.files}}<i>files</i>{{else}}none{{/if}}' +
      '<ol>{{#each comment.files}}<li>{{name}}, {{size}} of {{../task.number}}</li>{{/each}}</ol>{{join comment.files " + "}}';
    expect(faults('N2', html)).toEqual([]);
    const made = letter('N2', own('N2', words(html)));
    expect(made.html).toContain('<i>new</i>');
    expect(made.html).toContain('<li>Facade, version 3.pdf, 2.4\u00a0MB of 12</li>');
    expect(made.text).toContain('Facade, version 3.pdf + Estimate.xlsx');
  });

  test('without the switches has neither signature, link nor files (items 5, 49, 50)', () => {
    const on = letter('N2', own('N2', words('{{comment.text}}')));
    const off = letter(
      'N2',
      own('N2', words('{{comment.text}}'), { addSignature: false, addDashboardLink: false, addFiles: false }),
    );
    for (const sign of ['Full conversation history', '+44 20 7946 0000', 'Estimate.xlsx']) {
      expect(on.html).toContain(sign);
      expect(on.text).toContain(sign);
      expect(off.html).not.toContain(sign);
      expect(off.text).not.toContain(sign);
    }
  });

  test('that is a page of its own keeps its look; what Postern adds stands at its end', () => {
    const html = '<!doctype html><html><body bgcolor="#eeeeee"><h1>{{task.title}}</h1>{{comment.text}}</body></html>';
    expect(faults('N2', html)).toEqual([]);
    const made = letter('N2', own('N2', words(html))).html;
    expect(made.startsWith('<!doctype html><html><body bgcolor="#eeeeee"><h1>')).toBe(true);
    expect(made.indexOf('Full conversation history')).toBeLessThan(made.indexOf('</body>'));
    expect(made.match(/<body/g)).toHaveLength(1);
  });

  test('in text says where its links lead, or is what was written', () => {
    const html = '{{comment.text}}<p><a href="{{task.link}}">Open it</a></p>';
    expect(letter('N2', own('N2', words(html))).text).toMatch(
      /Open it: https:\/\/office\.example\/d\/[a-z2-7]+\/tasks\/12/,
    );
    const text = 'Only this: {{comment.text}}';
    expect(letter('N2', own('N2', words(html, { text }))).text).toMatch(/^Only this: Hello Anna,/);
  });

  test('is the reader’s language’s, else the account’s, else any', () => {
    const only = { ...own('N2', words('{{comment.text}}')), words: { ru: words('<p>по-русски</p>{{comment.text}}') } };
    expect(letter('N2', only, 'en').html).toContain('по-русски');
  });
});

describe('a value cannot change', () => {
  const html =
    '<p title="{{task.title}}"><a href="{{task.link}}">{{author.name}}</a> <a href="mailto:x@y.example?subject={{encode task.title}}">m</a></p>{{comment.text}}';
  const template = own('N2', words(html, { subject: 'Re: {{task.title}} {{author.name}}' }));
  const plain = shape(letter('N2', template, 'en', { title: 'plain' }).html);

  test('the shape of the HTML, the subject’s line or the headers, whatever it is', () => {
    expect(faults('N2', html)).toEqual([]);
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary', maxLength: 80 }), NASTY), (title) => {
        const made = letter('N2', template, 'en', { title: title || 'x' });
        expect(shape(made.html)).toEqual(plain);
        expect(made.subject).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/);
        expect(made.envelope.to).toEqual(['anna@client.example']);
      }),
      { numRuns: 60 },
    );
  });
});

const NASTY = fc
  .array(
    fc.constantFrom(
      '"',
      "'",
      '<',
      '>',
      '&',
      '{{',
      '}}',
      '\r\n',
      '\0',
      '\u202e',
      '-->',
      '</p>',
      'javascript:',
      '\ud800',
      '\uE0FFmark\uE0FF',
      '$&',
      '<script>',
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''));

test('whatever the check accepts renders for every sample within its caps', () => {
  const piece = fc.constantFrom(
    '{{comment.text}}',
    '<p>',
    '</p>',
    '{{task.title}}',
    '{{#if task.link}}',
    '{{else}}',
    '{{/if}}',
    '<a href="',
    '{{task.link}}',
    '">',
    '</a>',
    '{{#each comment.files}}',
    '{{name}}',
    '{{/each}}',
    '{{Задача.Название}}',
    '{{date comment.at}}',
    '<img src="x">',
    '<!--',
    '-->',
    '{{{x}}}',
    ' title=',
    '"',
    '{{#with author}}',
    '{{/with}}',
    '{{join comment.files}}',
    '{{../task.number}}',
    "'",
    '<style>',
    '</style>',
    '{{!-- x --}}',
    '{{plural task.number one="a" many="b"}}',
  );
  let accepted = 0;
  fc.assert(
    fc.property(fc.array(piece, { minLength: 1, maxLength: 12 }), (pieces) => {
      const html = pieces.join('');
      if (checkWords('N2', words(html)).some((p) => p.severity === 'error')) return;
      accepted += 1;
      for (const language of LANGUAGES) {
        const made = letter('N2', own('N2', words(html)), language);
        expect(Buffer.byteLength(made.html)).toBeLessThan(512 * 1024);
        expect(made.html).not.toMatch(/\[object|undefined/);
      }
    }),
    { numRuns: 1500, seed: 7 },
  );
  expect(accepted).toBeGreaterThan(20);
});
