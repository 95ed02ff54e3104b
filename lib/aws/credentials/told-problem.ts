import { type ErrorCode } from '../../errors/action-result';

/** Why there are no credentials to ask AWS with, in the reader's words, and what to run. */
export interface ToldProblem {
  code: Extract<ErrorCode, 'no-credentials' | 'access-denied' | 'unreachable' | 'region-disabled'>;
  /** Follows "could not …:", without the full stop. */
  reason: string;
  /** A whole sentence or more. */
  remedy: string;
}

/** Thrown where the SDK asks for credentials; named as the SDK's own error, which it stands for. */
export class CredentialsProblem extends Error {
  readonly told: ToldProblem;
  constructor(told: ToldProblem, cause?: unknown) {
    super(`${told.reason}. ${told.remedy}`, { cause });
    this.name = 'CredentialsProviderError';
    this.told = told;
  }
}

/** Next bundles a module once per route, so the class alone does not tell. */
export const toldIn = (error: unknown): ToldProblem | undefined =>
  error instanceof Error && 'told' in error && isTold(error.told) ? error.told : undefined;

const codes = new Set(['no-credentials', 'access-denied', 'unreachable', 'region-disabled']);
const isTold = (told: unknown): told is ToldProblem =>
  typeof told === 'object' &&
  told !== null &&
  ['code', 'reason', 'remedy'].every((member) => typeof Reflect.get(told, member) === 'string') &&
  codes.has(String(Reflect.get(told, 'code')));
