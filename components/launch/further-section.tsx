'use client';

import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Textarea from '@cloudscape-design/components/textarea';
import { useState } from 'react';
import { Field } from '@/components/forms/field';
import { readFurther } from '@/lib/training/further-settings';
import { type LaunchForm } from './use-launch-form';

/** What the form has no fields for, as JSON; it is open where there is some, and opens where it is looked for. */
export const FurtherSection = ({ form }: { form: LaunchForm }) => {
  const text = form.values.further ?? '';
  const [open, setOpen] = useState(text !== '');
  const [seen, setSeen] = useState(form.sought);
  if (form.sought !== seen) {
    setSeen(form.sought);
    if (form.sought?.path === 'further') setOpen(true);
  }
  const { members } = readFurther(text);
  const names = Object.keys(members ?? {});
  const tidy = members && names.length > 0 ? JSON.stringify(members, null, 2) : undefined;
  return (
    <ExpandableSection
      variant="container"
      headerText="Further settings (JSON)"
      headerDescription={
        names.length === 0 ? 'VPC, KMS keys, retries and whatever else SageMaker takes.' : names.join(', ')
      }
      expanded={open}
      onChange={({ detail }) => setOpen(detail.expanded)}
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
            placeholder={'{\n  "RetryStrategy": { "MaximumRetryAttempts": 3 }\n}'}
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
    </ExpandableSection>
  );
};
