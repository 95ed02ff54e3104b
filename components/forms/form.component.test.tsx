import Button from '@cloudscape-design/components/button';
import Input from '@cloudscape-design/components/input';
import { act, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { Field, FieldPlace, TextField } from './field';
import { ProblemList } from './problem-list';
import { useForm } from './use-form';

const schema = z.object({
  name: z.string().min(1, 'Give a name.'),
  rows: z.array(z.object({ uri: z.string().startsWith('s3://', 'Give an S3 URI.') })),
  size: z.coerce.number('Give a number.').max(9, 'Give 9 at most.'),
});
const order = ['name', 'rows', 'size'];
const sent: unknown[] = [];

const Sample = ({ refusal }: { refusal?: { message: string; field?: string } }) => {
  const form = useForm({ initial: { name: '', rows: [{ uri: 'x' }], size: '10' }, schema, order });
  return (
    <>
      <TextField form={form} name="size" label="Size" />
      <FieldPlace form={form} path="rows.0.uri">
        <Input
          ariaLabel="URI 1"
          value={form.values.rows[0]?.uri ?? ''}
          onChange={({ detail }) => form.change({ rows: [{ uri: detail.value }] })}
          onBlur={() => form.touch('rows.0.uri')}
        />
      </FieldPlace>
      <Field form={form} path="name" label="Name">
        <Input value={form.values.name} onChange={({ detail }) => form.change({ name: detail.value })} />
      </Field>
      <ProblemList problems={form.problems} nameOf={(path) => `Field ${path}`} onSeek={form.seek} />
      <Button
        onClick={() => {
          const input = form.attempt();
          if (!input) return;
          sent.push(input);
          if (refusal) form.refuse({ code: 'invalid-input', ...refusal });
        }}
      >
        Send
      </Button>
    </>
  );
};

const field = (name: string) => screen.getByRole('textbox', { name });
const entries = () => screen.queryAllByRole('listitem').map(({ textContent }) => textContent);

it('says nothing of a field that nobody has left, and what is wrong once it was left', async () => {
  render(<Sample />);
  expect(entries()).toEqual([]);
  await userEvent.type(field('Size'), '0');
  expect(entries()).toEqual([]);
  await userEvent.tab();
  expect(entries()).toEqual(['Field sizeGive 9 at most.']);
  expect(screen.getAllByText('Give 9 at most.')).toHaveLength(2);
});

it('sends nothing that is refused, and leads to the first error of the page, then to each by its entry', async () => {
  render(<Sample />);
  await userEvent.click(screen.getByRole('button', { name: 'Send' }));
  expect(sent).toEqual([]);
  expect(entries()).toEqual([
    'Field nameGive a name.',
    'Field rows.0.uriGive an S3 URI.',
    'Field sizeGive 9 at most.',
  ]);
  await waitFor(() => expect(document.activeElement).toBe(field('Name')));
  for (const [entry, name] of [
    ['Field rows.0.uri', 'URI 1'],
    ['Field size', 'Size'],
    ['Field size', 'Size'],
  ] as const) {
    await userEvent.click(screen.getByRole('button', { name: entry }));
    await waitFor(() => expect(document.activeElement).toBe(field(name)));
  }
});

it('shows what the server refused beside its field until that is changed, and tries it again when told to', async () => {
  render(<Sample refusal={{ message: 'That name is taken.', field: 'name' }} />);
  await userEvent.type(field('Name'), 'a');
  await userEvent.clear(field('URI 1'));
  await userEvent.type(field('URI 1'), 's3://b');
  await userEvent.clear(field('Size'));
  await userEvent.type(field('Size'), '1');
  await userEvent.click(screen.getByRole('button', { name: 'Send' }));
  expect(sent).toHaveLength(1);
  await waitFor(() => expect(document.activeElement).toBe(field('Name')));
  expect(entries()).toEqual(['Field nameThat name is taken.']);
  await userEvent.click(screen.getByRole('button', { name: 'Send' }));
  expect(sent).toHaveLength(2);
  await act(() => userEvent.type(field('Name'), 'b'));
  expect(entries()).toEqual([]);
});
