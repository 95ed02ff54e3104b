'use client';

import SegmentedControl from '@cloudscape-design/components/segmented-control';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { maxNameParts } from '@/lib/training/report/name-parts';
import { type WasteBoard, type WasteGroup, type WasteQuery } from '@/lib/training/report/waste-board';

const labels: Record<WasteGroup, string> = {
  owner: 'Owner',
  tag: 'Tag',
  prefix: 'Name prefix',
  instance: 'Instance type',
};

interface WasteGroupingProps {
  board: WasteBoard;
  onChange: (change: Partial<WasteQuery>) => void;
}

/** By what the board divides the jobs. */
export const WasteGrouping = ({ board, onChange }: WasteGroupingProps) => {
  const { grouping, query } = board;
  return (
    <SpaceBetween direction="horizontal" size="xs" alignItems="center">
      {grouping.by === 'tag' && <TagKey board={board} onChange={onChange} />}
      {grouping.by === 'prefix' && <PrefixParts parts={query.prefixParts} onChange={onChange} />}
      <SegmentedControl
        label="By"
        selectedId={grouping.by}
        options={Object.entries(labels).map(([id, text]) => ({ id, text }))}
        onChange={({ detail }) => onChange({ group: detail.selectedId as WasteGroup })}
      />
    </SpaceBetween>
  );
};

const TagKey = ({ board: { grouping, tagKeys }, onChange }: WasteGroupingProps) => {
  const { tagKey } = grouping;
  if (tagKey === undefined) return <span>No job has a tag: by name</span>;
  const keys = tagKeys.includes(tagKey) ? tagKeys : [tagKey, ...tagKeys];
  return (
    <Select
      ariaLabel="Tag"
      selectedOption={{ value: tagKey, label: tagKey }}
      options={keys.map((value) => ({ value, label: value }))}
      filteringType="auto"
      expandToViewport
      onChange={({ detail }) => onChange({ group: 'tag', tagKey: detail.selectedOption.value })}
    />
  );
};

const PrefixParts = ({ parts, onChange }: { parts: number; onChange: WasteGroupingProps['onChange'] }) => {
  const options = Array.from({ length: maxNameParts }, (_, index) => ({
    value: String(index + 1),
    label: index === 0 ? 'First part of the name' : `First ${index + 1} parts of the name`,
  }));
  return (
    <Select
      ariaLabel="Parts of the name, divided by hyphens"
      selectedOption={options[parts - 1] ?? null}
      options={options}
      expandToViewport
      onChange={({ detail }) => onChange({ prefixParts: Number(detail.selectedOption.value) })}
    />
  );
};
