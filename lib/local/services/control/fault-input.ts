import { z } from 'zod';
import { validationError } from '../../core/aws-error';
import type { Fault, FaultList } from '../../wire/faults';

const maxFaults = 100;
/** Longer than any client waits. */
const maxDelayMs = 600_000;

const fault = z
  .strictObject({
    service: z.string().optional(),
    operation: z.string().min(1),
    // As error types are written: `ThrottlingException`, `AWS.SimpleQueueService.NonExistentQueue`.
    code: z
      .string()
      .max(128)
      .regex(/^[A-Za-z][A-Za-z0-9.]*$/, 'must be an error code of AWS, such as ThrottlingException')
      .optional(),
    message: z.string().max(1024).optional(),
    every: z.int().min(1).optional(),
    count: z.int().min(1).optional(),
    delayMs: z.int().min(0).max(maxDelayMs).optional(),
  })
  .refine(({ code, delayMs = 0 }) => code !== undefined || delayMs > 0, {
    error: 'does nothing: give code, delayMs or both',
  })
  .refine(({ code, message }) => code !== undefined || message === undefined, {
    path: ['message'],
    error: 'needs a code to go with',
  });

/** The body of `PUT /_local/faults`. */
export const faultListInput = z.array(fault).max(maxFaults);

/** A misspelt fault would never strike, and a test with it would pass for nothing. @throws AwsError ValidationException */
export const checkFaultTargets = (faults: readonly Fault[], list: FaultList): void => {
  const services = list.services();
  for (const [index, { service, operation }] of faults.entries()) {
    if (service !== undefined && !services.includes(service)) {
      throw validationError(`${index}.service: no service ${service}; there are ${services.join(', ')}`);
    }
    if (!list.knows({ service, operation })) {
      const where = service === undefined ? 'no service of this backend has' : `${service} does not have`;
      throw validationError(`${index}.operation: ${where} the operation ${operation}`);
    }
  }
};
