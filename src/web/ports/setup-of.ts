/** What the administrators of an account are told of the process that serves them. */
import { createPublicKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Setup } from './admin.ts';

interface MailConfig {
  readonly domain: string;
  readonly capture: string;
  readonly relay: { readonly host: string; readonly port: number } | null;
  readonly dkim: { readonly domain: string; readonly selector: string; readonly keyFile: string } | null;
}

export async function setupOf({ mail, smtp }: { mail: MailConfig; smtp: { hostname: string | null } }): Promise<Setup> {
  const { relay, capture, dkim } = mail;
  return {
    relay: relay && `${relay.host}:${relay.port}`,
    capture,
    host: smtp.hostname ?? mail.domain,
    dkim: dkim && { domain: dkim.domain, selector: dkim.selector, publicKey: await publicKeyIn(dkim.keyFile) },
  };
}

/** RFC 6376 §3.6.1, `p=`: the DER of the public half in base64. A file that cannot be read stops the sender of letters, not a page. */
async function publicKeyIn(path: string): Promise<string | null> {
  try {
    return createPublicKey(await readFile(path, 'utf8'))
      .export({ type: 'spki', format: 'der' })
      .toString('base64');
  } catch {
    return null;
  }
}
