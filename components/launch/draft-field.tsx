'use client';

import FormField, { type FormFieldProps } from '@cloudscape-design/components/form-field';
import Input, { type InputProps } from '@cloudscape-design/components/input';
import { type LaunchDraft } from '@/lib/training/launch-draft';
import { type FieldMessage } from './field-messages';
import { type LaunchForm } from './use-launch-draft';

interface MessageFieldProps extends FormFieldProps {
  form: Pick<LaunchForm, 'messages'>;
  path: string;
}

/** A form field with the messages of its path beside it. */
export const MessageField = ({ form, path, ...field }: MessageFieldProps) => {
  const message: FieldMessage = form.messages.get(path) ?? {};
  return (
    <FormField
      {...field}
      errorText={message.error}
      warningText={message.error ? undefined : message.warning}
    />
  );
};

type TextKey = {
  [Key in keyof LaunchDraft]-?: LaunchDraft[Key] extends string | undefined ? Key : never;
}[keyof LaunchDraft];

interface TextFieldProps extends Omit<FormFieldProps, 'children'> {
  form: LaunchForm;
  name: TextKey;
  placeholder?: string;
  inputMode?: InputProps['inputMode'];
  type?: InputProps['type'];
  disabled?: boolean;
}

/** A text of the draft. */
export const TextField = ({
  form,
  name,
  placeholder,
  inputMode,
  type,
  disabled,
  ...field
}: TextFieldProps) => (
  <MessageField form={form} path={name} {...field}>
    <Input
      value={form.draft[name] ?? ''}
      onChange={({ detail }) => form.change({ [name]: detail.value })}
      onBlur={() => form.touch(name)}
      placeholder={placeholder}
      inputMode={inputMode}
      type={type}
      disabled={disabled}
    />
  </MessageField>
);
