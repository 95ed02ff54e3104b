import { request as send } from 'node:http';
import { expect, it } from 'vitest';
import type { RestService } from './service';
import { createWireServer } from './server';

/** Fails at the first piece of a body, as on a full disk. */
const failing: RestService = {
  name: 'failing',
  claims: () => true,
  async handle(request) {
    for await (const chunk of request.iterator({ destroyOnReturn: false })) {
      throw new Error(`no room for ${String((chunk as Buffer).length)} bytes`);
    }
  },
  renderError({ code, status }, response) {
    response.writeHead(status, { 'content-type': 'text/plain' });
    response.end(code);
  },
};

it('a client that is still sending its body gets to read the error', async () => {
  const server = await createWireServer({
    rpcServices: [],
    restServices: [failing],
    host: '127.0.0.1',
    port: 0,
  });
  try {
    const answer = await new Promise<string>((resolve, reject) => {
      const request = send(`${server.url}/bucket/key`, {
        method: 'PUT',
        headers: { 'content-length': 8 * 1024 * 1024 },
      });
      let text = '';
      request.on('error', reject);
      request.on('response', (response) => {
        response.on('data', (chunk) => (text += String(chunk)));
        // Like boto3, which reads the reply once its whole body is sent.
        void sent.then(() => resolve(text), reject);
      });
      const sent = new Promise<void>((done) => request.end(Buffer.alloc(8 * 1024 * 1024), done));
    });
    expect(answer).toBe('InternalFailure');
  } finally {
    await server.close();
  }
});
