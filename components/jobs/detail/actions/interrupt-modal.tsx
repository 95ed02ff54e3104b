'use client';

import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import Form from '@cloudscape-design/components/form';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import Modal from '@cloudscape-design/components/modal';
import RadioGroup from '@cloudscape-design/components/radio-group';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { askServer } from '@/components/shell/ask-server';
import { ModalFooter } from '@/components/shell/modal-footer';
import { FormRegion } from '@/components/shell/form-region';
import { type ActionError } from '@/lib/errors/action-result';
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

/** Takes the instance away, as the spot market would: when, with what notice, and for how long. */
export const InterruptModal = (props: InterruptModalProps) => {
  const { jobName, epoch, training, hasCheckpoints, interrupt, onClose, onDone } = props;
  const [when, setWhen] = useState<'now' | 'after'>(training ? 'now' : 'after');
  const [afterEpoch, setAfterEpoch] = useState(String((epoch ?? 0) + 1));
  const [notice, setNotice] = useState(true);
  const [wait, setWait] = useState('10');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ActionError>();
  const [wrong, setWrong] = useState<Record<string, string>>({});

  const submit = async () => {
    const found: Record<string, string> = {};
    if (when === 'after' && !/^\d+$/.test(afterEpoch.trim())) {
      found.afterEpoch = 'Enter a whole number of an epoch, such as 4.';
    }
    if (!/^(\d+(\.\d+)?)?$/.test(wait.trim())) {
      found.capacityWaitSeconds = 'Enter a number of seconds, or leave it empty.';
    }
    setWrong(found);
    if (Object.keys(found).length > 0) return;
    setBusy(true);
    const result = await askServer(() =>
      interrupt({
        notice,
        ...(when === 'after' && { afterEpoch: Number(afterEpoch) }),
        ...(wait.trim() !== '' && { capacityWaitSeconds: Number(wait) }),
      }),
    );
    setBusy(false);
    if (!result.ok) {
      const { field, message } = result.error;
      setWrong(field === undefined ? {} : { [field]: message });
      setError(field === undefined ? result.error : undefined);
      return;
    }
    onDone(
      when === 'now'
        ? `The instance of ${jobName} is being taken away.`
        : `The instance of ${jobName} will be taken away after epoch ${afterEpoch}.`,
    );
  };

  return (
    <Modal
      visible
      header="Interrupt this job"
      onDismiss={onClose}
      footer={
        <ModalFooter onCancel={onClose}>
          <Button variant="primary" loading={busy} onClick={() => void submit()}>
            Interrupt
          </Button>
        </ModalFooter>
      }
    >
      <FormRegion label="How to interrupt this job">
        <Form errorText={error?.message}>
          <SpaceBetween size="m">
            <Alert type="info">
              A simulated spot interruption with real consequences: the training process is killed and its
              folder destroyed. Only what has reached S3 survives.
            </Alert>
            {!hasCheckpoints && (
              <Alert type="warning">This job saves no checkpoints: it will start again from scratch.</Alert>
            )}
            <FormField label="When">
              <RadioGroup
                value={when}
                onChange={({ detail }) => setWhen(detail.value === 'now' ? 'now' : 'after')}
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
              <FormField label="Epoch" errorText={wrong.afterEpoch}>
                <Input
                  type="number"
                  inputMode="numeric"
                  value={afterEpoch}
                  onChange={({ detail }) => setAfterEpoch(detail.value)}
                />
              </FormField>
            )}
            <FormField label="Notice">
              <RadioGroup
                value={notice ? 'notice' : 'none'}
                onChange={({ detail }) => setNotice(detail.value === 'notice')}
                items={[
                  { value: 'notice', label: 'With notice', description: 'SIGTERM, 2 s, SIGKILL' },
                  { value: 'none', label: 'Without notice', description: 'SIGKILL at once' },
                ]}
              />
            </FormField>
            <FormField
              label={
                <span>
                  Wait for capacity, seconds <i>- optional</i>
                </span>
              }
              description="How long the job then waits for a new instance (simulated). Empty: as the spot market draws it."
              errorText={wrong.capacityWaitSeconds}
            >
              <Input
                type="number"
                inputMode="decimal"
                value={wait}
                onChange={({ detail }) => setWait(detail.value)}
              />
            </FormField>
          </SpaceBetween>
        </Form>
      </FormRegion>
    </Modal>
  );
};
