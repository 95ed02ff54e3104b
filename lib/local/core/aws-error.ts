/**
 * The one error that crosses the wire. Services and the engine throw it; each protocol renders it in its own
 * shape. Built fresh for each throw, so that a stack always belongs to its request.
 */
export class AwsError extends Error {
  /**
   * @param code AWS's error type, e.g. `ValidationException`, `ResourceInUse`, `NoSuchKey`.
   * @param message text for the caller.
   * @param extra further members of the error body or headers a protocol may need (e.g. ModelError's fields).
   */
  constructor(
    readonly code: string,
    message: string,
    readonly extra: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
    this.name = 'AwsError';
  }

  get status(): number {
    return statusByCode[this.code] ?? 400;
  }
}

/** HTTP status by error code; a code that is not listed is a client error, 400. */
const statusByCode: Readonly<Record<string, number>> = {
  // SageMaker Runtime
  ModelError: 424,
  ModelNotReadyException: 429,
  ServiceUnavailable: 503,
  InternalDependencyException: 530,
  // common
  InternalFailure: 500,
  InternalServerError: 500,
  InternalError: 500,
  ServiceUnavailableException: 503,
  AccessDenied: 403,
  AccessDeniedException: 400,
  RequestEntityTooLarge: 413,
  SignatureDoesNotMatch: 403,
  InvalidAccessKeyId: 403,
  // S3
  NoSuchBucket: 404,
  NoSuchKey: 404,
  NoSuchTagSet: 404,
  NoSuchUpload: 404,
  NotFound: 404,
  BucketAlreadyOwnedByYou: 409,
  BucketNotEmpty: 409,
  OperationAborted: 409,
  NotModified: 304,
  PreconditionFailed: 412,
  InvalidRange: 416,
  InvalidPartNumber: 416,
  MethodNotAllowed: 405,
  MissingContentLength: 411,
  NotImplemented: 501,
  SlowDown: 503,
};

/** ValidationException, SageMaker's answer to most bad input. */
export const validationError = (message: string): AwsError => new AwsError('ValidationException', message);
