/**
 * Would the table notice? Each rule of visibility is broken once in the source text, compiled in memory, and judged by the
 * rows of visibility-rules.ts: a row of that very rule has to fail.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { check, type Judged, ROWS, RULES } from './visibility-rules.ts';

const root = join(import.meta.dirname, '..', '..');
const VISIBILITY = 'src/tasks/visibility.ts';
const RIGHTS = 'src/tasks/rights.ts';

/** What is broken: the text as it stands in the file, and what a hurried hand might leave there instead. */
const MUTANTS: readonly [rule: string, broken: string, from: string, to: string, file?: string][] = [
  ['D1', 'a role is enough', 'roles.length > 0 && facts.mailed.has(contact.id)', 'roles.length > 0'],
  ['D1', 'a letter is enough', 'roles.length > 0 && facts.mailed.has(contact.id)', 'facts.mailed.has(contact.id)'],
  ['D1', 'a letter to anybody', 'facts.mailed.has(contact.id)', 'facts.mailed.size > 0'],
  [
    'D1',
    'own words are not enough (Q1)',
    "if (roles.includes('assigner') && wroteDescription(facts.task)) return true;",
    '',
  ],
  ['D1', 'every task is own words', "task.source === 'mail' || task.source === 'dashboard'", 'true'],
  [
    'D2',
    'assignees read it, sent or not',
    'return sent ?? null;',
    "return mine.some((p) => p.role === 'assignee') ? whole : null;",
  ],
  ['D2', 'the present text, not what was sent (Q2)', 'return sent ?? null;', 'return sent ? whole : null;'],
  [
    'D2',
    'what was sent to another',
    'const mine = task.people.filter((p) => p.person === viewer.contact.id);',
    'const mine = task.people;',
  ],
  [
    'D3',
    'participants keep what they were sent (Q3)',
    "p.role === 'assignee' && p.sentDescription !== null",
    'p.sentDescription !== null',
  ],
  [
    'D3',
    'participants read it',
    "p.role === 'assignee' && p.sentDescription !== null)?.sentDescription",
    "p.role !== 'assigner')?.sentDescription ?? whole",
  ],
  ['D4', 'any assigner reads it', 'if (asAssigner && wroteDescription(task))', 'if (asAssigner)'],
  [
    'D4',
    'anybody in a task made of a mail reads it',
    'if (asAssigner && wroteDescription(task)) return asAssigner.sentDescription ?? whole;',
    'if (wroteDescription(task)) return asAssigner?.sentDescription ?? whole;',
  ],
  ['D4', 'nobody reads their own words', 'return asAssigner.sentDescription ?? whole;', 'return null;'],
  ['D4', 'what staff made of their words', 'return asAssigner.sentDescription ?? whole;', 'return whole;'],
  ['D5', 'the setting opens the dashboard', "viewer.by === 'login' && facts.visibilityMode", 'facts.visibilityMode'],
  ['D5', 'one’s own are not seen', "viewer.by === 'staff' || comment.author === self", "viewer.by === 'staff'"],
  ['D5', 'the notified do not see', 'comment.notified.includes(self) ||', ''],
  [
    'D5',
    'the time of what is not seen',
    'comments.reduce((at, c) => Math.max(at, c.createdAt), task.createdAt)',
    'task.updatedAt',
  ],
  ['D6', 'not what colleagues are told', ' || comment.notified.some(colleague)', ''],
  ['D6', 'not what colleagues write', 'colleague(comment.author) || ', ''],
  [
    'D6',
    'everything, once the company may look',
    'return throughCompany(viewer.contact, facts) && concernsColleague(facts, comment);',
    'return throughCompany(viewer.contact, facts);',
  ],
  [
    'D6',
    'colleagues without the option',
    'return throughCompany(viewer.contact, facts) && concernsColleague(facts, comment);',
    'return concernsColleague(facts, comment);',
  ],
  [
    'D6',
    'everybody with any company is a colleague',
    '.companies.includes(company) ?? false',
    '.companies.length !== 0',
  ],
  ['D7', 'hidden is forgotten', 'if (hiddenFrom(self, comment))', 'if (false)'],
  [
    'D7',
    'the notified see what is hidden',
    'comment.author !== person && !comment.audience.includes(person)',
    'comment.author !== person && !comment.audience.includes(person) && !comment.notified.includes(person)',
  ],
  ['D7', 'the selected do not see', ' || (comment.hidden && comment.audience.includes(self))', ''],
  ['D7', 'hidden from its own author', 'comment.hidden && comment.author !== person &&', 'comment.hidden &&'],
  [
    'D7',
    'the company option beats hidden',
    'if (hiddenFrom(self, comment))',
    "if (hiddenFrom(self, comment) && !(viewer.by === 'dashboard' && throughCompany(viewer.contact, facts)))",
  ],
  [
    'D8',
    'files of a description that is not seen',
    'files: description ? world.files.map(fileView) : []',
    'files: world.files.map(fileView)',
  ],
  ['D8', 'no files of a description that is seen', 'files: description ? world.files.map(fileView) : []', 'files: []'],
  ['D8', 'comments without their files', 'files: c.files.map(fileView)', 'files: []'],
  ['D8', 'a download finds the description’s only', '[...view.files, ...said]', 'view.files'],
  ['D9', 'checklists are shown', 'checklist: outside ? null : world.checklist', 'checklist: world.checklist'],
  ['D10', 'the company does not count', 'return throughCompany(contact, facts);\n}', 'return false;\n}'],
  ['D10', 'without the option', 'contact.seesCompanyTasks &&', ''],
  ['D10', 'without the grant', "task.automaticAccess !== 'DO_NOT_GRANT' &&", ''],
  ['D10', 'any counterparty', 'contact.companies.includes(task.counterparty)', 'true'],
  [
    'D11',
    'internal talk, for whoever has a role',
    'return throughCompany(viewer.contact, facts) && concernsColleague',
    'return rolesOf(self, facts).length > 0 || concernsColleague',
  ],
  [
    'D11',
    'internal talk, for assignees',
    "if (viewer.by === 'login' &&",
    "if (rolesOf(self, facts).includes('assignee') || viewer.by === 'login' &&",
  ],
  [
    'D12',
    'everybody’s notified are named',
    "viewer.by === 'dashboard' ? people.filter((p) => p === self) : people",
    'people',
  ],
  ['D12', 'the people of the task are named', 'people: outside ? null :', 'people:'],
  ['D12', 'the counterparty is named', 'counterparty: outside ? null :', 'counterparty:'],
  ['D12', 'the project is named', 'project: outside || !world.project', 'project: !world.project'],
  ['D12', 'others’ folded text is shown', "origin: viewer.by === 'staff' || own ? c.origin : null", 'origin: c.origin'],
  [
    'D12',
    'what contacts write is for all contacts',
    'const colleague = (p: PersonId) =>',
    "if (comment.authorKind === 'contact') return true;\n  const colleague = (p: PersonId) =>",
  ],
  [
    'D12',
    'and without any option',
    'if (comment.notified.includes(self) ||',
    "if (comment.authorKind === 'contact' || comment.notified.includes(self) ||",
  ],
  ['D13', 'what was done to a task is shown', 'happenings: outside ? [] : ', 'happenings: '],
  ['A1', 'a role is not enough', 'rolesOf(viewer.contact.id, facts).length > 0 ||\n', '\n'],
  [
    'A1',
    'a letter is needed',
    'rolesOf(viewer.contact.id, facts).length > 0 ||\n',
    '(rolesOf(viewer.contact.id, facts).length > 0 && facts.mailed.has(viewer.contact.id)) ||\n',
  ],
  ['A1', 'not through the company', 'throughCompany(viewer.contact, facts) ||\n', ''],
  ['A1', 'everything of the account', "case 'login':\n      return (", "case 'login':\n      return true || ("],
  ['A4', 'as on the dashboard', "const outside = viewer.by === 'dashboard';", "const outside = viewer.by !== 'staff';"],
  [
    'A4',
    'the description as on the dashboard',
    "if (viewer.by !== 'dashboard') return whole;",
    "if (viewer.by === 'staff') return whole;",
  ],
  [
    'A4',
    'times of internal changes',
    "updatedAt: viewer.by === 'staff' ? task.updatedAt : null",
    'updatedAt: task.updatedAt',
  ],
  [
    'A5',
    'only what they are told',
    "if (viewer.by === 'login' && facts.visibilityMode === 'ALL_NOT_HIDDEN') return true;",
    '',
  ],
  [
    'A6',
    'the setting is forgotten',
    "viewer.by === 'login' && facts.visibilityMode === 'ALL_NOT_HIDDEN'",
    "viewer.by === 'login'",
  ],
  [
    'A7',
    'nothing of colleagues',
    'return throughCompany(viewer.contact, facts) && concernsColleague(facts, comment);',
    'return false;',
  ],
  [
    'A8',
    'the company option narrows',
    "facts.visibilityMode === 'ALL_NOT_HIDDEN') return true;",
    "facts.visibilityMode === 'ALL_NOT_HIDDEN' && !throughCompany(viewer.contact, facts)) return true;",
  ],
  [
    'A9',
    'a login opens what is hidden',
    "return viewer.by === 'staff' && isAdmin(viewer.employee);",
    "return viewer.by === 'login' || (viewer.by === 'staff' && isAdmin(viewer.employee));",
  ],
  ['A9', 'the selected do not see', ' || (comment.hidden && comment.audience.includes(self))', ''],
  ['A12', 'auditors of the project see nothing', '||\n        auditsProject(viewer.contact.id, facts)', ''],
  ['A12', 'anybody’s project', 'facts.project?.auditors.includes(person) ?? false', 'facts.project !== null'],
  [
    'A12',
    'its line says it is the company’s',
    '!auditsProject(contact.id, facts) && throughCompany(contact, facts)',
    'true',
  ],
  ['A12', 'auditors only talk', 'auditor: all', 'auditor: talk', RIGHTS],
  [
    'A12',
    'auditors of the project only look',
    "if (facts.project?.auditors.includes(person.id)) found.push('auditor');",
    '',
    RIGHTS,
  ],
  [
    'A13',
    'a login shines through the link',
    "if (viewer.by === 'login' &&",
    "if ((viewer.by === 'login' || (viewer.by === 'dashboard' && viewer.contact.access === 'ACTIVE')) &&",
  ],
  [
    'A13',
    'the link needs no letter with a login',
    'roles.length > 0 && facts.mailed.has(contact.id)',
    "roles.length > 0 && (contact.access === 'ACTIVE' || facts.mailed.has(contact.id))",
  ],
  [
    'A13',
    'the link shows what one audits',
    'return throughCompany(contact, facts);\n}',
    'return throughCompany(contact, facts) || auditsProject(contact.id, facts);\n}',
  ],
  ['E1', 'a role is not enough', 'rolesOf(employee.id, facts).length > 0 || ', ''],
  [
    'E1',
    'auditors of the project are not in it',
    ' || auditsProject(employee.id, facts)) return true;',
    ') return true;',
  ],
  ['E1', 'managers do not see', '(facts.cards.get(p.person)?.managers ?? []).includes(employee.id)', 'false'],
  [
    'E1',
    'only the nearest manager',
    '(facts.cards.get(p.person)?.managers ?? []).includes(employee.id)',
    'facts.cards.get(p.person)?.managers[0] === employee.id',
  ],
  ['E1', 'managers of auditors see', "p.role !== 'auditor' &&", ''],
  ['E1', 'administrators need a role', 'if (isAdmin(employee)) return true;', ''],
  ['E1', 'technical administrators see', "if (employee.role === 'technical') return false;", ''],
  [
    'E1',
    'every employee sees',
    'function staffSees(employee: Employee, facts: TaskFacts): boolean {',
    'function staffSees(employee: Employee, facts: TaskFacts): boolean {\n  if (employee.active) return true;',
  ],
  [
    'E2',
    'only the notified',
    "if (viewer.by === 'staff' || comment.author === self) return true;",
    'if (viewer.by === "staff") return comment.author === self || comment.notified.includes(self);\n  if (comment.author === self) return true;',
  ],
  [
    'E2',
    'the setting for people outside',
    "if (viewer.by === 'staff' || comment.author === self) return true;",
    "if (viewer.by === 'staff') return facts.visibilityMode === 'ALL_NOT_HIDDEN';\n  if (comment.author === self) return true;",
  ],
  [
    'E2',
    'not what was done to it',
    'happenings: outside ? [] : (world.happenings ?? [])',
    'happenings: outside ? [] : []',
  ],
  ['E3', 'not even the administrator', "return viewer.by === 'staff' && isAdmin(viewer.employee);", 'return false;'],
  [
    'E3',
    'every employee',
    "return viewer.by === 'staff' && isAdmin(viewer.employee);",
    "return viewer.by === 'staff';",
  ],
  ['E3', 'not the selected', ' && !comment.audience.includes(person);', ';'],
  [
    'E3',
    'auditors too',
    "return viewer.by === 'staff' && isAdmin(viewer.employee);",
    "return viewer.by === 'staff' && (isAdmin(viewer.employee) || rolesOf(self, facts).includes('auditor'));",
  ],
  [
    'E3',
    'auditors of the project too',
    "return viewer.by === 'staff' && isAdmin(viewer.employee);",
    "return viewer.by === 'staff' && (isAdmin(viewer.employee) || auditsProject(self, facts));",
  ],
  [
    'E3',
    'managers too',
    "return viewer.by === 'staff' && isAdmin(viewer.employee);",
    "return viewer.by === 'staff' && (isAdmin(viewer.employee) || (rolesOf(self, facts).length === 0 && !auditsProject(self, facts)));",
  ],
  [
    '1.6',
    'what is not said yet is everybody’s in the team',
    '(planned.author === viewer.employee.id || isAdmin(viewer.employee))',
    'true',
  ],
  [
    '1.6',
    'it is theirs whom it will tell',
    '(planned.author === viewer.employee.id || isAdmin(viewer.employee))',
    '(planned.author === viewer.employee.id || planned.notify.includes(viewer.employee.id) || isAdmin(viewer.employee))',
  ],
  [
    '1.6',
    'it is theirs outside, too',
    "viewer.by === 'staff' && (planned.author",
    "viewer.by !== 'staff' || (planned.author",
  ],
  ['1.6', 'administrators do not see it', ' || isAdmin(viewer.employee));\n\n/** D6', ');\n\n/** D6'],
  ['1.6', 'its author does not', 'planned.author === viewer.employee.id || isAdmin', 'isAdmin'],
  ['1.6', 'its files are not there', '[...view.comments, ...view.planned]', '[...view.comments]'],
  [
    '7.2',
    'other clients who do it are named in letters',
    "card.kind === 'employee' || card.id === reader?.id",
    "card.kind === 'employee' || reader !== null",
  ],
  ['7.2', 'whoever has a role is named', "card.kind === 'employee' || card.id === reader?.id", 'card !== reader'],
  ['7.2', 'the reader is not', ' || card.id === reader?.id', ''],
  ['7.2', 'who looks after it takes part', "auditors: inRole('auditor'),", "auditors: inRole('participant'),"],
  ['7.2', 'who takes part does it', "participants: inRole('participant'),", "participants: inRole('assignee'),"],
  ['7.2', 'every role is a doer’s', '.filter((p) => p.role === role)\n      .flatMap', '.flatMap'],
  [
    '7.2',
    'a shared letter names one of its readers',
    'shared: tellable(null, world)',
    'shared: tellable(viewer.contact, world)',
  ],
  ['7.2', 'nor does a letter to one', 'alone: tellable(viewer.contact, world)', 'alone: tellable(null, world)'],
  ['7.2', 'every counterparty is named', '(whose === reader.id || reader.companies.includes(whose))', 'true'],
  [
    '7.2',
    'where several read, too',
    'whose !== null && reader !== null && (whose',
    'whose !== null && (reader === null || whose',
  ],
  ['7.2', 'any company is one’s own', 'reader.companies.includes(whose)', 'reader.companies.length > 0'],
  ['7.2', 'one’s own company is not', ' || reader.companies.includes(whose)', ''],
  [
    '7.2',
    'a colleague is named as the counterparty',
    'reader.companies.includes(whose)',
    '(cards.get(whose)?.companies ?? []).concat(whose).some((c) => reader.companies.includes(c))',
  ],
  ['7.2', 'who signs in has it too', 'inLetters: outside ? {', "inLetters: viewer.by !== 'staff' ? {"],
  ['7.2', 'the page has what a letter may say', 'people: outside ? null :', 'people:'],
  ['Q35', 'deleted tasks are there', 'if (facts.task.deletedAt !== null) return false;', ''],
];

test('unbroken, the compiled module keeps every row', async () => {
  const judged = await compile(VISIBILITY, (text) => text);
  expect(ROWS.filter((row) => !check(judged, row).ok).map((row) => `${row.rule}: ${row.given}`)).toEqual([]);
});

test.each(MUTANTS)('%s is missed when %s', async (rule, _broken, from, to, file = VISIBILITY) => {
  const judged = await compile(file, (text) => {
    expect(text.split(from), `${JSON.stringify(from)} stands once in ${file}`).toHaveLength(2);
    return text.replace(from, () => to);
  });
  const caught = ROWS.filter((row) => row.rule === rule && !check(judged, row).ok);
  expect(caught.map((row) => row.given)).not.toEqual([]);
});

test('every rule is broken at least once', () => {
  const broken = new Set(MUTANTS.map(([rule]) => rule));
  expect(RULES.filter((rule) => !broken.has(rule))).toEqual([]);
});

/** Both files as one module, with one of them changed; types are dropped, nothing is written. */
async function compile(file: string, change: (text: string) => string): Promise<Judged> {
  const path = join(root, file);
  const { outputFiles } = await build({
    stdin: {
      contents: `export * from './${VISIBILITY}';\nexport { may } from './${RIGHTS}';`,
      resolveDir: root,
      loader: 'ts',
    },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    logLevel: 'silent',
    plugins: [
      {
        name: 'mutant',
        setup: (made) => {
          made.onLoad({ filter: /\.ts$/ }, (asked) =>
            asked.path === path ? { contents: change(readFileSync(path, 'utf8')), loader: 'ts' } : null,
          );
        },
      },
    ],
  });
  const code = Buffer.from(outputFiles[0]!.contents).toString('base64');
  return (await import(/* @vite-ignore */ `data:text/javascript;base64,${code}`)) as Judged;
}
