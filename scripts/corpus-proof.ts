/** SPF and ARC cases: mail and zone in, what proof.ts says out. The zones are in the notation of the RFC 7208 test suite. */
import { parseMail } from '../src/mail/parse.ts';
import { proveSender } from '../src/mail/proof.ts';
import { type ZoneEntry, zoneLookup } from '../src/mail/proof-resolver.ts';

type Record_ = Readonly<Record<string, unknown>> | 'TIMEOUT';
interface SpfCase {
  readonly helo: string;
  readonly host: string;
  readonly mailfrom: string;
  readonly zonedata: Readonly<Record<string, readonly Record_[]>>;
}

export async function provenSpf(json: string): Promise<{ result: string }> {
  const one = JSON.parse(json) as SpfCase;
  const zone = new Map(
    Object.entries(one.zonedata).map(([name, records]) => [name.toLowerCase().replace(/\.$/, ''), entryOf(records)]),
  );
  const raw = Buffer.from('From: someone@client.example\r\n\r\n');
  const proof = await proveSender({
    raw,
    message: MESSAGE,
    ip: one.host,
    helo: one.helo,
    mailFrom: one.mailfrom,
    resolver: zoneLookup(zone),
  });
  return { result: proof.spf };
}

export async function provenArc(raw: Buffer, json: string): Promise<{ cv: string }> {
  const records = JSON.parse(json) as Record<string, string>;
  const zone = new Map<string, ZoneEntry>(
    Object.entries(records).map(([name, text]) => [name.toLowerCase(), { TXT: [[text]] }]),
  );
  const message = await parseMail(raw).catch(() => MESSAGE);
  const proof = await proveSender({ raw, message, ip: null, helo: null, mailFrom: null, resolver: zoneLookup(zone) });
  return { cv: proof.arc };
}

const MESSAGE = {
  from: [{ name: '', address: 'someone@client.example' }],
  repeated: [],
  headers: new Map<string, readonly string[]>(),
};

/** The suite's rule: an SPF record stands for TXT too, unless the name lists TXT records; `TXT: NONE` means that it has none. */
function entryOf(records: readonly Record_[]): ZoneEntry {
  if (records[0] === 'TIMEOUT') return 'TIMEOUT';
  const entry: Record<string, unknown[]> = {};
  for (const record of records) {
    if (record === 'TIMEOUT') continue;
    for (const [type, value] of Object.entries(record))
      if (value !== 'NONE') entry[type] = [...(entry[type] ?? []), recordOf(type, value)];
  }
  const saysTxt = records.some((record) => record !== 'TIMEOUT' && 'TXT' in record);
  if (!saysTxt && entry['SPF']) entry['TXT'] = entry['SPF'];
  // After TIMEOUT in the list, whatever the name does not list goes unanswered.
  return records.includes('TIMEOUT') && !entry['TXT'] ? 'TIMEOUT' : entry;
}

function recordOf(type: string, value: unknown): unknown {
  if (type === 'TXT' || type === 'SPF') return Array.isArray(value) ? value : [value];
  if (type === 'MX') return { priority: (value as [number, string])[0], exchange: (value as [number, string])[1] };
  return value;
}
