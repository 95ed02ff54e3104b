import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { expect, it } from 'vitest';
import { type JobRow } from '@/lib/training/job-columns';
import { JobRows } from './job-rows';

const jobs = (names: string): JobRow[] => [...names].map((name) => ({ name }) as JobRow);
const columns = [
  {
    id: 'name',
    header: 'Name',
    cell: ({ name }: JobRow) => <a href={`/${name}`}>{name}</a>,
    isRowHeader: true,
  },
];
const display = [{ id: 'name', visible: true }];

const List = ({ rows, pageKey }: { rows: JobRow[]; pageKey: string }) => {
  const [selected, setSelected] = useState<readonly JobRow[]>([]);
  return (
    <>
      <JobRows
        {...{ rows, pageKey, columns, display, selected }}
        loading={false}
        total={99}
        firstIndex={1}
        sortedBy="name"
        descending={false}
        onSelect={setSelected}
        onSort={() => undefined}
        onWidths={() => undefined}
      />
      <p>Ticked: {selected.map(({ name }) => name).join(' ')}</p>
    </>
  );
};

const rowOf = (name: string) => screen.getByRole('link', { name }).closest('tr');
const boxOf = (name: string) =>
  screen.getByRole<HTMLInputElement>('checkbox', { name: new RegExp(`Tick ${name}$`) });

it('another page is written into the rows that there are', () => {
  const { rerender } = render(<List rows={jobs('abc')} pageKey="1" />);
  const before = [...'abc'].map(rowOf);
  rerender(<List rows={jobs('def')} pageKey="2" />);
  expect([...'def'].map(rowOf)).toEqual(before);
  expect(screen.queryByRole('link', { name: 'a' })).toBeNull();
});

it('while a page stays, the row that has the focus is its job’s, and goes with it', () => {
  const { rerender } = render(<List rows={jobs('abc')} pageKey="1" />);
  const [b, c] = [rowOf('b'), rowOf('c')];
  screen.getByRole('link', { name: 'b' }).focus();
  rerender(<List rows={jobs('dab')} pageKey="1" />);
  expect(rowOf('b')).toBe(b);
  expect(document.activeElement?.textContent).toBe('b');
  rerender(<List rows={jobs('eda')} pageKey="1" />);
  expect([...'eda'].map(rowOf)).not.toContain(b);
  expect([...'eda'].map(rowOf)).not.toContain(c);
});

it('what is ticked with Shift on another page begins there, and ticks of both pages are kept', async () => {
  const user = userEvent.setup();
  const { rerender } = render(<List rows={jobs('abc')} pageKey="1" />);
  await user.click(boxOf('a'));
  rerender(<List rows={jobs('def')} pageKey="2" />);
  expect(boxOf('d').checked).toBe(false);
  await user.keyboard('{Shift>}');
  await user.click(boxOf('f'));
  expect(screen.getByText(/^Ticked/).textContent).toBe('Ticked: a f');
  await user.click(boxOf('d'));
  await user.keyboard('{/Shift}');
  expect(screen.getByText(/^Ticked/).textContent).toBe('Ticked: a f d e');
  rerender(<List rows={jobs('abc')} pageKey="1" />);
  expect(boxOf('a').checked).toBe(true);
});
