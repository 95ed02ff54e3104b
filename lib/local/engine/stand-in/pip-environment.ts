import { homedir } from 'node:os';

/** Where pip takes packages from and how it gets there is its user's setting, not ours. */
const passedOn = /^(?:PIP_|(?:https?|no|all)_proxy$|(?:SSL_CERT_FILE|REQUESTS_CA_BUNDLE)$)/i;

/** The environment that pip runs in. @param searchPath the backend's PATH */
export const pipEnvironment = (searchPath: string): Record<string, string> => ({
  ...Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) =>
      value !== undefined && passedOn.test(name) ? [[name, value]] : [],
    ),
  ),
  PATH: searchPath,
  LANG: 'C.UTF-8',
  PYTHONUNBUFFERED: '1',
  // pip reads its settings and keeps its downloads there.
  HOME: homedir(),
  PIP_NO_INPUT: '1',
  PIP_DISABLE_PIP_VERSION_CHECK: '1',
  PIP_NO_WARN_SCRIPT_LOCATION: '1',
});
