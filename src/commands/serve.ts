/**
 * `postern serve`: the gateway. Ctrl-C ends it cleanly; the next start goes on where it was.
 */
import { ROLES, type Role, startApp } from '../app.ts';
import type { Config } from '../config.ts';
import { EXIT, type Io, readArguments, readConfig, UsageError } from './command.ts';

export async function run(argv: string[], io: Io): Promise<number> {
  const { values } = readArguments(argv, {
    options: {
      config: { type: 'string' },
      demo: { type: 'boolean', default: false },
      only: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  });
  const config = readConfig(values.config, io);
  const roles = rolesOf(values.only);
  if (values.demo) refuseDemo(config);
  const app = await startApp(config, roles);
  const stopped = untilStopped();
  try {
    if (!values.json) io.out(greeting(config, app.smtpPort, app.httpPort));
    if (values.demo) {
      const { seedDemo } = await import('./demo-account.ts');
      const seeded = await seedDemo(app, config);
      if (seeded && !values.json) io.out(seeded);
    }
    await stopped;
  } finally {
    await app.close();
  }
  return EXIT.ok;
}

function rolesOf(only: string | undefined): Set<Role> {
  if (only === undefined) return new Set(ROLES);
  const asked = only.split(',').map((role) => role.trim());
  const unknown = asked.filter((role) => !(ROLES as readonly string[]).includes(role));
  if (unknown.length > 0) throw new UsageError(`--only knows ${ROLES.join(', ')}; not ${unknown.join(', ')}`);
  return new Set(asked as Role[]);
}

/** Demo data and made-up passwords have no place where the world can reach them. */
function refuseDemo(config: Config): void {
  const host = new URL(config.http.publicUrl).hostname;
  if (config.mail.relay || config.mail.direct)
    throw new UsageError(
      '--demo is refused while letters go out: a relay or mail.direct is set, and its addresses are made up',
    );
  if (!LOOPBACK.test(host))
    throw new UsageError(`--demo is refused while http.publicUrl is not this machine (${host})`);
}

const LOOPBACK = /^(localhost|.*\.localhost|127(\.\d{1,3}){3}|\[::1\])$/;

const greeting = (config: Config, smtp: number | null, http: number | null): string =>
  [
    'Postern is running.',
    ...(smtp === null
      ? []
      : [
          `  mail in    ${config.smtp.lmtp ? 'LMTP' : 'SMTP'} on ${config.smtp.host}:${smtp} for ${config.mail.domain}`,
        ]),
    ...(http === null ? [] : [`  pages      ${config.http.publicUrl}`]),
    `  mail out   ${wayOut(config.mail)}`,
    '  Ctrl-C ends it; the next start goes on where it was.',
    '',
  ].join('\n');

function wayOut({ relay, direct, capture }: Config['mail']): string {
  if (relay) return `through ${relay.host}:${relay.port}`;
  return direct ? 'straight to the mail servers of each domain' : `captured in ${capture}`;
}

function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
}
