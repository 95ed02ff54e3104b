'use client';

import Box from '@cloudscape-design/components/box';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import SegmentedControl from '@cloudscape-design/components/segmented-control';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { formatNumber } from '@/lib/training/format';
import {
  type ReportGroup,
  reportGroups,
  type ReportQuery,
  type SavingsReport,
} from '@/lib/training/report/savings-report';
import { BreakdownJobs } from './breakdown-jobs';
import { BreakdownRows } from './breakdown-rows';
import { NamePartsSelect, TagKeySelect } from './grouping-selects';
import { type EnterPrice } from './price-entry';
import { type ReportLinks } from './report-links';

interface BreakdownProps {
  backend: string;
  report: SavingsReport;
  links: ReportLinks;
  onChange: (change: Partial<ReportQuery>) => void;
  onEnter: EnterPrice;
}

const labels: Record<ReportGroup, string> = {
  instance: 'Instance type',
  tag: 'Tag',
  prefix: 'Name prefix',
  job: 'Job',
};

/** The totals by what the reader chooses. */
export const Breakdown = ({ backend, report, links, onChange, onEnter }: BreakdownProps) => {
  const { groups, query } = report;
  const header = (
    <Header
      variant="h2"
      counter={groups.pages > 1 ? `(${formatNumber(groups.found)})` : undefined}
      description={groups.by === 'job' ? jobsShown(report) : undefined}
      actions={
        <SpaceBetween direction="horizontal" size="xs" alignItems="end">
          {groups.by === 'tag' && <TagKey report={report} onChange={onChange} />}
          {groups.by === 'prefix' && (
            <NamePartsSelect
              parts={query.prefixParts}
              onChange={(prefixParts) => onChange({ prefixParts })}
            />
          )}
          <SegmentedControl
            label="By"
            selectedId={groups.by}
            options={Object.entries(labels).map(([id, text]) => ({ id, text }))}
            onChange={({ detail }) => {
              const group = reportGroups.find((one) => one === detail.selectedId);
              if (group) onChange({ group, sort: undefined });
            }}
          />
        </SpaceBetween>
      }
    >
      Where it was saved
    </Header>
  );
  return groups.by === 'job' ? (
    <BreakdownJobs
      backend={backend}
      report={report}
      header={header}
      links={links}
      onSort={(sort) => onChange({ sort })}
      onEnter={onEnter}
    />
  ) : (
    <BreakdownRows
      report={report}
      header={header}
      links={links}
      onSort={(sort) => onChange({ sort })}
      onEnter={onEnter}
      onPage={(page) => onChange({ groupPage: page > 1 ? page : undefined })}
    />
  );
};

/** Which jobs the rows are, where they are not all. */
const jobsShown = ({ groups, totals }: SavingsReport): string | undefined => {
  const shown = groups.jobs?.length ?? 0;
  return totals.jobs > shown
    ? `The ${formatNumber(shown)} jobs that saved most, then those that cost most.`
    : undefined;
};

const TagKey = ({ report, onChange }: Pick<BreakdownProps, 'report' | 'onChange'>) => {
  const { groups, tagKeys } = report;
  if (groups.tagKey === undefined && tagKeys.length === 0)
    return <Box color="text-body-secondary">No job has a tag.</Box>;
  return (
    <FormField>
      <TagKeySelect tagKeys={tagKeys} tagKey={groups.tagKey} onChange={(tagKey) => onChange({ tagKey })} />
    </FormField>
  );
};
