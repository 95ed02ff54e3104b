import { type Reporter, type TestCase } from 'vitest/node';

/** Names the tests that passed only when they were tried again, and why they did not the first time. */
export default class TellFlaky implements Reporter {
  readonly #told: string[] = [];

  onTestCaseResult(testCase: TestCase): void {
    if (testCase.diagnostic()?.flaky !== true) return;
    const { errors = [] } = testCase.result();
    const reasons = errors.map(({ message }) => `   ${message.slice(0, 500).replaceAll('\n', '\n   ')}`);
    this.#told.push(
      [` FLAKY  ${testCase.module.relativeModuleId} > ${testCase.fullName}`, ...reasons].join('\n'),
    );
  }

  onTestRunEnd(): void {
    for (const text of this.#told) console.log(text);
  }
}
