/** What Outlook calls the lines of its header block and how it writes a date, by locale; and the charset it prefers there. */
import type { Locale } from './person.ts';

export interface HeaderWords {
  readonly from: string;
  readonly sent: string;
  readonly to: string;
  readonly subject: string;
  readonly date: string;
  readonly charset: string;
}

const words = (
  from: string,
  sent: string,
  to: string,
  subject: string,
  date: string,
  charset: string,
): HeaderWords => ({
  from,
  sent,
  to,
  subject,
  date,
  charset,
});

export const OUTLOOK_WORDS: Record<Locale, HeaderWords> = {
  en: words('From:', 'Sent:', 'To:', 'Subject:', 'Monday, November 23, 2026 6:05 AM', 'windows-1252'),
  ru: words('От:', 'Отправлено:', 'Кому:', 'Тема:', '23 ноября 2026 г. 14:05', 'windows-1251'),
  de: words('Von:', 'Gesendet:', 'An:', 'Betreff:', 'Montag, 23. November 2026 12:05', 'windows-1252'),
  fr: words('De :', 'Envoyé :', 'À :', 'Objet :', 'lundi 23 novembre 2026 12:05', 'windows-1252'),
  es: words('De:', 'Enviado el:', 'Para:', 'Asunto:', 'lunes, 23 de noviembre de 2026 12:05', 'windows-1252'),
  it: words('Da:', 'Inviato:', 'A:', 'Oggetto:', 'lunedì 23 novembre 2026 12:05', 'windows-1252'),
  pt: words('De:', 'Enviada em:', 'Para:', 'Assunto:', 'segunda-feira, 23 de novembro de 2026 08:05', 'windows-1252'),
  pl: words('Od:', 'Wysłano:', 'Do:', 'Temat:', 'poniedziałek, 23 listopada 2026 12:05', 'windows-1250'),
  uk: words('Від:', 'Надіслано:', 'Кому:', 'Тема:', '23 листопада 2026 р. 13:05', 'windows-1251'),
  ja: words('差出人:', '送信日時:', '宛先:', '件名:', '2026年11月23日月曜日 20:05', 'iso-2022-jp'),
  zh: words('发件人:', '发送时间:', '收件人:', '主题:', '2026年11月23日 19:05', 'gb2312'),
  tr: words('Kimden:', 'Gönderildi:', 'Kime:', 'Konu:', '23 Kasım 2026 Pazartesi 14:05', 'windows-1254'),
  nl: words('Van:', 'Verzonden:', 'Aan:', 'Onderwerp:', 'maandag 23 november 2026 12:05', 'windows-1252'),
};
