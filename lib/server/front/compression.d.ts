/** What is used of the package, whose own types bring those of Express with them. */
declare module 'compression' {
  import { type IncomingMessage, type ServerResponse } from 'node:http';

  export type CompressionFilter = (request: IncomingMessage, response: ServerResponse) => boolean;
  type Middleware = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;
  interface Compression {
    (options?: { filter?: CompressionFilter }): Middleware;
    filter: CompressionFilter;
  }
  const compression: Compression;
  export default compression;
}
