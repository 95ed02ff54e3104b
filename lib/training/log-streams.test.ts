import { describe, expect, it } from 'vitest';
import { type Attempt, attemptsOf } from './attempts';
import { attemptOfStream, attemptsOfStreams, parseLogStreamName } from './log-streams';
import { after, sampleJob } from '../../testing/training/read-sample';

const attempts = attemptsOf(sampleJob('two-interruptions-training'), after(700));
const second = (seconds: number) => Math.floor(after(seconds) / 1000);
const stream = (seconds: number, host = 'algo-1') => `mnist-spot/${host}-${second(seconds)}`;
const assigned = (names: string[], of: Attempt[] = attempts) => [...attemptsOfStreams(names, of).values()];

describe('log streams', () => {
  it('are named by job, host and the second their container started in', () => {
    expect(parseLogStreamName('a-job/algo-12-1777848464')).toEqual({
      job: 'a-job',
      host: 'algo-12',
      startedSeconds: 1777848464,
    });
    expect(parseLogStreamName('AllTraffic/i-0123')).toBeUndefined();
    expect(parseLogStreamName('a-job/algo-1-x')).toBeUndefined();
  });

  it('belong to the attempt that their second lies in', () => {
    expect([110, 425, 630].map((at) => attemptOfStream(second(at), attempts))).toEqual([1, 2, 3]);
    expect(attemptOfStream(second(110), [])).toBe(1);
  });

  it('of quick attempts are told apart though they start within the same seconds', () => {
    const quick: Attempt[] = [
      {
        number: 1,
        startedAt: after(9),
        containerStartedAt: after(10.2),
        endedAt: after(11.05),
        end: 'interrupted',
        phases: [],
      },
      { number: 2, startedAt: after(11.1), containerStartedAt: after(11.3), end: 'running', phases: [] },
    ];
    expect([10, 11].map((at) => attemptOfStream(second(at), quick))).toEqual([1, 2]);
    expect(assigned([stream(10), stream(11)], quick)).toEqual([1, 2]);
  });

  it('of one host never share an attempt, whatever the clocks say', () => {
    expect(assigned([stream(-30), stream(290), stream(299)])).toEqual([1, 2, 3]);
  });

  it('of an attempt that was not described yet count on', () => {
    expect(assigned([stream(100), stream(420), stream(620), stream(900)])).toEqual([1, 2, 3, 4]);
    expect(assigned([stream(100), stream(420)], [])).toEqual([1, 2]);
  });

  it('of several hosts each count for themselves, in any order of listing', () => {
    const names = [
      stream(421, 'algo-2'),
      stream(101, 'algo-2'),
      stream(420),
      stream(100),
      'mnist-spot/other',
    ];
    const found = attemptsOfStreams(names, attempts);
    expect(
      [stream(100), stream(101, 'algo-2'), stream(420), stream(421, 'algo-2')].map((name) => found.get(name)),
    ).toEqual([1, 1, 2, 2]);
    expect(found.has('mnist-spot/other')).toBe(false);
  });

  it('skip an attempt whose container never started', () => {
    expect(assigned([stream(100), stream(625)])).toEqual([1, 3]);
  });
});
