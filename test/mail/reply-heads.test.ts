/** How mail programs of many countries announce a quote, each above unmarked and marked text, wrapped, under a footer and a signature. */
import { describe, expect, test } from 'vitest';
import { FOLD_BELOW, reassemble } from '../../src/mail/reply.ts';
import { readReply } from '../../src/mail/reply-read.ts';

const OWN = 'Tuesday suits us, please bring the samples.';
const QUOTE = 'When may we come?\nWe could also do Thursday.\n\nIvo';
const MARKED = QUOTE.replace(/^/gm, '> ').replace(/ +$/gm, '');

/** Written down from knowledge of the programs, with invented people. */
const HEADS: Record<string, string> = {
  // gmail
  'gmail en': 'On Mon, Feb 2, 2026 at 9:05 AM Ivo Brandt <ivo@brandt.example> wrote:',
  'gmail en old': '2026/2/2 Ivo Brandt <ivo@brandt.example>',
  'gmail en old2': '2026-02-02 9:05 GMT+01:00 Ivo Brandt <ivo@brandt.example>:',
  'gmail de': 'Am Mo., 2. Feb. 2026 um 09:05 Uhr schrieb Ivo Brandt <ivo@brandt.example>:',
  'gmail fr': 'Le lun. 2 févr. 2026 à 09:05, Ivo Brandt <ivo@brandt.example> a écrit :',
  'gmail es': 'El lun, 2 feb 2026 a las 9:05, Ivo Brandt (<ivo@brandt.example>) escribió:',
  'gmail it': 'Il giorno lun 2 feb 2026 alle ore 09:05 Ivo Brandt <ivo@brandt.example> ha scritto:',
  'gmail pt': 'Em seg., 2 de fev. de 2026 às 09:05, Ivo Brandt <ivo@brandt.example> escreveu:',
  'gmail pt-PT': 'Ivo Brandt <ivo@brandt.example> escreveu (segunda, 2/02/2026 à(s) 09:05):',
  'gmail nl': 'Op ma 2 feb 2026 om 09:05 schreef Ivo Brandt <ivo@brandt.example>:',
  'gmail pl': 'pon., 2 lut 2026 o 09:05 Ivo Brandt <ivo@brandt.example> napisał(a):',
  'gmail sv': 'Den mån 2 feb. 2026 kl 09:05 skrev Ivo Brandt <ivo@brandt.example>:',
  'gmail da': 'Den man. 2. feb. 2026 kl. 09.05 skrev Ivo Brandt <ivo@brandt.example>:',
  'gmail no': 'man. 2. feb. 2026 kl. 09:05 skrev Ivo Brandt <ivo@brandt.example>:',
  'gmail fi': 'ma 2. helmik. 2026 klo 9.05 Ivo Brandt (ivo@brandt.example) kirjoitti:',
  'gmail cs': 'po 2. 2. 2026 v 9:05 odesílatel Ivo Brandt <ivo@brandt.example> napsal:',
  'gmail sk': 'po 2. 2. 2026 o 9:05 Ivo Brandt <ivo@brandt.example> napísal(a):',
  'gmail hu': 'Ivo Brandt <ivo@brandt.example> ezt írta (időpont: 2026. febr. 2., H, 9:05):',
  'gmail ro': 'În lun., 2 feb. 2026 la 09:05, Ivo Brandt <ivo@brandt.example> a scris:',
  'gmail tr': 'Ivo Brandt <ivo@brandt.example>, 2 Şub 2026 Pzt, 09:05 tarihinde şunu yazdı:',
  'gmail ru': 'пн, 2 февр. 2026 г. в 09:05, Ivo Brandt <ivo@brandt.example>:',
  'gmail uk': 'пн, 2 лют. 2026 р. о 09:05 Ivo Brandt <ivo@brandt.example> пише:',
  'gmail ja': '2026年2月2日(月) 9:05 Ivo Brandt <ivo@brandt.example>:',
  'gmail ko': '2026년 2월 2일 (월) 오전 9:05, Ivo Brandt <ivo@brandt.example>님이 작성:',
  'gmail zh-CN': 'Ivo Brandt <ivo@brandt.example> 于2026年2月2日周一 09:05写道：',
  'gmail zh-TW': 'Ivo Brandt <ivo@brandt.example> 於 2026年2月2日 週一 上午9:05寫道：',
  'gmail vi': 'Vào Th 2, 2 thg 2, 2026 vào lúc 09:05 Ivo Brandt <ivo@brandt.example> đã viết:',
  'gmail el': 'Στις Δευ 2 Φεβ 2026 στις 9:05 π.μ., ο χρήστης Ivo Brandt <ivo@brandt.example> έγραψε:',
  'gmail he': '‫בתאריך יום ב׳, 2 בפבר׳ 2026 ב-9:05 מאת ‪Ivo Brandt‬‏ <‪ivo@brandt.example‬‏>:‬',
  'gmail ar': 'في الاثنين، 2 فبراير 2026 في 9:05 ص تمت كتابة ما يلي بواسطة ‪Ivo Brandt‬‏ <‪ivo@brandt.example‬‏>:',
  'gmail th': 'ในวันที่ จ. 2 ก.พ. 2026 เวลา 09:05 Ivo Brandt <ivo@brandt.example> เขียนว่า:',
  'gmail id': 'Pada tanggal Sen, 2 Feb 2026 pukul 09.05 Ivo Brandt <ivo@brandt.example> menulis:',
  'gmail bg': 'На пн, 2.02.2026 г. в 9:05 Ivo Brandt <ivo@brandt.example> написа:',
  'gmail hr': 'pon, 2. velj 2026. u 09:05 Ivo Brandt <ivo@brandt.example> napisao je:',
  'gmail sl': 'V V pon., 2. feb. 2026 ob 09:05 je oseba Ivo Brandt <ivo@brandt.example> napisala:',
  'gmail lt': '2026-02-02, pr, 09:05 Ivo Brandt <ivo@brandt.example> rašė:',
  'gmail lv': 'pirmd., 2026. g. 2. febr., plkst. 09:05 — lietotājs Ivo Brandt (<ivo@brandt.example>) rakstīja:',
  'gmail et': 'Kuupäev E, 2. veebruar 2026 kell 09:05 kirjutas kasutaja Ivo Brandt <ivo@brandt.example>:',
  'gmail sr': 'пон, 2. феб 2026. у 09:05 Ivo Brandt <ivo@brandt.example> је написао/ла:',
  'gmail ca': 'Missatge de Ivo Brandt <ivo@brandt.example> del dia dl., 2 de febr. 2026 a les 9:05:',
  'gmail hi': 'सोम, 2 फ़र॰ 2026 को 9:05 am बजे को Ivo Brandt <ivo@brandt.example> ने लिखा:',
  'gmail fa': 'در تاریخ دوشنبه ۲ فوریه ۲۰۲۶، ۹:۰۵ Ivo Brandt <ivo@brandt.example> نوشت:',
  'gmail hy': 'Երկ, 2 փտր, 2026 թ․, 09:05-ին Ivo Brandt <ivo@brandt.example>-ն գրել է՝',
  'gmail am': 'በሰኞ፣ ፌብ 2, 2026 በ9:05 ጥዋት ላይ Ivo Brandt <ivo@brandt.example> ጽፏል፦',
  'gmail sw': 'Mnamo Jtt, 2 Feb 2026 saa 09:05 Ivo Brandt <ivo@brandt.example> aliandika:',
  // thunderbird, without an address
  'thunderbird be': '02.02.2026 09:05, Ivo Brandt напісаў:',
  'thunderbird is': 'Þann 2.2.2026 09:05, skrifaði Ivo Brandt:',
  'thunderbird mk': 'На 02.02.2026 во 09:05, Ivo Brandt напиша:',
  'thunderbird sq': 'Më 2.2.26 09:05, Ivo Brandt shkroi:',
  'thunderbird cy': 'Ar 02/02/2026 09:05, ysgrifennodd Ivo Brandt:',
  // apple
  'apple en': 'On Feb 2, 2026, at 9:05 AM, Ivo Brandt <ivo@brandt.example> wrote:',
  'apple en-GB': 'On 2 Feb 2026, at 09:05, Ivo Brandt <ivo@brandt.example> wrote:',
  'apple en noaddr': 'On 2 Feb 2026, at 09:05, Ivo Brandt wrote:',
  'apple de': 'Am 02.02.2026 um 09:05 schrieb Ivo Brandt <ivo@brandt.example>:',
  'apple fr': 'Le 2 févr. 2026 à 09:05, Ivo Brandt <ivo@brandt.example> a écrit :',
  'apple es': 'El 2 feb 2026, a las 9:05, Ivo Brandt <ivo@brandt.example> escribió:',
  'apple it': 'Il giorno 2 feb 2026, alle ore 09:05, Ivo Brandt <ivo@brandt.example> ha scritto:',
  'apple pt': 'Em 2 de fev. de 2026, à(s) 09:05, Ivo Brandt <ivo@brandt.example> escreveu:',
  'apple nl': 'Op 2 feb 2026, om 09:05 heeft Ivo Brandt <ivo@brandt.example> het volgende geschreven:',
  'apple pl': 'Wiadomość napisana przez Ivo Brandt <ivo@brandt.example> w dniu 02.02.2026, o godz. 09:05:',
  'apple pl2': 'Wiadomość napisana przez Ivo Brandt w dniu 2 lut 2026, o godz. 09:05:',
  'apple sv': '2 feb. 2026 kl. 09:05 skrev Ivo Brandt <ivo@brandt.example>:',
  'apple da': 'Den 2. feb. 2026 kl. 09.05 skrev Ivo Brandt <ivo@brandt.example>:',
  'apple no': '2. feb. 2026 kl. 09:05 skrev Ivo Brandt <ivo@brandt.example>:',
  'apple fi': 'Ivo Brandt <ivo@brandt.example> kirjoitti 2.2.2026 kello 9.05:',
  'apple cs': '2. 2. 2026 v 9:05, Ivo Brandt <ivo@brandt.example>:',
  'apple tr': 'Ivo Brandt <ivo@brandt.example> şunları yazdı (2 Şub 2026 09:05):',
  'apple ru': '2 февр. 2026 г., в 09:05, Ivo Brandt <ivo@brandt.example> написал(а):',
  'apple uk': '2 лют. 2026 р. о 09:05 Ivo Brandt <ivo@brandt.example> написав(-ла):',
  'apple ja': '2026/02/02 9:05、Ivo Brandt <ivo@brandt.example>のメール:',
  'apple ko': '2026. 2. 2. 오전 9:05, Ivo Brandt <ivo@brandt.example> 작성:',
  'apple zh': '在 2026年2月2日，上午9:05，Ivo Brandt <ivo@brandt.example> 写道：',
  'apple zh-tw': 'Ivo Brandt <ivo@brandt.example> 於 2026年2月2日 上午9:05 寫道：',
  'apple hu': '2026. febr. 2. dátummal, 9:05 időpontban Ivo Brandt <ivo@brandt.example> írta:',
  'apple el': '2 Φεβ 2026, 9:05 πμ, ο χρήστης «Ivo Brandt <ivo@brandt.example>» έγραψε:',
  // thunderbird
  'tb en': 'On 2/2/26 9:05 AM, Ivo Brandt wrote:',
  'tb en2': 'On 02/02/2026 09:05, Ivo Brandt wrote:',
  'tb de': 'Am 02.02.26 um 09:05 schrieb Ivo Brandt:',
  'tb de2': 'Ivo Brandt schrieb am 02.02.26 um 09:05:',
  'tb fr': 'Le 02/02/2026 à 09:05, Ivo Brandt a écrit :',
  'tb es': 'El 2/2/26 a las 9:05, Ivo Brandt escribió:',
  'tb it': 'Il 02/02/26 09:05, Ivo Brandt ha scritto:',
  'tb pt': 'Em 02/02/2026 09:05, Ivo Brandt escreveu:',
  'tb pt2': 'Às 09:05 de 02/02/2026, Ivo Brandt escreveu:',
  'tb nl': 'Op 02-02-2026 om 09:05 schreef Ivo Brandt:',
  'tb pl': 'W dniu 2.02.2026 o 09:05, Ivo Brandt pisze:',
  'tb sv': 'Den 2026-02-02 kl. 09:05, skrev Ivo Brandt:',
  'tb da': 'Den 02.02.2026 kl. 09.05 skrev Ivo Brandt:',
  'tb no': 'Den 02.02.2026 09:05, skrev Ivo Brandt:',
  'tb fi': 'Ivo Brandt kirjoitti 2.2.2026 klo 9.05:',
  'tb cs': 'Dne 02. 02. 26 v 9:05 Ivo Brandt napsal(a):',
  'tb tr': '2.02.2026 09:05 tarihinde Ivo Brandt yazdı:',
  'tb ru': '02.02.2026 9:05, Ivo Brandt пишет:',
  'tb uk': '02.02.26 09:05, Ivo Brandt пише:',
  'tb ja': 'On 2026/02/02 9:05, Ivo Brandt wrote:',
  'tb zh': '在 2026/2/2 9:05, Ivo Brandt 写道:',
  'tb ko': '2026-02-02 오전 9:05에 Ivo Brandt 이(가) 쓴 글:',
  // others
  'yahoo en': 'On Monday, February 2, 2026 at 09:05:11 AM GMT+1, Ivo Brandt <ivo@brandt.example> wrote:',
  'yahoo old': '--- On Mon, 2/2/26, Ivo Brandt <ivo@brandt.example> wrote:',
  'yahoo de': 'Am Montag, 2. Februar 2026 um 09:05:11 MEZ hat Ivo Brandt <ivo@brandt.example> Folgendes geschrieben:',
  'yahoo fr': 'Le lundi 2 février 2026 à 09:05:11 UTC+1, Ivo Brandt <ivo@brandt.example> a écrit :',
  'yahoo es': 'El lunes, 2 de febrero de 2026, 09:05:11 CET, Ivo Brandt <ivo@brandt.example> escribió:',
  'yahoo it': 'Il lunedì 2 febbraio 2026 alle ore 09:05:11 CET, Ivo Brandt <ivo@brandt.example> ha scritto:',
  'yahoo pt': 'Em segunda-feira, 2 de fevereiro de 2026 09:05:11 BRT, Ivo Brandt <ivo@brandt.example> escreveu:',
  'mail.ru': 'Понедельник, 2 февраля 2026, 9:05 +03:00 от Ivo Brandt <ivo@brandt.example>:',
  yandex: '02.02.2026, 09:05, "Ivo Brandt" <ivo@brandt.example>:',
  yandex2: '2 февраля 2026 г., 09:05:11, Ivo Brandt (ivo@brandt.example) написал:',
  zoho: '---- On Mon, 02 Feb 2026 09:05:11 +0100 Ivo Brandt <ivo@brandt.example> wrote ---',
  proton: 'On Monday, February 2nd, 2026 at 9:05 AM, Ivo Brandt <ivo@brandt.example> wrote:',
  proton2:
    '‐‐‐‐‐‐‐ Original Message ‐‐‐‐‐‐‐\nOn Monday, February 2nd, 2026 at 9:05 AM, Ivo Brandt <ivo@brandt.example> wrote:',
  fastmail: 'On Mon, Feb 2, 2026, at 09:05, Ivo Brandt wrote:',
  roundcube: 'On 2026-02-02 09:05, Ivo Brandt wrote:',
  'roundcube de': 'Am 02.02.2026 09:05, schrieb Ivo Brandt:',
  mutt: 'On Mon, Feb 02, 2026 at 09:05:11AM +0100, Ivo Brandt wrote:',
  'mutt usenet': 'Ivo Brandt <ivo@brandt.example> writes:',
  usenet: 'In article <abc123@news.example>, Ivo Brandt <ivo@brandt.example> wrote:',
  kmail: 'On Monday, 2 February 2026 09:05:11 CET Ivo Brandt wrote:',
  'kmail de': 'Am Montag, 2. Februar 2026, 09:05:11 CET schrieb Ivo Brandt:',
  evolution: 'On Mon, 2026-02-02 at 09:05 +0100, Ivo Brandt wrote:',
  'evolution de': 'Am Montag, dem 02.02.2026 um 09:05 +0100 schrieb Ivo Brandt:',
  'notes von':
    'Von:    Ivo Brandt/Brandt\nAn:     Marta Vogel/Vogel@Vogel\nDatum:  02.02.2026 09:05\nBetreff:        Muster',
  'outlook iphone':
    '________________________________\nFrom: Ivo Brandt <ivo@brandt.example>\nSent: Monday, February 2, 2026 9:05:11 AM\nTo: Marta <marta@vogel.example>\nSubject: Re: Samples',
  'outlook name-only from':
    'From: Ivo Brandt\nSent: Monday, February 2, 2026 9:05 AM\nTo: Marta Vogel\nSubject: RE: Samples',
  'outlook 2col':
    '-----Original Message-----\nFrom: Ivo Brandt [mailto:ivo@brandt.example] \nSent: Monday, February 02, 2026 9:05 AM\nTo: Marta\nSubject: Samples',
  'outlook de': 'Von: Ivo Brandt\nGesendet: Montag, 2. Februar 2026 09:05\nAn: Marta Vogel\nBetreff: AW: Muster',
  'android samsung':
    '-------- Original message --------\nFrom: Ivo Brandt <ivo@brandt.example>\nDate: 2/2/26 9:05 AM (GMT+01:00)\nTo: Marta <marta@vogel.example>\nSubject: Samples',
  'samsung de':
    '-------- Ursprüngliche Nachricht --------\nVon: Ivo Brandt <ivo@brandt.example>\nDatum: 02.02.26 09:05 (GMT+01:00)\nAn: Marta <marta@vogel.example>\nBetreff: Muster',
  'samsung ru':
    '-------- Исходное сообщение --------\nОт: Ivo Brandt <ivo@brandt.example>\nДата: 02.02.2026 09:05 (GMT+03:00)\nКому: Marta <marta@vogel.example>\nТема: Образцы',
  k9: '-------- Original Message --------\nFrom: Ivo Brandt <ivo@brandt.example>\nSent: February 2, 2026 9:05:11 AM GMT+01:00\nTo: Marta <marta@vogel.example>\nSubject: Samples',
  'k9 on': 'On February 2, 2026 9:05:11 AM GMT+01:00, Ivo Brandt <ivo@brandt.example> wrote:',
  'windows phone':
    '________________________________\nFrom: Ivo Brandt<mailto:ivo@brandt.example>\nSent: ‎2/‎2/‎2026 9:05 AM\nTo: Marta<mailto:marta@vogel.example>\nSubject: Samples',
  zimbra:
    '----- Original Message -----\nFrom: "Ivo Brandt" <ivo@brandt.example>\nTo: "Marta" <marta@vogel.example>\nSent: Monday, February 2, 2026 9:05:11 AM\nSubject: Samples',
  'zimbra new':
    'From: "Ivo Brandt" <ivo@brandt.example>\nTo: "Marta" <marta@vogel.example>\nSent: Monday, February 2, 2026 9:05:11 AM\nSubject: Samples',
  bb: 'From: Ivo Brandt\nSent: Monday, February 02, 2026 09:05 AM\nTo: Marta\nSubject: Samples\n',
  bb2: '-----Original Message-----\nFrom: Ivo Brandt <ivo@brandt.example>\nDate: Mon, 02 Feb 2026 09:05:11 \nTo: Marta<marta@vogel.example>\nSubject: Samples',
  aol: '-----Original Message-----\nFrom: Ivo Brandt <ivo@brandt.example>\nTo: marta <marta@vogel.example>\nSent: Mon, Feb 2, 2026 9:05 am\nSubject: Samples',
  gmx: 'Gesendet: Montag, 02. Februar 2026 um 09:05 Uhr\nVon: "Ivo Brandt" <ivo@brandt.example>\nAn: marta@vogel.example\nBetreff: Muster',
  'gmx en':
    'Sent: Monday, February 02, 2026 at 9:05 AM\nFrom: "Ivo Brandt" <ivo@brandt.example>\nTo: marta@vogel.example\nSubject: Samples',
  'web.de newer':
    'Gesendet: 02.02.26 um 09:05\nVon: Ivo Brandt <ivo@brandt.example>\nAn: marta@vogel.example\nBetreff: Muster',
  't-online':
    '-----Original-Nachricht-----\nBetreff: Muster\nDatum: 2026-02-02T09:05:11+0100\nVon: "Ivo Brandt" <ivo@brandt.example>\nAn: "marta@vogel.example" <marta@vogel.example>',
  libero:
    '---------- Messaggio originale ----------\nDa: Ivo Brandt <ivo@brandt.example>\nA: marta@vogel.example\nData: 2 febbraio 2026 alle 9.05\nOggetto: Campioni',
  '163': '在 2026-02-02 09:05:11，"Ivo Brandt" <ivo@brandt.example> 写道：',
  '163b': 'At 2026-02-02 09:05:11, "Ivo Brandt" <ivo@brandt.example> wrote:',
  qq: '------------------ 原始邮件 ------------------\n发件人: "Ivo Brandt" <ivo@brandt.example>;\n发送时间: 2026年2月2日(星期一) 上午9:05\n收件人: "Marta"<marta@vogel.example>;\n主题: 样品',
  foxmail: '发件人： Ivo Brandt\n发送时间： 2026-02-02 09:05\n收件人： Marta\n主题： 样品',
  naver:
    '-----Original Message-----\nFrom: "Ivo Brandt"<ivo@brandt.example>\nTo: <marta@vogel.example>\nCc:\nSent: 2026-02-02 (월) 09:05:11 (GMT+09:00)\nSubject: 샘플',
  daum: '--------- 원본 메일 ---------\n보낸사람: Ivo Brandt <ivo@brandt.example>\n받는사람 : Marta\n날짜: 2026년 2월 02일 월요일, 09시 05분\n제목: 샘플',
  front: 'On February 2, 2026 at 9:05 AM GMT+1 ivo@brandt.example wrote:',
  hey: 'On February 2, 2026, Ivo Brandt <ivo@brandt.example> wrote:',
  superhuman: 'On Mon, Feb 02, 2026 at 9:05 AM, Ivo Brandt < ivo@brandt.example > wrote:',
  via: 'On Mon, Feb 2, 2026 at 9:05 AM Ivo via Garden List <garden@lists.example> wrote:',
  spark: 'On Feb 2, 2026, 9:05 AM +0100, Ivo Brandt <ivo@brandt.example>, wrote:',
  airmail: 'On 2 February 2026 at 09:05:11, Ivo Brandt (ivo@brandt.example) wrote:',
  mailbird: 'On 02/02/2026 09:05:11, Ivo Brandt <ivo@brandt.example> wrote:',
  'em client old':
    '------ Original Message ------\nFrom: "Ivo Brandt" <ivo@brandt.example>\nTo: "Marta" <marta@vogel.example>\nSent: 2/2/2026 9:05:11 AM\nSubject: Samples',
  pegasus: 'On 2 Feb 2026 at 9:05, Ivo Brandt wrote:',
  groupwise: '>>> Ivo Brandt <ivo@brandt.example> 02.02.2026 09:05 >>>',
  groupwise2: '>>> On 2/2/2026 at 9:05 AM, Ivo Brandt <ivo@brandt.example> wrote:',
  horde: 'Quoting Ivo Brandt <ivo@brandt.example>:',
  'horde de': 'Zitat von Ivo Brandt <ivo@brandt.example>:',
  squirrel: 'On Mon, February 2, 2026 9:05 am, Ivo Brandt wrote:',
  opera: 'On Mon, 02 Feb 2026 09:05:11 +0100, Ivo Brandt <ivo@brandt.example> wrote:',
  sparrow: 'On Monday, February 2, 2026 at 9:05 AM, Ivo Brandt wrote:',
  bluemail: 'On Feb 2, 2026, at 9:05 AM, "Ivo Brandt" <ivo@brandt.example> wrote:',
  tutanota: '2 Feb 2026, 09:05 by ivo@brandt.example:',
  'tutanota de': '02.02.2026, 09:05 von ivo@brandt.example:',
  mailspring: 'On Feb 2 2026, at 9:05 am, Ivo Brandt <ivo@brandt.example> wrote:',
  freshdesk: 'On Mon, 2 Feb, 2026 at 9:05 AM , Acme Support <support@acme.example> wrote:',
  helpscout: 'On Mon, Feb 2, 2026 at 9:05 AM CET, Ivo <ivo@brandt.example> wrote:',
  zendesk: '##- Please type your reply above this line -##\nYour request (12) has been updated.',
  'reply above': '-- reply above this line --',
  'reply above2': '=== Please reply above this line ===',
  'reply above3': '##- Bitte geben Sie Ihre Antwort oberhalb dieser Zeile ein. -##',
  jira: '--- Reply above this line ---',
  'outlook web cn':
    '________________________________\n发件人: Ivo Brandt <ivo@brandt.example>\n发送时间: 2026年2月2日 9:05\n收件人: Marta <marta@vogel.example>\n主题: 样品',
  'mobile date rev': 'Ivo Brandt <ivo@brandt.example> schrieb am Mo., 2. Feb. 2026, 09:05:',
  'gmail de mobile': 'Ivo Brandt <ivo@brandt.example> schrieb am Mo., 2. Feb. 2026 um 09:05 Uhr:',
  'gmail old es': 'El 2 de febrero de 2026, 9:05, Ivo Brandt <ivo@brandt.example> escribió:',
  'gmail old ru': '2 февраля 2026 г., 9:05 пользователь Ivo Brandt <ivo@brandt.example> написал:',
  'gmail nosep': 'On Mon, Feb 2, 2026, 9:05 AM Ivo Brandt <ivo@brandt.example> wrote:',
  noyear: 'On Mon, Feb 2, Ivo Brandt wrote:',
  'time only': 'On Monday, Ivo Brandt <ivo@brandt.example> wrote:',
  'date only': 'On 2/2/2026, Ivo Brandt wrote:',
  'bracket addr': 'On Mon, Feb 2, 2026 at 9:05 AM, Ivo Brandt [ivo@brandt.example] wrote:',
  'ivo said': 'Ivo Brandt said the following on 02/02/2026 09:05:',
  'tb old': 'Ivo Brandt wrote on 02/02/2026 09:05:',
  Begin:
    'Begin forwarded message:\n\nFrom: Ivo Brandt <ivo@brandt.example>\nSubject: Samples\nDate: 2 February 2026 at 09:05:11 CET\nTo: Marta <marta@vogel.example>',
};

function said(text: string): string {
  const reply = readReply({ text, html: null, textFromHtml: false });
  expect(reassemble(reply)).toBe(text);
  return reply.text.trim();
}

/** As a program breaks a line that is too long, at most `width` characters a line. */
function wrapped(text: string, width: number): string {
  const lines = [''];
  for (const word of text.split(' ')) {
    if (lines.at(-1) !== '' && lines.at(-1)!.length + word.length >= width) lines.push(word);
    else lines[lines.length - 1] += lines.at(-1) === '' ? word : ` ${word}`;
  }
  return lines.join('\n');
}

describe.each(Object.entries(HEADS))('%s', (name, head) => {
  test('above unmarked text', () => {
    expect(said(`${OWN}\n\n${head}\n\n${QUOTE}\n`)).toBe(OWN);
  });
  test('above marked text, with and without a blank line', () => {
    expect(said(`${OWN}\n\n${head}\n\n${MARKED}\n`)).toBe(OWN);
    expect(said(`${OWN}\n${head}\n${MARKED}\n`)).toBe(OWN);
  });
  test('under the line of a phone and under a signature', () => {
    expect(said(`${OWN}\n\nSent from my iPhone\n\n${head}\n\n${MARKED}\n`)).toBe(OWN);
    expect(said(`${OWN}\n\n-- \nMarta Vogel\nVogel Bakery\n\n${head}\n\n${MARKED}\n`)).toBe(OWN);
  });
  if (!head.includes('\n') && !name.startsWith('reply above'))
    test('above the quote, with the answer below', () => {
      expect(said(`${head}\n\n${MARKED}\n\n${OWN}\n`)).toBe(OWN);
    });
  if (head.length > 70 && !head.includes('\n'))
    test('wrapped', () => {
      expect(said(`${OWN}\n\n${wrapped(head, 72)}\n\n${MARKED}\n`)).toBe(OWN);
      expect(said(`${OWN}\n\n${wrapped(head, 40)}\n\n${MARKED}\n`)).toBe(OWN);
    });
});

describe('below the confidence nothing is cut, only folded', () => {
  test.each([
    ['From: shop@vogel.example\nTo: office@adler.example\nSubject: Order 12'],
    ['From: Ivo Brandt <ivo@brandt.example>\nSubject: Order 12'],
  ])('%j', (block) => {
    const text = `Send it like this:\n\n${block}\n\nThen the system picks it up.\n`;
    const reply = readReply({ text, html: `<pre>${text}</pre>`, textFromHtml: false });
    expect(reply.confidence).toBeLessThan(FOLD_BELOW);
    expect(reply.text).toBe(text);
    expect(reply.html).toContain('Then the system picks it up.');
    expect(reply.removed.length).toBeGreaterThan(0);
    for (const { at, text: folded } of reply.removed) expect(text.slice(at, at + folded.length)).toBe(folded);
    expect(reassemble(reply)).toBe(text);
  });
});
