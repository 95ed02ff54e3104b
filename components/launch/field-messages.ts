import { launchInputSchema, type LaunchInput } from '@/lib/training/launch-input';
import { type LaunchDraft } from '@/lib/training/launch-draft';
import { type Finding } from '@/lib/training/preflight';

/** What stands beside a field: what is wrong, or what to beware of. */
export interface FieldMessage {
  error?: string;
  warning?: string;
}

export type FieldMessages = ReadonlyMap<string, FieldMessage>;

/** The draft as a launch, or what keeps it from being one, by field path. */
export const readDraft = (
  draft: LaunchDraft,
): { input?: LaunchInput; issues: ReadonlyMap<string, string> } => {
  const parsed = launchInputSchema.safeParse(draft);
  if (parsed.success) return { input: parsed.data, issues: new Map() };
  const issues = new Map<string, string>();
  for (const issue of parsed.error.issues) {
    const path = issue.path.join('.');
    if (!issues.has(path)) issues.set(path, issue.message);
  }
  return { issues };
};

/**
 * One message per field: what the schema says comes before what preflight found.
 * @param revealed whether a field's issue is shown yet: not while it is first being typed
 */
export const fieldMessages = (
  issues: ReadonlyMap<string, string>,
  findings: readonly Finding[],
  revealed: (path: string) => boolean,
): FieldMessages => {
  const messages = new Map<string, FieldMessage>();
  for (const { field, severity, reason, remedy } of findings) {
    const text = `${reason} ${remedy}`;
    const before = messages.get(field) ?? {};
    messages.set(
      field,
      severity === 'error' ? { ...before, error: before.error ?? text } : { ...before, warning: text },
    );
  }
  for (const [path, message] of issues) {
    if (revealed(path)) messages.set(path, { error: `Needs ${message}.` });
  }
  return messages;
};
