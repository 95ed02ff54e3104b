import { type BarUnit, type PeriodChoice, type PeriodPreset } from '@/lib/training/report/period-choice';

export const presetLabels: Record<PeriodPreset, string> = {
  '7d': 'Last 7 days',
  '30d': 'Last 30 days',
  '90d': 'Last 90 days',
  'this-month': 'This month',
  'last-month': 'Last month',
  'this-year': 'This year',
  all: 'All time',
};

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `24 Nov`, with the year where it is asked for. @param day `YYYY-MM-DD` */
export const dayLabel = (day: string, withYear = false): string => {
  const [year, month, date] = day.split('-').map(Number);
  return `${date} ${months[(month ?? 1) - 1]}${withYear ? ` ${year}` : ''}`;
};

/** `24 Nov`, `week of 23 Nov`, `Nov 2026`. */
export const barLabel = (day: string, unit: BarUnit, withYear = false): string => {
  const [year, month] = day.split('-').map(Number);
  if (unit === 'month') return `${months[(month ?? 1) - 1]} ${year}`;
  return unit === 'week' ? `week of ${dayLabel(day, withYear)}` : dayLabel(day, withYear);
};

export const periodLabel = (choice: PeriodChoice): string =>
  'preset' in choice
    ? presetLabels[choice.preset]
    : choice.from === choice.to
      ? dayLabel(choice.from, true)
      : `${dayLabel(choice.from, true)} to ${dayLabel(choice.to, true)}`;
