/** What mail programs put before a subject. Lower case, without the colon; `also` names a language where the same letters mean a reply. */
const FORWARD_PREFIXES = {
  en: 'fw | fwd | forward',
  de: 'wg | wtr',
  fr: 'tr | tra | réexp',
  es: 'rv | reenv | re env',
  it: 'i | inol',
  pt: 'enc | res fwd',
  nl: 'doorst | dg',
  da: 'vs | videresendt',
  no: 'vs | videresend | vid',
  sv: 'vb',
  fi: 'vl',
  pl: 'pd',
  cs: 'přep | fwd',
  ro: 'redir | rd',
  hu: 'tov | továbbítás',
  tr: 'ilt | i̇lt | ynl',
  ru: 'пер | пересл | fwd',
  uk: 'пер | переслано | перес',
  bg: 'препр | препратено',
  sr: 'прослеђено | prosleđeno | просл | prosl',
  hr: 'pros | proslj | proslijeđeno | prosljeđeno',
  sl: 'posr | posredovano',
  sk: 'prep | preposlané',
  lt: 'pers | persiųsta',
  lv: 'pārs | pārsūt | pārsūtīts',
  et: 'edasi | edastatud',
  he: 'הועבר | העב',
  ar: 'إعادة توجيه | توجيه | تمرير',
  fa: 'ارجاع | بازارسال',
  vi: 'chuyển tiếp | ct',
  th: 'ส่งต่อ',
  id: 'trs | terusan | diteruskan',
  ms: 'dimajukan | majukan',
  is: 'fs | áframsent',
  ca: 'reenv',
  el: 'πρθ | προ',
  zh: '转发 | 轉寄 | 转寄',
  ja: '転送',
  ko: '전달',
} as const satisfies Record<string, string>;

const REPLY_PREFIXES = {
  en: 're | reply',
  de: 'aw | antw | antwort',
  fr: 'ré | réf | rép',
  it: 'r | rif',
  pt: 'res',
  nl: 'antw | betr',
  sv: 'sv | ang',
  da: 'sv',
  fi: 'vs',
  pl: 'odp',
  hu: 'vá',
  tr: 'ynt | yan',
  ru: 'отв | на',
  uk: 'відп | від',
  bg: 'отг | отговор',
  sr: 'одг | odg',
  hr: 'odg | odgovor',
  lt: 'ats | atsakymas',
  lv: 'atb | atbilde',
  he: 'השב | תגובה',
  ar: 'رد',
  fa: 'پاسخ',
  vi: 'trả lời | tl',
  th: 'ตอบกลับ | ตอบ',
  id: 'bls | balas',
  ro: 'răsp | rasp',
  el: 'απ | σχετ',
  zh: '回复 | 答复 | 回覆 | 答覆',
  ja: '返信',
  ko: '회신',
} as const satisfies Record<string, string>;

const FORWARDS = new Set(Object.values(FORWARD_PREFIXES).flatMap((cell) => cell.split(' | ')));
const REPLIES = new Set(Object.values(REPLY_PREFIXES).flatMap((cell) => cell.split(' | ')));

export type SubjectKind = 'forward' | 'reply' | 'plain' | 'none';

/** What the subject says of itself, and the subject without its first prefixes. «VS» is a forward in Danish, a reply in Finnish. */
export function readSubject(subject: string, finnish = false): { kind: SubjectKind; bare: string } {
  let bare = subject.trim();
  if (bare === '') return { kind: 'none', bare };
  let kind: SubjectKind = 'plain';
  for (let rounds = 0; rounds < 8; rounds += 1) {
    const colon = /[:：]/.exec(bare.slice(0, 16))?.index ?? -1;
    if (colon < 1) break;
    const prefix = bare
      .slice(0, colon)
      .toLowerCase()
      .replace(/[.\s]+$/, '')
      .replace(/[[(^]?\d{0,3}[\])]?$/, '');
    const forward = FORWARDS.has(prefix) && !(finnish && prefix === 'vs');
    if (!forward && !REPLIES.has(prefix)) break;
    if (kind === 'plain') kind = forward ? 'forward' : 'reply';
    bare = bare.slice(colon + 1).trim();
  }
  return { kind, bare };
}
