import type { AwsErrorLike } from './service';

/**
 * Codes that CloudWatch's Query clients know under another name than the error's shape
 * (awsQueryError traits of the CloudWatch model).
 */
const queryCodes: Readonly<Record<string, string>> = {
  InvalidParameterValueException: 'InvalidParameterValue',
  InvalidParameterCombinationException: 'InvalidParameterCombination',
  MissingRequiredParameterException: 'MissingParameter',
  LimitExceededFault: 'LimitExceeded',
  InternalServiceFault: 'InternalServiceError',
  InvalidFormatFault: 'InvalidFormat',
};

/** How the Query protocol, and JSON clients in query mode, name an error. */
export const queryErrorOf = (error: AwsErrorLike): { code: string; fault: 'Sender' | 'Receiver' } => ({
  code: queryCodes[error.code] ?? error.code,
  fault: error.status >= 500 ? 'Receiver' : 'Sender',
});
