'use client';

import SegmentedControl from '@cloudscape-design/components/segmented-control';
import SpaceBetween from '@cloudscape-design/components/space-between';
import {
  type WasteBoard,
  type WasteGroup,
  wasteGroups,
  type WasteQuery,
} from '@/lib/training/report/waste-board';
import { NamePartsSelect, TagKeySelect } from '../savings/grouping-selects';

const labels: Record<WasteGroup, string> = {
  owner: 'Owner',
  tag: 'Tag',
  prefix: 'Name prefix',
  instance: 'Instance type',
  where: 'Account and Region',
};

interface WasteGroupingProps {
  board: WasteBoard;
  onChange: (change: Partial<WasteQuery>) => void;
}

/** By what the board divides the jobs. */
export const WasteGrouping = ({ board, onChange }: WasteGroupingProps) => {
  const { grouping, query, tagKeys, places } = board;
  const groups = wasteGroups.filter((group) => group !== 'where' || places !== undefined);
  return (
    <SpaceBetween direction="horizontal" size="xs" alignItems="end">
      {grouping.by === 'tag' &&
        (grouping.tagKey === undefined ? (
          <span>No job has a tag: by name</span>
        ) : (
          <TagKeySelect
            tagKeys={tagKeys}
            tagKey={grouping.tagKey}
            onChange={(tagKey) => onChange({ group: 'tag', tagKey })}
          />
        ))}
      {grouping.by === 'prefix' && (
        <NamePartsSelect parts={query.prefixParts} onChange={(prefixParts) => onChange({ prefixParts })} />
      )}
      <SegmentedControl
        label="By"
        selectedId={grouping.by}
        options={groups.map((id) => ({ id, text: labels[id] }))}
        onChange={({ detail }) => {
          const group = groups.find((one) => one === detail.selectedId);
          if (group) onChange({ group });
        }}
      />
    </SpaceBetween>
  );
};
