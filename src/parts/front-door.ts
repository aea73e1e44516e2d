/** The front door: SMTP or LMTP in, and what it may take. */
import { readFileSync } from 'node:fs';
import { readLetterToken } from '../base/token.ts';
import type { Config } from '../config.ts';
import type { Gateway } from '../flow/gateway.ts';
import { makeKeeper } from '../flow/keep.ts';
import { makeGate } from '../smtp/gate.ts';
import { type Listener, startListener } from '../smtp/listener.ts';
import { accountByDomain, allAccounts } from '../store/accounts.ts';
import { knowsLocal } from '../store/rules.ts';

export async function openDoor(gw: Gateway, config: Config): Promise<Listener> {
  const { smtp, limits } = config;
  const domains = await watchDomains(gw);
  const recipient = makeGate({
    ...gw.names,
    readReply: (token) => readLetterToken(gw.keyring, 'reply', token) !== null,
    readBounce: (token) => readLetterToken(gw.keyring, 'bounce', token) !== null,
    isOurDomain: (domain) => domains.has(domain),
    knownLocal: async (local, domain) => {
      const account = await accountByDomain(gw.db.read, domain);
      return account !== null && knowsLocal(gw.db.read, account.id, local);
    },
  });
  const listener = await startListener({
    host: smtp.host,
    port: smtp.port,
    lmtp: smtp.lmtp,
    maxSize: smtp.maxSize,
    limits,
    tls: smtp.tls ? { key: readFileSync(smtp.tls.key), cert: readFileSync(smtp.tls.cert) } : null,
    trustedRelays: smtp.trustedRelays,
    hostname: smtp.hostname ?? config.mail.domain,
    spillDir: gw.blobs.arriveDir,
    door: { recipient, accept: makeKeeper(gw, limits.backlog) },
    log: gw.log,
    clock: gw.clock,
  }).catch((error: unknown) => {
    // Else its timer keeps a process alive that could not listen.
    domains.close();
    throw error;
  });
  return { ...listener, close: () => listener.close().finally(() => domains.close()) };
}

/** The accounts' mail domains, asked at every RCPT: kept, and looked up again every few seconds for a new account. */
async function watchDomains(gw: Gateway): Promise<{ has(domain: string): boolean; close(): void }> {
  let known = new Set<string>();
  const look = async (): Promise<void> => {
    const accounts = await allAccounts(gw.db.read);
    known = new Set([gw.names.mailDomain, ...accounts.map((a) => a.mailDomain)]);
  };
  await look();
  const timer = setInterval(() => void look().catch(() => {}), 5000);
  return { has: (domain) => known.has(domain), close: () => clearInterval(timer) };
}
