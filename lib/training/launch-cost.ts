/** What a launch would cost, from the values that matter for it: the rest of the form may still be incomplete. */
import { readDuration } from './duration-text';
import { readFurther } from './further-settings';
import { isPlainObject } from './json-value';
import { type LaunchDraft } from './launch-draft';
import { shareOfUsd, usdOf, usdPerHourOf } from './money/price';
import { type SpotBilling } from './money/running-cost';

export interface LaunchCost {
  /** Of all instances, on demand. Absent where price or number of instances is not known. */
  usdPerHour?: number;
  /** For the whole max runtime. */
  usdAtMost?: number;
  /** The same on spot, where the account's finished spot jobs tell how much of their time is billed. */
  usdOnSpot?: number;
  /** Max runtime. */
  seconds?: number;
}

/** @param usdPerInstanceHour on-demand price of one instance */
export const launchCost = (
  draft: Pick<LaunchDraft, 'instanceCount' | 'maxRuntimeSeconds' | 'spot' | 'warmPoolSeconds' | 'further'>,
  usdPerInstanceHour: number | undefined,
  billing?: Pick<SpotBilling, 'share'> | null,
): LaunchCost => {
  const { ResourceConfig: resources } = readFurther(draft.further).members ?? {};
  // Groups of instances have types and counts of their own.
  if (resources === null || (isPlainObject(resources) && resources.InstanceGroups !== undefined)) return {};
  const keptWarm =
    readDuration(draft.warmPoolSeconds ?? '') ??
    (isPlainObject(resources) ? Number(resources.KeepAlivePeriodInSeconds ?? 0) || 0 : 0);
  const instances = wholeNumber(draft.instanceCount);
  if (instances === undefined || usdPerInstanceHour === undefined) return {};
  const usdPerHour = usdPerHourOf(instances, usdPerInstanceHour);
  const seconds = readDuration(draft.maxRuntimeSeconds);
  if (seconds === undefined || seconds <= 0) return { usdPerHour };
  const usdAtMost = usdOf(instances * (seconds + keptWarm), usdPerInstanceHour);
  return {
    usdPerHour,
    usdAtMost,
    seconds,
    ...(draft.spot && billing && { usdOnSpot: shareOfUsd(usdAtMost, billing.share) }),
  };
};

const wholeNumber = (text: string): number | undefined => {
  const number = Number(text);
  return text.trim() !== '' && Number.isInteger(number) && number > 0 ? number : undefined;
};
