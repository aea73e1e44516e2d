/**
 * `npm run corpus -- DIR [--neutral] [--failures N]`: how right are we over a folder of cases?
 *
 * DIR holds SOURCE/cases.jsonl (and robustness.jsonl) with inputs beside them, and score.mjs, which judges. Each case goes through
 * the functions of `postern inspect`; nothing here knows what is expected.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { toError } from '../src/base/trouble.ts';
import { type InspectAs, type Inspection, inspectMail } from '../src/mail/inspect.ts';
import { provenArc, provenSpf } from './corpus-proof.ts';

interface Case {
  readonly id: string;
  readonly kind: string;
  readonly input: string;
  readonly inputForm: InspectAs | 'json';
  readonly subject?: string;
  readonly dns?: string;
  readonly config?: { readonly ownDomain?: string; readonly replyAddress?: string };
}
type Result = Record<string, unknown>;

const CAP = 10_000;

async function main(argv: string[]): Promise<number> {
  const [dir, ...rest] = argv;
  if (!dir || dir.startsWith('-') || !existsSync(dir)) {
    console.error('Usage: npm run corpus -- DIR [--neutral] [--failures N] [any option of DIR/score.mjs]');
    return 64;
  }
  const work = mkdtempSync(join(tmpdir(), 'postern-corpus-'));
  try {
    const results = await each(dir, 'cases.jsonl', (one, folder) => solve(one, folder));
    const crashes = await each(dir, 'robustness.jsonl', (one, folder) => endure(one, folder));
    print(dir, work, results, crashes, rest);
    return 0;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

async function each(
  dir: string,
  list: string,
  work: (one: Case, folder: string) => Promise<Result>,
): Promise<Result[]> {
  const out: Result[] = [];
  for (const name of readdirSync(dir).sort()) {
    const file = join(dir, name, list);
    if (!existsSync(file)) continue;
    for (const line of readFileSync(file, 'utf8').split('\n')) {
      if (line.trim() !== '') out.push(await work(JSON.parse(line) as Case, join(dir, name)));
    }
  }
  return out;
}

/** The fields that score.mjs asks for. A case that fails to read has no fields, which counts as failed. */
async function solve(one: Case, folder: string): Promise<Result> {
  try {
    return { id: one.id, ...(await fieldsOf(one, folder)) };
  } catch (thrown) {
    return { id: one.id, error: toError(thrown).message };
  }
}

async function fieldsOf(one: Case, folder: string): Promise<Result> {
  const file = join(folder, one.input);
  if (one.kind === 'spf') return provenSpf(readFileSync(file, 'utf8'));
  if (one.kind === 'arc') return provenArc(readFileSync(file), readFileSync(join(folder, one.dns!), 'utf8'));
  const mail = await inspectMail(readFileSync(file), one.inputForm as InspectAs, {
    ...(one.subject === undefined ? {} : { subject: one.subject }),
    ...(one.config?.ownDomain
      ? { shape: { mailDomain: one.config.ownDomain, replyPrefix: 'reply', bouncePrefix: 'bounce' } }
      : {}),
  });
  return { ...words(mail), ...machine(mail), ...letter(mail), ...passedOn(mail), match: match(mail, one) };
}

function words(mail: Inspection): Result {
  const cut = (kind: string): string =>
    mail.reply.removed
      .filter((one) => one.kind === kind)
      .map(({ text }) => text)
      .join('\n');
  return {
    reply: mail.reply.text,
    ...(mail.reply.html === null ? {} : { replyHtml: mail.reply.html }),
    quoted: cut('quote'),
    signature: cut('signature'),
  };
}

function machine(mail: Inspection): Result {
  const deliveries = mail.bounce?.deliveries ?? [];
  return {
    isAutoReply: mail.automatic.autoReply,
    isOutOfOffice: mail.automatic.outOfOffice,
    suppressAutoResponse: !mail.automatic.mayAnswer,
    isBounce: mail.bounce !== null,
    isDsn: mail.bounce?.dsn ?? false,
    permanent: mail.bounce?.permanent ?? false,
    recipients: deliveries.map(({ recipient }) => recipient).filter(Boolean),
    deliveries: deliveries.map(({ recipient, status, reason, code }) => ({
      recipient,
      status,
      reason,
      replyCode: code,
    })),
    isFeedback: mail.complaint !== null,
    feedbackType: mail.complaint?.type,
  };
}

const letter = (mail: Inspection): Result => ({
  subject: mail.subject,
  from: mail.from,
  replyTo: mail.replyTo,
  toAddresses: mail.to.map(({ address }) => address),
  ccAddresses: mail.cc.map(({ address }) => address),
  text: mail.text,
  attachments: mail.attachments,
});

function passedOn(mail: Inspection): Result {
  const { forward } = mail;
  return { forwarded: forward !== null, message: forward?.text ?? mail.reply.text, ...(forward ? { forward } : {}) };
}

/** The case names another system's reply address; ours is found the same way. */
function match(mail: Inspection, one: Case): Result {
  const [before = '', after = ''] = (one.config?.replyAddress ?? '').split('%{key}');
  const boxes = mail.to.map(({ address }) => address);
  const key = mail.carriers.tokens.find((token) => boxes.includes(`${before}${token}${after}`.toLowerCase()));
  return { key: key ?? null, inReplyTo: mail.carriers.references[0] ?? null, references: mail.carriers.references };
}

async function endure(one: Case, folder: string): Promise<Result> {
  const started = Date.now();
  let error: string | null = null;
  try {
    await inspectMail(readFileSync(join(folder, one.input)), one.inputForm as InspectAs);
  } catch (thrown) {
    // Saying that it is no mail is an answer; anything else is a crash.
    const reason = toError(thrown);
    if (reason.name !== 'Trouble') error = reason.stack ?? reason.message;
  }
  const ms = Date.now() - started;
  if (ms > CAP) error = `took ${ms} ms`;
  return { id: one.id, ok: error === null, ms, ...(error === null ? {} : { error }) };
}

function print(dir: string, work: string, results: Result[], crashes: Result[], rest: string[]): void {
  const lines = (list: Result[]): string => list.map((one) => JSON.stringify(one)).join('\n');
  const scorer = resolve(dir, 'score.mjs');
  writeFileSync(join(work, 'results.jsonl'), lines(results));
  writeFileSync(join(work, 'crashes.jsonl'), lines(crashes));
  if (existsSync(scorer)) {
    spawnSync(process.execPath, [scorer, '--results', join(work, 'results.jsonl'), ...rest], { stdio: 'inherit' });
    spawnSync(process.execPath, [scorer, '--robust', join(work, 'crashes.jsonl')], { stdio: 'inherit' });
  } else console.log(`${results.length} cases answered; there is no score.mjs in ${dir}`);
  const slowest = Math.max(0, ...crashes.map(({ ms }) => Number(ms)));
  console.log(
    `robustness: ${crashes.filter(({ ok }) => ok).length} of ${crashes.length}, the slowest in ${slowest} ms`,
  );
}

process.exitCode = await main(process.argv.slice(2));
