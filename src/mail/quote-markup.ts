/**
 * What mail programs put into the HTML of a reply, one row a habit. Ids and classes are compared without the `x_` and `ecx` that Outlook
 * and Hotmail put before those of mails passing through; a `*` at the end stands for any rest.
 */
export type Mark = 'quote' | 'attribution' | 'signature' | 'forward' | 'tail' | 'container' | 'hidden';

export interface MarkupRow {
  readonly client: string;
  readonly tag?: string;
  readonly class?: string;
  readonly id?: string;
  /** Attribute and its value, where it is neither class nor id. */
  readonly attr?: readonly [name: string, value: string];
  /** Words that the style holds, white space removed. */
  readonly style?: string;
  /**
   * `quote`, `attribution`, `signature`, `forward`: the element is one. `tail`: from here on everything is a quote.
   * `hidden`: nobody saw it. `container`: a quote, unless it has a blockquote in it, for then the person may have written around that.
   */
  readonly mark: Mark;
}

const MARKUP = [
  { client: 'all', style: 'display:none', mark: 'hidden' },
  { client: 'Gmail', class: 'gmail_attr', mark: 'attribution' },
  { client: 'Gmail', tag: 'blockquote', class: 'gmail_quote', mark: 'quote' },
  { client: 'Gmail', class: 'gmail_quote', mark: 'container' },
  { client: 'Gmail', class: 'gmail_signature', mark: 'signature' },
  { client: 'Gmail', class: 'gmail_signature_prefix', mark: 'signature' },
  { client: 'Outlook on the web', id: 'divRplyFwdMsg', mark: 'tail' },
  { client: 'Outlook on the web', id: 'appendonsend', mark: 'tail' },
  { client: 'Outlook on the web', id: 'mail-editor-reference-message-container', mark: 'quote' },
  { client: 'Outlook on the web', id: 'Signature', tag: 'div', mark: 'signature' },
  { client: 'Outlook mobile', id: 'ms-outlook-mobile-signature', mark: 'signature' },
  { client: 'Outlook mobile', id: 'ms-outlook-mobile-body-separator-line', mark: 'tail' },
  { client: 'Outlook for Windows', style: 'border:none;border-top:solid#b5c4df', mark: 'tail' },
  { client: 'Outlook for Windows', style: 'border:none;border-top:solid#e1e1e1', mark: 'tail' },
  // As browsers write the same style once they have read it: Outlook on the web, and whatever passes through a web mail.
  { client: 'Outlook for Windows', style: 'border-top:1ptsolidrgb(181,196,223)', mark: 'tail' },
  { client: 'Outlook for Windows', style: 'border-top:1ptsolidrgb(225,225,225)', mark: 'tail' },
  { client: 'Outlook for Windows', style: 'border-style:solidnonenone;border-color:rgb(225,225,225)', mark: 'tail' },
  { client: 'Outlook for Windows', style: 'border-style:solidnonenone;border-color:rgb(181,196,223)', mark: 'tail' },
  { client: 'Outlook for Mac', id: 'OLK_SRC_BODY_SECTION', mark: 'quote' },
  { client: 'Outlook for Mac', id: 'MAC_OUTLOOK_SIGNATURE', mark: 'signature' },
  { client: 'Outlook for Mac', id: 'MAC_OUTLOOK_ATTRIBUTION_BLOCKQUOTE', mark: 'quote' },
  { client: 'GroupWise', class: 'BodyQuote', mark: 'quote' },
  { client: 'GroupWise', class: 'GroupWiseMessageBodyQuote', mark: 'quote' },
  { client: 'Mailbird', class: 'mb_sig', mark: 'signature' },
  { client: 'Mailbird', class: 'history_container', mark: 'quote' },
  { client: 'eM Client', id: 'signature_old', mark: 'signature' },
  { client: 'Foxmail', id: 'FMSigSeperator', mark: 'signature' },
  { client: 'Alibaba Mail', class: '__aliyun_previous_wrap', mark: 'quote' },
  { client: 'WP Poczta', class: 'nh_extra', mark: 'quote' },
  { client: 'Yahoo', class: 'yahoo-quoted-begin', mark: 'attribution' },
  { client: 'Yahoo', class: 'iosymail', mark: 'quote' },
  { client: 'Mailspring', class: 'gmail_quote_attribution', mark: 'attribution' },
  { client: 'Open-Xchange', class: 'ox-*-signature', mark: 'signature' },
  { client: 'Yandex', class: '*wmi-quote', mark: 'quote' },
  { client: 'Mimestream', class: 'mimestream_quote', mark: 'quote' },
  { client: 'Canary', class: 'canary_quote', mark: 'quote' },
  { client: 'Edison', class: 'edo-original-message', mark: 'quote' },
  { client: 'Airmail', class: 'airmail_on', mark: 'attribution' },
  { client: 'Airmail', class: 'clean_bq', mark: 'quote' },
  { client: 'Airmail', id: 'bloop_sign_*', mark: 'signature' },
  { client: 'Mailbox', class: 'mailbox_signature', mark: 'signature' },
  { client: 'HEY', class: 'trix-signature', mark: 'signature' },
  { client: 'Windows Mail', style: 'padding-top:5px;border-top-color:rgb(229,229,229)', mark: 'tail' },
  { client: 'Windows Mail', attr: ['data-signatureblock', 'true'], mark: 'signature' },
  { client: 'Hotmail', id: 'stopSpelling', mark: 'tail' },
  { client: 'Apple Mail', tag: 'blockquote', attr: ['type', 'cite'], mark: 'quote' },
  { client: 'Apple Mail', id: 'AppleMailSignature', mark: 'signature' },
  { client: 'Apple Mail', id: 'lineBreakAtBeginningOfSignature', mark: 'signature' },
  { client: 'Thunderbird', class: 'moz-cite-prefix', mark: 'attribution' },
  { client: 'Thunderbird', class: 'moz-signature', mark: 'signature' },
  { client: 'Thunderbird', class: 'moz-forward-container', mark: 'forward' },
  { client: 'Yahoo', class: 'yahoo_quoted*', mark: 'quote' },
  { client: 'Yahoo', id: 'yahoo_quoted*', mark: 'quote' },
  { client: 'Yahoo', class: 'ydp*yahoo_quoted', mark: 'quote' },
  { client: 'Yahoo', class: 'ymail_android_signature', mark: 'signature' },
  { client: 'Yahoo', id: 'ymail_android_signature', mark: 'signature' },
  { client: 'BlackBerry', id: '_originalContent', mark: 'quote' },
  { client: 'BlackBerry', id: '_persistentHeader', mark: 'attribution' },
  { client: 'BlackBerry', id: '_signaturePlaceholder', mark: 'signature' },
  { client: 'AOL', id: 'AOLMsgPart*', mark: 'quote' },
  { client: 'AOL', class: 'aolReplacedBody', mark: 'quote' },
  { client: 'mail.ru', tag: 'blockquote', style: 'border-left:1pxsolid#0857a6', mark: 'quote' },
  { client: 'mail.ru', class: 'mail-quote-collapse', mark: 'quote' },
  { client: 'mail.ru', class: 'js-helper', mark: 'quote' },
  { client: 'mail.ru', attr: ['data-signature-widget', 'container'], mark: 'signature' },
  { client: 'Yandex', class: 'b-message-body_quote', mark: 'quote' },
  { client: 'Yandex', class: 'yandex_quote', mark: 'quote' },
  { client: 'Proton Mail', class: 'protonmail_quote', mark: 'container' },
  { client: 'Proton Mail', class: 'protonmail_signature_block', mark: 'signature' },
  { client: 'Zimbra', id: 'zwchr', mark: 'tail' },
  { client: 'Zimbra', attr: ['data-marker', '__QUOTED_TEXT__'], mark: 'quote' },
  { client: 'Zimbra', attr: ['data-marker', '__HEADERS__'], mark: 'attribution' },
  { client: 'Zimbra', attr: ['data-marker', '__SIG_*'], mark: 'signature' },
  { client: 'GMX, web.de', attr: ['name', 'quote'], tag: 'div', mark: 'quote' },
  { client: 'Zoho', class: 'zmail_extra', mark: 'quote' },
  { client: 'Zoho', id: 'blockquote_zmail', mark: 'quote' },
  { client: 'Zoho', attr: ['data-zbluepencil-ignore', 'true'], class: 'zmail_extra_hr', mark: 'tail' },
  { client: 'Roundcube', id: 'reply-intro', mark: 'attribution' },
  { client: 'Roundcube', id: '_rc_sig', mark: 'signature' },
  { client: 'Evolution', class: '-x-evo-attribution', mark: 'attribution' },
  { client: 'Evolution', class: '-x-evo-signature*', mark: 'signature' },
  { client: 'Spark', attr: ['name', 'messageReplySection'], mark: 'quote' },
  { client: 'Spark', attr: ['name', 'messageSignatureSection'], mark: 'signature' },
  { client: 'Superhuman', class: 'sh-quoted-content', mark: 'quote' },
  { client: 'Superhuman', class: 'sh-signature', mark: 'signature' },
  { client: 'Front', class: 'front-blockquote', mark: 'quote' },
  { client: 'Front', class: 'front-signature', mark: 'signature' },
  { client: 'Missive', class: 'missive_quote', mark: 'quote' },
  { client: 'HubSpot', class: 'hs_reply', mark: 'quote' },
  { client: 'Freshdesk', class: 'freshdesk_quote', mark: 'quote' },
  { client: 'Zendesk', class: 'quotedReply', mark: 'quote' },
  { client: 'Tutanota', class: 'tutanota_quote', mark: 'quote' },
  { client: 'Mailspring', tag: 'signature', mark: 'signature' },
  { client: 'Nylas', class: 'nylas-quote', mark: 'quote' },
  { client: 'BlueMail', class: 'blue_quote', mark: 'quote' },
  { client: 'K-9 Mail', class: 'k9mail-signature', mark: 'signature' },
  { client: 'Samsung Email', id: 'composer_signature', mark: 'signature' },
  { client: 'Samsung Email', id: 'originalMessage', mark: 'quote' },
  { client: 'Fastmail', id: 'fastmail-quoted', mark: 'quote' },
  { client: 'Fastmail', tag: 'blockquote', id: 'qt', mark: 'quote' },
  { client: 'NetEase', id: 'isReplyContent', mark: 'quote' },
  { client: 'NetEase', id: 'spnEditorSign*', mark: 'signature' },
  { client: 'NetEase', class: 'ntes-mailmaster-quote', mark: 'quote' },
  { client: 'QQ Mail', class: 'qmbox', attr: ['id', 'original-content'], mark: 'quote' },
  { client: 'QQ Mail', id: 'original-content', mark: 'quote' },
  { client: 'OnMail', class: 'onmail_quote', mark: 'quote' },
] as const satisfies readonly MarkupRow[];

/** What this element is, by the first row that fits; null for the person's own markup. */
export function markOf(tag: string, attributes: ReadonlyMap<string, string>): Mark | null {
  if (attributes.size === 0) return tag === 'signature' ? 'signature' : null;
  if (tag !== 'signature' && ![...attributes.keys()].some((name) => TELLING.has(name))) return null;
  const id = plainId(attributes.get('id') ?? '');
  const classes = (attributes.get('class') ?? '').split(/\s+/, 20).map(plainId);
  const style = (attributes.get('style') ?? '').replace(/\s+/g, '').toLowerCase();
  for (const row of ROWS) {
    if (row.tag !== undefined && row.tag !== tag) continue;
    if (row.id !== undefined && !fits(row.id, id)) continue;
    if (row.class !== undefined && !classes.some((name) => fits(row.class!, name))) continue;
    if (row.style !== undefined && !style.includes(row.style)) continue;
    if (row.attr !== undefined && !fits(row.attr[1], attributes.get(row.attr[0]) ?? '')) continue;
    return row.mark;
  }
  return null;
}

const ROWS: readonly MarkupRow[] = MARKUP;
/** Attributes that a row asks for; a link or a picture has none of them as a rule. */
const TELLING: ReadonlySet<string> = new Set(['id', 'class', 'style', ...ROWS.flatMap(({ attr }) => attr?.[0] ?? [])]);

function plainId(name: string): string {
  return name.replace(/^(?:x_|ecx|m_-?\d{1,25}|yiv\d{1,12}|v1){1,8}/, '');
}

function fits(pattern: string, value: string): boolean {
  const star = pattern.indexOf('*');
  if (star < 0) return pattern === value;
  return (
    value.startsWith(pattern.slice(0, star)) &&
    value.endsWith(pattern.slice(star + 1)) &&
    value.length >= pattern.length - 1
  );
}
