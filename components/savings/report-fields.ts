/** The fields that say what a report is of. */
import { z } from 'zod';
import { type PeriodChoice, periodPresets } from '@/lib/training/report/period-choice';

export const chooseDays = 'Choose a first and a last day.';
/** Of a training job. */
const maxNameLength = 63;

/** Days are `first/last`, so that the same choice is the same text. */
const periodFieldsSchema = z.object({ choice: z.enum([...periodPresets, 'custom']), days: z.string() });

export type PeriodValues = z.infer<typeof periodFieldsSchema>;

/** What the fields say. */
export const periodFormSchema: z.ZodType<PeriodChoice> = periodFieldsSchema.transform(
  ({ choice, days }, context) => {
    if (choice !== 'custom') return { preset: choice };
    const period = periodOfDays(...days.split('/'));
    if (period) return period;
    context.addIssue({ code: 'custom', path: ['days'], message: chooseDays });
    return z.NEVER;
  },
);

export const periodFieldsOf = (period: PeriodChoice): PeriodValues =>
  'preset' in period
    ? { choice: period.preset, days: '' }
    : { choice: 'custom', days: `${period.from}/${period.to}` };

/** Undefined where one of the two is missing. A time behind a day is left out. */
export const periodOfDays = (from = '', to = ''): { from: string; to: string } | undefined =>
  from === '' || to === '' ? undefined : { from: from.slice(0, 10), to: to.slice(0, 10) };

/** A beginning of names; empty for all jobs. */
export const prefixFormSchema = z.object({
  prefix: z.string().trim().max(maxNameLength, `A job’s name has ${maxNameLength} characters at most.`),
});
