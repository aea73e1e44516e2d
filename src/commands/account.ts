/**
 * `postern account create`: an account and its first admin.
 */

import { openGateway } from '../app.ts';
import { parseAddress } from '../base/address.ts';
import { createAccount } from '../flow/accounts.ts';
import { EXIT, type Io, readArguments, readConfig, UsageError } from './command.ts';

export async function run(argv: string[], io: Io): Promise<number> {
  const { values, positionals } = readArguments(argv, {
    allowPositionals: true,
    options: {
      config: { type: 'string' },
      admin: { type: 'string' },
      'admin-name': { type: 'string' },
      language: { type: 'string', default: 'en' },
      title: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  });
  const [verb, name, ...rest] = positionals;
  if (verb !== 'create' || !name || rest.length > 0)
    throw new UsageError('It is: postern account create NAME --admin EMAIL');
  const email = parseAddress(values.admin);
  if (!email)
    throw new UsageError(`--admin must be an e-mail address${values.admin ? `; ${values.admin} is not one` : ''}`);
  if (values.language !== 'ru' && values.language !== 'en') throw new UsageError('--language is ru or en');
  const [firstName, ...last] = (values['admin-name'] ?? email.split('@')[0]!).split(/\s+/);
  const gw = await openGateway(readConfig(values.config, io));
  try {
    const made = await createAccount(gw, {
      name: name.toLowerCase(),
      title: values.title ?? name,
      admin: { email, firstName: firstName!, lastName: last.join(' ') },
      language: values.language,
    });
    if (!made.ok) return refuse(io, name, made.reason);
    const { account, admin, activation } = made;
    if (values.json)
      io.out(
        `${JSON.stringify({ account: { id: account.id, name: account.name, mailDomain: account.mailDomain }, admin: { id: admin.id, email }, activation })}\n`,
      );
    else
      io.out(
        `Account ${account.name} is there; its mail domain is ${account.mailDomain}.\n${email} sets a password here (7 days, once):\n  ${activation}\n`,
      );
    return EXIT.ok;
  } finally {
    await gw.db.close();
  }
}

function refuse(io: Io, name: string, reason: 'name-taken' | 'bad-name'): number {
  io.err(
    reason === 'name-taken'
      ? `There is an account ${name} already.\n`
      : `${name} cannot be an account's name: Latin letters, digits and hyphens, at most 63, no hyphen at either end.\n`,
  );
  return reason === 'name-taken' ? EXIT.cannotCreate : EXIT.usage;
}
