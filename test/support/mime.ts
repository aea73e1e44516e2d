/** Builds raw mails for tests, byte for byte: what mail programs write, and what they should not. */

export interface Part {
  readonly type: string;
  /** Text is sent as UTF-8 unless bytes are given. */
  readonly body: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
  /** How the body is written: as it is, or in base64. */
  readonly encoding?: 'base64' | '8bit' | 'quoted-printable';
}

/** Header lines in order (latin1 strings or bytes), a body part. `null` leaves a default header out. */
export function mail(
  headers: Readonly<Record<string, string | readonly string[] | null>>,
  body: Part | Multipart,
): Buffer {
  const all = {
    From: 'Anna Orlova <anna@client.example>',
    To: 'desk@postern.example',
    Subject: 'Hello',
    'Message-ID': '<one@client.example>',
    ...headers,
  };
  const lines = Object.entries(all).flatMap(([name, value]) =>
    value === null ? [] : [value].flat().map((one) => `${name}: ${one}\r\n`),
  );
  return Buffer.concat([Buffer.from(lines.join(''), 'latin1'), write(body)]);
}

export interface Multipart {
  readonly multipart: string;
  readonly parts: readonly (Part | Multipart)[];
}

let boundaries = 0;

function write(body: Part | Multipart): Buffer {
  if ('multipart' in body) {
    const boundary = `b${++boundaries}`;
    const chunks = body.parts.flatMap((part) => [Buffer.from(`--${boundary}\r\n`), write(part), Buffer.from('\r\n')]);
    const head = `Content-Type: multipart/${body.multipart}; boundary="${boundary}"\r\n\r\n`;
    return Buffer.concat([Buffer.from(head), ...chunks, Buffer.from(`--${boundary}--\r\n`)]);
  }
  const { type, headers = {}, encoding = '8bit' } = body;
  const bytes = Buffer.from(body.body as string);
  const lines = [
    `Content-Type: ${type}`,
    `Content-Transfer-Encoding: ${encoding}`,
    ...Object.entries(headers).map(([k, v]) => `${k}: ${v}`),
  ];
  const written =
    encoding === 'base64' ? Buffer.from((bytes.toString('base64').match(/.{1,76}/g) ?? []).join('\r\n')) : bytes;
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), written]);
}

export const text = (body: string | Buffer, type = 'text/plain; charset=utf-8'): Part => ({ type, body });
export const html = (body: string | Buffer, type = 'text/html; charset=utf-8'): Part => ({ type, body });
export const file = (
  name: string,
  type: string,
  body: string | Buffer,
  headers: Record<string, string> = {},
): Part => ({
  type,
  body,
  encoding: 'base64',
  headers: { 'Content-Disposition': `attachment; filename="${name}"`, ...headers },
});
