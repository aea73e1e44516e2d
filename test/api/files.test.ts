/** Files over a real socket: up in a stream, down to be saved, and only for those who see where they stand. */
import { createHash, randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { eachGateway } from '../support/gateway.ts';
import { LIMITS, pathsOf, useDesk } from './desk.ts';

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

eachGateway('files', (at) => {
  const desk = useDesk(at);
  const form = (files: [name: string, bytes: Uint8Array, type: string][]) => {
    const body = new FormData();
    for (const [name, bytes, type] of files) body.append('file', new Blob([bytes as BlobPart], { type }), name);
    return body;
  };

  test('files go up in one form and come down byte for byte, to be saved', async () => {
    const [one, two] = [randomBytes(200_000), Buffer.from('<script>alert(1)</script>')];
    const up = await desk().ask('POST', '/files', {
      raw: form([
        ['Отчёт "1".pdf', one, 'application/pdf'],
        ['../../x.html', two, 'text/html'],
      ]),
    });
    expect(up).toMatchObject({ status: 201, json: { size: 200_000, sha256: sha256(one), type: 'application/pdf' } });
    expect(up.json.items).toHaveLength(2);
    expect(up.json.id).toBe(up.json.items[0].id);
    expect(up.json.items[1].name).not.toMatch(/[/\\]/);
    const down = await fetch(`${desk().url}/api/v1/files/${up.json.id}`, {
      headers: { Authorization: `Bearer ${at().key}` },
    });
    expect(sha256(new Uint8Array(await down.arrayBuffer()))).toBe(sha256(one));
    expect(Object.fromEntries(down.headers)).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-length': '200000',
      'x-content-type-options': 'nosniff',
    });
    expect(down.headers.get('content-disposition')).toMatch(/^attachment; .*filename\*=UTF-8''%D0%9E%D1%82/);
    const html = await desk().get(`/files/${up.json.items[1].id}`);
    expect([html.headers.get('content-type'), html.text]).toEqual(['application/octet-stream', two.toString()]);
  });

  test('the bytes alone are a file with the name of the address', async () => {
    const up = await desk().ask('POST', `/files?name=${encodeURIComponent('план.txt')}`, {
      raw: 'words',
      headers: { 'Content-Type': 'text/plain; charset=utf-8' },
    });
    expect(up).toMatchObject({ status: 201, json: { name: 'план.txt', type: 'text/plain', size: 5 } });
    expect(
      pathsOf(await desk().ask('POST', '/files', { raw: 'words', headers: { 'Content-Type': 'text/plain' } })),
    ).toEqual(['name']);
    expect(pathsOf(await desk().ask('POST', '/files', { raw: new FormData() }))).toEqual(['file']);
    expect(
      (await desk().ask('POST', '/files', { raw: 'x', headers: { 'Content-Type': 'multipart/form-data' } })).status,
    ).toBe(400);
  });

  test('what is too large is refused with the limit, however it is sent', async () => {
    const large = randomBytes(LIMITS.uploadBytes + 1);
    const octets = { 'Content-Type': 'application/octet-stream' };
    const told = 'A file is at most 292 KiB (300000 bytes)';
    const answers = [
      await desk().ask('POST', '/files', { raw: form([['a.bin', large, 'application/octet-stream']]) }),
      await desk().ask('POST', '/files?name=a.bin', { raw: large as BodyInit, headers: octets }),
      await desk().ask('POST', '/files?name=a.bin', { raw: new Blob([large as BlobPart]).stream(), headers: octets }),
    ];
    expect(answers.map((a) => [a.status, a.json.detail])).toEqual([
      [413, told],
      [413, told],
      [413, told],
    ]);
    const exact = await desk().ask('POST', '/files?name=a.bin', {
      raw: large.subarray(1) as BodyInit,
      headers: octets,
    });
    expect(exact.status).toBe(201);
    const many = await desk().ask('POST', '/files', {
      raw: form([1, 2, 3, 4].map((n) => [`${n}.txt`, Buffer.from('x'), 'text/plain'])),
    });
    expect(many).toMatchObject({
      status: 422,
      json: { type: '/problems/too-many-files', detail: 'At most 3 files a request' },
    });
  });

  test('a file is readable where it stands, before that by its owner alone', async () => {
    const [max, eve] = await Promise.all(
      ['Max', 'Eve'].map(
        async (firstName) => (await desk().post('/employees', { firstName, login: firstName.toLowerCase() })).json,
      ),
    );
    const upload = async () =>
      (await desk().ask('POST', '/files?name=a.txt', { raw: 'a', headers: { 'Content-Type': 'text/plain' }, as: max }))
        .json;
    const loose = await upload();
    expect((await desk().get(`/files/${loose.id}`, { as: max })).status).toBe(200);
    // Not even an administrator reads what somebody has not handed in yet, nor hands it in for them.
    for (const as of [eve, undefined]) expect((await desk().get(`/files/${loose.id}`, { as })).status).toBe(404);
    const task = (await desk().post('/tasks', { title: 'Oven', participants: [max.id] })).json;
    const path = `/tasks/${task.id}/comments`;
    expect(await desk().post(path, { text: 'x', files: [loose.id] })).toMatchObject({
      status: 422,
      json: { type: '/problems/unknown-file', errors: [{ path: 'files' }] },
    });
    expect((await desk().get(path)).json.items).toEqual([]);
    const comment = await desk().post(path, { files: [loose.id] }, { as: max });
    expect(comment.json.files).toMatchObject([{ id: loose.id, name: 'a.txt' }]);
    expect((await desk().get(`/files/${loose.id}`)).text).toBe('a');
    expect((await desk().get(`/files/${loose.id}`, { as: eve })).status).toBe(404);
    expect((await desk().post(path, { files: [loose.id] }, { as: max })).status).toBe(422);
    const described = (await desk().post('/tasks', { title: 'Two', files: [(await upload()).id] }, { as: max })).json;
    expect(described.files).toMatchObject([{ name: 'a.txt' }]);
  });

  test('who goes away in the middle of an upload leaves nothing behind', async () => {
    const { port } = new URL(desk().url);
    const socket = connect(Number(port), '127.0.0.1');
    const head = [
      `POST /api/v1/files?name=a.bin HTTP/1.1`,
      'Host: x',
      `Authorization: Bearer ${at().key}`,
      'Content-Type: application/octet-stream',
      'Content-Length: 100000',
      '',
      '',
    ];
    socket.write(head.join('\r\n') + 'x'.repeat(1000));
    await new Promise((resolve) => setTimeout(resolve, 100));
    socket.destroy();
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(await at().gw.db.read('files').select()).toEqual([]);
    expect((await desk().get('/tasks')).status).toBe(200);
  });
});
