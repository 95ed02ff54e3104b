/** An error keeps a launch from being sent, a warning is the reader's choice. */
export type Severity = 'error' | 'warning';

/** What is wrong with a launch, with its remedy, beside the field it belongs to. */
export interface Finding {
  severity: Severity;
  /** Path of the form field, e.g. `maxWaitSeconds` or `channels.0.s3Uri`. */
  field: string;
  reason: string;
  remedy: string;
}
