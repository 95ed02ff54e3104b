import { describe, expect, it } from 'vitest';
import { assignAttempts, parseStreamName } from './job-log-streams';

const at = 1_777_848_464_000;
const name = (startedAt: number, host = 'algo-1') => `mnist-1/${host}-${startedAt / 1000}`;
const attempts = (...starts: number[]) =>
  starts.map((startedAt, index) => ({ number: index + 1, startedAt }));

describe('parseStreamName', () => {
  it('reads host and container start, also from a job name with digits at its end', () => {
    expect(parseStreamName('mnist-1777848464/algo-1-1777848464')).toEqual({ host: 'algo-1', startedAt: at });
  });

  it('takes a name of another form as a host whose start is unknown', () => {
    expect(parseStreamName('mnist-1/profiler')).toEqual({ host: 'profiler', startedAt: 0 });
  });
});

describe('assignAttempts', () => {
  it('gives each container the attempt that had begun when it started', () => {
    const streams = assignAttempts([name(at + 60_000), name(at)], [], attempts(at - 5_000, at + 50_400));
    expect(streams.map(({ attempt, startedAt }) => [attempt, startedAt])).toEqual([
      [1, at],
      [2, at + 60_000],
    ]);
  });

  it('is not misled by an attempt that printed nothing', () => {
    const [first, third] = assignAttempts(
      [name(at), name(at + 90_000)],
      [],
      attempts(at, at + 30_000, at + 80_000),
    );
    expect([first?.attempt, third?.attempt]).toEqual([1, 3]);
  });

  it('matches a stream whose second is that of the attempt, though its name has no milliseconds', () => {
    expect(assignAttempts([name(at + 60_000)], [], attempts(at, at + 60_900))[0]?.attempt).toBe(2);
  });

  it('counts a container that is seen before its interruption is known as the next attempt', () => {
    const known = assignAttempts([name(at)], [], attempts(at - 5_000));
    expect(assignAttempts([name(at + 60_000)], known, attempts(at - 5_000))[0]?.attempt).toBe(2);
  });

  it('puts the hosts of one attempt side by side', () => {
    const streams = assignAttempts([name(at), name(at + 1_000, 'algo-2')], [], attempts(at - 5_000));
    expect(streams.map(({ host, attempt }) => [host, attempt])).toEqual([
      ['algo-1', 1],
      ['algo-2', 1],
    ]);
  });
});
