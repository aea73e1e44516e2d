/**
 * What a stranger on the socket may use up. Names shared with the configuration keep its meaning; the rest has
 * defaults that suit every installation and is a setting only so that a test can reach it in a second.
 */
export interface Limits {
  /** Sessions at once; the next one hears 421. */
  readonly connections: number;
  /** … from one IPv4 address or one IPv6 /64. Trusted relays are not counted. */
  readonly connectionsPerAddress: number;
  /** Recipients of one mail; RFC 5321 §4.5.3.1.8 asks for at least 100. */
  readonly recipients: number;
  /** A session older than this ends as soon as no mail is under way. */
  readonly sessionSeconds: number;
  /** A session in which no mail begins for so long ends (RFC 5321 §4.5.3.2.7: at least 5 minutes). */
  readonly commandSeconds: number;
  /** Commands between two mails. */
  readonly commands: number;
  /** Time for the content of one mail. */
  readonly dataSeconds: number;
  /** Content that comes more slowly than this, averaged since DATA, is cut off; 0 allows any. */
  readonly minBytesPerSecond: number;
  /** The rate is not looked at before this. */
  readonly rateGraceSeconds: number;
  /** Refused recipients in one session: beyond it 421. */
  readonly refusedRecipients: number;
  /** From the second refused recipient on the answer waits this long. */
  readonly refusedDelaySeconds: number;
  /** How long `accept` and `recipient` may take before the client hears 451. */
  readonly handlerSeconds: number;
  /** Less free space than this in `spillDir` and MAIL hears 452; 0 does not look. */
  readonly diskFloorBytes: number;
  /** At the end, a mail under way has this long. */
  readonly closeSeconds: number;
}

export const LIMITS: Limits = {
  connections: 2000,
  connectionsPerAddress: 100,
  recipients: 100,
  sessionSeconds: 1800,
  commandSeconds: 300,
  commands: 1000,
  dataSeconds: 900,
  minBytesPerSecond: 128,
  rateGraceSeconds: 30,
  refusedRecipients: 20,
  refusedDelaySeconds: 1,
  handlerSeconds: 60,
  diskFloorBytes: 33_554_432,
  closeSeconds: 10,
};

/** Up to this size a mail stays in memory; larger ones go through a file. */
export const SPILL_ABOVE = 256 * 1024;
