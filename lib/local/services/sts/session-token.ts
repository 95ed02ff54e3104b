import { z } from 'zod';

/** Who a session is. The token holds it, so that a session outlives a restart; it is no secret and no proof. */
const session = z.strictObject({ arn: z.string().max(2048), id: z.string().max(256) });
type Session = z.infer<typeof session>;

const prefix = 'spotdeck-session-';

export const writeSessionToken = (one: Session): string =>
  prefix + Buffer.from(JSON.stringify(one)).toString('base64url');

/** undefined for no token, or for one that another service wrote. */
export const readSessionToken = (token: string | undefined): Session | undefined => {
  if (!token?.startsWith(prefix)) return undefined;
  try {
    return session.parse(JSON.parse(Buffer.from(token.slice(prefix.length), 'base64url').toString()));
  } catch {
    // A token that was cut or made by hand.
    return undefined;
  }
};
