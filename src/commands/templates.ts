/** `postern templates check|export|import`: an account's own templates as files. */
import { resolve } from 'node:path';
import { openGateway } from '../app.ts';
import { toError } from '../base/trouble.ts';
import type { Actor, Gateway } from '../flow/gateway.ts';
import type { FieldFault, Managed } from '../flow/manage.ts';
import {
  isRefused,
  makeTemplate,
  problemsOf,
  publishTemplate,
  saveDraft,
  type TemplateProblem,
} from '../flow/manage-templates.ts';
import { WHOLE_WORDS } from '../flow/template-trial.ts';
import { convertWords, LOST_REASONS, type Lost } from '../notify/own-import.ts';
import { problemWords } from '../notify/own-problems.ts';
import type { OwnTemplate, OwnWords } from '../notify/own-template.ts';
import type { Language } from '../people/person.ts';
import { accountByName } from '../store/accounts.ts';
import { robotOf } from '../store/people.ts';
import { type StoredTemplate, templatesOf } from '../store/templates.ts';
import { EXIT, type Io, readArguments, readConfig, UsageError } from './command.ts';
import { fileOf, readFolders, type TemplateFolder, writeFolder } from './template-files.ts';

interface Wanted {
  readonly folder: string;
  readonly account: string | undefined;
  readonly config: string | undefined;
  readonly publish: boolean;
  readonly original: boolean;
  readonly json: boolean;
}

export async function run(argv: string[], io: Io): Promise<number> {
  const { values, positionals } = readArguments(argv, {
    allowPositionals: true,
    options: {
      config: { type: 'string' },
      account: { type: 'string' },
      publish: { type: 'boolean', default: false },
      original: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  });
  const [verb, folder, ...rest] = positionals;
  if (!folder || rest.length > 0) throw new UsageError('It is: postern templates check|export|import FOLDER');
  const wanted: Wanted = { ...values, folder: resolve(io.cwd, folder), account: values.account, config: values.config };
  if (verb === 'check') return check(wanted, io);
  if (verb !== 'export' && verb !== 'import')
    throw new UsageError('It is: postern templates check|export|import FOLDER');
  if (!wanted.account) throw new UsageError(`It is: postern templates ${verb} FOLDER --account NAME`);
  return withAccount(wanted, io, verb === 'export' ? exportAll : importAll);
}

/** Needs no database. */
async function check(wanted: Wanted, io: Io): Promise<number> {
  const folders = await read(wanted, io);
  if (folders === null) return EXIT.noInput;
  const all = folders.flatMap((one) => problemsOf(one.content).map((problem) => ({ folder: one, problem })));
  if (wanted.json) {
    io.out(`${JSON.stringify(all.map(({ folder, problem }) => ({ folder: folder.path, ...problem })))}\n`);
  } else {
    for (const { folder, problem } of all) io.out(lineOf(folder.path, problem));
    if (all.length === 0) io.out(`${folders.length} templates, nothing is wrong.\n`);
  }
  return isRefused(all.map(({ problem }) => problem)) ? EXIT.failed : EXIT.ok;
}

async function exportAll(gw: Gateway, actor: Actor, wanted: Wanted, io: Io): Promise<number> {
  const all = await templatesOf(gw.db.read, actor.account.id);
  for (const one of all) {
    await writeFolder(resolve(wanted.folder, folderName(one)), one.name, (one.live?.content ?? one.draft)!);
  }
  io.out(
    wanted.json
      ? `${JSON.stringify({ exported: all.map((t) => t.id) })}\n`
      : `${all.length} templates are in ${wanted.folder}.\n`,
  );
  return EXIT.ok;
}

/** A template of the same name and notification gets a new draft; else a new one is made. */
async function importAll(gw: Gateway, actor: Actor, wanted: Wanted, io: Io): Promise<number> {
  const folders = await read(wanted, io);
  if (folders === null) return EXIT.noInput;
  const there = await templatesOf(gw.db.read, actor.account.id);
  const done: { id: string; name: string; published: boolean; problems: TemplateProblem[] }[] = [];
  for (const folder of folders) {
    const content = wanted.original ? carriedOver(folder, io) : folder.content;
    const same = there.find((t) => t.name === folder.name && t.event === content.event);
    const kept = same
      ? await saveDraft(gw, actor, same.id, same.revision, { draft: content })
      : await makeTemplate(gw, actor, folder.name, content);
    if (!kept.ok) throw new Error(`${folder.path}: ${kept.refusal}`);
    const problems = problemsOf(content);
    for (const problem of problems) if (!wanted.json) io.err(lineOf(folder.path, problem));
    const tried = wanted.publish ? await publishTemplate(gw, actor, kept.value.id, kept.value.revision) : null;
    const published = tried?.ok ?? false;
    for (const fault of refusedFor(tried)) io.err(`${folder.path}: ${fault.path}: ${fault.message}\n`);
    done.push({ id: kept.value.id, name: folder.name, published, problems });
    if (!wanted.json) io.out(`${folder.name}: ${published ? 'published' : 'kept as a draft'}.\n`);
  }
  if (wanted.json) io.out(`${JSON.stringify(done)}\n`);
  return wanted.publish && done.some((one) => !one.published) ? EXIT.failed : EXIT.ok;
}

/** Why it was not published, besides the problems that have been told already. */
const refusedFor = (tried: Managed<StoredTemplate> | null): readonly FieldFault[] =>
  tried?.ok === false ? (tried.faults ?? []).filter(({ path }) => WHOLE_WORDS.test(path)) : [];

/** From the original's notation; what is lost is told. */
function carriedOver({ path, content }: TemplateFolder, io: Io): OwnTemplate {
  const words: Partial<Record<Language, OwnWords>> = {};
  for (const [language, one] of Object.entries(content.words) as [Language, OwnWords][]) {
    const converted = convertWords(one);
    for (const lost of converted.lost) io.err(lostLine(fileOf(path, language, lost.part), lost));
    words[language] = converted.words;
  }
  return { ...content, words };
}

const lineOf = (path: string, problem: TemplateProblem): string =>
  `${fileOf(path, problem.language, problem.part)}:${problem.line}:${problem.column}: ${problem.severity}: ${problemWords(problem, 'en')}\n`;

const lostLine = (file: string, { line, what, why }: Lost): string =>
  `${file}:${line}: not carried over, ${LOST_REASONS[why].en}: ${what}\n`;

const folderName = ({ name, event, id }: StoredTemplate): string =>
  `${event}-${name
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60)}-${id.slice(-6)}`;

async function read({ folder }: Wanted, io: Io): Promise<TemplateFolder[] | null> {
  try {
    const found = await readFolders(folder);
    if (found.length > 0) return found;
    io.err(`There is no template.json in ${folder}, nor in a folder in it.\n`);
  } catch (error) {
    io.err(`${toError(error).message}\n`);
  }
  return null;
}

async function withAccount(
  wanted: Wanted,
  io: Io,
  work: (gw: Gateway, actor: Actor, wanted: Wanted, io: Io) => Promise<number>,
): Promise<number> {
  const gw = await openGateway(readConfig(wanted.config, io));
  try {
    const account = await accountByName(gw.db.read, wanted.account!.toLowerCase());
    if (!account) {
      io.err(`There is no account ${wanted.account}.\n`);
      return EXIT.noInput;
    }
    const person = await robotOf(gw.db.read, account.id);
    return await work(gw, { account, person, proof: 'key', source: 'api' }, wanted, io);
  } finally {
    await gw.db.close();
  }
}
