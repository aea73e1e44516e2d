/** What the administrators of an account are told of the process that serves them. */
import { createPublicKey, X509Certificate } from 'node:crypto';
import { readFile, statfs } from 'node:fs/promises';
import type { Setup } from './admin.ts';

interface MailConfig {
  readonly domain: string;
  readonly capture: string;
  readonly relay: { readonly host: string; readonly port: number } | null;
  readonly direct: object | null;
  readonly dkim: { readonly domain: string; readonly selector: string; readonly keyFile: string } | null;
}

interface Configured {
  readonly mail: MailConfig;
  readonly smtp: { readonly hostname: string | null; readonly tls: { readonly cert: string } | null };
  readonly blobs: string;
}

export async function setupOf({ mail, smtp, blobs }: Configured): Promise<Setup> {
  const { relay, direct, capture, dkim } = mail;
  return {
    relay: relay && `${relay.host}:${relay.port}`,
    direct: direct !== null,
    capture,
    host: smtp.hostname ?? mail.domain,
    certificate: smtp.tls?.cert ?? null,
    blobs: blobs.includes('://') ? null : blobs,
    dkim: dkim && { domain: dkim.domain, selector: dkim.selector, publicKey: await publicKeyIn(dkim.keyFile) },
  };
}

/** RFC 6376 §3.6.1, `p=`: the DER of the public half in base64. A file that cannot be read stops the sender of letters, not a page. */
export async function publicKeyIn(path: string): Promise<string | null> {
  try {
    return createPublicKey(await readFile(path, 'utf8'))
      .export({ type: 'spki', format: 'der' })
      .toString('base64');
  } catch {
    return null;
  }
}

/** Until when the certificate of the front door is good; null: it has none, or none that can be read. */
export async function certificateUntil({ certificate }: Pick<Setup, 'certificate'>): Promise<number | null> {
  if (certificate === null) return null;
  try {
    return Date.parse(new X509Certificate(await readFile(certificate)).validTo);
  } catch {
    return null;
  }
}

/** Bytes that are free where mails and files are kept; null: that is no disk of this machine, or none that answers. */
export async function freeDisk({ blobs }: Pick<Setup, 'blobs'>): Promise<number | null> {
  if (blobs === null) return null;
  try {
    const { bavail, bsize } = await statfs(blobs);
    return bavail * bsize;
  } catch {
    return null;
  }
}
