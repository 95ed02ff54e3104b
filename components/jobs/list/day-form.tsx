'use client';

import DatePicker from '@cloudscape-design/components/date-picker';
import FormField from '@cloudscape-design/components/form-field';

interface DayFormProps {
  value: unknown;
  onChange: (value: string | null) => void;
  label: string;
  endOfDay: boolean;
}

export const DayForm = ({ value, onChange, label, endOfDay }: DayFormProps) => (
  <FormField label={label} constraintText="In your time zone">
    <DatePicker
      value={dayOf(value, endOfDay)}
      onChange={({ detail }) => onChange(instantOf(detail.value, endOfDay))}
      placeholder="YYYY/MM/DD"
      expandToViewport
    />
  </FormField>
);

/** `YYYY-MM-DD` in the reader's zone. A day's end is kept as the next day's start, which its jobs come before. */
const dayOf = (value: unknown, endOfDay: boolean): string => {
  const at = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(at)) return '';
  const day = new Date(endOfDay ? at - 1 : at);
  return [day.getFullYear(), day.getMonth() + 1, day.getDate()]
    .map((part) => String(part).padStart(2, '0'))
    .join('-');
};

const instantOf = (day: string, endOfDay: boolean): string | null => {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day);
  if (!parts) return null;
  const [, year, month, date] = parts.map(Number);
  return new Date(year ?? 0, (month ?? 1) - 1, (date ?? 1) + (endOfDay ? 1 : 0)).toISOString();
};
