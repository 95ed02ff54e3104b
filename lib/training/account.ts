/** Whose AWS is shown, and what they may do there: as the account's page shows it. */

import { type AnnouncementsView } from './announcements-view';
import { capitalized } from './format';

/** What the use cases need, in the parts that the policies in `iam/` have. */
export const duties = ['watch', 'launch', 'deploy'] as const;
export type Duty = (typeof duties)[number];

export type Verdict =
  | { kind: 'allowed' }
  /** No policy of the caller's allows it. */
  | { kind: 'not-granted' }
  /** A policy of the caller's forbids it. */
  | { kind: 'denied' }
  /** The organization's policies forbid it, or do not allow it. */
  | { kind: 'organization' }
  | { kind: 'boundary' };

/** One thing that people do, and the actions it needs. */
export interface Need {
  duty: Duty;
  /** E.g. `Read logs`. */
  what: string;
  actions: readonly { action: string; verdict?: Verdict }[];
}

export interface PermissionCheck {
  needs: readonly Need[];
  /** Why the verdicts could not be looked up, where none are there. */
  unchecked?: string;
}

export interface AccountView {
  region: string;
  /** AWS's partition, or that it is none. */
  partition: string;
  accountId: string;
  arn: string;
  /** `{}`: the account has none. */
  alias: { name?: string; unknown?: string };
  /** By which credentials, e.g. `the profile "research": SSO session corp, …`. */
  source: string;
  /** Roles taken with them, in their order. */
  roles: readonly { profile: string; roleArn: string }[];
  /** When these credentials end, ms since the epoch; absent: they do not end by themselves. */
  until?: number;
  /** When somebody has to sign in again, ms since the epoch; before that they are renewed by themselves. */
  signInUntil?: number;
  /** What to run then. */
  command?: string;
  /** Where each service is asked. */
  addresses: readonly { service: string; url: string }[];
  /** How far this machine's clock is behind AWS's, in ms; negative: ahead. Absent where that does no harm. */
  clockBehindMs?: number;
  /** The queue that tells of changed jobs, where the settings name one. */
  changes?: AnnouncementsView;
  /** Set where a program of one's own stands in for AWS. */
  standsIn?: true;
}

/**
 * Who a policy is asked for: of a role's session the role, whose path AWS has to be asked for.
 * @param arn of the caller, as STS tells it
 */
export const principalOf = (
  arn: string,
):
  { kind: 'entity'; arn: string } | { kind: 'role'; name: string } | { kind: 'root' } | { kind: 'other' } => {
  const [, service, resource = ''] = /^arn:[^:]+:(iam|sts)::\d*:(.+)$/s.exec(arn) ?? [];
  if (resource === 'root') return { kind: 'root' };
  const role = /^assumed-role\/([^/]+)\//.exec(resource)?.[1];
  if (service === 'sts' && role !== undefined) return { kind: 'role', name: role };
  return service === 'iam' && /^(user|role)\//.test(resource) ? { kind: 'entity', arn } : { kind: 'other' };
};

/** `ReadLogs` as people read it: `Read logs`. */
export const wordsOf = (sid: string): string =>
  capitalized(sid.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase());
