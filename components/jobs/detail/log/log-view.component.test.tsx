import { fireEvent, render, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { LINES_A_BLOCK } from './log-blocks';
import { findMatches } from './log-search';
import { LogView } from './log-view';

const linesOf = (count: number, attemptFrom2 = Infinity) =>
  Array.from({ length: count }, (_, index) => ({
    sequence: index,
    at: 1_777_848_000_000 + index * 1000,
    attempt: index >= attemptFrom2 ? 2 : 1,
    host: 'algo-1',
    message: `line ${index}`,
    text: `line ${index}`,
  }));

const show = (change: Partial<Parameters<typeof LogView>[0]> = {}) => {
  const follows: boolean[] = [];
  const { container } = render(
    <LogView
      lines={linesOf(3)}
      matches={[]}
      currentMatch={-1}
      wrap={false}
      follow
      onFollowChange={(follow) => follows.push(follow)}
      folded={new Set()}
      onFold={() => undefined}
      onLine={vi.fn()}
      empty="Nothing was printed yet."
      {...change}
    />,
  );
  const shown = within(container);
  return { shown, log: shown.getByRole('log', { name: 'Training log' }), follows };
};

/** As a browser would have it: so high, so far scrolled. */
const scrolledTo = (element: HTMLElement, scrollTop: number, scrollHeight = 2000) => {
  Object.defineProperty(element, 'scrollHeight', { value: scrollHeight, configurable: true });
  Object.defineProperty(element, 'clientHeight', { value: 400, configurable: true });
  element.scrollTop = scrollTop;
  fireEvent.scroll(element);
};

describe('the log', () => {
  it('says that it is empty', () => {
    expect(show({ lines: [] }).log.textContent).toBe('Nothing was printed yet.');
  });

  it('draws what is near the window, however long it is', () => {
    const { log } = show({ lines: linesOf(40 * LINES_A_BLOCK) });
    const drawn = log.querySelectorAll('[data-sequence]').length;
    expect(drawn).toBeGreaterThan(0);
    expect(drawn).toBeLessThan(10 * LINES_A_BLOCK);
    expect(log.textContent).toContain('line 0');
  });

  it('says where another attempt begins', () => {
    expect(show({ lines: linesOf(6, 3) }).log.textContent).toMatch(/line 2.*[Aa]ttempt 2.*line 3/s);
  });

  it('marks every match, and the one that is sought apart', () => {
    const lines = linesOf(3);
    const matches = findMatches(
      lines.map(({ text }) => text),
      'LINE',
    );
    const { log } = show({ lines, matches, currentMatch: 1 });
    const marks = [...log.querySelectorAll('mark')];
    expect(marks.map(({ textContent }) => textContent)).toEqual(['line', 'line', 'line']);
    expect(new Set(marks.map(({ className }) => className)).size).toBe(2);
  });

  it('stops following when the reader scrolls up, and follows again at the end', () => {
    const up = show();
    scrolledTo(up.log, 1600);
    scrolledTo(up.log, 900);
    expect(up.follows).toEqual([false]);
    const down = show({ follow: false });
    scrolledTo(down.log, 900);
    expect(down.follows).toEqual([]);
    scrolledTo(down.log, 1600);
    expect(down.follows).toEqual([true]);
  });

  it('goes on following when what is above shrinks', () => {
    const { log, follows } = show();
    scrolledTo(log, 1600);
    scrolledTo(log, 600, 1000);
    expect(follows).toEqual([]);
  });

  it('offers the way back to the newest line', async () => {
    const { shown, follows } = show({ follow: false });
    await userEvent.click(shown.getByRole('button', { name: 'Jump to newest' }));
    expect(follows).toEqual([true]);
    expect(show().shown.queryByRole('button', { name: 'Jump to newest' })).toBeNull();
  });
});
