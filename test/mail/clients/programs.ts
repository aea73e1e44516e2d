/** The eleven programs of the matrix. */
import { android } from './android.ts';
import { appleMail } from './apple-mail.ts';
import { gmail } from './gmail.ts';
import { iphone } from './iphone.ts';
import { mailRu } from './mail-ru.ts';
import { outlookDesktop } from './outlook-desktop.ts';
import { outlookWeb } from './outlook-web.ts';
import { plain } from './plain.ts';
import type { MailProgram } from './program.ts';
import { thunderbird } from './thunderbird.ts';
import { yahoo } from './yahoo.ts';
import { yandex } from './yandex.ts';

export const PROGRAMS: readonly MailProgram[] = [
  gmail,
  outlookDesktop,
  outlookWeb,
  appleMail,
  iphone,
  thunderbird,
  yahoo,
  mailRu,
  yandex,
  android,
  plain,
];
