/**
 * An account: one company's isolated space (spec 1.1), with its settings. Each default is the decision's or the spec's.
 */
import { z } from 'zod';
import type { AccountId } from '../base/id.ts';
import { isTimezone } from '../base/zone.ts';
import { quietHoursSchema } from './pace.ts';
import type { Language } from './person.ts';

/** The five notifications for contacts (spec 3.2). */
export const NOTIFICATION_TYPES = ['N1', 'N2', 'N3', 'N4', 'N5'] as const;
export type NotificationType = (typeof NOTIFICATION_TYPES)[number];

/** Spec 3.3: bytes, with markup. */
export const SIGNATURE_MAX = 64 * 1024;

const notification = (enabled: boolean) =>
  z
    .object({
      enabled: z.boolean().default(enabled),
      /** A published template of the account's own for this notification; null: the standard one. */
      templateId: z.string().nullable().default(null),
    })
    .prefault({});

export const settingsSchema = z.object({
  /** For everybody who has none of their own: in letters and on pages. */
  timezone: z.string().refine(isTimezone, 'No such time zone; it is a name such as Europe/Moscow').default('UTC'),
  commentVisibility: z.enum(['ALL_NOT_HIDDEN', 'ONLY_NOTIFIED']).default('ALL_NOT_HIDDEN'),
  notifications: z
    .object({
      N1: notification(true),
      N2: notification(true),
      N3: notification(false),
      N4: notification(false),
      N5: notification(false),
    })
    .prefault({}),
  // Outgoing mail, spec 1.1
  // Item 46 holds always: every letter has a reply address of its own.
  uniqueReplyAddress: z
    .literal(true, 'Every letter has a reply address of its own; it cannot be switched off')
    .default(true),
  sendFilesAsAttachments: z.boolean().default(false),
  lastMessages: z.number().int().min(0).max(20).default(0),
  allRecipientsInOneLetter: z.boolean().default(false),
  replyAboveLine: z.boolean().default(false),
  /** Below the words of everybody who has no signature of their own: plain text, or HTML of the small vocabulary. */
  signature: z
    .string()
    .refine((text) => Buffer.byteLength(text) <= SIGNATURE_MAX, 'At most 64 KB')
    .default(''),
  noAutomaticMail: z.array(z.string()).default([]),
  /** So many seconds a comment that the team writes on its pages can be taken back before anybody hears of it; 0: none. */
  undoSeconds: z.number().int().min(0).max(120).default(0),
  /** What is said to one contact in one task within so many minutes goes in one letter; 0: each in its own. */
  bundleMinutes: z.number().int().min(0).max(120).default(0),
  /** Hours of the recipient's day in which no letter that can wait goes to people outside; null: none. */
  quietHours: quietHoursSchema.nullable().default(null),
  /** Spec 1.12: a picture of one dot that says when a letter was opened. */
  openPixel: z.boolean().default(false),
  // Incoming mail, spec 1.1
  onlyKnownSenders: z.boolean().default(false),
  newTaskOnReplyToInactive: z.boolean().default(false),
  doNotForwardToContacts: z.boolean().default(false),
  includeAllRecipients: z.boolean().default(false),
  acceptMailerDaemon: z.boolean().default(false),
  matchBySubjectAndSender: z.boolean().default(true),
  matchBySenderOnly: z.boolean().default(false),
  recogniseTicketSystems: z.boolean().default(false),
  showToSpam: z.boolean().default(false),
  // The dashboard link, decisions "Dashboard link"
  /** What a browser that nobody confirmed may do behind a link. */
  linkTrust: z.enum(['open', 'confirm-writes', 'confirm-all']).default('open'),
  /** The link ends so many days after our last letter to its owner; null: never. */
  linkDays: z.number().int().min(1).max(3650).nullable().default(null),
  // Identity, decisions "Who may speak"
  strangers: z.enum(['add', 'hold', 'reject']).default('add'),
  newTasksFrom: z.enum(['anyone', 'known', 'proven']).default('anyone'),
});

export type Settings = z.infer<typeof settingsSchema>;

export const DEFAULT_SETTINGS: Settings = settingsSchema.parse({});

export interface Account {
  readonly id: AccountId;
  readonly name: string;
  /** What people outside read in a From and on a page: "Acme". */
  readonly title: string;
  readonly mailDomain: string;
  readonly language: Language;
  readonly settings: Settings;
  readonly createdAt: number;
}

/**
 * `https://birch.office.example`: where people of this account sign in. The first account has the public URL itself, others have
 * their name before its host (decisions "Accounts"). A bare address or `localhost` takes no names: there all share the one site.
 */
export function siteOf(
  { mailDomain }: Pick<Account, 'mailDomain'>,
  names: { readonly publicUrl: string; readonly mailDomain: string },
): string {
  const ending = `.${names.mailDomain}`;
  const url = new URL(names.publicUrl);
  const takesNames = url.hostname.includes('.') && !/^[\d.]+$/.test(url.hostname);
  if (!takesNames || !mailDomain.endsWith(ending)) return names.publicUrl;
  url.hostname = `${mailDomain.slice(0, -ending.length)}.${url.hostname}`;
  return url.origin;
}
