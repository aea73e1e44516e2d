/**
 * `postern key create`: a key for programs.
 */
import { openGateway } from '../app.ts';
import { accountByName } from '../store/accounts.ts';
import { insertKey } from '../store/doors.ts';
import { EXIT, type Io, readArguments, readConfig, UsageError } from './command.ts';

export async function run(argv: string[], io: Io): Promise<number> {
  const { values, positionals } = readArguments(argv, {
    allowPositionals: true,
    options: {
      config: { type: 'string' },
      account: { type: 'string' },
      name: { type: 'string', default: 'command line' },
      json: { type: 'boolean', default: false },
    },
  });
  if (positionals.join() !== 'create' || !values.account)
    throw new UsageError('It is: postern key create --account NAME');
  const gw = await openGateway(readConfig(values.config, io));
  try {
    const account = await accountByName(gw.db.read, values.account.toLowerCase());
    if (!account) {
      io.err(`There is no account ${values.account}.\n`);
      return EXIT.noInput;
    }
    const key = await gw.db.write((tx) => insertKey(tx, account.id, values.name, gw.clock()));
    io.out(values.json ? `${JSON.stringify({ id: key.id, key: key.secret })}\n` : `${key.secret}\n`);
    return EXIT.ok;
  } finally {
    await gw.db.close();
  }
}
