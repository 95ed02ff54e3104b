/** What a launch would cost, from the values that matter for it: the rest of the form may still be incomplete. */
import { readDuration } from './duration-text';
import { type LaunchDraft } from './launch-draft';
import { usdOf } from './money/price';
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
  draft: Pick<LaunchDraft, 'instanceCount' | 'maxRuntimeSeconds' | 'spot'>,
  usdPerInstanceHour: number | undefined,
  billing?: Pick<SpotBilling, 'share'> | null,
): LaunchCost => {
  const instances = wholeNumber(draft.instanceCount);
  if (instances === undefined || usdPerInstanceHour === undefined) return {};
  const usdPerHour = instances * usdPerInstanceHour;
  const seconds = readDuration(draft.maxRuntimeSeconds);
  if (seconds === undefined || seconds <= 0) return { usdPerHour };
  const usdAtMost = usdOf(instances * seconds, usdPerInstanceHour);
  return {
    usdPerHour,
    usdAtMost,
    seconds,
    ...(draft.spot && billing && { usdOnSpot: usdAtMost * billing.share }),
  };
};

const wholeNumber = (text: string): number | undefined => {
  const number = Number(text);
  return text.trim() !== '' && Number.isInteger(number) && number > 0 ? number : undefined;
};
