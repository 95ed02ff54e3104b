import { expect, it } from 'vitest';
import { terminalText } from './terminal-text';

it('shows tabs of XGBoost lines as tabs', () => {
  expect(terminalText('[49]#011train-error:0.09#011validation-error:0.10')).toBe(
    '[49]\ttrain-error:0.09\tvalidation-error:0.10',
  );
});

it('shows of a progress bar what a terminal would show at the end', () => {
  expect(terminalText('1/3 [..]#010#010#010#010#010#010#010#0102/3 [=.]#0153/3 [==]')).toBe('3/3 [==]');
  expect(terminalText('100%\r 50%')).toBe(' 50%');
});

it('drops colours and other control characters, and leaves plain text alone', () => {
  expect(terminalText('#033[31mred#033[0m #007end')).toBe('red end');
  expect(terminalText('issue #099 and colour #fff')).toBe('issue #099 and colour #fff');
});
