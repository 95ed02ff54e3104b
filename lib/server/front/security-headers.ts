/**
 * Headers of every response, errors and refusals included: what a page may load and run, that nothing frames it, and
 * that pages of other origins get nothing of it.
 */

interface PolicyOptions {
  nonce: string;
  /** `npm run dev`: React and the bundler evaluate code and listen on a web socket. */
  dev: boolean;
}

/**
 * Scripts run by the nonce of their response, or because such a script loads them. Styles come from files of this
 * origin; style attributes are allowed, since components and charts place what they draw with them, and can load
 * nothing, as images come from this origin or from the page itself.
 */
export const contentSecurityPolicy = ({ nonce, dev }: PolicyOptions): string =>
  Object.entries({
    'default-src': "'none'",
    'script-src': `'nonce-${nonce}' 'strict-dynamic'${dev ? " 'unsafe-eval'" : ''}`,
    'style-src': dev ? "'self' 'unsafe-inline'" : "'self'",
    'style-src-attr': "'unsafe-inline'",
    'img-src': "'self' data: blob:",
    'font-src': "'self' data:",
    'connect-src': dev ? "'self' ws:" : "'self'",
    'base-uri': "'none'",
    'form-action': "'none'",
    'frame-ancestors': "'none'",
  })
    .map(([directive, value]) => `${directive} ${value}`)
    .join('; ');

const unused = [
  'accelerometer',
  'autoplay',
  'bluetooth',
  'camera',
  'display-capture',
  'encrypted-media',
  'fullscreen',
  'geolocation',
  'gyroscope',
  'hid',
  'idle-detection',
  'local-fonts',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'picture-in-picture',
  'publickey-credentials-get',
  'screen-wake-lock',
  'serial',
  'usb',
  'web-share',
  'xr-spatial-tracking',
];

/** All but the policy, which has a nonce of its own in each response. */
export const fixedSecurityHeaders: readonly (readonly [name: string, value: string])[] = [
  ['X-Frame-Options', 'DENY'],
  ['X-Content-Type-Options', 'nosniff'],
  ['Referrer-Policy', 'same-origin'],
  ['Permissions-Policy', unused.map((feature) => `${feature}=()`).join(', ')],
  ['Cross-Origin-Opener-Policy', 'same-origin'],
  ['Cross-Origin-Resource-Policy', 'same-origin'],
];
