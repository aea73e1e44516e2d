/**
 * `postern explain`: what would become of a mail, and why; or what became of one that came in. It works on the live database, also
 * beside a running `serve`, and leaves nothing behind: the mail is decided by the same code in a transaction that is taken back.
 */
import { existsSync } from 'node:fs';
import { openGateway } from '../app.ts';
import { parseId } from '../base/id.ts';
import { makeLog } from '../base/log.ts';
import { Trouble } from '../base/trouble.ts';
import type { Config } from '../config.ts';
import { type Explaining, explainMail } from '../flow/explain.ts';
import type { Gateway } from '../flow/gateway.ts';
import { startReader } from '../flow/reading.ts';
import { looksLikeMail, recipientsInHeader } from '../mail/raw.ts';
import { allAccounts } from '../store/accounts.ts';
import { openDatabase } from '../store/database.ts';
import { anyLedgerLine } from '../store/ledger.ts';
import { isEmpty } from '../store/migrations.ts';
import { taskNumbers } from '../store/tasks.ts';
import { readTrace } from '../web/trace-shape.ts';
import { type Decided, tellInText } from '../web/trace-text.ts';
import { EXIT, type Io, readArguments, readConfig, UsageError } from './command.ts';
import { readAll } from './raw-input.ts';

const OPTIONS = {
  config: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string', multiple: true },
  ip: { type: 'string' },
  helo: { type: 'string' },
  inbox: { type: 'string' },
  json: { type: 'boolean', default: false },
} as const;

export async function run(argv: string[], io: Io): Promise<number> {
  const { values, positionals } = readArguments(argv, { allowPositionals: true, options: OPTIONS });
  if (positionals.length > 1) throw new UsageError('One mail at a time: postern explain [FILE|-]');
  if (values.inbox !== undefined && positionals.length > 0)
    throw new UsageError('Either a FILE or --inbox ID, not both of them');
  const config = readConfig(values.config, io);
  if (values.inbox !== undefined) return withGateway(config, (gw) => recorded(gw, values.inbox!, values.json, io));
  const raw = await readAll(positionals[0] ?? '-', io);
  if (raw === null) return told(io, EXIT.noInput, `There is no file ${positionals[0]}.`);
  if (!looksLikeMail(raw)) return told(io, EXIT.data, 'It does not begin with a header, so it is not a mail.');
  const named = recipientsInHeader(raw);
  const to = values.to ?? named.to;
  if (to.length === 0) throw new UsageError('Nobody is named: give --to, or a mail with To');
  const mail = { raw, from: values.from ?? named.from, to, ip: values.ip ?? '', helo: values.helo ?? '' };
  return withGateway(config, (gw) => rehearsed(gw, mail, values.json, io));
}

/** Opens what is there and makes nothing: no database, no tables, no keys. */
async function withGateway(config: Config, work: (gw: Gateway) => Promise<number>): Promise<number> {
  const missing = [config.keys, ...(config.database.includes('://') ? [] : [config.database])].find(
    (file) => !existsSync(file),
  );
  if (missing !== undefined || (await hasNoTables(config)))
    throw new Trouble('no-database', `There is nothing to ask yet: ${missing ?? 'the database is empty'}.`, {
      permanent: true,
    });
  const gw = await openGateway(config, makeLog('silent'));
  try {
    return await work(gw);
  } finally {
    await gw.db.close();
  }
}

async function hasNoTables(config: Config): Promise<boolean> {
  const db = openDatabase(config.database);
  return isEmpty(db.read).finally(() => db.close());
}

async function rehearsed(gw: Gateway, mail: Explaining, json: boolean, io: Io): Promise<number> {
  const reader = startReader();
  try {
    return await show(gw, await explainMail(gw, reader, mail), json, io);
  } catch (thrown) {
    if (!(thrown instanceof Trouble && thrown.permanent)) throw thrown;
    // What can never be read is parked (flow/receive.ts): that is an answer too.
    const { code: outcome, message: reason } = thrown;
    return await show(gw, { account: null, state: 'parked', outcome, reason, task: null, trace: null }, json, io);
  } finally {
    await reader.close();
  }
}

async function recorded(gw: Gateway, text: string, json: boolean, io: Io): Promise<number> {
  const id = parseId<'inbox'>(text);
  const found = id && (await anyLedgerLine(gw.db.read, id));
  if (!found) return told(io, EXIT.noInput, `There is no mail ${text} in the log.`);
  const { account, line } = found;
  const numbers = account && line.task ? await taskNumbers(gw.db.read, account, [line.task]) : new Map();
  const owner = (await allAccounts(gw.db.read)).find((one) => one.id === account);
  const decided: Decided = {
    account: owner?.name ?? null,
    state: line.state,
    outcome: line.outcome,
    reason: line.reason ?? '',
    task: numbers.get(line.task) ?? null,
    trace: readTrace(line.trace),
  };
  return show(gw, decided, json, io);
}

async function show(gw: Gateway, decided: Decided, json: boolean, io: Io): Promise<number> {
  const owner = (await allAccounts(gw.db.read)).find((account) => account.name === decided.account);
  io.out(json ? `${JSON.stringify(decided)}\n` : tellInText(decided, owner?.language ?? 'en'));
  return EXIT.ok;
}

function told(io: Io, code: number, words: string): number {
  io.err(`postern: ${words}\n`);
  return code;
}
