/**
 * What the servers get of the environment that Spotdeck was started in. The local backend runs uploaded code, which
 * can read the environment of its parents: it gets a list of names, none of which holds a secret. The dashboard uses
 * the AWS SDK, whose credential sources may need anything: it gets all but what npm adds for itself.
 */
const forBackend = [
  'PATH',
  'LANG',
  'LC_ALL',
  'LC_CTYPE',
  'TZ',
  'TMPDIR',
  // Windows: without these no program starts.
  'SystemRoot',
  'SystemDrive',
  'PATHEXT',
  'ComSpec',
  'TEMP',
  'TMP',
];

const notForDashboard = /^(npm_|NPM_|INIT_CWD$|NODE_AUTH_TOKEN$|YARN_|PNPM_)/;

/** @param {Record<string, string | undefined>} environment */
export const backendEnvironment = (environment = process.env) =>
  Object.fromEntries(
    forBackend.filter((name) => environment[name] !== undefined).map((name) => [name, environment[name]]),
  );

/** @param {Record<string, string | undefined>} environment */
export const dashboardEnvironment = (environment = process.env) =>
  Object.fromEntries(Object.entries(environment).filter(([name]) => !notForDashboard.test(name)));
