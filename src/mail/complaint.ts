/**
 * «This is spam», reported by a mailbox provider: RFC 5965 (ARF), RFC 6591 (authentication failure). Pure.
 */
import { fieldGroups } from './bounce-report.ts';
import type { Message } from './message.ts';

export interface Complaint {
  /** `abuse`, `fraud`, `virus`, `opt-out`, `auth-failure`, `not-spam`, `other` …: what the reporter wrote. */
  readonly type: string;
  readonly recipients: readonly string[];
}

/** The complaint, or null when this is something else. */
export function readComplaint(message: Message): Complaint | null {
  const report = message.reports.find(({ type }) => type === 'message/feedback-report');
  if (report) return fromReport(report.text);
  return microsoftComplaint(message);
}

function fromReport(text: string): Complaint {
  const fields = fieldGroups(text).flat();
  const all = (name: string): string[] => fields.filter(([key]) => key === name).map(([, value]) => value);
  const recipients = [...all('original-rcpt-to'), ...all('removal-recipient')].map((one) =>
    one
      .replace(/^rfc822;\s*/i, '')
      .replace(/[<>]/g, '')
      .toLowerCase(),
  );
  return {
    type: (all('feedback-type')[0] ?? 'abuse').toLowerCase(),
    recipients: [...new Set(recipients)].filter((one) => one.includes('@')),
  };
}

/** Outlook.com's junk reporting sends the mail back without a report part; it says so in two headers. */
function microsoftComplaint(message: Message): Complaint | null {
  const reporter = message.from.some(({ address }) => /^(?:staff|jmrp)@(?:hotmail|outlook)\.com$/.test(address));
  if (!reporter || !/complaint about message from/i.test(message.subject)) return null;
  const returned = message.reports.find(({ type }) => type === 'message/rfc822')?.text ?? '';
  const recipient = /^x-hmxmroriginalrecipient:\s*<?([^\s<>]+)/im.exec(returned)?.[1];
  return { type: 'abuse', recipients: recipient ? [recipient.toLowerCase()] : [] };
}
