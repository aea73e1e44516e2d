/**
 * Which charset are these bytes, when nobody says? Each candidate is one row: the letters its languages use most. The text is
 * read in each, and the one in which it looks most like words wins. Good for a sentence or more; a file name is a guess.
 */
interface Candidate {
  readonly charset: string;
  /** Letters outside ASCII, the most frequent first. */
  readonly letters: string;
  /** Does the script mix with ASCII letters within one word (é in café), or never (Cyrillic)? */
  readonly mixes: boolean;
  /** How much less likely than the others, for charsets that hardly anybody writes mail in. */
  readonly rare?: number;
}

const CYRILLIC = 'оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъёіїєґ';
const CANDIDATES: readonly Candidate[] = [
  { charset: 'windows-1251', letters: CYRILLIC, mixes: false },
  { charset: 'koi8-r', letters: CYRILLIC, mixes: false },
  { charset: 'koi8-u', letters: CYRILLIC, mixes: false },
  { charset: 'ibm866', rare: 0.3, letters: CYRILLIC, mixes: false },
  { charset: 'iso-8859-5', rare: 0.3, letters: CYRILLIC, mixes: false },
  { charset: 'x-mac-cyrillic', rare: 0.3, letters: CYRILLIC, mixes: false },
  { charset: 'windows-1253', rare: 0.1, letters: 'αοιετσνηυρπκμλωςάίόέγδήχύώθφβξζψϊ', mixes: false },
  { charset: 'windows-1255', rare: 0.1, letters: 'יוהלאמרתבשנעדחקפגצסכזטםןךץף', mixes: false },
  { charset: 'windows-1256', rare: 0.1, letters: 'المينرتوبةعدسفهكقحجشطصخذضزثغظءئ', mixes: false },
  // One row a language: what tells the Latin charsets apart is which letters stand together.
  { charset: 'windows-1252', letters: 'éèàêçùôîâûœëïæ', mixes: true },
  { charset: 'windows-1252', letters: 'üäöß', mixes: true },
  { charset: 'windows-1252', letters: 'óíáéñúü', mixes: true },
  { charset: 'windows-1252', letters: 'ãçáéêíõóúâàôü', mixes: true },
  { charset: 'windows-1252', letters: 'äåöøæéð', mixes: true },
  { charset: 'windows-1252', letters: 'àèéìòù', mixes: true },
  { charset: 'windows-1250', rare: 0.1, letters: 'íáěéýřčžšůúňťďóľôä', mixes: true },
  { charset: 'windows-1250', rare: 0.1, letters: 'łęąóżśćńź', mixes: true },
  { charset: 'windows-1250', rare: 0.1, letters: 'áéöóőüíúű', mixes: true },
  { charset: 'windows-1250', rare: 0.1, letters: 'čžšćđ', mixes: true },
  { charset: 'iso-8859-2', rare: 0.2, letters: 'íáěéýřčžšůúňťď', mixes: true },
  { charset: 'iso-8859-2', rare: 0.2, letters: 'łęąóżśćńź', mixes: true },
  { charset: 'windows-1254', rare: 0.1, letters: 'ıüşçöğâî', mixes: true },
];
/** Signs that are as welcome as letters: quotation marks, dashes, the euro, a hard space. */
const SIGNS = '¿¡«»„“”‘’–—…№€£§°·©®™\u00a0';

type Decode = (charset: string, bytes: Uint8Array) => string | null;

/** The likeliest charset of bytes that are not UTF-8, or null when none fits. */
export function guessCharset(bytes: Buffer, decode: Decode): string | null {
  const sample = sampleOf(bytes);
  const asian = eastAsian(sample, decode);
  const best = bestOf(CANDIDATES, sample, decode);
  // A few letters of a name are a rare character or two in any table: then letters in their usual places say more.
  if (asian && (asian.share > 0.5 || best === null || best.score < 1.2)) return asian.charset;
  return best !== null && best.score > 0 ? best.charset : null;
}

const SAMPLE = 8192;

/** From where the text leaves ASCII: a style sheet on top says nothing about letters. */
function sampleOf(bytes: Buffer): Buffer {
  const first = bytes.findIndex((byte) => byte >= 0x80);
  const from = Math.max(0, first - 200);
  return bytes.subarray(from, from + SAMPLE);
}

function bestOf(
  candidates: readonly Candidate[],
  sample: Buffer,
  decode: Decode,
): { charset: string; score: number } | null {
  let best: { charset: string; score: number } | null = null;
  for (const candidate of candidates) {
    const text = decode(candidate.charset, sample);
    if (text === null) continue;
    const { worth, seen } = wordiness(text, candidate);
    // One letter proves little: then the charset that most mails have.
    const score = worth - (candidate.rare ?? 0) - (candidate.rare && candidate.mixes ? 1.5 / Math.max(1, seen) : 0);
    if (best === null || score > best.score) best = { charset: candidate.charset, score };
  }
  return best;
}

/**
 * Does the label give letters, but not words? Cyrillic read in the wrong Cyrillic table has its capitals inside words; read as
 * Latin it has words without a single plain letter. Only said when another charset fits well; few characters prove nothing.
 */
export function isOutOfPlace(bytes: Buffer, label: string, decode: Decode): boolean {
  const name = /^(?:iso-?8859-1|latin1)$/.test(label) ? 'windows-1252' : label;
  const claimed = CANDIDATES.find(({ charset }) => charset === name);
  if (!claimed) return false;
  const sample = sampleOf(bytes);
  const text = decode(name, sample) ?? '';
  if ((text.match(/[\u0080-\uffff]/g)?.length ?? 0) < 8) return false;
  const others = CANDIDATES.filter((one) => one.charset !== name && one.mixes === false);
  const best = bestOf(others, sample, decode)?.score ?? 0;
  return claimed.mixes ? mostlyForeign(text) && best > 1 : best > wordiness(text, claimed).worth + 0.3;
}

/** Words of three and more letters that have no plain letter in them: nobody who writes in Latin letters has many. */
function mostlyForeign(text: string): boolean {
  const words = text
    .slice(0, 4000)
    .match(/[A-Za-z\u00c0-\u00ff]{3,}/g)
    ?.filter((word) => /[\u00c0-\u00ff]/.test(word));
  return !!words && words.filter((word) => !/[A-Za-z]/.test(word)).length * 2 > words.length;
}

/** Mean worth of the characters above ASCII: +1…+2 for a usual letter, less in the wrong place, −2 for what no text has. */
function wordiness(text: string, { letters, mixes }: Candidate): { worth: number; seen: number } {
  let worth = 0;
  let seen = 0;
  for (let i = 0; i < text.length; i++) {
    const char = text[i]!;
    if (char < '\u0080') continue;
    seen += 1;
    worth += worthOf(char, letters) + inPlace(text[i - 1] ?? ' ', char, mixes);
    // Scripts that do not mix with Latin letters come in words of their own.
    if (!mixes && (text[i - 1] ?? ' ') < '\u0080' && (text[i + 1] ?? ' ') < '\u0080' && !SIGNS.includes(char))
      worth -= 1.5;
  }
  return { worth: seen === 0 ? 0 : worth / seen, seen };
}

/** How much less the rarest letter is worth than the commonest: with too little, any letters would do. */
const STEEP = 2.5;

function worthOf(char: string, letters: string): number {
  if (SIGNS.includes(char)) return 0.5;
  const rank = letters.indexOf(char.toLowerCase());
  return rank < 0 ? -2 : 2 - (STEEP * rank) / letters.length;
}

/** A capital inside a word, or two scripts in one word, speak against the reading. */
function inPlace(before: string, char: string, mixes: boolean): number {
  const capital = char !== char.toLowerCase();
  if (capital && before !== before.toUpperCase()) return -2;
  const afterAscii = /[a-z]/i.test(before);
  return afterAscii === mixes || !/\p{L}/u.test(before) ? 0 : mixes ? -0.5 : -2;
}

/** Double-byte charsets, told by the rows of the table that everyday words come from. */
const EAST_ASIAN: readonly { charset: string; everyday: RegExp }[] = [
  { charset: 'shift_jis', everyday: /[\u3041-\u30fe]/g },
  { charset: 'euc-jp', everyday: /[\u3041-\u30fe]/g },
  { charset: 'euc-kr', everyday: /[\uac00-\ud7a3]/g },
  {
    charset: 'gb18030',
    everyday:
      /[的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实您请谢公司企业服务邮件电话产品客户管理通知转发传输失败免费香港整体提升注册]/g,
  },
  {
    charset: 'big5',
    everyday:
      /[的一是不了在人有我他這個們中來上大為和國地到以說時要就出會可也你對生能而子那得於著下自之年過發後作裡用道行所然家種事成方多經麼去法學如都同現當沒動面起看定天分還進好小部其些主樣理心她本前開但因只從想實您請謝]/g,
  },
];

function eastAsian(sample: Buffer, decode: Decode): { charset: string; share: number } | null {
  let best: { charset: string; share: number } | null = null;
  for (const { charset, everyday } of EAST_ASIAN) {
    const text = decode(charset, sample);
    if (text === null || text.slice(0, -1).includes('\ufffd')) continue;
    const wide = text.match(/[^\u0000-\u007f]/g)?.length ?? 0;
    // Half-width katakana are single bytes: any cp1251 text is "Japanese" by them, so they count against it.
    const odd = text.match(/[\uff61-\uff9f\ue000-\uf8ff\u4e00-\u9fff]/g)?.length ?? 0;
    const hits = text.match(everyday)?.length ?? 0;
    const share = (hits - (charset === 'euc-kr' ? odd * 2 : 0)) / Math.max(1, wide);
    if (wide >= 4 && share > (best?.share ?? 0.15) && !/[\uff61-\uff9f]{2}/.test(text)) best = { charset, share };
  }
  return best;
}
