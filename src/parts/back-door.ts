/** The back door and what works behind it: where letters go, the outbox, and calls to webhooks. */
import { Resolver } from 'node:dns/promises';
import { readFile } from 'node:fs/promises';
import type { Config } from '../config.ts';
import { goesAgain } from '../flow/again.ts';
import type { Gateway } from '../flow/gateway.ts';
import { bodyOfCall, secretOf } from '../flow/hooks.ts';
import { finishLetter } from '../flow/own-letters.ts';
import { letterPartlyRefused, letterRefused } from '../flow/refusals.ts';
import { releaseLetter } from '../flow/release.ts';
import type { Worker } from '../flow/worker.ts';
import { dnsLookup } from '../mail/proof-resolver.ts';
import { fillLetter } from '../notify/fill.ts';
import { directTransport } from '../outbox/direct.ts';
import { type Dkim, readDkimKey } from '../outbox/dkim.ts';
import { captureTransport, relayTransport, type Transport } from '../outbox/transport.ts';
import { callWebhook } from '../outbox/webhook.ts';
import { startWebhooks } from '../outbox/webhooks.ts';
import { type Outbox, startOutbox } from '../outbox/worker.ts';
import { callEnded, claimCalls } from '../store/hooks.ts';
import { claimLetters, letterDeferred, lettersSent, letterWaits } from '../store/outbox.ts';

export async function openTransport(gw: Gateway, { mail, smtp, dns }: Config): Promise<Transport> {
  const dkim = mail.dkim ? await readDkim(mail.dkim) : null;
  const openFile = (file: { sha256: string }) => gw.blobs.open(file.sha256);
  const { relay, direct, capture } = mail;
  const about = { name: smtp.hostname ?? mail.domain, dkim, openFile };
  if (relay) return relayTransport({ ...about, relay, connections: relay.connections });
  if (!direct) return captureTransport(capture, openFile, dkim);
  const resolver = new Resolver({ timeout: 5000, tries: 2 });
  if (dns.servers.length > 0) resolver.setServers([...dns.servers]);
  return directTransport({
    ...about,
    ...direct,
    atOnce: direct.connections,
    lookup: dnsLookup(resolver),
    ours: [about.name, mail.domain],
    chance: Math.random,
    clock: gw.clock,
  });
}

/** So many letters are in work that each connection has its next one ready. */
const atWork = ({ relay, direct }: Config['mail']): number => (relay ? 2 * relay.connections : direct ? 40 : 10);

export function openOutbox(gw: Gateway, transport: Transport, mail: Config['mail']): Outbox {
  return startOutbox({
    claim: (n) => gw.db.write((tx) => claimLetters(tx, gw.clock(), n)),
    sent: (letters) => gw.db.write((tx) => lettersSent(tx, letters, gw.clock())),
    deferred: (id, dueAt, reason, answer) => gw.db.write((tx) => letterDeferred(tx, id, dueAt, reason, answer)),
    waits: (id, dueAt) => gw.db.write((tx) => letterWaits(tx, id, dueAt)),
    partly: (id, part, refused) => letterPartlyRefused(gw, id, part, refused),
    failed: (id, failure) => letterRefused(gw, id, failure),
    release: (letter) => releaseLetter(gw, letter),
    again: (letter) => goesAgain(gw, letter),
    finish: (letter) => finishLetter(gw, letter),
    fill: ({ letter, linkGeneration, settled }) =>
      fillLetter(letter, { keyring: gw.keyring, ...gw.names, linkGeneration, settled }),
    transport,
    clock: gw.clock,
    log: gw.log,
    concurrency: atWork(mail),
    jitter: Math.random,
  });
}

export function openWebhooks(gw: Gateway, { webhooks }: Config): Worker {
  return startWebhooks({
    claim: async (n) =>
      (await gw.db.write((tx) => claimCalls(tx, gw.clock(), n))).map((due) => ({ ...due.call, ...due })),
    call: async (due) =>
      callWebhook({
        url: due.url,
        id: due.id,
        body: await bodyOfCall(gw, due),
        secret: secretOf(gw, due.secret),
        now: gw.clock(),
        allowPrivate: webhooks.allowPrivate,
      }),
    ended: (due, end) => gw.db.write((tx) => callEnded(tx, due, end)),
    clock: gw.clock,
    log: gw.log,
  });
}

const readDkim = async (dkim: NonNullable<Config['mail']['dkim']>): Promise<Dkim> => ({
  domain: dkim.domain,
  selector: dkim.selector,
  key: readDkimKey(await readFile(dkim.keyFile, 'utf8')),
});
