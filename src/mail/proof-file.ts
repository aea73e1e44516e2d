/** The proof of a mail that lies in a file: the client is what its own trace says, which only somebody who looks may believe. */
import type { Message } from './message.ts';
import { type Proof, proveSender } from './proof.ts';
import type { Lookup } from './proof-resolver.ts';

export const proveFile = (raw: Buffer, message: Message, resolver: Lookup): Promise<Proof> =>
  proveSender({ raw, message, ip: null, helo: null, mailFrom: null, resolver, believeTrace: true });
