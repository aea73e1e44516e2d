/** What answering programs write, by language; all in lower case. A row is one habit: add a language by adding a row. */
import { words } from './phrases.ts';

/** Names that programs give to their own answers; nobody writes them by hand in front of a colon. */
const REPLIES = {
  en: words(`automatic reply | automatic replay | auto reply | auto-reply | autoreply | automatic response | automated response | automated reply |
    auto response | auto-response | autoresponse | out of office autoreply | out of office auto-reply | out-of-office autoreply | vacation reply |
    away message | auto responder | autoresponder | automated message | automatic email`),
  ru: words(`автоответ | автоматический ответ | автоматическое уведомление | автоответчик`),
  uk: words(`автовідповідь | автоматична відповідь`),
  de: words(`automatische antwort | abwesenheitsnotiz | automatische abwesenheit | autoantwort | abwesenheitsmeldung | abwesenheitsassistent |
    automatische rückantwort | abwesenheitsbenachrichtigung`),
  fr: words(`réponse automatique | reponse automatique | message d'absence | message d’absence | notification d'absence | notification d’absence |
    réponse d'absence`),
  es: words(`respuesta automática | respuesta automatica | contestación automática | mensaje de ausencia`),
  it: words(`risposta automatica | messaggio di assenza | risponditore automatico`),
  pt: words(`resposta automática | resposta automatica | mensagem de ausência`),
  nl: words(
    `automatisch antwoord | automatische beantwoording | afwezigheidsbericht | automatische reactie | afwezigheidsmelding`,
  ),
  pl: words(`automatyczna odpowiedź | odpowiedź automatyczna | autoodpowiedź | automatyczna odpowiedz`),
  sv: words(`autosvar | automatiskt svar | frånvaromeddelande`),
  da: words(`automatisk svar | autosvar | fraværsmeddelelse`),
  no: words(`automatisk svar | fraværsmelding | autosvar | fraværsbeskjed`),
  fi: words(`automaattinen vastaus | poissaoloilmoitus | automaattivastaus`),
  cs: words(`automatická odpověď | automaticka odpoved | oznámení o nepřítomnosti`),
  sk: words(`automatická odpoveď`),
  hu: words(`automatikus válasz`),
  tr: words(`otomatik yanıt | otomatik cevap`),
  ro: words(`răspuns automat | raspuns automat`),
  el: words(`αυτόματη απάντηση`),
  bg: words(`автоматичен отговор`),
  zh: words(`自动回复 | 自動回覆 | 自動回復 | 自动答复 | 自動答覆`),
  ja: words(`自動返信 | 自動応答 | 不在通知 | 不在連絡`),
  ko: words(`자동 회신 | 자동회신 | 자동 응답 | 자동응답 | 부재 중 알림`),
  he: words(`מענה אוטומטי | תגובה אוטומטית | תשובה אוטומטית`),
  ar: words(`رد تلقائي | الرد التلقائي | رد آلي`),
  fa: words(`پاسخ خودکار`),
  hr: words(`automatski odgovor`),
  sr: words(`аутоматски одговор`),
  mk: words(`автоматски одговор`),
  sl: words(`samodejni odgovor`),
  lt: words(`automatinis atsakymas`),
  lv: words(`automātiska atbilde | automātiskā atbilde`),
  et: words(`automaatvastus | automaatne vastus`),
  be: words(`аўтаматычны адказ`),
  kk: words(`автоматты жауап`),
  vi: words(`trả lời tự động | thư trả lời tự động`),
  id: words(`balasan otomatis | jawaban otomatis`),
  ms: words(`balasan automatik`),
  th: words(`ตอบกลับอัตโนมัติ | การตอบกลับอัตโนมัติ`),
  hi: words(`स्वचालित उत्तर | स्वचालित जवाब`),
  ca: words(`resposta automàtica`),
  eu: words(`erantzun automatikoa`),
  is: words(`sjálfvirkt svar`),
  sq: words(`përgjigje automatike`),
  az: words(`avtomatik cavab`),
  hy: words(`ավտոմատ պատասխան`),
  ka: words(`ავტომატური პასუხი`),
  af: words(`outomatiese antwoord`),
  cy: words(`ateb awtomatig`),
} as const satisfies Record<string, readonly string[]>;

/** Being away: programs put it before the subject of the mail they answer, and people write it too. So it needs a second sign. */
const ABSENCES = {
  en: words(`out of office | out of the office | out-of-office | away from the office | vacation | on vacation | ooo | away | on leave | on holiday |
    away from my mail | away from email`),
  ru: words(`нет на месте | вне офиса | я в отпуске | в отпуске | отсутствую | отпуск`),
  uk: words(`поза офісом | у відпустці | відпустка`),
  de: words(`abwesend | abwesenheit | nicht im büro | im urlaub | außer haus | ausser haus`),
  fr: words(`absence du bureau | absent du bureau | absence | en congé | en congés`),
  es: words(`fuera de la oficina | ausente de la oficina | fuera de oficina | ausente | de vacaciones`),
  it: words(`fuori ufficio | assenza ufficio | assente | in ferie | fuori sede`),
  pt: words(`fora do escritório | ausência temporária | ausente | em férias | ausência`),
  nl: words(`afwezig | niet aanwezig | niet op kantoor | met vakantie`),
  pl: words(`poza biurem | nieobecność | nieobecny | na urlopie`),
  sv: words(`frånvarande | inte på kontoret | på semester`),
  da: words(`ikke til stede | fraværende | ikke på kontoret | på ferie`),
  no: words(`fraværende | ikke på kontoret | på ferie`),
  fi: words(`poissa | poissa toimistosta | lomalla`),
  cs: words(`mimo kancelář | nepřítomnost | na dovolené`),
  hu: words(`házon kívül | szabadságon`),
  tr: words(`ofis dışında | ofis dışındayım | izinde`),
  sk: words(`mimo kancelárie | neprítomnosť | na dovolenke`),
  hr: words(`izvan ureda | odsutan | odsutna | na godišnjem odmoru`),
  sr: words(`van kancelarije | odsutan | odsutna | na odmoru | ван канцеларије | на одмору`),
  sl: words(`zunaj pisarne | odsoten | odsotna | na dopustu`),
  bg: words(`извън офиса | отсъствам | в отпуск`),
  ro: words(`în afara biroului | absent din birou | în concediu`),
  el: words(`εκτός γραφείου | απουσία | σε άδεια`),
  lt: words(`ne biure | nesu biure | atostogauju | atostogos`),
  lv: words(`ārpus biroja | prombūtnē | atvaļinājumā`),
  et: words(`kontorist väljas | ära kontorist | puhkusel`),
  he: words(`מחוץ למשרד | בחופשה`),
  ar: words(`خارج المكتب | في إجازة`),
  vi: words(`vắng mặt | nghỉ phép`),
  id: words(`di luar kantor | sedang cuti`),
  th: words(`ไม่อยู่ที่สำนักงาน | ลาพักร้อน`),
  ca: words(`fora de l'oficina | de vacances`),
  zh: words(`不在办公室 | 不在辦公室 | 外出 | 休假`),
  ja: words(`不在 | 休暇中`),
  ko: words(`부재 중 | 휴가`),
} as const satisfies Record<string, readonly string[]>;

/** «We have your message»: what a help desk says by itself, and people behind an address without a reader. */
export const RECEIPT_WORDS = words(`
  has been received | we have received your | we've received your | thank you for contacting | thanks for contacting | thank you for your email |
  thank you for your message | your request has been | a ticket has been | ticket has been created | your ticket | this is an automated |
  this is an automatic | do not reply to this | please do not reply | ваше обращение | ваша заявка | ваш запрос | заявка зарегистрирована |
  обращение зарегистрировано | благодарим за обращение | не отвечайте на это письмо | это автоматическое | ihre anfrage | wir haben ihre |
  bitte antworten sie nicht | vielen dank für ihre nachricht | nous avons bien reçu | ne pas répondre | hemos recibido | no responda a este |
  abbiamo ricevuto | non rispondere a questa | recebemos a sua | não responda | we hebben uw | otrzymaliśmy | vi har mottagit | obdrželi jsme`);

/** Programs that ask a sender to prove that they are a person. */
export const CHALLENGES = words(`
  requires verification verify# | email requires verification | your message is awaiting verification | spamarrest | spam arrest | boxtrapper |
  mailinblack | mail in black | spamblocker | this is a one-time confirmation | to have your message delivered | to release your message |
  confirm that you are a human | confirm you are human | confirm that you are not a spammer | click the link below to deliver | tmda |
  подтвердите, что вы не робот | чтобы ваше письмо было доставлено`);

/** Words of an automatic reply that say the person is away. */
const AWAY = {
  en: [
    'out of office',
    'out of the office',
    'out-of-office',
    'vacation',
    'on holiday',
    'annual leave',
    'on leave',
    'away from my',
    'limited access to e',
    'maternity leave',
    'intermittent access',
    'be back on',
    'i am away',
    'i will be away',
    'travelling',
    'i will be traveling',
    'automatic reply',
  ],
  ru: [
    'отпуск',
    'нет на месте',
    'не на рабочем месте',
    'буду отсутствовать',
    'вне офиса',
    'командировк',
    'на больничном',
    'временно отсутству',
  ],
  uk: ['відпуст', 'поза офісом', 'відсутн', 'відрядженн'],
  de: ['abwesen', 'nicht im büro', 'urlaub', 'ausser haus', 'außer haus', 'nicht im haus'],
  fr: ['absent', 'en congé', 'congés', 'vacances', 'absence'],
  es: ['fuera de la oficina', 'vacaciones', 'ausente', 'ausencia'],
  it: ['fuori ufficio', 'ferie', 'assente', 'assenza'],
  pt: ['férias', 'fora do escritório', 'ausente', 'ausência'],
  nl: ['afwezig', 'vakantie', 'niet op kantoor'],
  pl: ['urlop', 'poza biurem', 'nieobecn'],
  sv: ['semester', 'frånvar', 'inte på kontoret', 'åter på kontoret'],
  da: ['ferie', 'ikke på kontoret', 'fraværende'],
  no: ['ferie', 'ikke på kontoret', 'fravær'],
  fi: ['lomalla', 'poissa', 'lomani'],
  cs: ['dovolen', 'mimo kancelář', 'nepřítom'],
  tr: ['ofis dışında', 'izinde', 'tatil'],
  hu: ['szabadság', 'házon kívül'],
  sk: ['dovolenk', 'mimo kancelári', 'neprítomn'],
  hr: ['godišnjem odmoru', 'izvan ureda', 'odsutan', 'odsutna', 'odsutnost'],
  sr: ['odmoru', 'van kancelarije', 'одмору', 'ван канцеларије', 'одсутан', 'одсутна'],
  sl: ['dopust', 'odsoten', 'odsotna', 'zunaj pisarne'],
  bg: ['отпуск', 'извън офиса', 'отсъств'],
  ro: ['concediu', 'absent', 'în afara biroului'],
  el: ['άδεια', 'απουσι', 'εκτός γραφείου', 'λείπω'],
  lt: ['atostog', 'nebūsiu', 'komandiruot'],
  lv: ['atvaļinājum', 'prombūtn'],
  et: ['puhkus', 'kontorist väljas'],
  he: ['מחוץ למשרד', 'בחופשה', 'חופשה'],
  ar: ['خارج المكتب', 'إجازة'],
  fa: ['مرخصی', 'خارج از دفتر'],
  vi: ['nghỉ phép', 'vắng mặt'],
  id: ['cuti', 'di luar kantor'],
  ms: ['bercuti', 'di luar pejabat'],
  th: ['ลาพัก', 'ไม่อยู่ที่สำนักงาน', 'ลาหยุด'],
  ca: ['vacances', "fora de l'oficina", 'absent'],
  hi: ['छुट्टी', 'अवकाश'],
  zh: ['休假', '外出', '不在办公室', '不在辦公室', '出差'],
  ja: ['不在', '休暇', '出張'],
  ko: ['부재', '휴가', '출장'],
} as const satisfies Record<string, readonly string[]>;

export const REPLY_SUBJECTS: readonly string[] = Object.values(REPLIES).flat();
export const ABSENCE_SUBJECTS: readonly string[] = Object.values(ABSENCES).flat();
export const AWAY_WORDS: readonly string[] = Object.values(AWAY).flat();
