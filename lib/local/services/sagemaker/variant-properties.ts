import { validationError } from '../../core/aws-error';
import type { EndpointVariant } from '../../store/hosting-store';

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
      ...(!excluded.includes('DesiredInstanceCount') && { instanceCount: before.instanceCount }),
      ...(!excluded.includes('DesiredWeight') && { weight: before.weight }),
    };
  });

export interface VariantChange {
  VariantName: string;
  DesiredWeight?: number | undefined;
  DesiredInstanceCount?: number | undefined;
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
    const { DesiredWeight: weight, DesiredInstanceCount: instanceCount } = byName.get(variant.name) ?? {};
    return {
      ...variant,
      ...(weight !== undefined && { weight }),
      ...(instanceCount !== undefined && { instanceCount }),
    };
  });
};
