/**
 * A letter with an account's own words → the same to whoever writes them: marked as a test, about nobody's task, and with nothing in it
 * that opens anything. Its slots are filled here with words that no door knows.
 */
import type { LetterId } from '../base/id.ts';
import type { Instant } from '../base/time.ts';
import type { Account } from '../people/account.ts';
import { type Employee, fullName } from '../people/person.ts';
import { cleanLine, shorten } from './clean.ts';
import { type Letter, SLOT_PATTERN, type Slot } from './letter.ts';
import { escapeHtml } from './letter-html.ts';
import { MAX_SUBJECT } from './own-render.ts';
import type { Templates } from './templates.ts';

export interface TestOf {
  readonly id: LetterId;
  readonly now: Instant;
  readonly account: Account;
  readonly to: Employee;
  readonly templates: Templates;
  /** `https://office.example`, without a slash at the end. */
  readonly publicUrl: string;
}

export function testLetter(letter: Letter, { id, now, account, to, templates, publicUrl }: TestOf): Letter {
  const { answers: _, own: __, template: ___, pixel: ____, ...rest } = letter;
  const { test, testNote } = templates.layout[to.language].words;
  const bare = (text: string) => text.replace(SLOT_PATTERN, (_, name: Slot) => nowhere(publicUrl, name));
  const { hint, page, width } = templates.styles;
  const note = `<div class="p-page" style="${page}"><p class="p-second" style="${hint};max-width:${width}px;margin:0 auto;padding:16px 16px 0;box-sizing:border-box">${escapeHtml(testNote)}</p></div>`;
  return {
    ...rest,
    id,
    kind: 'test',
    cause: `test:${id}`,
    task: null,
    taskNumber: null,
    comment: null,
    commentNumber: null,
    recipient: to.id,
    recipientKind: 'employee',
    recipients: to.email ? [{ name: cleanLine(fullName(to)), address: to.email }] : [],
    from: { name: cleanLine(account.title), local: null, domain: account.mailDomain },
    subject: shorten(`${test}: ${letter.subject}`, MAX_SUBJECT),
    text: `${testNote}\n\n${bare(letter.text)}`,
    html: atTop(bare(letter.html), note),
    automatic: true,
    createdAt: now,
  };
}

/** Where a link of a test leads: to the page that says that it is none. */
const nowhere = (publicUrl: string, name: Slot): string =>
  ({
    dashboard: `${publicUrl}/d/test`,
    'dashboard-base': `${publicUrl}/d/test`,
    mute: `${publicUrl}/mute/test`,
    page: `${publicUrl}/activate/test`,
    mark: 'test',
    code: 'TEST',
  })[name] ?? '';

function atTop(html: string, note: string): string {
  const body = /<body(?:"[^"]*"|'[^']*'|[^>"'])*>/i.exec(html);
  const at = body ? body.index + body[0].length : 0;
  return `${html.slice(0, at)}\n${note}${html.slice(at)}`;
}
