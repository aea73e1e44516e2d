/** How the notices of mail servers look, in the languages they speak; all in lower case, white space folded, parted by `|`. */
import { words } from './phrases.ts';

export const SUBJECTS = words(`
  undeliver | returned mail | delivery status notification | delivery failure | delivery notification |
  mail delivery failed | failure notice | returned to sender | returning message to sender | delivery report |
  non-delivery | nondeliverable | non deliverable | could not be delivered | delivery problem | delivery error |
  mail error | mail failed | failed mail | delivery has failed | delivery has been delayed | delayed mail |
  delivery delay | delivery failed | failed delivery | message delayed | warning: message |
  warning: could not send | not delivered | not be delivered | mail system error | processing error |
  message status | rejected mail | mail rejected | mail could not | unable to deliver | error sending |
  error mail | failure delivery | delivery unsuccessful | bounced mail | user unknown | unknown user |
  no longer | address does not exist | unzustellbar | nicht zustellbar | nicht zugestellt | non remis |
  échec de la remise | non distribu | no se puede entregar | no entregado | devuelto | mancato recapito |
  non recapitabile | onbestelbaar | não entregue | falha na entrega | olevererbar | ikke leveret |
  niet bezorgd | не доставлен | не удалось доставить | недоставлен | недоставка | ошибка доставки |
  сообщение не доставлено | возвращено | 配信不能 | 配信エラー | 退信 | 系统退信 | 传输失败 | 发送失败 | 投遞失敗 | 無法傳遞 |
  mail delivery warning | delivery warning | 投递失败`);

/** How the texts begin or what they say first; spaces folded, lower case. */
export const OPENINGS = words(`
  i'm afraid i wasn't able to deliver | was unable to deliver | unable to deliver | could not be delivered |
  cannot be delivered | can not be delivered | was not delivered | not been delivered | has not been delivered |
  did not reach the following recipient | wasn't delivered | couldn't be delivered |
  delivery to the following recipient | delivery has failed | following addresses had permanent |
  following recipient | following address | not able to deliver | were not able to deliver | could not deliver |
  cannot deliver | undeliverable | returned to sender | permanent error | permanent fatal errors |
  delivery failed | failed permanently | mail delivery system | message could not | not delivered |
  problem with the e-mail address | failed recipient | failed addresses | intended recipient | unknown user |
  user unknown | no such user | mailbox unavailable | mailbox is full | quota | does not exist | doesn't exist |
  non-existent | recipient unknown | bounced | was rejected | has been rejected | temporary problem | delayed |
  konnte nicht zugestellt werden | n'a pas pu être | no se pudo entregar | no se ha podido |
  impossibile recapitare | kon niet worden bezorgd | não pôde ser entregue | не было доставлено |
  не может быть доставлено | не удалось доставить | не доставлено | has been postponed | 无法发送 | 无法送达 | 未能送达 |
  無法傳遞 | 被退回 | 配信できません | 送信できません | 届けることができません`);

/** What only programs write. */
export const FORMULAS = words(`
  failed recipient: | could not be delivered to the following | could not be delivered to the recipient |
  your message could not be delivered to | could not deliver message to the following |
  did not reach the following recipient | remote host said | delivery attempts will continue |
  non-delivery report | this is the qmail-send program |
  this message was created automatically by mail delivery | this is the mail system at | the postfix program |
  reporting-mta: | final-recipient: | failed recipients | transcript of session follows |
  your message was not delivered | the following addresses had | error code: | smtp error from remote |
  this is an automatically generated delivery status | generated automatically by | automatically generated |
  message log follows | failed addresses follow`);

export const DELAYS = words(`
  has been postponed | continue to try to deliver | has not yet been delivered | not yet been delivered |
  delivery attempts will continue | will be retried | will continue to | will keep trying |
  no action is required | delivery status notification (delay) | delivery delayed | delivery has been delayed |
  message delayed | still being retried | warning message only | you do not need to resend |
  you do not have to resend | has been delayed | temporarily delayed | delayed mail | this is a warning |
  message still undelivered | warning: could not send message for past | retry for | will try again |
  will retry | has experienced a delay | доставка отложена | будут продолжены`);

export const FINAL = words(`
  permanent error | permanent fatal errors | i've given up | giving up on your message | delivery has failed |
  failed permanently | could not be delivered to one or more | permanent delivery failure |
  will not be retried | no further attempts`);
