/** What is wrong with a form, each a sentence with the field that it belongs to. */
import { type ActionError } from '@/lib/errors/action-result';
import { type Severity } from '@/lib/training/finding';

export interface Problem {
  /** Path of the field, e.g. `channels.0.s3Uri`. */
  field: string;
  severity: Severity;
  text: string;
  /** It may be otherwise by now, and the server says so: it is shown, and does not keep anybody from sending. */
  mayPass?: true;
  /** Something is not filled in yet: said once the field was left or the form sent, as what a schema refuses. */
  quiet?: true;
}

/** What stands beside a field: what is wrong, or what to beware of. */
export interface FieldMessage {
  error?: string;
  warning?: string;
}

interface Issue {
  path: readonly PropertyKey[];
  message: string;
}

/** Of each field the first sentence that its schema says. */
export const issueProblems = (issues: readonly Issue[]): Problem[] => {
  const byField = new Map<string, Problem>();
  for (const { path, message } of issues) {
    const field = path.map(String).join('.');
    if (!byField.has(field)) byField.set(field, { field, severity: 'error', text: message });
  }
  return [...byField.values()];
};

/** What the server refused, if it belongs to a field. */
export const refusalProblems = (error: ActionError | undefined): Problem[] =>
  error?.field === undefined ? [] : [{ field: error.field, severity: 'error', text: error.message }];

/**
 * Errors first, each kind in the order of the page.
 * @param order the form's fields from top to bottom, by the first part of their paths
 */
export const inPageOrder = (problems: readonly Problem[], order: readonly string[]): Problem[] => {
  const placeOf = ({ field }: Problem): number => {
    const place = order.indexOf(field.split('.')[0] ?? field);
    return place === -1 ? order.length : place;
  };
  return [...problems].sort(
    (a, b) =>
      Number(a.severity === 'warning') - Number(b.severity === 'warning') ||
      placeOf(a) - placeOf(b) ||
      a.field.localeCompare(b.field, 'en', { numeric: true }),
  );
};

/** By field; of several errors of one field the first, of several warnings all. */
export const messagesOf = (problems: readonly Problem[]): ReadonlyMap<string, FieldMessage> => {
  const messages = new Map<string, FieldMessage>();
  for (const { field, severity, text } of problems) {
    const before = messages.get(field) ?? {};
    messages.set(
      field,
      severity === 'error'
        ? { ...before, error: before.error ?? text }
        : { ...before, warning: before.warning === undefined ? text : `${before.warning} ${text}` },
    );
  }
  return messages;
};
