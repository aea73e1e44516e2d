/** Programs that are told what happens: signed, tried again, logged, and never with a word of the conversation. */
import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { eachHouse, type House } from '../support/app.ts';
import { client, does, programJson, says, task } from './firm.ts';

interface Heard {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

eachHouse(
  'webhooks',
  (house) => {
    let server: Server;
    let url: string;
    let answers: number[];
    let heard: Heard[];
    beforeEach(async () => {
      answers = [];
      heard = [];
      server = createServer((request, response) => {
        let body = '';
        request.on('data', (chunk) => {
          body += chunk;
        });
        request.on('end', () => {
          heard.push({ headers: request.headers, body });
          response.statusCode = answers.shift() ?? 204;
          if (response.statusCode === 302) response.setHeader('location', `${url}/elsewhere`);
          response.end(response.statusCode === 500 ? 'out of order' : '');
        });
      });
      await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
      url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    });
    afterEach(() => server.close());

    const due = (h: House) =>
      h.gw.db.write((tx) => tx('webhook_calls').where({ state: 'queued' }).update({ due_at: 0 }));

    test('what happens is told with ids and numbers, signed with the secret that was shown once', async () => {
      const h = house();
      const call = await programJson(h);
      const made = await call('POST', '/webhooks', { url });
      expect(made).toMatchObject({ status: 201, json: { url, kinds: [], active: true } });
      const anna = await client(h, 'Anna');
      const desks = await task(h, h.owner, 'CANARY desks', { participants: [anna.id] });
      await says(h, h.owner, desks, 'CANARY words', { notify: [anna] });
      await does(h, h.owner, { kind: 'set-status', task: desks.id, status: 'IN_PROGRESS', reason: '' });
      await h.app.idle();
      const told = heard.map((one) => JSON.parse(one.body));
      expect(told.map((one) => one.type).sort()).toEqual(['comment-added', 'status-changed', 'task-created']);
      const comment = told.find((one) => one.type === 'comment-added');
      expect(comment.data).toMatchObject({
        task: { id: desks.id, number: 1 },
        comment: { number: 1 },
        actor: h.owner.id,
      });
      expect(JSON.stringify(heard)).not.toContain('CANARY');
      for (const { headers, body } of heard) {
        const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
        const key = Buffer.from(made.json.secret.replace('whsec_', ''), 'base64');
        expect(headers['webhook-signature']).toBe(`v1,${createHmac('sha256', key).update(signed).digest('base64')}`);
      }
      expect(JSON.stringify(await call('GET', '/webhooks'))).not.toContain(made.json.secret);
      const log = await call('GET', `/webhooks/${made.json.id}/calls`);
      expect(log.json.items.map((one: { state: string }) => one.state)).toEqual(['done', 'done', 'done']);
    });

    test('a receiver that fails is tried again with the same id, then given up, then called again by hand', async () => {
      const h = house();
      const call = await programJson(h);
      const { json: hook } = await call('POST', '/webhooks', { url, kinds: ['task-created'] });
      answers = [500, 302, 500, 500, 500, 500, 500];
      await task(h, h.owner, 'Desks');
      for (let n = 0; n < 7; n += 1) {
        await h.app.idle();
        await due(h);
      }
      await h.app.idle();
      expect(heard).toHaveLength(7);
      expect(new Set(heard.map((one) => one.headers['webhook-id'])).size).toBe(1);
      const [failed] = (await call('GET', `/webhooks/${hook.id}/calls`)).json.items;
      expect(failed).toMatchObject({
        state: 'failed',
        attempts: 7,
        status: 500,
        answer: 'out of order',
        nextTryAt: null,
      });
      expect((await call('POST', `/webhook-calls/${failed.id}/again`)).status).toBe(204);
      await h.app.idle();
      expect((await call('GET', `/webhooks/${hook.id}/calls`)).json.items[0]).toMatchObject({
        state: 'done',
        status: 204,
      });
    });

    test('one that says it is gone, or was switched off, is not called again; wrong addresses are refused', async () => {
      const h = house();
      const call = await programJson(h);
      const { json: gone } = await call('POST', '/webhooks', { url });
      answers = [410];
      await task(h, h.owner, 'Desks');
      await h.app.idle();
      await due(h);
      await h.app.idle();
      expect(heard).toHaveLength(1);
      expect((await call('PATCH', `/webhooks/${gone.id}`, { active: false })).json.active).toBe(false);
      await task(h, h.owner, 'Lamps');
      await h.app.idle();
      expect(heard).toHaveLength(1);
      for (const wrong of ['ftp://x.example', 'http://a:b@x.example', 'nonsense', ''])
        expect((await call('POST', '/webhooks', { url: wrong })).status, wrong).toBe(422);
      expect((await call('DELETE', `/webhooks/${gone.id}`)).status).toBe(204);
      expect((await call('GET', '/webhooks')).json.items).toEqual([]);
    });
  },
  { POSTERN_WEBHOOKS_ALLOW_PRIVATE: 'true' },
);
