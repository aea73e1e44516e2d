/**
 * A file name from a stranger → one that is safe to show and to offer for saving. It is never used as a path.
 * Windows' reserved names and characters are included: that is where the files end up.
 */
const MAX_BYTES = 200;

/** File name endings by type, for parts that came without a name. */
const ENDINGS: Readonly<Record<string, string>> = {
  'text/calendar': 'invite.ics',
  'application/ics': 'invite.ics',
  'message/rfc822': 'message.eml',
  'message/global': 'message.eml',
  'text/rfc822-headers': 'headers.txt',
  'message/delivery-status': 'delivery-status.txt',
  'message/feedback-report': 'feedback-report.txt',
  'message/disposition-notification': 'receipt.txt',
  'text/plain': 'text.txt',
  'text/html': 'page.html',
  'text/vcard': 'contact.vcf',
  'text/x-vcard': 'contact.vcf',
  'text/csv': 'table.csv',
  'image/jpeg': 'image.jpg',
  'image/png': 'image.png',
  'image/gif': 'image.gif',
  'image/webp': 'image.webp',
  'image/svg+xml': 'image.svg',
  'image/bmp': 'image.bmp',
  'image/tiff': 'image.tif',
  'image/heic': 'image.heic',
  'application/pdf': 'document.pdf',
  'application/zip': 'archive.zip',
  'application/msword': 'document.doc',
  'application/rtf': 'document.rtf',
  'application/pgp-signature': 'signature.asc',
  'application/pgp-keys': 'key.asc',
  'application/pgp-encrypted': 'pgp-version.asc',
  'application/pkcs7-signature': 'smime.p7s',
  'application/x-pkcs7-signature': 'smime.p7s',
  'application/pkcs7-mime': 'smime.p7m',
  'application/x-pkcs7-mime': 'smime.p7m',
  'application/ms-tnef': 'winmail.dat',
  'application/vnd.ms-tnef': 'winmail.dat',
  'audio/mpeg': 'audio.mp3',
  'audio/wav': 'audio.wav',
  'audio/ogg': 'audio.ogg',
  'video/mp4': 'video.mp4',
  'application/json': 'data.json',
  'application/xml': 'data.xml',
  'text/xml': 'data.xml',
  'text/markdown': 'text.md',
  'application/gzip': 'archive.gz',
  'application/x-7z-compressed': 'archive.7z',
  'application/vnd.rar': 'archive.rar',
  'application/vnd.ms-excel': 'table.xls',
  'application/vnd.ms-powerpoint': 'slides.ppt',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'document.docx',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'table.xlsx',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': 'slides.pptx',
  'application/vnd.oasis.opendocument.text': 'document.odt',
  'application/vnd.oasis.opendocument.spreadsheet': 'table.ods',
  'audio/mp4': 'audio.m4a',
  'audio/amr': 'audio.amr',
  'video/quicktime': 'video.mov',
};

/** `given`: the decoded name, or '' when the part has none. `title`: what the part is about (the subject of an attached mail). */
export function attachmentName(given: string, type: string, title = ''): string {
  const name = safeName(given);
  if (name) return withEnding(name, type);
  const fallback = ENDINGS[type] ?? `${type.split('/')[0]?.replace(/[^a-z]/g, '') || 'file'}.bin`;
  const about = safeName(title);
  return about ? `${cutBytes(about, MAX_BYTES - 12)}${fallback.slice(fallback.lastIndexOf('.'))}` : fallback;
}

/** A name without an ending opens in nothing; where the type says what it is, it gets that type's. */
function withEnding(name: string, type: string): string {
  const known = ENDINGS[type];
  // Plain text is what senders call anything they do not know: README, LICENSE.
  if (!known || type === 'text/plain' || name.includes('.')) return name;
  return `${cutBytes(name, MAX_BYTES - 12)}${known.slice(known.lastIndexOf('.'))}`;
}

/** The name without path, control and direction characters, or '' when nothing is left of it. */
export function safeName(given: string): string {
  const plain = given
    .slice(-2000)
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cs}\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]/gu, '')
    .replace(/^.*[\\/]/s, '')
    .replace(/[:*?"<>|]/g, '_')
    .replace(/\s+/g, ' ')
    .trim();
  // No leading dots (hidden, `..`) and no trailing ones (Windows drops them, which changes the ending).
  const bare = plain.replace(/^[. ]+/, '').split(/[. ]+$/)[0] ?? '';
  return cutName(/^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i.test(bare) ? `_${bare}` : bare);
}

/** At most MAX_BYTES of UTF-8, the ending kept. */
function cutName(name: string): string {
  if (Buffer.byteLength(name) <= MAX_BYTES) return name;
  const dot = name.lastIndexOf('.');
  const ending = dot > 0 && name.length - dot <= 12 ? name.slice(dot) : '';
  return cutBytes(name.slice(0, name.length - ending.length), MAX_BYTES - Buffer.byteLength(ending)) + ending;
}

function cutBytes(text: string, bytes: number): string {
  let out = '';
  let used = 0;
  for (const char of text) {
    used += Buffer.byteLength(char);
    if (used > bytes) break;
    out += char;
  }
  return out.trim();
}
