/** Whether SageMaker may assume a role, told from the role's trust policy as IAM gives it. */
import { isPlainObject } from './json-value';
import { parseJson } from './json-text';

/**
 * `depends`: on conditions, or on what is not read here (NotPrincipal, NotAction).
 * https://docs.aws.amazon.com/sagemaker/latest/dg/sagemaker-roles.html
 */
export type Trust = 'yes' | 'no' | 'depends';

/** @param document JSON, which IAM's answers have percent-encoded */
export const trustOf = (document: string): Trust => {
  const policy = parseJson(decoded(document));
  if (!isPlainObject(policy)) return 'depends';
  const statements = asList(policy.Statement).filter(isPlainObject);
  const said = (effect: string) => {
    const answers = statements.filter(({ Effect }) => Effect === effect).map(appliesTo);
    if (answers.includes('yes')) return 'yes';
    return answers.includes('depends') ? 'depends' : 'no';
  };
  const allowed = said('Allow');
  const denied = said('Deny');
  if (denied === 'yes' || allowed === 'no') return 'no';
  return denied === 'depends' ? 'depends' : allowed;
};

/** Whether a statement is about SageMaker assuming the role. */
const appliesTo = (statement: Readonly<Record<string, unknown>>): Trust => {
  const parts = [principalOf(statement), actionOf(statement)];
  if (parts.includes('no')) return 'no';
  const isBound = isPlainObject(statement.Condition) && Object.keys(statement.Condition).length > 0;
  return parts.includes('depends') || isBound ? 'depends' : 'yes';
};

const principalOf = ({ Principal, NotPrincipal }: Readonly<Record<string, unknown>>): Trust => {
  if (NotPrincipal !== undefined) return 'depends';
  if (Principal === '*') return 'depends';
  const services = isPlainObject(Principal) ? asList(Principal.Service) : [];
  return services.some((service) => service === '*' || isSageMaker(service)) ? 'yes' : 'no';
};

/** AWS's partitions have their own domains, and take the common name as well. */
const isSageMaker = (service: unknown): boolean =>
  typeof service === 'string' && /^sagemaker\.amazonaws\.com(\.cn)?$/i.test(service);

const actionOf = ({ Action, NotAction }: Readonly<Record<string, unknown>>): Trust => {
  if (NotAction !== undefined) return 'depends';
  return asList(Action).some((action) => typeof action === 'string' && covers(action, 'sts:AssumeRole'))
    ? 'yes'
    : 'no';
};

const covers = (pattern: string, action: string): boolean =>
  new RegExp(
    `^${pattern
      .replace(/[^*?\w:-]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
    'i',
  ).test(action);

const asList = (value: unknown): unknown[] =>
  Array.isArray(value) ? value : value === undefined ? [] : [value];

const decoded = (document: string): string => {
  try {
    return decodeURIComponent(document);
  } catch (error) {
    if (error instanceof URIError) return document;
    throw error;
  }
};
