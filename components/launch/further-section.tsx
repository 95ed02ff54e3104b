'use client';

import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Textarea from '@cloudscape-design/components/textarea';
import { Field } from '@/components/forms/field';
import { readFurther } from '@/lib/training/further-settings';
import { FoldedSection } from './folded-section';
import { type LaunchForm } from './use-launch-form';

/** What the form has no fields for, as JSON. */
export const FurtherSection = ({ form }: { form: LaunchForm }) => {
  const text = form.values.further ?? '';
  const { members } = readFurther(text);
  const names = Object.keys(members ?? {});
  const tidy = members && names.length > 0 ? JSON.stringify(members, null, 2) : undefined;
  return (
    <FoldedSection
      form={form}
      title="Further settings (JSON)"
      about="Whatever else SageMaker takes: groups of instances, experiments, remote debugging."
      holds={['further']}
      set={names.length === 0 && text !== '' ? ['JSON'] : names}
    >
      <SpaceBetween size="xs">
        <Field
          form={form}
          path="further"
          label="Members of CreateTrainingJob"
          description="They are merged into the request that the fields above make; null leaves a member out. Channels are told by their ChannelName."
          stretch
        >
          <Textarea
            value={text}
            rows={Math.min(24, Math.max(6, text.split('\n').length + 1))}
            spellcheck={false}
            placeholder={'{\n  "RemoteDebugConfig": { "EnableRemoteDebug": true }\n}'}
            onChange={({ detail }) => form.change({ further: detail.value })}
            onBlur={() => form.touch('further')}
          />
        </Field>
        {tidy !== undefined && tidy !== text && (
          <Button onClick={() => form.change({ further: tidy })}>Format</Button>
        )}
        <Box color="text-body-secondary">
          The request below shows what is sent. AWS’s own model of CreateTrainingJob is checked before the
          launch.
        </Box>
      </SpaceBetween>
    </FoldedSection>
  );
};
