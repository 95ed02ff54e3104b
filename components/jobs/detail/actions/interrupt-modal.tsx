'use client';

import Alert from '@cloudscape-design/components/alert';
import FormField from '@cloudscape-design/components/form-field';
import RadioGroup from '@cloudscape-design/components/radio-group';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { z } from 'zod';
import { TextField } from '@/components/forms/field';
import { FormModal } from '@/components/forms/form-modal';
import { useForm } from '@/components/forms/use-form';
import { type JobActions } from './job-actions';

interface InterruptModalProps {
  jobName: string;
  /** Epoch that is trained now, where known. */
  epoch?: number;
  /** Whether the process is training at this moment: only then can it be interrupted at once. */
  training: boolean;
  hasCheckpoints: boolean;
  interrupt: JobActions['interrupt'];
  onClose: () => void;
  onDone: (message: string) => void;
}

const order = ['when', 'afterEpoch', 'notice', 'capacityWaitSeconds'];
const interruptionSchema = z
  .object({
    when: z.string(),
    afterEpoch: z.string().trim(),
    notice: z.boolean(),
    capacityWaitSeconds: z
      .string()
      .trim()
      .regex(/^(\d+(\.\d+)?)?$/, 'Enter a number of seconds, or leave it empty.'),
  })
  .refine(({ when, afterEpoch }) => when !== 'after' || /^\d+$/.test(afterEpoch), {
    path: ['afterEpoch'],
    message: 'Enter a whole number of an epoch, such as 4.',
  });

/** Takes the instance away, as the spot market would: when, with what notice, and for how long. */
export const InterruptModal = (props: InterruptModalProps) => {
  const { jobName, epoch, training, hasCheckpoints, interrupt, onClose, onDone } = props;
  const form = useForm({
    initial: {
      when: training ? 'now' : 'after',
      afterEpoch: String((epoch ?? 0) + 1),
      notice: true,
      capacityWaitSeconds: '10',
    },
    schema: interruptionSchema,
    order,
  });
  const { when, notice } = form.values;
  return (
    <FormModal
      form={form}
      header="Interrupt this job"
      label="How to interrupt this job"
      submitText="Interrupt"
      send={(input) =>
        interrupt({
          notice: input.notice,
          ...(input.when === 'after' && { afterEpoch: Number(input.afterEpoch) }),
          ...(input.capacityWaitSeconds !== '' && { capacityWaitSeconds: Number(input.capacityWaitSeconds) }),
        })
      }
      onClose={onClose}
      onDone={(input) =>
        onDone(
          input.when === 'now'
            ? `The instance of ${jobName} is being taken away.`
            : `The instance of ${jobName} will be taken away after epoch ${input.afterEpoch}.`,
        )
      }
    >
      <SpaceBetween size="m">
        <Alert type="info">
          A simulated spot interruption with real consequences: the training process is killed and its folder
          destroyed. Only what has reached S3 survives.
        </Alert>
        {!hasCheckpoints && (
          <Alert type="warning">This job saves no checkpoints: it will start again from scratch.</Alert>
        )}
        <FormField label="When">
          <RadioGroup
            value={when}
            onChange={({ detail }) => form.change({ when: detail.value })}
            items={[
              {
                value: 'now',
                label: 'Now',
                disabled: !training,
                description: training
                  ? 'In the middle of an epoch'
                  : 'The job is not training at this moment',
              },
              { value: 'after', label: 'After an epoch', description: 'Once the log has named its end' },
            ]}
          />
        </FormField>
        {when === 'after' && (
          <TextField form={form} name="afterEpoch" label="Epoch" type="number" inputMode="numeric" />
        )}
        <FormField label="Notice">
          <RadioGroup
            value={notice ? 'notice' : 'none'}
            onChange={({ detail }) => form.change({ notice: detail.value === 'notice' })}
            items={[
              { value: 'notice', label: 'With notice', description: 'SIGTERM, 2 s, SIGKILL' },
              { value: 'none', label: 'Without notice', description: 'SIGKILL at once' },
            ]}
          />
        </FormField>
        <TextField
          form={form}
          name="capacityWaitSeconds"
          label={
            <span>
              Wait for capacity, seconds <i>- optional</i>
            </span>
          }
          description="How long the job then waits for a new instance (simulated). Empty: as the spot market draws it."
          type="number"
          inputMode="decimal"
        />
      </SpaceBetween>
    </FormModal>
  );
};
