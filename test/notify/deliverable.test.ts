/** Why somebody gets no letter: each reason once, and the letter that goes in spite of it. */
import { describe, expect, test } from 'vitest';
import type { Address } from '../../src/base/address.ts';
import { newId } from '../../src/base/id.ts';
import { deliverability, type Question } from '../../src/notify/deliverable.ts';
import { DEFAULT_SETTINGS } from '../../src/people/account.ts';
import type { Contact, Employee } from '../../src/people/person.ts';
import { inputOf } from './samples.ts';

const contact = inputOf('N2', 'en').to as Contact;
const employee = inputOf('staff-comment', 'en').to as Employee;
const off = { ...DEFAULT_SETTINGS.notifications, N2: { enabled: false, templateId: null } };

const plain: Question = {
  person: contact,
  kind: 'N2',
  actor: null,
  settings: DEFAULT_SETTINGS,
  muted: false,
  suppressed: false,
  recent: 0,
  receiptSent: false,
};
const receipts = {
  ...DEFAULT_SETTINGS,
  notifications: { ...DEFAULT_SETTINGS.notifications, N3: { enabled: true, templateId: null } },
};
const listed = (...noAutomaticMail: string[]) => ({ ...DEFAULT_SETTINGS, noAutomaticMail });

describe('nothing is sent', () => {
  test.each<[string, Partial<Question>]>([
    ['self', { actor: contact.id }],
    ['inactive', { person: { ...employee, active: false }, kind: 'staff-comment' }],
    ['inactive', { person: { ...employee, role: 'robot' }, kind: 'staff-comment' }],
    ['no-address', { person: { ...contact, email: null } }],
    ['notification-off', { settings: { ...DEFAULT_SETTINGS, notifications: off } }],
    ['notification-off', { kind: 'N3' }],
    ['notification-off', { kind: 'N4' }],
    ['notification-off', { kind: 'N5' }],
    ['email-off', { person: { ...employee, emailOff: true }, kind: 'staff-comment' }],
    ['unproven', { person: { ...contact, proven: false } }],
    ['mail-blocked', { person: { ...contact, mailBlocked: true } }],
    ['mail-blocked', { person: { ...contact, mailBlocked: true }, kind: 'fresh-link' }],
    ['suppressed', { suppressed: true }],
    ['no-automatic-mail', { settings: listed(' Anna@Client.example ') }],
    ['no-automatic-mail', { settings: listed('@client.example') }],
    ['receipt-sent', { kind: 'N3', settings: receipts, receiptSent: true }],
    ['too-many', { recent: 50 }],
  ])('%s', (reason, change) => {
    expect(deliverability({ ...plain, ...change })).toEqual({ send: false, reason });
  });
});

describe('a letter goes', () => {
  test.each<[string, Partial<Question>]>([
    ['as a rule', {}],
    ['to an employee', { person: employee, kind: 'staff-comment', actor: newId<'contact'>() }],
    ['when another address is listed', { settings: listed('other@client.example', '@example') }],
    ['as the fiftieth in ten minutes', { recent: 49 }],
    ['whatever receipts went before it', { receiptSent: true }],
    ['when asked for on a page, whatever the list says', { kind: 'password', settings: listed('@client.example') }],
    [
      'to an employee without mail who asks for a password',
      { person: { ...employee, emailOff: true }, kind: 'password' },
    ],
    [
      'as a receipt to the very person who wrote',
      {
        kind: 'N3',
        actor: contact.id,
        settings: receipts,
      },
    ],
    [
      'to an address beside a listed domain',
      { person: { ...contact, email: 'a@notclient.example' as Address }, settings: listed('@client.example') },
    ],
  ])('%s', (_, change) => {
    expect(deliverability({ ...plain, ...change })).toEqual({ send: true });
  });
});
