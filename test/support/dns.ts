/**
 * A small DNS server on a UDP socket (RFC 1035), so that SPF, DKIM and DMARC are asked over the wire as in the world.
 * It answers from a zone: TXT, MX, A and CNAME; a name that is not in it does not exist.
 */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';

export interface Records {
  /** Each string may be longer than 255 bytes; it is cut on the wire. */
  readonly TXT?: readonly string[];
  readonly MX?: readonly { readonly priority: number; readonly exchange: string }[];
  readonly A?: readonly string[];
  readonly CNAME?: readonly string[];
}

/** By name, in lower case, without a dot at the end. */
export type Zone = Map<string, Records>;

export interface DnsServer {
  /** `127.0.0.1:5353`, for `dns.servers`. */
  readonly address: string;
  readonly zone: Zone;
  /** Every question that came: `TXT _dmarc.client.example`. */
  readonly asked: readonly string[];
  readonly stop: () => Promise<void>;
}

const TYPES = { A: 1, CNAME: 5, MX: 15, TXT: 16 } as const;
const NXDOMAIN = 3;

export async function startDns(zone: Zone = new Map()): Promise<DnsServer> {
  const socket = createSocket('udp4');
  const asked: string[] = [];
  socket.on('message', (packet, peer) => {
    const question = readQuestion(packet);
    asked.push(`${nameOfType(question.type)} ${question.name}`);
    socket.send(answer(packet, question, zone), peer.port, peer.address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return {
    address: `127.0.0.1:${socket.address().port}`,
    zone,
    asked,
    stop: async () => {
      const closed = once(socket, 'close');
      socket.close();
      await closed;
    },
  };
}

interface Question {
  readonly name: string;
  readonly type: number;
  /** Where the question ends in the packet. */
  readonly end: number;
}

function readQuestion(packet: Buffer): Question {
  const labels: string[] = [];
  let at = 12;
  while (packet[at] !== 0) {
    const length = packet[at]!;
    labels.push(packet.subarray(at + 1, at + 1 + length).toString('latin1'));
    at += 1 + length;
  }
  return { name: labels.join('.').toLowerCase(), type: packet.readUInt16BE(at + 1), end: at + 5 };
}

function answer(packet: Buffer, question: Question, zone: Zone): Buffer {
  const known = zone.get(question.name);
  const answers = known ? recordsOf(known, question.type) : [];
  const head = Buffer.alloc(12);
  packet.copy(head, 0, 0, 2);
  // A response that is authoritative, with recursion wanted and available.
  head.writeUInt16BE(0x8580 | (exists(question.name, zone) ? 0 : NXDOMAIN), 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt16BE(answers.length, 6);
  return Buffer.concat([head, packet.subarray(12, question.end), ...answers]);
}

/** A name with something below it exists too, though it has no records (RFC 8020). */
const exists = (name: string, zone: Zone): boolean =>
  zone.has(name) || [...zone.keys()].some((known) => known.endsWith(`.${name}`));

function recordsOf(known: Records, type: number): Buffer[] {
  const wanted = Object.entries(TYPES).filter(([name, code]) => code === type || name === 'CNAME');
  return wanted.flatMap(([name, code]) =>
    (known[name as keyof Records] ?? []).map((value) => record(code, dataOf(name as keyof Records, value))),
  );
}

/** The name is a pointer to that of the question, at byte 12. */
function record(type: number, data: Buffer): Buffer {
  const head = Buffer.alloc(12);
  head.writeUInt16BE(0xc00c, 0);
  head.writeUInt16BE(type, 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt32BE(60, 6);
  head.writeUInt16BE(data.length, 10);
  return Buffer.concat([head, data]);
}

function dataOf(type: keyof Records, value: unknown): Buffer {
  switch (type) {
    case 'A':
      return Buffer.from((value as string).split('.').map(Number));
    case 'CNAME':
      return wireName(value as string);
    case 'MX': {
      const { priority, exchange } = value as { priority: number; exchange: string };
      return Buffer.concat([Buffer.of(priority >> 8, priority & 255), wireName(exchange)]);
    }
    case 'TXT': {
      const strings = (value as string).match(/.{1,255}/gs) ?? [''];
      return Buffer.concat(strings.flatMap((s) => [Buffer.of(s.length), Buffer.from(s, 'latin1')]));
    }
  }
}

const wireName = (name: string): Buffer =>
  Buffer.concat([...name.split('.').flatMap((l) => [Buffer.of(l.length), Buffer.from(l, 'latin1')]), Buffer.of(0)]);

const nameOfType = (type: number): string =>
  Object.entries(TYPES).find(([, code]) => code === type)?.[0] ?? String(type);
