/**
 * One mail as a value: what RFC 5322 and MIME say it is, before anybody asks what it means.
 * Made by `parse.ts` from bytes; nothing here touches a disk, a clock or a database.
 */

/** A mailbox as the header gave it. `address` is lower-cased and may be '' when the header had none. */
export interface HeaderMailbox {
  readonly name: string;
  readonly address: string;
}

export interface Attachment {
  /** Safe to show and to offer as a file name: no path, no control or bidi characters, never empty. */
  readonly name: string;
  readonly type: string;
  readonly size: number;
  /** Hex SHA-256 of the decoded bytes. */
  readonly sha256: string;
  /** Content-ID without angle brackets, or null. */
  readonly cid: string | null;
  /** The HTML shows it (RFC 2392), so it is a picture in the text rather than a file. */
  readonly inline: boolean;
  /** The decoded bytes, unless they were spilled to `path` because they are large. */
  readonly content: Uint8Array | null;
  readonly path: string | null;
}

/** A part of a report that is meant for machines (RFC 3462): delivery status, feedback, the returned mail or its header. */
export interface ReportPart {
  readonly type: string;
  /** Decoded, LF line ends, at most 128 KiB. */
  readonly text: string;
}

export interface Message {
  /** Without angle brackets; null when the mail has none. */
  readonly messageId: string | null;
  readonly inReplyTo: readonly string[];
  readonly references: readonly string[];
  readonly subject: string;
  readonly date: number | null;
  /** All mailboxes of the From header(s): not exactly one means nobody can be authenticated. */
  readonly from: readonly HeaderMailbox[];
  readonly sender: HeaderMailbox | null;
  readonly replyTo: readonly HeaderMailbox[];
  readonly to: readonly HeaderMailbox[];
  readonly cc: readonly HeaderMailbox[];
  /** Every header, lower-cased name → decoded values in order. */
  readonly headers: ReadonlyMap<string, readonly string[]>;
  /** Headers that RFC 5322 §3.6 allows once and that came more often. */
  readonly repeated: readonly string[];
  /** The whole body as text with LF line ends, derived from the HTML where there is no text; no NUL. */
  readonly text: string;
  /** Was `text` derived from the HTML? */
  readonly textFromHtml: boolean;
  /** The HTML as it came, decoded to Unicode but not cleaned: never show it. */
  readonly html: string | null;
  readonly attachments: readonly Attachment[];
  readonly reports: readonly ReportPart[];
  /** Repairs made while reading, in plain English: `charset guessed: windows-1251`. */
  readonly notes: readonly string[];
}
