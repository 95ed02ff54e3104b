/** How AWS refuses, word for word, in the form of each protocol. */
import { type Asked } from './asked-of';

export interface Refusal {
  status: number;
  code: string;
  message: string;
}

export const accountId = '111122223333';
export const caller = `arn:aws:sts::${accountId}:assumed-role/Research/me`;

/** Why an action is not allowed; AWS tells these apart in its last words only. */
export const denials = {
  'no-grant': (action: string) => `because no identity-based policy allows the ${action} action`,
  explicit: () => 'with an explicit deny in an identity-based policy',
  scp: () => 'with an explicit deny in a service control policy',
  'scp-no-grant': (action: string) => `because no service control policy allows the ${action} action`,
  boundary: (action: string) => `because no permissions boundary allows the ${action} action`,
} as const;
export type Denial = keyof typeof denials;

const codesOfDenial = {
  ...{ json: 'AccessDeniedException', query: 'AccessDenied', s3: 'AccessDenied' },
  ec2: 'UnauthorizedOperation',
};

export const denied = ({ action, shape }: Asked, why: Denial, resource = '*'): Refusal => ({
  status: shape === 'json' ? 400 : 403,
  code: codesOfDenial[shape],
  message: `${shape === 'ec2' ? 'You are not authorized to perform this operation. ' : ''}User: ${caller} is not authorized to perform: ${action} on resource: ${resource} ${denials[why](action)}`,
});

export const throttled = ({ shape }: Asked): Refusal =>
  shape === 's3'
    ? { status: 503, code: 'SlowDown', message: 'Please reduce your request rate.' }
    : {
        status: 400,
        code: { json: 'ThrottlingException', query: 'Throttling', ec2: 'RequestLimitExceeded' }[shape],
        message: 'Rate exceeded',
      };

/** Credentials that were good once, or never, or not in this Region. */
export const badToken = ({ shape }: Asked, kind: 'expired' | 'invalid'): Refusal => {
  if (kind === 'expired')
    return {
      status: shape === 'json' ? 400 : 403,
      code: shape === 'json' ? 'ExpiredTokenException' : 'ExpiredToken',
      message: 'The security token included in the request is expired',
    };
  const codes = {
    json: 'UnrecognizedClientException',
    query: 'InvalidClientTokenId',
    ec2: 'AuthFailure',
    s3: 'InvalidAccessKeyId',
  };
  return {
    status: shape === 'json' ? 400 : 403,
    code: codes[shape],
    message:
      shape === 's3'
        ? 'The AWS Access Key Id you provided does not exist in our records.'
        : 'The security token included in the request is invalid.',
  };
};

/** The signer's clock is more than five minutes off. */
export const skewed = ({ shape }: Asked, signedAt: string, at: string): Refusal =>
  shape === 's3'
    ? {
        status: 403,
        code: 'RequestTimeTooSkewed',
        message: 'The difference between the request time and the current time is too large.',
      }
    : {
        status: 403,
        code: shape === 'json' ? 'InvalidSignatureException' : 'SignatureDoesNotMatch',
        message: `Signature expired: ${signedAt} is now earlier than ${at} (${at} - 5 min.)`,
      };

export const failing = (asked: Asked, status: 500 | 503): Refusal => {
  if (asked.shape === 's3')
    return status === 500
      ? { status, code: 'InternalError', message: 'We encountered an internal error. Please try again.' }
      : { status, code: 'ServiceUnavailable', message: 'Service is unable to handle request.' };
  return status === 500
    ? { status, code: 'InternalFailure', message: '' }
    : { status, code: 'ServiceUnavailable', message: '' };
};

export const gone = (): Refusal => ({
  status: 400,
  code: 'ValidationException',
  message: 'Requested resource not found.',
});

export const writtenAs = (
  { shape, wordless }: Asked,
  { code, message }: Refusal,
  requestId: string,
): { headers: Record<string, string>; body: string } => {
  if (shape === 'json')
    return {
      headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': requestId },
      body: JSON.stringify({ __type: code, ...(message === '' ? {} : { message }) }),
    };
  const inner = `<Code>${code}</Code><Message>${escaped(message)}</Message>`;
  if (shape === 'ec2')
    return {
      headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId },
      body: `<?xml version="1.0" encoding="UTF-8"?><Response><Errors><Error>${inner}</Error></Errors><RequestID>${requestId}</RequestID></Response>`,
    };
  const id = shape === 's3' ? 'x-amz-request-id' : 'x-amzn-requestid';
  const body =
    shape === 's3'
      ? `<?xml version="1.0" encoding="UTF-8"?><Error>${inner}<RequestId>${requestId}</RequestId></Error>`
      : `<ErrorResponse><Error><Type>Sender</Type>${inner}</Error><RequestId>${requestId}</RequestId></ErrorResponse>`;
  return { headers: { 'content-type': 'text/xml', [id]: requestId }, body: wordless ? '' : body };
};

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
