'use client';

import SpaceBetween from '@cloudscape-design/components/space-between';
import { TextField } from '@/components/forms/field';
import { type RequestFormat } from '@/lib/training/request-format';
import { FormatField, LabelPlace, ReadingField } from './evaluate-choices';
import { type useEvaluationForm } from './use-evaluation-form';

interface EvaluationFieldsProps {
  form: ReturnType<typeof useEvaluationForm>;
  /** What the container takes, by its image. */
  ownFormat: RequestFormat;
}

/** What is evaluated: the test set, its labels, and how answers are read. */
export const EvaluationFields = ({ form, ownFormat }: EvaluationFieldsProps) => {
  const { labelsS3Uri, labelColumn, header, reading, format } = form.values;
  return (
    <SpaceBetween size="m">
      <TextField
        form={form}
        name="imagesS3Uri"
        label="Test set"
        stretch
        constraintText=".npy of shape [n, …] as the model takes it, .npz, CSV, libsvm or Parquet."
        placeholder="s3://bucket/test.csv"
      />
      <TextField
        form={form}
        name="labelsS3Uri"
        label="Labels"
        stretch
        constraintText=".npy, or one a line. Empty where the test set has them itself: a column, or an array of its own."
        placeholder="s3://bucket/labels.npy"
      />
      {labelsS3Uri.trim() === '' && (
        <LabelPlace
          form={form}
          labelColumn={labelColumn}
          header={header}
          onLabelColumn={(column) => form.change({ labelColumn: column })}
          onHeader={(named) => form.change({ header: named })}
        />
      )}
      <TextField
        form={form}
        name="classNames"
        label="Class names"
        stretch
        constraintText="Separated by commas, in order of class index: 2 to 100. Empty for a regression, or where the labels name them."
        placeholder="cat, dog"
        holdsParts
      />
      <ReadingField reading={reading} onChange={(chosen) => form.change({ reading: chosen })} />
      <FormatField own={ownFormat} format={format} onChange={(chosen) => form.change({ format: chosen })} />
    </SpaceBetween>
  );
};
