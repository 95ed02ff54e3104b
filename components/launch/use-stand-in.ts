'use client';

import { useCallback, useMemo } from 'react';
import { useFollowed } from '@/components/shell/use-followed';
import { type LaunchDraft } from '@/lib/training/launch-draft';
import { needsNode } from '@/lib/training/image-findings';
import { type StandInDescription } from '@/lib/training/stand-in';
import { type StandInActions } from './launch-actions';

type Choice = Pick<LaunchDraft, 'image' | 'instanceType'>;
type Chosen = Choice & Pick<LaunchDraft, 'entryPoint' | 'source'>;

export interface StandInView {
  /** null: the image itself runs; undefined: not known yet, or nothing stands in, since Node.js runs the script. */
  standIn: StandInDescription | null | undefined;
  failure: string | undefined;
  build: () => Promise<void>;
  /** Asks again, e.g. after an environment was deleted. */
  look: () => Promise<void>;
}

/** What stands in for the image in the form, looked at again while it is being built. */
export const useStandIn = (chosen: Chosen, actions: StandInActions): StandInView => {
  const { image, instanceType } = chosen;
  const asked = JSON.stringify({ image, instanceType });
  const choice = useMemo((): Choice => ({ image, instanceType }), [image, instanceType]);
  const key = needsNode(chosen) ? '' : asked;
  const describe = useCallback(() => actions.describe(choice), [actions, choice]);
  const { value, failure, ask } = useFollowed(key, describe, (standIn) => standIn?.state === 'building');
  // An image that is still being typed is none yet.
  const incomplete = failure?.code === 'invalid-input';
  return {
    standIn: incomplete ? null : value,
    failure: incomplete ? undefined : failure?.message,
    build: () => ask(() => actions.build(choice)),
    look: () => ask(),
  };
};
