/** Bounces that Amazon SES tells as JSON (notification.ts). Pure. */
import { type Bounce, type BouncedDelivery, delivery } from './bounce.ts';
import type { Message } from './message.ts';
import { type Json, notificationOf, record, textIn } from './notification.ts';

/** The bounce, or null when the text is no such notification. */
export function readNotification(message: Message): Bounce | null {
  const bounce = record(notificationOf(message, 'bouncedRecipients')?.['bounce']);
  const recipients = bounce?.['bouncedRecipients'];
  if (!bounce || !Array.isArray(recipients)) return null;
  const permanent = bounce['bounceType'] === 'Permanent';
  const deliveries = recipients.slice(0, 100).map((one: unknown) => deliveryOf(record(one) ?? {}, permanent));
  return { dsn: false, permanent, deliveries, returned: '' };
}

function deliveryOf(one: Json, permanent: boolean): BouncedDelivery {
  const diagnostic = textIn(one, 'diagnosticCode').replace(/^smtp;\s*/i, '');
  const action = permanent ? 'failed' : 'delayed';
  return delivery(textIn(one, 'emailAddress'), action, textIn(one, 'status'), diagnostic, '');
}
