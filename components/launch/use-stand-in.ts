'use client';

import { useCallback, useEffect, useState } from 'react';
import { askServer } from '@/components/shell/ask-server';
import { type LaunchDraft } from '@/lib/training/launch-draft';
import { type StandInDescription } from '@/lib/training/stand-in';
import { type StandInActions } from './launch-actions';

const firstLookMs = 400;
/** Between two looks at a build. */
const nextLookMs = 1500;

type Choice = Pick<LaunchDraft, 'image' | 'instanceType'>;

export interface StandInView {
  /** null: the image itself runs; undefined: not known yet. */
  standIn: StandInDescription | null | undefined;
  failure: string | undefined;
  build: () => Promise<void>;
  /** Asks again, e.g. after an environment was deleted. */
  look: () => Promise<void>;
}

/** What stands in for the image in the form, looked at again while it is being built. */
export const useStandIn = ({ image, instanceType }: Choice, actions: StandInActions): StandInView => {
  const choice = JSON.stringify({ image, instanceType });
  const [known, setKnown] = useState<{
    choice: string;
    standIn?: StandInDescription | null;
    failure?: string;
  }>();
  const current = known?.choice === choice ? known : undefined;

  const ask = useCallback(
    async (what: 'describe' | 'build') => {
      const result = await askServer(() => actions[what](JSON.parse(choice) as Choice));
      // An image that is still being typed is none yet.
      const incomplete = !result.ok && result.error.code === 'invalid-input' && what === 'describe';
      if (result.ok) setKnown({ choice, standIn: result.value });
      else setKnown(incomplete ? { choice, standIn: null } : { choice, failure: result.error.message });
    },
    [choice, actions],
  );

  const isBuilding = current?.standIn?.state === 'building';
  const answered = current !== undefined;
  useEffect(() => {
    if (answered && !isBuilding) return;
    const timer = setInterval(() => void ask('describe'), answered ? nextLookMs : firstLookMs);
    return () => clearInterval(timer);
  }, [ask, answered, isBuilding]);

  return {
    standIn: current?.standIn,
    failure: current?.failure,
    build: () => ask('build'),
    look: () => ask('describe'),
  };
};
