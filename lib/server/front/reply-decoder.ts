import { AsyncLocalStorage } from 'node:async_hooks';
import { createRequire } from 'node:module';

/** Reads what a page sends with a call of an action. Rejects what cannot be read. */
export type ReplyDecoder = (sent: string | FormData) => PromiseLike<unknown>;

interface ReactServer {
  decodeReply(sent: string | FormData, actions: object): PromiseLike<unknown>;
}

/**
 * React's own reader, as Next has it for its pages: what it takes, Next takes. The format is React's own, and no
 * package but Next has a reader of the same version. Throws where another Next keeps it elsewhere.
 */
export const loadReplyDecoder = (): ReplyDecoder => {
  // Next's modules look for it there, and Next itself puts it there.
  Object.assign(globalThis, { AsyncLocalStorage });
  const load = createRequire(import.meta.url);
  // eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- a module of Next's own, which has no types; the server's tests run it
  const { vendored } = load('next/dist/compiled/next-server/app-page-turbo.runtime.prod.js') as {
    vendored: { 'react-rsc': { ReactServerDOMTurbopackServer: ReactServer } };
  };
  const { decodeReply } = vendored['react-rsc'].ReactServerDOMTurbopackServer;
  // No page sends what only a browser can hold (elements, functions): without a set for them it is refused.
  return (sent) => decodeReply(sent, {});
};
