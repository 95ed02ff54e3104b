'use client';

import { z } from 'zod';
import { useForm } from '@/components/forms/use-form';
import { type EvaluationInput, evaluationInputSchema, parseClassNames } from '@/lib/training/evaluation';

const order = ['imagesS3Uri', 'labelsS3Uri', 'labelColumn', 'header', 'classNames', 'reading', 'format'];
const { classNames, labelsS3Uri } = evaluationInputSchema.shape;

/** Class names as they are typed, one text; an empty text is none. */
const evaluationFormSchema = evaluationInputSchema.extend({
  labelsS3Uri: z
    .string()
    .transform((text) => text.trim() || undefined)
    .pipe(labelsS3Uri),
  classNames: z.string().transform(parseClassNames).pipe(classNames),
});

/** The fields as they are typed and chosen, and what they ask for. */
export const useEvaluationForm = (begin: EvaluationInput | undefined) =>
  useForm({
    initial: {
      imagesS3Uri: begin?.imagesS3Uri ?? '',
      labelsS3Uri: begin?.labelsS3Uri ?? '',
      labelColumn: begin?.labelColumn,
      header: begin?.header,
      classNames: begin?.classNames?.join(', ') ?? '',
      reading: begin?.reading,
      format: begin?.format,
    },
    schema: evaluationFormSchema,
    order,
  });
