/**
 * The settings: the only list of environment variables, their defaults and their rules. Plain JavaScript without
 * dependencies, because `npm start` reads it before anything is installed.
 */

/**
 * @typedef {object} Settings
 * @property {number} port dashboard
 * @property {string} host loopback address the dashboard listens on
 * @property {number} localPort local backend
 * @property {string} dataDir folder of everything Spotdeck keeps, absolute
 * @property {number} [logRetentionDays] of the local backend's log groups without a policy; absent: for ever
 * @property {string[]} [regions] of AWS that are offered; absent: all of the account's partition
 * @property {string[]} [profiles] of the shared files that are offered and may be asked; absent: all
 * @property {number} [pollingRate] calls a second that polling makes of one operation of AWS at most, an account and Region each
 * @property {Record<string, string>} [eventQueues] URLs of SQS queues that tell of changed jobs, by backend
 * @property {Record<string, string>} [pythons] one's own Pythons, by framework or `all`: programs, or folders of environments
 */

import { isIPv4 } from 'node:net';
import path from 'node:path';

/** Raised with a sentence that names the variable. */
export class SettingsError extends Error {
  /** @param {string} message */
  constructor(message) {
    super(message);
    this.name = 'SettingsError';
  }
}

/**
 * @param {Record<string, string | undefined>} environment
 * @param {string} base folder that relative paths start from
 * @param {string} [dataDir] what SPOTDECK_DATA_DIR is where it is not set
 * @returns {Settings}
 * @throws {SettingsError}
 */
export const readSettings = (environment, base, dataDir = '.spotdeck') => {
  const settings = {
    port: readPort(environment, 'PORT', 3000),
    host: readHost(environment),
    localPort: readPort(environment, 'SPOTDECK_LOCAL_PORT', 9010),
    dataDir: path.resolve(base, environment.SPOTDECK_DATA_DIR || dataDir),
    ...readRetention(environment),
    ...readNames(
      environment.SPOTDECK_REGIONS,
      'SPOTDECK_REGIONS',
      'regions',
      /^[a-z]{2}(-[a-z]+)+-\d$/,
      'Regions such as us-east-1',
    ),
    ...readNames(
      environment.SPOTDECK_PROFILES,
      'SPOTDECK_PROFILES',
      'profiles',
      /^[^\0-\x1f]{1,128}$/,
      'names of profiles',
    ),
    ...readPollingRate(environment),
    ...readEventQueues(environment),
    ...readPythons(environment, base),
  };
  if (settings.port === settings.localPort) {
    throw new SettingsError(
      `PORT and SPOTDECK_LOCAL_PORT are both ${settings.port}: the dashboard and the local backend need a port each.`,
    );
  }
  return settings;
};

/**
 * @param {Record<string, string | undefined>} environment
 * @param {'PORT' | 'SPOTDECK_LOCAL_PORT'} name
 * @param {number} fallback
 */
const readPort = (environment, name, fallback) => {
  const text = environment[name];
  if (text === undefined || text === '') return fallback;
  const port = Number(text);
  if (!/^\d+$/.test(text) || port < 1 || port > 65535) {
    throw new SettingsError(`${name} must be a port from 1 to 65535, not "${text}".`);
  }
  return port;
};

/** @param {Record<string, string | undefined>} environment */
const readRetention = ({ SPOTDECK_LOG_RETENTION_DAYS: text }) => {
  if (text === undefined || text === '') return {};
  if (!/^[1-9]\d{0,4}$/.test(text)) {
    throw new SettingsError(
      `SPOTDECK_LOG_RETENTION_DAYS must be a number of days from 1 to 99999, not "${text}".`,
    );
  }
  return { logRetentionDays: Number(text) };
};

/**
 * A list, separated by commas.
 * @template {'regions' | 'profiles'} Name
 * @param {string | undefined} text
 * @param {string} variable that it is of
 * @param {Name} name
 * @param {RegExp} form
 * @param {string} what
 * @returns {{ [key in Name]?: string[] }}
 */
const readNames = (text, variable, name, form, what) => {
  if (text === undefined || text.trim() === '') return {};
  const names = text
    .split(',')
    .map((one) => one.trim())
    .filter(Boolean);
  const odd = names.find((one) => !form.test(one));
  if (odd !== undefined || names.length === 0) {
    throw new SettingsError(`${variable} must list ${what}, separated by commas, not "${odd ?? text}".`);
  }
  return /** @type {{ [key in Name]?: string[] }} */ ({ [name]: [...new Set(names)] });
};

/** @param {Record<string, string | undefined>} environment */
const readPollingRate = ({ SPOTDECK_POLLING_RATE: text }) => {
  if (text === undefined || text === '') return {};
  const pollingRate = Number(text);
  if (!/^\d{1,3}(\.\d{1,3})?$/.test(text) || pollingRate < 0.05 || pollingRate > 100) {
    throw new SettingsError(
      `SPOTDECK_POLLING_RATE must be calls a second from 0.05 to 100, such as 0.5, not "${text}".`,
    );
  }
  return { pollingRate };
};

/**
 * `us-east-1=https://sqs.us-east-1.amazonaws.com/123456789012/jobs`, several separated by commas.
 * @param {Record<string, string | undefined>} environment
 */
const readEventQueues = ({ SPOTDECK_EVENT_QUEUES: text }) => {
  if (text === undefined || text.trim() === '') return {};
  /** @type {Map<string, string>} */
  const queues = new Map();
  for (const part of text.split(',')) {
    const entry = part.trim();
    const [, backend = '', url = ''] = /^([^=\s]+)=(\S+)$/.exec(entry) ?? [];
    if (!/^(local|[a-z]{2}(-[a-z]+)+-\d)(~.+)?$/.test(backend) || !isQueueUrl(url)) {
      throw new SettingsError(
        'SPOTDECK_EVENT_QUEUES must list backends with the URL of an SQS queue each, such as ' +
          `us-east-1=https://sqs.us-east-1.amazonaws.com/123456789012/name, separated by commas, not "${entry}".`,
      );
    }
    if (queues.has(backend))
      throw new SettingsError(`SPOTDECK_EVENT_QUEUES names two queues for ${backend}: a backend has one.`);
    queues.set(backend, url);
  }
  return { eventQueues: Object.fromEntries(queues) };
};

/**
 * Requests to it are signed, and only a program on this machine may get them in the clear.
 * @param {string} text
 */
const isQueueUrl = (text) => {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, pathname, username, search, hash } = new URL(text);
  const isSafe =
    protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname.replace(/^\[|\]$/g, '')));
  return isSafe && username + search + hash === '' && /^\/\d{12}\/[\w-]{1,80}$/.test(pathname);
};

/** Variables that name one's own Python, and what for. */
const pythonVariables = {
  SPOTDECK_PYTHON: 'all',
  SPOTDECK_PYTHON_TENSORFLOW: 'tensorflow',
  SPOTDECK_PYTHON_PYTORCH: 'pytorch',
  SPOTDECK_PYTHON_MXNET: 'mxnet',
  SPOTDECK_PYTHON_XGBOOST: 'xgboost',
  SPOTDECK_PYTHON_SCIKIT_LEARN: 'scikit-learn',
  SPOTDECK_PYTHON_HUGGINGFACE: 'huggingface',
};

/**
 * A name without a slash is looked for on the PATH.
 * @param {Record<string, string | undefined>} environment
 * @param {string} base
 */
const readPythons = (environment, base) => {
  const unknown = Object.keys(environment).find(
    (name) => name.startsWith('SPOTDECK_PYTHON') && !Object.hasOwn(pythonVariables, name),
  );
  if (unknown !== undefined) {
    throw new SettingsError(
      `${unknown} is no setting: for one framework there are ${Object.keys(pythonVariables).slice(1).join(', ')}.`,
    );
  }
  const values = new Map(Object.entries(environment));
  const pythons = Object.fromEntries(
    Object.entries(pythonVariables).flatMap(([variable, name]) => {
      const given = values.get(variable);
      if (!given) return [];
      return [[name, /[\\/]/.test(given) ? path.resolve(base, given) : given]];
    }),
  );
  return Object.keys(pythons).length === 0 ? {} : { pythons };
};

/**
 * The dashboard's origins as browsers name them: its address, and what else leads there.
 * @param {Pick<Settings, 'host' | 'port'>} settings
 * @returns {string[]} in lower case
 */
export const originsOf = ({ host, port }) => {
  const names =
    host === '127.0.0.1'
      ? ['127.0.0.1', 'localhost']
      : host === 'localhost'
        ? ['localhost', '127.0.0.1', '[::1]']
        : host === '::1'
          ? ['[::1]', 'localhost']
          : [host];
  return names.map((name) => `http://${name}${port === 80 ? '' : `:${port}`}`);
};

/** @param {Record<string, string | undefined>} environment */
const readHost = (environment) => {
  const host = environment.HOST || '127.0.0.1';
  if (!isLoopback(host)) {
    throw new SettingsError(
      `HOST must be a loopback address (127.0.0.1, localhost or ::1), not "${host}": ` +
        'an uploaded training script is code that runs on this machine, and Spotdeck has no login.',
    );
  }
  return host;
};

/** @param {string} host */
export const isLoopback = (host) =>
  host === 'localhost' || host === '::1' || (isIPv4(host) && host.startsWith('127.'));
