/**
 * Receipts: «your mail was read» (RFC 8098) and «your mail was delivered» (RFC 3464 with nothing but success). A program wrote them,
 * whatever their header says, and nobody answers them. Pure.
 */
import { reportedDeliveries } from './bounce-report.ts';
import type { Message } from './message.ts';

export function isReceipt(message: Message): boolean {
  // Outlook's own, where a server took the report away.
  if (/^urn:content-classes:mdn$/i.test(message.headers.get('content-class')?.[0]?.trim() ?? '')) return true;
  if (!/^\s*multipart\/report\b/i.test(message.headers.get('content-type')?.[0] ?? '')) return false;
  if (message.reports.some(({ type }) => type === 'message/disposition-notification')) return true;
  const statuses = message.reports.filter(({ type }) => /delivery-status$/.test(type));
  const deliveries = statuses.flatMap(({ text }) => reportedDeliveries(text));
  return deliveries.length > 0 && deliveries.every(({ action }) => SUCCESS.has(action));
}

const SUCCESS: ReadonlySet<string> = new Set(['delivered', 'relayed', 'expanded']);
