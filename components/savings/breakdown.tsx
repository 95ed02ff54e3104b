'use client';

import Box from '@cloudscape-design/components/box';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import SegmentedControl from '@cloudscape-design/components/segmented-control';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { formatNumber } from '@/lib/training/format';
import { maxNameParts } from '@/lib/training/report/name-parts';
import { type ReportGroup, type ReportQuery, type SavingsReport } from '@/lib/training/report/savings-report';
import { BreakdownJobs } from './breakdown-jobs';
import { BreakdownRows } from './breakdown-rows';
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
      description={groups.by === 'job' ? 'The jobs that saved most, then those that cost most.' : undefined}
      actions={
        <SpaceBetween direction="horizontal" size="xs" alignItems="center">
          {groups.by === 'tag' && <TagKey report={report} onChange={onChange} />}
          {groups.by === 'prefix' && <PrefixParts query={query} onChange={onChange} />}
          <SegmentedControl
            label="By"
            selectedId={groups.by}
            options={Object.entries(labels).map(([id, text]) => ({ id, text }))}
            onChange={({ detail }) => onChange({ group: detail.selectedId as ReportGroup })}
          />
        </SpaceBetween>
      }
    >
      Where it was saved
    </Header>
  );
  return groups.by === 'job' ? (
    <BreakdownJobs backend={backend} report={report} header={header} links={links} onEnter={onEnter} />
  ) : (
    <BreakdownRows
      report={report}
      header={header}
      links={links}
      onEnter={onEnter}
      onPage={(page) => onChange({ groupPage: page > 1 ? page : undefined })}
    />
  );
};

const TagKey = ({ report, onChange }: Pick<BreakdownProps, 'report' | 'onChange'>) => {
  const { tagKey } = report.groups;
  const keys =
    tagKey === undefined || report.tagKeys.includes(tagKey) ? report.tagKeys : [tagKey, ...report.tagKeys];
  if (keys.length === 0) return <Box color="text-body-secondary">No job has a tag.</Box>;
  return (
    <FormField>
      <Select
        ariaLabel="Tag"
        selectedOption={tagKey === undefined ? null : { value: tagKey, label: tagKey }}
        options={keys.map((value) => ({ value, label: value }))}
        filteringType="auto"
        expandToViewport
        onChange={({ detail }) => onChange({ tagKey: detail.selectedOption.value })}
      />
    </FormField>
  );
};

const PrefixParts = ({ query, onChange }: { query: ReportQuery; onChange: BreakdownProps['onChange'] }) => {
  const options = Array.from({ length: maxNameParts }, (_, index) => ({
    value: String(index + 1),
    label: index === 0 ? 'First part of the name' : `First ${index + 1} parts of the name`,
  }));
  return (
    <Select
      ariaLabel="Parts of the name, divided by hyphens"
      selectedOption={options[query.prefixParts - 1] ?? null}
      options={options}
      expandToViewport
      onChange={({ detail }) => onChange({ prefixParts: Number(detail.selectedOption.value) })}
    />
  );
};
