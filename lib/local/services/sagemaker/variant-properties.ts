import { validationError } from '../../core/aws-error';
import { type ServerlessConfig } from '../../core/requests/create-endpoint-config';
import type { EndpointVariant } from '../../store/hosting-store';
import { checkConcurrency } from './endpoint-config-operations';

type Property = 'DesiredInstanceCount' | 'DesiredWeight' | 'DataCaptureConfig';

/** Variants of a new config with what was changed since the old one, for those that have the same name. */
export const retainProperties = (
  wanted: readonly EndpointVariant[],
  present: readonly EndpointVariant[],
  excluded: readonly Property[],
): EndpointVariant[] =>
  wanted.map((variant) => {
    const before = present.find(({ name }) => name === variant.name);
    if (!before) return variant;
    return {
      ...variant,
      ...(!excluded.includes('DesiredInstanceCount') &&
        !variant.serverless &&
        !before.serverless && { instanceCount: before.instanceCount }),
      ...(!excluded.includes('DesiredWeight') && { weight: before.weight }),
    };
  });

export interface VariantChange {
  VariantName: string;
  DesiredWeight?: number | undefined;
  DesiredInstanceCount?: number | undefined;
  ServerlessUpdateConfig?: {
    MaxConcurrency?: number | undefined;
    ProvisionedConcurrency?: number | undefined;
  };
}

/** Throws ValidationException for a variant that is not there or is named twice, and for a count of 0. */
export const changeVariants = (
  variants: readonly EndpointVariant[],
  configName: string,
  changes: readonly VariantChange[],
): EndpointVariant[] => {
  const byName = new Map(changes.map((change) => [change.VariantName, change]));
  const twice = changes.find((change) => byName.get(change.VariantName) !== change);
  if (twice)
    throw validationError(`The variant name "${twice.VariantName}" was non-unique within the request.`);
  const foreign = [...byName.keys()].filter((name) => !variants.some((variant) => variant.name === name));
  if (foreign.length > 0) {
    const names = foreign.map((name) => `"${name}"`).join(', ');
    throw validationError(
      `The variant name(s) ${names} is/are not present within endpoint configuration "${configName}".`,
    );
  }
  for (const { VariantName: name, DesiredInstanceCount: count } of changes) {
    if (count === 0) throw validationError(`DesiredInstanceCount of variant "${name}" must be at least 1.`);
  }
  return variants.map((variant) => {
    const change = byName.get(variant.name);
    if (!change) return variant;
    const { DesiredWeight: weight, DesiredInstanceCount: instanceCount } = change;
    const serverless = changeServerless(variant, change);
    return {
      ...variant,
      ...(weight !== undefined && { weight }),
      ...(instanceCount !== undefined && { instanceCount }),
      ...(serverless && { serverless }),
    };
  });
};

/** Each kind of variant has its own capacity, and takes no change of the other kind's. */
const changeServerless = (
  { name, serverless }: EndpointVariant,
  { DesiredInstanceCount: count, ServerlessUpdateConfig: update = {} }: VariantChange,
): ServerlessConfig | undefined => {
  const { MaxConcurrency: max, ProvisionedConcurrency: provisioned } = update;
  if (!serverless) {
    if (max === undefined && provisioned === undefined) return undefined;
    throw validationError(`Variant "${name}" is not serverless: it has no ServerlessUpdateConfig.`);
  }
  if (count !== undefined)
    throw validationError(`Variant "${name}" is serverless: it has no DesiredInstanceCount.`);
  const changed = {
    ...serverless,
    ...(max !== undefined && { MaxConcurrency: max }),
    ...(provisioned !== undefined && { ProvisionedConcurrency: provisioned }),
  };
  checkConcurrency(name, changed);
  return changed;
};
