'use client';

import DateRangePicker from '@cloudscape-design/components/date-range-picker';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import Select from '@cloudscape-design/components/select';
import { useState } from 'react';
import { type PeriodPreset, periodPresets } from '@/lib/training/report/period-choice';
import { type ReportQuery } from '@/lib/training/report/savings-report';
import { presetLabels } from './period-labels';
import styles from './savings.module.css';

type Asked = Pick<ReportQuery, 'period' | 'zone' | 'namePrefix'>;

interface ReportControlsProps {
  query: Asked;
  onChange: (change: Partial<Asked>) => void;
}

const custom = { value: 'custom', label: 'Choose days…' };
const presets = periodPresets.map((value) => ({ value, label: presetLabels[value] }));

/** What the report is of: its period and its jobs. */
export const ReportControls = ({ query, onChange }: ReportControlsProps) => {
  const range = 'from' in query.period ? query.period : undefined;
  const [choosing, setChoosing] = useState(range !== undefined);
  const [prefix, setPrefix] = useState(query.namePrefix ?? '');
  const [shownPrefix, setShownPrefix] = useState(query.namePrefix);
  // The address may have changed by itself: back, forward, a link.
  if (shownPrefix !== query.namePrefix) {
    setShownPrefix(query.namePrefix);
    setPrefix(query.namePrefix ?? '');
  }
  const isCustom = choosing || range !== undefined;
  const preset = 'preset' in query.period ? query.period.preset : undefined;
  const applyPrefix = () => {
    const next = prefix.trim();
    if (next !== (query.namePrefix ?? '')) onChange({ namePrefix: next === '' ? undefined : next });
  };
  return (
    <div className={styles.controls}>
      <FormField label="Period">
        <Select
          selectedOption={isCustom ? custom : (presets.find(({ value }) => value === preset) ?? custom)}
          options={[...presets, custom]}
          expandToViewport
          onChange={({ detail }) => {
            const { value } = detail.selectedOption;
            setChoosing(value === custom.value);
            if (value !== custom.value) onChange({ period: { preset: value as PeriodPreset } });
          }}
        />
      </FormField>
      {isCustom && (
        <FormField label="Days">
          <DateRangePicker
            value={range ? { type: 'absolute', startDate: range.from, endDate: range.to } : null}
            onChange={({ detail }) => {
              if (detail.value?.type !== 'absolute') return;
              onChange({
                period: { from: detail.value.startDate.slice(0, 10), to: detail.value.endDate.slice(0, 10) },
              });
            }}
            isValidRange={(value) =>
              value?.type === 'absolute' && value.startDate !== '' && value.endDate !== ''
                ? { valid: true }
                : { valid: false, errorMessage: 'Choose a first and a last day.' }
            }
            rangeSelectorMode="absolute-only"
            relativeOptions={[]}
            dateOnly
            showClearButton={false}
            expandToViewport
            placeholder="First and last day"
          />
        </FormField>
      )}
      <FormField label="Names beginning with">
        <Input
          value={prefix}
          placeholder="All jobs"
          type="search"
          clearAriaLabel="All jobs"
          onChange={({ detail }) => {
            setPrefix(detail.value);
            if (detail.value === '' && query.namePrefix !== undefined) onChange({ namePrefix: undefined });
          }}
          onBlur={applyPrefix}
          onKeyDown={({ detail }) => {
            if (detail.key === 'Enter') applyPrefix();
          }}
        />
      </FormField>
      <div className={`${styles.note} ${styles.zone}`}>
        Jobs that ended in these days, by the calendar of {query.zone}.
      </div>
    </div>
  );
};
