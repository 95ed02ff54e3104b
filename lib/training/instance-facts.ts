/** What an instance type has, in figures and in words. */
import { instanceFamilies, type InstanceFamily } from './instance-families';
import { lookUp } from './look-up';

export interface InstanceFacts {
  vcpus: number;
  gib: number;
  /** GPUs, or Trainium chips. */
  accelerators?: { count: number; name: string; gib: number };
}

export interface FamilyOfTypes {
  /** E.g. `g5: A10G`. */
  title: string;
  types: readonly string[];
}

const factsOfSize = (family: InstanceFamily, size: string): InstanceFacts => {
  const times = /^(\d*)xlarge$/.exec(size)?.[1];
  const vcpus = lookUp(family.vcpus ?? {}, size) ?? (times === undefined ? 2 : 4 * Number(times || '1'));
  const { accelerator } = family;
  return {
    vcpus,
    gib: lookUp(family.gib ?? {}, size) ?? Math.round(10 * vcpus * family.gibPerVcpu) / 10,
    ...(accelerator && {
      accelerators: {
        count: lookUp(accelerator.counts ?? {}, size) ?? 1,
        name: accelerator.name,
        gib: accelerator.gib,
      },
    }),
  };
};

const nameOf = (family: InstanceFamily, size: string) => `ml.${family.name}.${size}`;

/** Every type that SageMaker trains on, by family. */
export const typesByFamily: readonly FamilyOfTypes[] = instanceFamilies.map((family) => ({
  title: `${family.name}: ${family.title}`,
  types: family.sizes.split(' ').map((size) => nameOf(family, size)),
}));

const facts: ReadonlyMap<string, InstanceFacts> = new Map(
  instanceFamilies.flatMap((family) =>
    family.sizes.split(' ').map((size) => [nameOf(family, size), factsOfSize(family, size)] as const),
  ),
);

/** @returns undefined for what SageMaker trains on no instance of */
export const instanceFacts = (instanceType: string): InstanceFacts | undefined => facts.get(instanceType);

/** `4 vCPU, 16 GiB, 1 × A10G of 24 GiB`; undefined where nothing is known of the type. */
export const factsInWords = (instanceType: string): string | undefined => {
  const facts = instanceFacts(instanceType);
  if (facts === undefined) return undefined;
  const { vcpus, gib, accelerators } = facts;
  return [
    `${vcpus} vCPU`,
    `${gib} GiB`,
    ...(accelerators ? [`${accelerators.count} × ${accelerators.name} of ${accelerators.gib} GiB`] : []),
  ].join(', ');
};
