'use client';

import FormField, { type FormFieldProps } from '@cloudscape-design/components/form-field';
import Input, { type InputProps } from '@cloudscape-design/components/input';
import { type ReactNode } from 'react';
import { fieldMark } from './focus-field';
import { type FormHandle } from './use-form';

/** What a field needs of its form. */
export type FieldForm = Pick<FormHandle<object, unknown>, 'id' | 'messages'>;

interface FieldPlaceProps {
  form: Pick<FieldForm, 'id'>;
  path: string;
  children: ReactNode;
}

/** Where a field is: an entry of the summary leads here. */
export const FieldPlace = ({ form, path, children }: FieldPlaceProps) => (
  <div data-field={fieldMark(form.id, path)}>{children}</div>
);

interface FieldProps extends FormFieldProps {
  form: FieldForm;
  path: string;
  /** One text holds several values, such as names between commas: what is wrong with one is said here. */
  holdsParts?: boolean;
}

/** A form field with what is wrong with it beside it. */
export const Field = ({ form, path, holdsParts = false, ...field }: FieldProps) => {
  const part = holdsParts && [...form.messages].find(([each]) => each.startsWith(`${path}.`));
  const message = form.messages.get(path) ?? (part ? part[1] : {});
  return (
    <FieldPlace form={form} path={path}>
      <FormField
        {...field}
        errorText={message.error}
        warningText={message.error === undefined ? message.warning : undefined}
      />
    </FieldPlace>
  );
};

type TextKey<Values> = {
  [Key in keyof Values & string]-?: Values[Key] extends string | undefined ? Key : never;
}[keyof Values & string];

interface TextFieldProps<Values extends object>
  extends
    Omit<FormFieldProps, 'children'>,
    Pick<InputProps, 'placeholder' | 'inputMode' | 'type' | 'disabled'> {
  form: Pick<FormHandle<Values, unknown>, 'id' | 'messages' | 'values' | 'change' | 'touch'>;
  name: TextKey<Values>;
  holdsParts?: boolean;
  /** Where Enter sends what was typed: a form of one field that starts nothing. */
  onEnter?: () => void;
}

const textChange = <Values extends object>(name: TextKey<Values>, text: string): Partial<Values> => {
  const change: Partial<Values> = {};
  return Object.assign(change, { [name]: text });
};

/** A text among the form's values. */
export const TextField = <Values extends object>({
  form,
  name,
  placeholder,
  inputMode,
  type,
  disabled,
  onEnter,
  ...field
}: TextFieldProps<Values>) => (
  <Field form={form} path={name} {...field}>
    <Input
      // eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- `name` is a key whose value is a text
      value={(form.values[name] as string | undefined) ?? ''}
      onChange={({ detail }) => form.change(textChange(name, detail.value))}
      onBlur={() => form.touch(name)}
      placeholder={placeholder}
      inputMode={inputMode}
      type={type}
      disabled={disabled}
      onKeyDown={({ detail }) => {
        if (detail.key === 'Enter') onEnter?.();
      }}
    />
  </Field>
);
