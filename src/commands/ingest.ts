/**
 * `postern ingest`: one raw mail from a pipe (Postfix pipe(8), Exim, qmail). Stored and durable at exit 0; the running gateway
 * takes it from there.
 */
import { createHash } from 'node:crypto';
import { openGateway } from '../app.ts';
import { Trouble, toError } from '../base/trouble.ts';
import { keepArrival } from '../flow/keep.ts';
import { looksLikeMail, recipientsInHeader } from '../mail/raw.ts';
import { ConfigError, EXIT, type Io, readArguments, readConfig, UsageError } from './command.ts';
import { readAll } from './raw-input.ts';

/**
 * Postfix and Exim send the mail back to its sender at every code but 75. A wrong configuration, a database that is away or a
 * bug of ours is nothing that the mail can help: the mail server keeps it until that is put right.
 */
export async function run(argv: string[], io: Io): Promise<number> {
  try {
    return await ingest(argv, io);
  } catch (thrown) {
    if (thrown instanceof UsageError) throw thrown;
    const error = toError(thrown);
    const known = thrown instanceof Trouble || thrown instanceof ConfigError;
    io.err(`postern: ${known ? error.message : error.stack}\nThe mail was not stored; try again.\n`);
    return EXIT.temporary;
  }
}

async function ingest(argv: string[], io: Io): Promise<number> {
  const { values, positionals } = readArguments(argv, {
    allowPositionals: true,
    options: {
      config: { type: 'string' },
      from: { type: 'string' },
      to: { type: 'string', multiple: true },
      'authenticated-by': { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  });
  if (positionals.length > 1) throw new UsageError('One mail at a time: postern ingest [FILE|-]');
  const config = readConfig(values.config, io);
  const relay = values['authenticated-by'];
  if (relay !== undefined && !config.smtp.trustedRelays.some((r) => r.authservId === relay)) {
    throw new UsageError(`--authenticated-by ${relay}: no relay in smtp.trustedRelays has that authserv-id`);
  }
  const raw = await readAll(positionals[0] ?? '-', io);
  if (raw === null) {
    io.err(`There is no file ${positionals[0]}.\n`);
    return EXIT.noInput;
  }
  if (raw.length > config.smtp.maxSize)
    return notMail(io, `It has ${raw.length} bytes; smtp.maxSize is ${config.smtp.maxSize}`);
  if (!looksLikeMail(raw)) return notMail(io, 'It does not begin with a header, so it is not a mail');
  const named = recipientsInHeader(raw);
  const to = values.to ?? named.to;
  if (to.length === 0) throw new UsageError('Nobody is named: give --to, or a mail with To');
  const gw = await openGateway(config);
  try {
    const kept = await keepArrival(
      gw,
      {
        from: values.from ?? named.from,
        to,
        raw,
        path: null,
        size: raw.length,
        sha256: createHash('sha256').update(raw).digest('hex'),
        ip: '',
        helo: '',
        tls: false,
        protocol: 'pipe',
        authservId: relay ?? null,
        receivedAt: gw.clock(),
      },
      config.limits.backlog,
    );
    if (!kept.ok) throw new Trouble('backlog', kept.text);
    io.out(values.json ? `${JSON.stringify({ id: kept.id })}\n` : `Stored as ${kept.id}\n`);
    return EXIT.ok;
  } finally {
    await gw.db.close();
  }
}

function notMail(io: Io, why: string): number {
  io.err(`${why}.\n`);
  return EXIT.data;
}
