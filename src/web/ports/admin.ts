/** What the pages of the administration ask of the house. */
import type { Instant } from '../../base/time.ts';
import type { HookFields } from '../../flow/hooks.ts';
import type { Managed } from '../../flow/manage.ts';
import type { FirmFields, SettingsChange } from '../../flow/manage-account.ts';
import type { AddressFields } from '../../flow/manage-addresses.ts';
import type { EmployeeFields } from '../../flow/manage-people.ts';
import type { DnsFound } from '../../mail/dns-check.ts';
import type { Account, Settings } from '../../people/account.ts';
import type { Employee } from '../../people/person.ts';
import type { VirtualAddress } from '../../store/addresses.ts';
import type { AuditLine } from '../../store/audit.ts';
import type { ApiKeyLine } from '../../store/doors.ts';
import type { HookCall, Webhook } from '../../store/hooks.ts';
import type { MailStatus } from '../../store/status.ts';
import type { SuppressionLine } from '../../store/suppressions.ts';
import type { Actor, Delivery, Page, Paging } from '../ports.ts';

/** What of the process's own settings its administrators have to know. */
export interface Setup {
  /** Host and port of the relay; null: there is none. */
  readonly relay: string | null;
  /** Letters go to the mail servers of their readers by themselves; else, without a relay, they are kept in `capture`. */
  readonly direct: boolean;
  readonly capture: string;
  /** The name that mail servers see. */
  readonly host: string;
  /** The file with the certificate of the front door; null: it has none. */
  readonly certificate: string | null;
  /** The folder of mails and files; null: they are not on this machine. */
  readonly blobs: string | null;
  /** `publicKey`: base64 of the DER, as the DNS record has it; null when the key file cannot be read. */
  readonly dkim: { readonly domain: string; readonly selector: string; readonly publicKey: string | null } | null;
}

/** What an address of the account can be tied to. Projects have a title only for those who see data. */
export interface AddressChoices {
  readonly team: readonly Employee[];
  readonly projects: readonly { readonly id: string; readonly number: number; readonly title: string | null }[];
}

export type HookCallLine = HookCall & { readonly taskNumber: number | null };

export type AuditShown = AuditLine & {
  readonly who: string;
  /** A person's name, a key's name, a webhook's address; null where the subject is gone or says nothing. */
  readonly about: string | null;
  readonly path: string | null;
};

/** A letter to try the mail with, and what became of it. */
export interface TestMail {
  readonly taskNumber: number;
  readonly to: string;
  readonly letter: {
    readonly id: string;
    readonly state: Delivery['state'];
    readonly reason: string | null;
    readonly diagnostic: string | null;
  } | null;
  /** When the first answer by mail came in. */
  readonly answeredAt: Instant | null;
}

/** How mail is doing: what waits, what failed in a day, and what would stop it. */
export interface Status extends MailStatus {
  readonly certificateUntil: Instant | null;
  readonly freeDisk: number | null;
}

export type TestSent =
  | { readonly ok: true; readonly taskNumber: number }
  | { readonly ok: false; readonly reason: 'employee' | 'refused' };

export interface AdminPorts {
  readonly setup: Setup & { readonly mailDomain: string; readonly publicUrl: string };
  /** As they are in this moment. */
  settings(account: Account): Promise<Settings>;
  /** `wrong-state`: they are not as they were `seen` any more. */
  changeSettings(actor: Actor, change: SettingsChange, seen: Settings): Promise<Managed<Settings>>;

  /** Without the robot. */
  listEmployees(actor: Actor, page: Paging): Promise<Page<Employee>>;
  readEmployee(actor: Actor, number: number): Promise<Employee | null>;
  /** Who can lead somebody: everybody who is there. */
  leaders(actor: Actor): Promise<readonly Employee[]>;
  addEmployee(actor: Actor, fields: EmployeeFields & { firstName: string; login: string }): Promise<Managed<Employee>>;
  changeEmployee(actor: Actor, id: string, fields: EmployeeFields): Promise<Managed<Employee>>;
  activationLink(actor: Actor, id: string): Promise<Managed<string>>;

  listAddresses(actor: Actor, page: Paging): Promise<Page<VirtualAddress>>;
  readAddress(actor: Actor, local: string): Promise<VirtualAddress | null>;
  addressChoices(actor: Actor): Promise<AddressChoices>;
  saveAddress(actor: Actor, local: string, fields: AddressFields, isNew: boolean): Promise<Managed<VirtualAddress>>;
  removeAddress(actor: Actor, local: string): Promise<Managed<null>>;

  listKeys(actor: Actor): Promise<readonly ApiKeyLine[]>;
  makeKey(actor: Actor, name: string): Promise<Managed<ApiKeyLine & { readonly secret: string }>>;
  endKey(actor: Actor, id: string): Promise<Managed<null>>;

  listHooks(actor: Actor): Promise<readonly Webhook[]>;
  addHook(actor: Actor, fields: HookFields): Promise<Managed<Webhook & { readonly secret: string }>>;
  changeHook(actor: Actor, id: string, change: Partial<HookFields> & { active?: boolean }): Promise<Managed<Webhook>>;
  dropHook(actor: Actor, id: string): Promise<Managed<null>>;
  listCalls(actor: Actor, hook: string, page: Paging): Promise<Page<HookCallLine>>;
  callAgain(actor: Actor, call: string): Promise<Managed<null>>;

  listAudit(actor: Actor, page: Paging): Promise<Page<AuditShown>>;

  listSuppressions(actor: Actor, page: Paging): Promise<Page<SuppressionLine>>;
  writeAgainTo(actor: Actor, address: string): Promise<Managed<null>>;

  /** The firm's name and the language in which strangers are spoken to. */
  changeFirm(actor: Actor, firm: FirmFields): Promise<Managed<null>>;
  /** The records of the account's mail domain, asked now. */
  checkDns(account: Account): Promise<readonly DnsFound[]>;
  status(account: Account): Promise<Status>;
  /** Whether nobody has begun to work here: no contact, and every setting as it is by itself. */
  isFresh(account: Account): Promise<boolean>;
  /** Makes a task with a letter to this address, in the name of this person. */
  sendTest(actor: Actor, address: string, words: { title: string; text: string }): Promise<TestSent>;
  /** Null: there is no such task, or it is not one that tries the mail of this person. */
  readTest(actor: Actor, taskNumber: number): Promise<TestMail | null>;
}
