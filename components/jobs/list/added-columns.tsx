'use client';

import Autosuggest from '@cloudscape-design/components/autosuggest';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import TokenGroup from '@cloudscape-design/components/token-group';
import { useId, useMemo } from 'react';
import { z } from 'zod';
import { Field } from '@/components/forms/field';
import { useForm } from '@/components/forms/use-form';
import { isSortKey } from '@/lib/training/job-columns';
import { type JobFacets } from '@/lib/training/job-filters';
import {
  columnLabel,
  entryScript,
  formatColumn,
  maxColumnLength,
  parseColumn,
  type ValueColumn,
  valueKinds,
} from '@/lib/training/value-columns';
import { keysOf } from '@/lib/training/keyed';

/** What one reader adds has to fit into a cookie beside the order of all columns. */
const maxAdded = 12;

const kinds = keysOf(valueKinds).map((value) => ({ value, label: valueKinds[value] }));

interface AddedColumnsProps {
  /** As value-columns.ts writes them. */
  wanted: readonly string[];
  facets: JobFacets;
  onChange: (wanted: readonly string[]) => void;
}

/** Columns for a tag, a hyperparameter or a metric by its name: added and taken away. */
export const AddedColumns = ({ wanted, facets, onChange }: AddedColumnsProps) => {
  const heading = useId();
  const schema = useMemo(() => columnFormSchema(wanted), [wanted]);
  const form = useForm({ initial: { kind: 'tag' as ValueColumn['kind'], name: '' }, schema, order });
  const { kind, name } = form.values;
  const add = () => {
    const input = form.attempt();
    if (!input) return;
    onChange([...wanted, input.column]);
    form.replace({ kind, name: '' });
  };
  const script = formatColumn(entryScript);
  return (
    <div role="group" aria-labelledby={heading}>
      <SpaceBetween size="xs">
        <div>
          <Box variant="awsui-key-label">
            <span id={heading}>Columns of your own</span>
          </Box>
          <Box color="text-body-secondary" fontSize="body-s">
            {"Of a tag, a hyperparameter or a metric. A metric is known once the job's log was read."}
          </Box>
        </div>
        <FormField label="Kind of column">
          <Select
            options={kinds}
            selectedOption={kinds.find(({ value }) => value === kind) ?? null}
            onChange={({ detail }) =>
              form.change({
                kind: kinds.find(({ value }) => value === detail.selectedOption.value)?.value ?? 'tag',
              })
            }
          />
        </FormField>
        <Field form={form} path="name" label="Its name">
          <Autosuggest
            placeholder={kind === 'tag' ? 'Owner' : kind === 'hyperparameter' ? 'learning_rate' : 'loss'}
            value={name}
            enteredTextLabel={(text) => `Name: ${text}`}
            options={
              kind === 'tag'
                ? [...new Set(facets.tags.map(({ key }) => key))].map((value) => ({ value }))
                : []
            }
            onChange={({ detail }) => form.change({ name: detail.value })}
            onBlur={() => name !== '' && form.touch('name')}
          />
        </Field>
        <SpaceBetween size="xs" direction="horizontal">
          <Button onClick={add}>Add the column</Button>
          <Button
            disabled={wanted.includes(script) || wanted.length >= maxAdded}
            onClick={() => onChange([...wanted, script])}
          >
            Add the entry script
          </Button>
        </SpaceBetween>
        <TokenGroup
          items={wanted.map((text) => ({ label: labelOf(text), dismissLabel: `Take ${labelOf(text)} away` }))}
          onDismiss={({ detail }) => onChange(wanted.filter((_, index) => index !== detail.itemIndex))}
        />
      </SpaceBetween>
    </div>
  );
};

const order = ['kind', 'name'];
/** The kind stands before it. */
const maxName = maxColumnLength - 20;

/** @param wanted the columns that are there */
export const columnFormSchema = (wanted: readonly string[]) =>
  z
    .object({
      kind: z.custom<ValueColumn['kind']>((value) => kinds.some((kind) => kind.value === value)),
      name: z
        .string()
        .trim()
        .min(1, 'Give the name of a tag, a hyperparameter or a metric.')
        .max(maxName, `A name of ${maxName} characters at most.`),
    })
    .transform((column, context) => {
      const text = formatColumn(column);
      const refuse = (message: string) => context.addIssue({ code: 'custom', path: ['name'], message });
      if (wanted.includes(text)) refuse('This column is there already.');
      else if (wanted.length >= maxAdded) refuse(`${maxAdded} columns at most can be added: take one away.`);
      return { column: text };
    });

const labelOf = (text: string) => {
  const column = parseColumn(text);
  return column === undefined ? text : columnLabel(column);
};

/** The reader's columns in their order: those taken away are gone, and those just added are shown, at the end. */
export const chosenColumns = (
  display: readonly { id: string; visible: boolean }[],
  wanted: readonly string[],
): { id: string; visible: boolean }[] => {
  const kept = display.filter(({ id }) => isSortKey(id) || wanted.includes(id));
  return [
    ...kept.map(({ id, visible }) => ({ id, visible })),
    ...wanted.filter((id) => !kept.some((one) => one.id === id)).map((id) => ({ id, visible: true })),
  ];
};
