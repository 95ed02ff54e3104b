/** Loopback ports that nothing listens on. */
import { once } from 'node:events';
import { createServer } from 'node:net';

/** Held open together, so that no two are the same. @param {number} count @returns {Promise<number[]>} */
export const freePorts = async (count) => {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map((server) => once(server, 'listening')));
  const ports = servers.map((server) => server.address().port);
  for (const server of servers) server.close();
  return ports;
};
