'use client';

import Autosuggest from '@cloudscape-design/components/autosuggest';
import { Field } from '@/components/forms/field';
import { TryAgain } from '@/components/shell/try-again';
import { useFollowed } from '@/components/shell/use-followed';
import { type ActionError } from '@/lib/errors/action-result';
import { type LaunchActions } from './launch-actions';
import { type LaunchForm } from './use-launch-form';

/** That there are no credentials stands at the top of the form. */
const reasonOf = ({ code, message }: ActionError): string => (code === 'no-credentials' ? '' : message);

const duty = 'The role that SageMaker assumes to read data and write results.';

/** The account's roles that SageMaker may assume, or the ARN as it is typed. */
export const RoleField = ({ form, roles: load }: { form: LaunchForm; roles: LaunchActions['roles'] }) => {
  const { value: roles, failure, ask } = useFollowed('roles', load, () => false);
  return (
    <Field
      form={form}
      path="roleArn"
      label="Execution role"
      constraintText={
        failure === undefined ? (
          duty
        ) : (
          <>
            {`${duty} Type its ARN. ${reasonOf(failure)} `}
            <TryAgain what="roles" onTry={() => void ask()} />
          </>
        )
      }
      stretch
    >
      <Autosuggest
        value={form.values.roleArn}
        options={(roles ?? []).map((arn) => ({
          value: arn,
          label: arn.split('/').at(-1) ?? arn,
          description: arn,
        }))}
        enteredTextLabel={(value) => `Use ${value}`}
        placeholder="arn:aws:iam::123456789012:role/SageMakerRole"
        onChange={({ detail }) => form.change({ roleArn: detail.value })}
        onBlur={() => form.touch('roleArn')}
        empty={
          roles === undefined
            ? undefined
            : 'The account has no role that SageMaker may assume: iam/ has a template'
        }
      />
    </Field>
  );
};
