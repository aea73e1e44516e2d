/**
 * Every answer of the front door that is ours, as data. RFC 5321 §4.2 for the codes, RFC 3463 for the enhanced ones.
 * Texts are ASCII and English: they are read by mail servers, and by people in bounce letters that other servers write.
 */
export interface Reply {
  readonly code: number;
  readonly enhanced: string;
  readonly text: string;
}

export const REPLIES = {
  tooMany: { code: 421, enhanced: '4.3.2', text: 'Too many connections at the moment, please try again later' },
  tooManyHere: { code: 421, enhanced: '4.7.0', text: 'Too many connections from your address, please try again later' },
  tooManyCommands: { code: 421, enhanced: '4.7.0', text: 'Too many commands without a mail, closing' },
  tooManyRefused: { code: 421, enhanced: '4.7.0', text: 'Too many addresses that do not exist here, closing' },
  sessionOver: { code: 421, enhanced: '4.4.2', text: 'This session has lasted long enough, please connect again' },
  commandsSlow: { code: 421, enhanced: '4.4.2', text: 'No mail came in time, closing' },
  dataSlow: { code: 421, enhanced: '4.4.2', text: 'The mail came too slowly, closing' },
  goingDown: { code: 421, enhanced: '4.3.2', text: 'The gateway is being restarted, please try again in a minute' },
  tooBig: { code: 552, enhanced: '5.3.4', text: 'The mail is larger than this gateway takes' },
  diskFull: { code: 452, enhanced: '4.3.1', text: 'Not enough disk space at the moment, please try again later' },
  failed: {
    code: 451,
    enhanced: '4.3.0',
    text: 'The gateway could not keep the mail just now, please try again later',
  },
  handlerSlow: { code: 451, enhanced: '4.3.0', text: 'This took too long here, please try again later' },
  notChecked: {
    code: 451,
    enhanced: '4.3.0',
    text: 'The address could not be checked just now, please try again later',
  },
  bareCr: { code: 550, enhanced: '5.6.0', text: 'A carriage return without a line feed (RFC 5321 2.3.8)' },
  nul: { code: 550, enhanced: '5.6.0', text: 'A NUL byte in the mail (RFC 5322 4)' },
  manyFrom: { code: 550, enhanced: '5.6.0', text: 'More than one From header (RFC 5322 3.6)' },
  loop: { code: 554, enhanced: '5.4.6', text: 'This mail is going in circles: it has passed too many servers' },
} satisfies Record<string, Reply>;

/** What smtp-server's callbacks want: an error with the code, the enhanced code as the first word of its text. */
export const asError = (reply: Reply): Error & { responseCode: number } =>
  Object.assign(new Error(`${reply.enhanced} ${reply.text}`), { responseCode: reply.code });
