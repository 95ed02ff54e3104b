'use client';

import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import Select from '@cloudscape-design/components/select';
import { Columns } from '@/components/shell/columns';
import { Field, type FieldForm } from '@/components/forms/field';
import { type Reading, readings } from '@/lib/training/evaluation-outcome';
import { type LabelColumn } from '@/lib/training/label-column';
import { type RequestFormat, requestFormats, requestFormatTitles } from '@/lib/training/request-format';

interface LabelPlaceProps {
  form: FieldForm;
  labelColumn: LabelColumn | undefined;
  header: boolean | undefined;
  onLabelColumn: (column: LabelColumn | undefined) => void;
  onHeader: (header: boolean | undefined) => void;
}

const places = [
  { value: 'own', label: 'By its name (label, target, y …), else the first, as SageMaker has it' },
  { value: 'first', label: 'First column' },
  { value: 'last', label: 'Last column' },
  { value: 'named', label: 'Column or array with the name …' },
];
const headers = [
  { value: 'own', label: 'Found out' },
  { value: 'yes', label: 'Has the names' },
  { value: 'no', label: 'Is an example' },
];

/** Where a table or an archive has its labels. */
export const LabelPlace = ({ form, labelColumn, header, onLabelColumn, onHeader }: LabelPlaceProps) => {
  const named = typeof labelColumn === 'object';
  const place = named ? 'named' : (labelColumn ?? 'own');
  const first = header === undefined ? 'own' : header ? 'yes' : 'no';
  const choose = (value: string | undefined) => {
    if (value === 'first' || value === 'last') onLabelColumn(value);
    else onLabelColumn(value === 'named' ? { named: '' } : undefined);
  };
  return (
    <Columns count={2}>
      <FormField label="Labels within the test set" stretch>
        <Select
          selectedOption={places.find(({ value }) => value === place) ?? null}
          options={places}
          onChange={({ detail }) => choose(detail.selectedOption.value)}
        />
      </FormField>
      {named ? (
        <Field form={form} path="labelColumn" label="Name of the column or array" stretch>
          <Input
            value={labelColumn.named}
            placeholder="rings"
            onChange={({ detail }) => onLabelColumn({ named: detail.value })}
          />
        </Field>
      ) : (
        <FormField label="First row of a CSV" stretch>
          <Select
            selectedOption={headers.find(({ value }) => value === first) ?? null}
            options={headers}
            onChange={({ detail: { selectedOption } }) =>
              onHeader(selectedOption.value === 'own' ? undefined : selectedOption.value === 'yes')
            }
          />
        </FormField>
      )}
    </Columns>
  );
};

const readingTitles: Readonly<Record<Reading, string>> = {
  classification: 'Classification: a confusion matrix',
  regression: 'Regression: errors and residuals',
};

interface ReadingFieldProps {
  reading: Reading | undefined;
  onChange: (reading: Reading | undefined) => void;
}

/** What the answers are read as. */
export const ReadingField = ({ reading, onChange }: ReadingFieldProps) => {
  const options = [
    { value: 'own', label: 'As labels and answers look' },
    ...readings.map((value) => ({ value: value as string, label: readingTitles[value] })),
  ];
  return (
    <FormField label="Read the answers as" stretch>
      <Select
        selectedOption={options.find(({ value }) => value === (reading ?? 'own')) ?? null}
        options={options}
        onChange={({ detail }) => onChange(readings.find((value) => value === detail.selectedOption.value))}
      />
    </FormField>
  );
};

interface FormatFieldProps {
  own: RequestFormat;
  format: RequestFormat | undefined;
  onChange: (format: RequestFormat | undefined) => void;
}

/** In which form the examples are sent. */
export const FormatField = ({ own, format, onChange }: FormatFieldProps) => {
  const options = [
    { value: 'own', label: `As the image takes it: ${requestFormatTitles[own]}` },
    ...requestFormats.map((value) => ({ value: value as string, label: requestFormatTitles[value] })),
  ];
  return (
    <FormField label="Form of the requests" stretch>
      <Select
        selectedOption={options.find(({ value }) => value === (format ?? 'own')) ?? null}
        options={options}
        onChange={({ detail }) =>
          onChange(requestFormats.find((value) => value === detail.selectedOption.value))
        }
      />
    </FormField>
  );
};
