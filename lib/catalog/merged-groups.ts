import { type GroupSums } from '../training/report/amounts';

/** Sums of the same groups and kinds in several periods as those of all of them. */
export const mergedGroups = (byPeriod: readonly GroupSums[][]): GroupSums[] => {
  const merged = new Map<string, GroupSums>();
  for (const sums of byPeriod) {
    for (const one of sums) {
      // A group may have any name, and none is another than the empty one.
      const key = `${one.spot ? 1 : 0} ${one.instanceType ?? ''} ${one.group === undefined ? '' : `=${one.group}`}`;
      const all = merged.get(key);
      if (all === undefined) merged.set(key, { ...one });
      else add(all, one);
    }
  }
  return [...merged.values()];
};

const add = (all: GroupSums, one: GroupSums): void => {
  all.jobs += one.jobs;
  all.trainingInstanceSeconds += one.trainingInstanceSeconds;
  all.billableInstanceSeconds += one.billableInstanceSeconds;
  all.usefulInstanceSeconds += one.usefulInstanceSeconds;
  all.atMostJobs += one.atMostJobs;
  all.waitingSeconds += one.waitingSeconds;
  all.startingSeconds += one.startingSeconds;
  all.interruptions += one.interruptions;
  all.recomputedEpochs += one.recomputedEpochs;
  all.heldInstanceSeconds += one.heldInstanceSeconds;
};
