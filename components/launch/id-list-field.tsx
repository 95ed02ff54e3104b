'use client';

import Autosuggest from '@cloudscape-design/components/autosuggest';
import SpaceBetween from '@cloudscape-design/components/space-between';
import TokenGroup from '@cloudscape-design/components/token-group';
import { useState } from 'react';
import { Field } from '@/components/forms/field';
import { type LaunchForm } from './use-launch-form';

interface Choice {
  value: string;
  label: string;
  description?: string;
}

interface IdListFieldProps {
  form: LaunchForm;
  name: 'subnets' | 'securityGroupIds';
  label: string;
  placeholder: string;
  constraintText: string;
  /** What the account has; empty where it could not be listed. */
  choices: readonly Choice[];
  isLoading: boolean;
}

/** Several ids: chosen of a list, or typed. */
export const IdListField = ({
  form,
  name,
  label,
  placeholder,
  constraintText,
  choices,
  isLoading,
}: IdListFieldProps) => {
  const [typed, setTyped] = useState('');
  const chosen = form.values[name] ?? [];
  const add = (text: string) => {
    // Several may be pasted at once.
    const ids = text.split(/[\s,]+/).filter((id) => id !== '' && !chosen.includes(id));
    if (ids.length > 0) form.change({ [name]: [...chosen, ...new Set(ids)] });
    setTyped('');
    form.touch(name);
  };
  return (
    <Field form={form} path={name} label={label} constraintText={constraintText} holdsParts stretch>
      <SpaceBetween size="xxs">
        <Autosuggest
          value={typed}
          options={choices.filter(({ value }) => !chosen.includes(value)).map((choice) => ({ ...choice }))}
          enteredTextLabel={(value) => `Add ${value}`}
          placeholder={placeholder}
          statusType={isLoading ? 'loading' : 'finished'}
          loadingText="Asking AWS for them"
          empty={choices.length === 0 ? undefined : 'There are no further ones'}
          onChange={({ detail }) => setTyped(detail.value)}
          onSelect={({ detail }) => add(detail.value)}
          onKeyDown={({ detail }) => {
            // The list itself takes Enter only where one of it is marked.
            const isMarked = document.activeElement?.hasAttribute('aria-activedescendant');
            if (detail.key === 'Enter' && !isMarked) add(typed);
          }}
          onBlur={() => add(typed)}
        />
        {chosen.length > 0 && (
          <TokenGroup
            items={chosen.map((id) => {
              const choice = choices.find(({ value }) => value === id);
              return {
                label: id,
                dismissLabel: `Remove ${id}`,
                ...(choice?.description !== undefined && { description: choice.description }),
              };
            })}
            onDismiss={({ detail }) =>
              form.change({ [name]: chosen.filter((_id, index) => index !== detail.itemIndex) })
            }
          />
        )}
      </SpaceBetween>
    </Field>
  );
};
