'use client';

import Select from '@cloudscape-design/components/select';
import { type TrainingModel } from '@/lib/training-log/model';

interface RankSelectProps {
  reading: TrainingModel;
  /** Undefined: the lowest. */
  onChange: (rank: string | undefined) => void;
}

/** Whose curve is drawn, where several ranks or hosts print one each. */
export const RankSelect = ({ reading, onChange }: RankSelectProps) => {
  const ranks = [...new Set(reading.attempts.flatMap((attempt) => attempt.ranks))];
  const shown = reading.attempts.findLast(({ rank }) => rank !== undefined)?.rank;
  if (ranks.length < 2) return null;
  const options = ranks.map((rank) => ({ value: rank, label: rank }));
  return (
    <Select
      options={options}
      selectedOption={options.find(({ value }) => value === shown) ?? null}
      placeholder="Rank"
      ariaLabel="Rank whose curves are shown"
      onChange={({ detail }) =>
        onChange(detail.selectedOption.value === ranks[0] ? undefined : detail.selectedOption.value)
      }
    />
  );
};
