'use client';

import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Toggle from '@cloudscape-design/components/toggle';
import { Columns } from '@/components/shell/columns';
import { formatDuration } from '@/lib/training/format';
import { readDuration } from '@/lib/training/duration-text';
import { defaultCheckpointUri } from '@/lib/training/launch-draft';
import { Field, FieldPlace, TextField } from '@/components/forms/field';
import { UriInput } from './browse/uri-input';
import { type LaunchForm } from './use-launch-form';

/** Spot, its limits, and the checkpoints that let a job survive an interruption. */
export const SpotSection = ({ form, bucket }: { form: LaunchForm; bucket: string }) => {
  const { values: draft } = form;
  const setSpot = (spot: boolean) =>
    form.change({
      spot,
      maxWaitSeconds: spot ? String(2 * (readDuration(draft.maxRuntimeSeconds) ?? 3600)) : undefined,
      ...(spot && !draft.checkpoint && { checkpoint: { s3Uri: defaultCheckpointUri(bucket, draft.name) } }),
    });
  return (
    <Container header={<Header variant="h2">Spot and checkpoints</Header>}>
      <SpaceBetween size="l">
        <FieldPlace form={form} path="spot">
          <Toggle
            checked={draft.spot}
            onChange={({ detail }) => setSpot(detail.checked)}
            description="Up to 90 % cheaper; the instance can be taken away at any time, and the job waits for another."
          >
            Managed spot training
          </Toggle>
        </FieldPlace>
        <Columns count={2}>
          <TextField
            form={form}
            name="maxRuntimeSeconds"
            label="Max runtime"
            placeholder="1h 30"
            constraintText={inWords(draft.maxRuntimeSeconds, 'Training time after which the job is stopped')}
          />
          {(draft.spot || draft.maxWaitSeconds !== undefined) && (
            <TextField
              form={form}
              name="maxWaitSeconds"
              label="Max wait"
              placeholder="3h"
              constraintText={inWords(draft.maxWaitSeconds, 'Waiting and training together')}
            />
          )}
        </Columns>
        <Toggle
          checked={draft.checkpoint !== undefined}
          onChange={({ detail }) =>
            form.change({
              checkpoint: detail.checked ? { s3Uri: defaultCheckpointUri(bucket, draft.name) } : undefined,
            })
          }
        >
          Save checkpoints to S3
        </Toggle>
        <Field form={form} path="checkpoint" stretch>
          {draft.checkpoint ? (
            <Columns count={2}>
              <Field
                form={form}
                path="checkpoint.s3Uri"
                label="Checkpoint URI"
                constraintText="One prefix, one job: what the script writes is mirrored here and restored at a restart."
              >
                <UriInput
                  label="Checkpoint URI"
                  pick="folder"
                  value={draft.checkpoint.s3Uri}
                  onChange={(s3Uri) => form.change({ checkpoint: { ...draft.checkpoint, s3Uri } })}
                  onBlur={() => form.touch('checkpoint.s3Uri')}
                />
              </Field>
              <Field
                form={form}
                path="checkpoint.localPath"
                label="Local path (optional)"
                constraintText="Where the script finds them: /opt/ml/checkpoints by default."
              >
                <Input
                  value={draft.checkpoint.localPath ?? ''}
                  placeholder="/opt/ml/checkpoints"
                  onChange={({ detail }) =>
                    form.change({
                      checkpoint: {
                        s3Uri: draft.checkpoint?.s3Uri ?? '',
                        localPath: detail.value || undefined,
                      },
                    })
                  }
                  onBlur={() => form.touch('checkpoint.localPath')}
                />
              </Field>
            </Columns>
          ) : (
            <Box color="text-body-secondary">No checkpoints are kept.</Box>
          )}
        </Field>
      </SpaceBetween>
    </Container>
  );
};

/** What was typed, said back, so that nobody has to trust how it was read. */
const inWords = (typed: string | undefined, meaning: string): string => {
  const seconds = readDuration(typed ?? '');
  return seconds === undefined || seconds <= 0
    ? `${meaning}: 2h, 90 min, 1h30, or seconds.`
    : `${meaning}: ${formatDuration(seconds)}.`;
};
