/**
 * Bounces as JSON: Amazon SES tells them through SNS, and an SNS topic may be subscribed by mail. The mail's text is the
 * notification, and the bounce is JSON within a string of it. Pure.
 */
import { type Bounce, type BouncedDelivery, delivery } from './bounce.ts';
import type { Message } from './message.ts';

/** The bounce, or null when the text is no such notification. */
export function readNotification(message: Message): Bounce | null {
  const start = message.text.indexOf('{');
  if (start < 0 || start > 200 || !message.text.includes('bouncedRecipients')) return null;
  // Long lines are cut on the way; JSON has no line ends inside strings, so those are the cuts.
  const text = message.text.slice(start, message.text.lastIndexOf('}') + 1).replaceAll('\n', '');
  const outer = parsed(text);
  const inner = typeof outer?.['Message'] === 'string' ? parsed(outer['Message']) : outer;
  const bounce = record(inner?.['bounce']);
  const recipients = bounce?.['bouncedRecipients'];
  if (!bounce || !Array.isArray(recipients)) return null;
  const permanent = bounce['bounceType'] === 'Permanent';
  const deliveries = recipients.slice(0, 100).map((one: unknown) => deliveryOf(record(one) ?? {}, permanent));
  return { dsn: false, permanent, deliveries, returned: '' };
}

function deliveryOf(one: Record<string, unknown>, permanent: boolean): BouncedDelivery {
  const text = (name: string): string => (typeof one[name] === 'string' ? one[name] : '');
  const diagnostic = text('diagnosticCode').replace(/^smtp;\s*/i, '');
  return delivery(text('emailAddress'), permanent ? 'failed' : 'delayed', text('status'), diagnostic, '');
}

function parsed(text: string): Record<string, unknown> | null {
  try {
    return record(JSON.parse(text));
  } catch {
    return null;
  }
}

const record = (value: unknown): Record<string, unknown> | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null;
