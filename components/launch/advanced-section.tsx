'use client';

import Box from '@cloudscape-design/components/box';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Textarea from '@cloudscape-design/components/textarea';
import { Field, TextField } from '@/components/forms/field';
import { Columns } from '@/components/shell/columns';
import { trainingPlanOf } from '@/lib/training/further-settings';
import { type LaunchDraft } from '@/lib/training/launch-draft';
import { FoldedSection } from './folded-section';
import { type LaunchForm } from './use-launch-form';

const fields = ['retryAttempts', 'warmPoolSeconds', 'containerEntrypoint', 'containerArguments'];

/** Retries, a warm pool, and the container's own command. */
export const AdvancedSection = ({ form }: { form: LaunchForm }) => {
  const plan = trainingPlanOf(form.values.further);
  return (
    <FoldedSection
      form={form}
      title="Retries, warm pool, container command"
      holds={fields}
      set={setOf(form.values)}
    >
      <SpaceBetween size="l">
        <Columns count={2}>
          <TextField
            form={form}
            name="retryAttempts"
            label="Retries"
            inputMode="numeric"
            placeholder="0"
            constraintText="After a fault of SageMaker’s own (InternalServerError), 30 at most; the limits of time cover all of them together."
          />
          <TextField
            form={form}
            name="warmPoolSeconds"
            label="Warm pool"
            placeholder="15 min"
            constraintText="How long the instances stay for the next job, and are paid. On demand only."
          />
        </Columns>
        <Columns count={2}>
          <Lines
            form={form}
            name="containerEntrypoint"
            label="Container entry point"
            constraintText="One part a line; in place of the image’s own."
          />
          <Lines
            form={form}
            name="containerArguments"
            label="Container arguments"
            constraintText="One argument a line."
          />
        </Columns>
        {plan !== undefined && (
          <Box color="text-body-secondary">
            Training plan, by the JSON below: {plan}. It is bought and changed in the AWS console.
          </Box>
        )}
      </SpaceBetween>
    </FoldedSection>
  );
};

const setOf = ({ containerEntrypoint = [], containerArguments = [], ...draft }: LaunchDraft): string[] => [
  ...(draft.retryAttempts ? [`${draft.retryAttempts} retries`] : []),
  ...(draft.warmPoolSeconds ? ['warm pool'] : []),
  ...(containerEntrypoint.length + containerArguments.length > 0 ? ['container command'] : []),
];

interface LinesProps {
  form: LaunchForm;
  name: 'containerEntrypoint' | 'containerArguments';
  label: string;
  constraintText: string;
}

const Lines = ({ form, name, label, constraintText }: LinesProps) => {
  const lines = form.values[name] ?? [];
  return (
    <Field form={form} path={name} label={label} constraintText={constraintText} holdsParts stretch>
      <Textarea
        value={lines.join('\n')}
        rows={Math.min(10, Math.max(2, lines.length + 1))}
        spellcheck={false}
        onChange={({ detail }) =>
          form.change({ [name]: detail.value === '' ? [] : detail.value.split('\n') })
        }
        onBlur={() => form.touch(name)}
      />
    </Field>
  );
};
