import { expect, it } from 'vitest';
import { ClientError } from '../../core/job-failure';
import { createReaderWords } from '../container/reader-words';
import {
  endLineOf,
  givenUpReasonOf,
  isOwnFault,
  onlyContainerOf,
  pingFailureOf,
  startupMsOf,
} from './variant-rules';

const words = createReaderWords('/d/endpoints/e.1/a');

it('a variant is served by its one container; none or several are refused by name', () => {
  expect(onlyContainerOf({ name: 'a', containers: [{ Image: 'i' }] })).toEqual({ Image: 'i' });
  for (const containers of [[], [{}, {}]]) {
    expect(() => onlyContainerOf({ name: 'a', containers })).toThrow(
      `variants of one container, and the model of variant a has ${containers.length}.`,
    );
  }
});

it('its own time to start goes before the backend’s; none, or 0, is none of its own', () => {
  expect(startupMsOf({ startupTimeoutSeconds: 60 }, 5)).toBe(60_000);
  expect([startupMsOf({}, 5), startupMsOf({ startupTimeoutSeconds: 0 }, 5)]).toEqual([5, 5]);
});

it('who gives up says what the program said, in the container’s paths and not for ever', () => {
  const failure = pingFailureOf({ name: 'a' });
  expect(givenUpReasonOf(failure, undefined, words)).toBe(failure.message);
  expect(givenUpReasonOf(failure, 'OSError: /d/endpoints/e.1/a/opt/ml/model', words)).toBe(
    `${failure.message} It said: OSError: /opt/ml/model`,
  );
  expect(givenUpReasonOf(failure, 'x'.repeat(1000), words)).toHaveLength(failure.message.length + 10 + 300);
});

it('what the request is wrong about is told as it is, without what an earlier program said', () => {
  const refused = new ClientError('No program in /d/endpoints/e.1/a/opt/ml/code.');
  expect(givenUpReasonOf(refused, 'ValueError: x', words)).toBe('No program in /opt/ml/code.');
});

it('only what is neither the container’s fault nor the request’s is the backend’s own', () => {
  const faults = [pingFailureOf({ name: 'a' }), new ClientError('x'), new TypeError('x'), 'x'];
  expect(faults.map(isOwnFault)).toEqual([false, false, true, true]);
});

it('an end is told by its error, its signal or its code, in this order', () => {
  const ended = (what: string) => `The serving program ended (${what}).`;
  expect(endLineOf({ code: 3, signal: null })).toBe(ended('exit code 3'));
  expect(endLineOf({ code: null, signal: 'SIGKILL' })).toBe(ended('signal SIGKILL'));
  expect(endLineOf({ code: null, signal: 'SIGKILL', error: 'python3 is not there' })).toBe(
    ended('python3 is not there'),
  );
});
