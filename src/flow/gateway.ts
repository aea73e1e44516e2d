/**
 * What the hallway works with: the store, the keys, the clock and the words, made once by app.ts and handed in.
 */
import type { Log } from '../base/log.ts';
import type { Clock } from '../base/time.ts';
import type { Keyring } from '../base/token.ts';
import type { DnsWanted } from '../mail/dns-check.ts';
import type { Templates } from '../notify/templates.ts';
import type { Account } from '../people/account.ts';
import type { Person } from '../people/person.ts';
import type { Blobs } from '../store/blobs.ts';
import type { Database } from '../store/database.ts';
import type { Source, SpeakerProof } from '../tasks/task.ts';
import type { Brakes } from './brakes.ts';
import type { Passwords } from './password.ts';
import type { Scanner } from './scan.ts';
import type { TemplatePool } from './template-pool.ts';

export interface Names {
  /** `https://mail.example`, without a slash at the end. */
  readonly publicUrl: string;
  readonly mailDomain: string;
  readonly replyPrefix: string;
  readonly bouncePrefix: string;
}

export interface Gateway {
  readonly db: Database;
  readonly blobs: Blobs;
  readonly keyring: Keyring;
  readonly clock: Clock;
  readonly log: Log;
  readonly names: Names;
  readonly templates: Templates;
  /** Where the account's own templates are rendered. */
  readonly ownTemplates: TemplatePool;
  /** For SPF, DKIM and DMARC; none: the system's. */
  readonly dnsServers: readonly string[];
  /** With what letters are signed, as DNS has it; null: not by us. */
  readonly dkim: DnsWanted['dkim'];
  readonly brakes: Brakes;
  readonly passwords: Passwords;
  /** Null: files are taken unseen. */
  readonly scan: Scanner | null;
  /** Told after a commit that there is something to do; never waited for. */
  readonly wake: { outbox(): void; inbox(): void };
}

/** Who acts, in which account, by which door, and how sure we are of it (house rule 9). */
export interface Actor {
  readonly account: Account;
  readonly person: Person;
  readonly proof: SpeakerProof;
  readonly source: Source;
}
