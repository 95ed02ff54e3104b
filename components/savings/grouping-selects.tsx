'use client';

import Select from '@cloudscape-design/components/select';
import { maxNameParts } from '@/lib/training/report/name-parts';

interface TagKeySelectProps {
  /** Offered, and `tagKey` with them. */
  tagKeys: readonly string[];
  tagKey: string | undefined;
  onChange: (tagKey: string | undefined) => void;
}

/** By which tag jobs are grouped. */
export const TagKeySelect = ({ tagKeys, tagKey, onChange }: TagKeySelectProps) => {
  const keys = tagKey === undefined || tagKeys.includes(tagKey) ? tagKeys : [tagKey, ...tagKeys];
  return (
    <Select
      ariaLabel="Tag"
      selectedOption={tagKey === undefined ? null : { value: tagKey, label: tagKey }}
      options={keys.map((value) => ({ value, label: value }))}
      filteringType="auto"
      expandToViewport
      onChange={({ detail }) => onChange(detail.selectedOption.value)}
    />
  );
};

const nameParts = Array.from({ length: maxNameParts }, (_, index) => ({
  value: String(index + 1),
  label: index === 0 ? 'First part of the name' : `First ${index + 1} parts of the name`,
}));

/** By how many parts of their names jobs are grouped. */
export const NamePartsSelect = ({
  parts,
  onChange,
}: {
  parts: number;
  onChange: (parts: number) => void;
}) => (
  <Select
    ariaLabel="Parts of the name, divided by hyphens"
    selectedOption={nameParts[parts - 1] ?? null}
    options={nameParts}
    expandToViewport
    onChange={({ detail }) => onChange(Number(detail.selectedOption.value))}
  />
);
