/**
 * The whole environment of a program that must not inherit the backend's. Next's types want NODE_ENV in every
 * environment, which no program here needs: the one cast is here.
 */
export const programEnvironment = (variables: Record<string, string>): NodeJS.ProcessEnv =>
  variables as unknown as NodeJS.ProcessEnv;
