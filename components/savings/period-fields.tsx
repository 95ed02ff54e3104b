'use client';

import DateRangePicker from '@cloudscape-design/components/date-range-picker';
import Select from '@cloudscape-design/components/select';
import { useEffect } from 'react';
import { Field } from '@/components/forms/field';
import { useForm } from '@/components/forms/use-form';
import { type PeriodChoice, periodPresets } from '@/lib/training/report/period-choice';
import { presetLabels } from './period-labels';
import { chooseDays, periodFieldsOf, periodFormSchema, periodOfDays } from './report-fields';

interface PeriodFieldsProps {
  period: PeriodChoice;
  onChange: (period: PeriodChoice) => void;
}

const custom = { value: 'custom', label: 'Choose days…' };
const options = [...periodPresets.map((value) => ({ value, label: presetLabels[value] })), custom];
const order = ['choice', 'days'];

/** A period by its name, or a first and a last day. What is chosen is applied at once. */
export const PeriodFields = ({ period, onChange }: PeriodFieldsProps) => {
  const { choice, days } = periodFieldsOf(period);
  const form = useForm({ initial: { choice, days }, schema: periodFormSchema, order });
  const { values, change, replace } = form;
  // The address may have changed by itself: back, forward, a link.
  useEffect(() => replace({ choice, days }), [replace, choice, days]);
  const chosen = periodOfDays(...values.days.split('/'));
  return (
    <>
      <Field form={form} path="choice" label="Period">
        <Select
          selectedOption={options.find(({ value }) => value === values.choice) ?? custom}
          options={options}
          expandToViewport
          onChange={({ detail }) => {
            const preset = periodPresets.find((each) => each === detail.selectedOption.value);
            change({ choice: preset ?? 'custom' });
            if (preset) onChange({ preset });
          }}
        />
      </Field>
      {values.choice === 'custom' && (
        <Field form={form} path="days" label="Days">
          <DateRangePicker
            value={chosen ? { type: 'absolute', startDate: chosen.from, endDate: chosen.to } : null}
            onBlur={() => form.touch('days')}
            onChange={({ detail: { value } }) => {
              const next =
                value?.type === 'absolute' ? periodOfDays(value.startDate, value.endDate) : undefined;
              if (!next) return;
              change(periodFieldsOf(next));
              onChange(next);
            }}
            isValidRange={(value) =>
              value?.type === 'absolute' && periodOfDays(value.startDate, value.endDate)
                ? { valid: true }
                : { valid: false, errorMessage: chooseDays }
            }
            rangeSelectorMode="absolute-only"
            relativeOptions={[]}
            dateOnly
            showClearButton={false}
            expandToViewport
            placeholder="First and last day"
          />
        </Field>
      )}
    </>
  );
};
