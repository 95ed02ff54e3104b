/**
 * The whole environment of a program that must not inherit the backend's. Next's types want NODE_ENV in every
 * environment, which no program here needs.
 */
export const programEnvironment = (variables: Record<string, string>): NodeJS.ProcessEnv =>
  // eslint-disable-next-line no-restricted-syntax, @typescript-eslint/no-unsafe-type-assertion -- see above: an environment without NODE_ENV cannot be told to TypeScript
  variables as unknown as NodeJS.ProcessEnv;
