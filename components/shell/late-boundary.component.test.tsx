import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, it } from 'vitest';
import { LateBoundary } from './late-boundary';

it.each([
  [true, false],
  [false, true],
])(
  'what was typed stays when a page that was late (%s) is asked for anew and is not (%s)',
  async (first, then) => {
    const page = (isLate: boolean) => (
      <LateBoundary isLate={isLate} fallback="…">
        <input aria-label="Name" />
      </LateBoundary>
    );
    const { rerender } = render(page(first));
    await userEvent.type(screen.getByRole('textbox', { name: 'Name' }), 'mine');
    rerender(page(then));
    expect(screen.getByRole<HTMLInputElement>('textbox', { name: 'Name' }).value).toBe('mine');
  },
);
