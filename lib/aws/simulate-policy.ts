import 'server-only';
import { type EvaluationResult, SimulatePrincipalPolicyCommand } from '@aws-sdk/client-iam';
import { type Backend } from './backends';
import { getClients } from './clients';
import { readPages } from './pages';
import { translating } from './translate-error';

/**
 * What IAM says of actions on resources, by the policies of a user or role; what is passed is passed to SageMaker. A
 * bucket's, key's or registry's own policy is not in it.
 * @param source ARN of the user or role
 * @throws {SpotdeckError} access-denied …; unsupported, by a backend that has no policies
 */
export const simulatePolicy = async (
  backend: Backend,
  source: string,
  { actions, resources }: { actions: readonly string[]; resources: readonly string[] },
): Promise<EvaluationResult[]> => {
  const pages = readPages(
    (Marker) =>
      translating(backend, 'ask IAM what is allowed', () =>
        getClients(backend).iam.send(
          new SimulatePrincipalPolicyCommand({
            PolicySourceArn: source,
            ActionNames: [...actions],
            ResourceArns: [...resources],
            ContextEntries: [
              {
                ContextKeyName: 'iam:PassedToService',
                ContextKeyType: 'string',
                ContextKeyValues: ['sagemaker.amazonaws.com'],
              },
            ],
            ...(Marker === undefined ? {} : { Marker }),
          }),
        ),
      ),
    (page) => (page.IsTruncated ? page.Marker : undefined),
  );
  const results: EvaluationResult[] = [];
  for await (const { EvaluationResults = [] } of pages) results.push(...EvaluationResults);
  return results;
};
