/** What is wrong with the execution role of a launch, as far as IAM tells it beforehand. */
import { type LaunchInput } from './launch-input';
import { type Finding } from './finding';
import { type PreflightFacts } from './preflight';
import { type RoleLack } from './role-needs';

export const roleFindings = (
  { roleArn }: LaunchInput,
  { roleProblem, roleLacks = [], passRole }: PreflightFacts,
): Finding[] => {
  const name = roleArn.split('/').at(-1) ?? roleArn;
  return [
    ...(roleProblem === undefined ? [] : [assumeFinding(name, roleArn, roleProblem)]),
    ...(passRole === 'no'
      ? [
          error(
            'roleArn',
            `You may not pass the role ${name} to SageMaker: no policy of yours allows iam:PassRole on it.`,
            'Ask for it, or choose another role: iam/launch.json has the statement.',
          ),
        ]
      : []),
    ...byPurpose(roleLacks).map((lacks) => lackFinding(name, lacks)),
  ];
};

const assumeFinding = (
  name: string,
  roleArn: string,
  problem: NonNullable<PreflightFacts['roleProblem']>,
): Finding => {
  const account = roleArn.split(':')[4] ?? '';
  const said = {
    missing: [`The account has no role ${name}.`, 'Choose one of the list, or make the role first.'],
    'not-trusted': [
      `SageMaker may not assume the role ${name}: its trust policy does not let sagemaker.amazonaws.com.`,
      'Choose another role, or allow sts:AssumeRole to that service in its trust policy.',
    ],
    'other-account': [
      `The role is of the account ${account}, and a job takes only a role of its own account.`,
      'Choose one of the list.',
    ],
  } as const;
  const [reason, remedy] = said[problem];
  return error('roleArn', reason, remedy);
};

/** One finding for what is needed for the same purpose, what is forbidden apart. */
const byPurpose = (lacks: readonly RoleLack[]): RoleLack[][] => {
  const groups = new Map<string, RoleLack[]>();
  for (const lack of lacks) {
    const key = JSON.stringify([lack.field, lack.what, lack.isForbidden]);
    groups.set(key, [...(groups.get(key) ?? []), lack]);
  }
  return [...groups.values()];
};

const lackFinding = (role: string, lacks: readonly RoleLack[]): Finding => {
  const [first] = lacks;
  const listed = lacks.map(({ action, resource }) => `${action} on ${resource}`).join(', ');
  const { field = 'roleArn', what = '', isForbidden = false } = first ?? {};
  return isForbidden
    ? error(
        field,
        `A policy forbids the role ${role} ${listed}, for ${what}.`,
        'Change that statement, or choose another role.',
      )
    : {
        severity: 'warning',
        field,
        reason: `No policy of the role ${role} allows ${listed}, for ${what}.`,
        remedy:
          'Allow it there, unless the resource’s own policy does: iam/execution-role.json has all of it.',
      };
};

const error = (field: string, reason: string, remedy: string): Finding => ({
  ...{ severity: 'error', field, reason, remedy },
});
