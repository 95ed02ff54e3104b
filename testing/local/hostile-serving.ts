/** A serving program that does whatever the body of an invocation says, and a second life of it that nobody ends. */
export const hostileServing = `
import { spawn, execFileSync } from 'node:child_process';
import { rmSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:http';
import { once } from 'node:events';

process.on('SIGTERM', () => console.log('not now'));
let sent = 0;
const block = Buffer.alloc(64 * 1024, 'x');
const endless = async (response) => {
  sent = 0;
  response.on('error', () => {});
  while (!response.destroyed && !response.closed) {
    sent += block.length;
    if (!response.write(block)) await Promise.race([once(response, 'drain'), once(response, 'close')]);
    await new Promise(setImmediate);
  }
};
const raw = (response, text) => response.socket.end(text);
const daemon = \`
  process.on('SIGTERM', () => {}); process.on('SIGHUP', () => {});
  require('node:net').createServer().listen(0, '127.0.0.1', function () { process.stdout.write(String(this.address().port)); });
\`;
const wishes = {
  hello: (response) => response.end('hello'),
  'how much': (response) => response.end(String(sent)),
  silent: () => {},
  endless: (response) => endless(response),
  'endless error': (response) => { response.writeHead(500); return endless(response); },
  'half a GB': (response) => { response.writeHead(200, { 'content-length': 500 * 1024 * 1024 }); return endless(response); },
  drip: (response) => { const timer = setInterval(() => response.write('x'), 50); response.on('close', () => clearInterval(timer)); },
  interim: (response) => { const timer = setInterval(() => response.writeProcessing(), 50); response.on('close', () => clearInterval(timer)); },
  'die midway': (response) => { response.writeHead(200, { 'content-length': 1000 }); response.write('x', () => process.exit(7)); },
  'break off': (response) => { response.writeHead(200, { 'content-length': 1000 }); response.write('x', () => response.destroy()); },
  'break off chunks': (response) => response.write('x', () => response.destroy()),
  close: (response) => response.destroy(),
  garbage: (response) => raw(response, 'no protocol at all\\r\\n\\r\\n'),
  'long header': (response) => raw(response, 'HTTP/1.1 200 OK\\r\\nx: ' + 'y'.repeat(1e6) + '\\r\\n\\r\\n'),
  'many headers': (response) => raw(response, 'HTTP/1.1 200 OK\\r\\n' + 'x: y\\r\\n'.repeat(1e5) + '\\r\\n'),
  'control character': (response) => raw(response, 'HTTP/1.1 200 OK\\r\\ncontent-type: a\\u0000b\\r\\ncontent-length: 0\\r\\n\\r\\n'),
  'two lengths': (response) => raw(response, 'HTTP/1.1 200 OK\\r\\ncontent-length: 1\\r\\ncontent-length: 2\\r\\n\\r\\nxx'),
  'length and chunks': (response) => raw(response, 'HTTP/1.1 200 OK\\r\\ncontent-length: 1\\r\\ntransfer-encoding: chunked\\r\\n\\r\\n0\\r\\n\\r\\n'),
  'bad chunk': (response) => raw(response, 'HTTP/1.1 200 OK\\r\\ntransfer-encoding: chunked\\r\\n\\r\\nzz\\r\\n'),
  'other protocol': (response) => raw(response, 'HTTP/1.1 101 Switching Protocols\\r\\nconnection: upgrade\\r\\nupgrade: x\\r\\n\\r\\n'),
  'no status': (response) => raw(response, 'HTTP/1.1 xx OK\\r\\n\\r\\n'),
  'strange type': (response) => raw(response, 'HTTP/1.1 200 OK\\r\\ncontent-type: caf\\u00e9/\\u00ff\\r\\ncontent-length: 2\\r\\n\\r\\nok'),
  'bytes as words': (response) => response.writeHead(500).end(Buffer.from([0xff, 0xfe, 0x00, 0x41])),
  'large words': (response) => response.writeHead(400).end('w'.repeat(5e6)),
  log: (response) => {
    const line = 'l'.repeat(1000) + '\\n';
    const write = () => { while (process.stdout.write(line)); process.stdout.once('drain', write); };
    write();
    response.end('logging');
  },
  fork: async (response) => {
    const child = spawn('setsid', ['setsid', process.execPath, '-e', daemon], {
      env: {}, detached: true, stdio: ['ignore', 'pipe', 'ignore'], cwd: '/',
    });
    const [port] = await once(child.stdout, 'data');
    child.unref();
    response.end(port);
  },
  pipe: (response) => {
    rmSync('serve.mjs');
    execFileSync('mkfifo', ['serve.mjs']);
    response.end('ok', () => process.exit(1));
  },
  link: (response) => {
    rmSync('serve.mjs');
    symlinkSync('/etc/passwd', 'serve.mjs');
    response.end('ok', () => process.exit(1));
  },
};
createServer((request, response) => {
  if (request.url === '/ping') return response.end();
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => wishes[Buffer.concat(chunks).toString()](response));
}).listen(Number(process.env.SAGEMAKER_BIND_TO_PORT), '127.0.0.1');
`;

/** Programs that never come into service: whoever asks them how they are gets no answer that counts. */
export const unhealthyServing: Readonly<Record<string, string>> = {
  endless: `
import { createServer } from 'node:http';
createServer((request, response) => {
  const write = () => { while (!response.destroyed && response.write('x'.repeat(65536))); };
  response.on('drain', write).on('error', () => {});
  write();
}).listen(Number(process.env.SAGEMAKER_BIND_TO_PORT), '127.0.0.1');`,
  mute: `
import { createServer } from 'node:net';
createServer((socket) => socket.on('error', () => {})).listen(Number(process.env.SAGEMAKER_BIND_TO_PORT), '127.0.0.1');`,
  garbled: `
import { createServer } from 'node:net';
createServer((socket) => socket.on('error', () => {}).end('what?\\r\\n\\r\\n')).listen(Number(process.env.SAGEMAKER_BIND_TO_PORT), '127.0.0.1');`,
  elsewhere: `
import { createServer } from 'node:http';
createServer((request, response) => response.end()).listen(0, '127.0.0.1');`,
  flooding: `
const line = 'l'.repeat(100000) + '\\n';
const write = () => { while (process.stdout.write(line)); process.stdout.once('drain', write); };
write();`,
  leaving: `
import { spawn } from 'node:child_process';
const code = "require('node:http').createServer((q, r) => r.writeHead(500).end()).listen(" + process.env.SAGEMAKER_BIND_TO_PORT + ", '127.0.0.1')";
spawn('setsid', ['setsid', process.execPath, '-e', code], { env: {}, detached: true, stdio: 'ignore' }).unref();
setTimeout(() => process.exit(0), 300);`,
};
