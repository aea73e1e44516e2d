/**
 * Browsers that are known to be a contact's own: the code from their mailbox was typed there (decisions "Dashboard link").
 */
import { createHash, randomBytes } from 'node:crypto';
import type { AccountId, ContactId } from '../base/id.ts';
import type { Instant } from '../base/time.ts';
import type { Sql } from './database.ts';

/** Answers the cookie's secret; kept is its hash alone. A link that is renewed is confirmed anew. */
export async function trustBrowser(
  tx: Sql,
  account: AccountId,
  contact: { readonly id: ContactId; readonly linkGeneration: number },
  expiresAt: Instant,
): Promise<string> {
  const secret = randomBytes(32).toString('base64url');
  await tx('browsers').insert({
    account_id: account,
    hash: sha256(secret),
    contact_id: contact.id,
    link_generation: contact.linkGeneration,
    expires_at: expiresAt,
  });
  return secret;
}

export async function isTrustedBrowser(
  db: Sql,
  account: AccountId,
  contact: { readonly id: ContactId; readonly linkGeneration: number },
  secret: string,
  now: Instant,
): Promise<boolean> {
  const row = await db('browsers')
    .where({ account_id: account, hash: sha256(secret), contact_id: contact.id })
    .where({ link_generation: contact.linkGeneration })
    .andWhere('expires_at', '>', now)
    .first('hash');
  return row !== undefined;
}

export const dropExpiredBrowsers = (tx: Sql, now: Instant): Promise<number> =>
  tx('browsers').where('expires_at', '<', now).delete();

const sha256 = (secret: string): string => createHash('sha256').update(secret).digest('hex');
