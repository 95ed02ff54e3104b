import { reasonText } from './reason-text';
import { codeOf, messageOf } from './thrown';

/**
 * Why a training job failed, in the classes of SageMaker's FailureReason. What is thrown in a job's run and is
 * none of these is the local backend's own fault.
 */
export abstract class JobFailure extends Error {
  abstract readonly prefix: string;

  /** FailureReason, as `reasonText` makes it. */
  get reason(): string {
    return reasonText(`${this.prefix}: ${this.message}`);
  }
}

/** The request asks for what cannot be done, or what it names is not there. */
export class ClientError extends JobFailure {
  readonly prefix = 'ClientError';
}

/** The program failed. */
export class AlgorithmError extends JobFailure {
  readonly prefix = 'AlgorithmError';
}

export class InternalServerError extends JobFailure {
  readonly prefix = 'InternalServerError';
}

/** Anything thrown in a job's run, as a failure of the job. What the system says has paths of this machine in it. */
export const asJobFailure = (error: unknown): JobFailure => {
  if (error instanceof JobFailure) return error;
  const isSystem = error instanceof Error && 'syscall' in error;
  const words = isSystem ? `The local backend met the error ${codeOf(error)}.` : messageOf(error);
  return new InternalServerError(words, { cause: error });
};
