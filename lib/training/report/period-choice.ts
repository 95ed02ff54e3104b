/** What a reader can choose of a report's period; `period.ts` makes moments of it. */
export const periodPresets = ['7d', '30d', '90d', 'this-month', 'last-month', 'this-year', 'all'] as const;
export type PeriodPreset = (typeof periodPresets)[number];

/** A preset, or a first and a last day, both `YYYY-MM-DD` and both included. */
export type PeriodChoice = { preset: PeriodPreset } | { from: string; to: string };

export const barUnits = ['day', 'week', 'month'] as const;
export type BarUnit = (typeof barUnits)[number];
