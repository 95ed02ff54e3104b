import { describe, expect, it } from 'vitest';
import { type EpochRecord } from '@/lib/training/epochs';
import { metricsCsv } from './metrics-csv';

const at = Date.UTC(2026, 10, 23, 12, 0, 0);

describe('the values as CSV', () => {
  it('has one row per epoch and attempt, says which were trained again, and leaves unknown cells empty', () => {
    const records: EpochRecord[] = [
      { attempt: 1, epoch: 2, metrics: { loss: 0.5, val_loss: 0.6 }, startedAt: at, endedAt: at + 1500 },
      { attempt: 2, epoch: 2, metrics: { loss: 0.51 }, startedAt: at + 9000 },
    ];
    const points = [
      { epoch: 2, value: 0.5, attempt: 1, superseded: true },
      { epoch: 2, value: 0.51, attempt: 2, superseded: false },
    ];
    const series = [
      { metric: 'loss', points },
      { metric: 'val_loss', points: [{ epoch: 2, value: 0.6, attempt: 1, superseded: true }] },
    ];
    expect(metricsCsv(records, series, [])).toBe(
      'epoch,attempt,superseded,time,loss,val_loss\r\n' +
        '2,1,yes,2026-11-23T12:00:01.500Z,0.5,0.6\r\n' +
        '2,2,no,2026-11-23T12:00:09.000Z,0.51,\r\n',
    );
  });

  it('leaves out an epoch that was cut off before it had a value', () => {
    const records: EpochRecord[] = [
      { attempt: 1, epoch: 1, metrics: { loss: 0.5 }, startedAt: at, endedAt: at + 1500 },
      { attempt: 1, epoch: 2, metrics: {}, startedAt: at + 1500 },
    ];
    const series = [{ metric: 'loss', points: [{ epoch: 1, value: 0.5, attempt: 1, superseded: false }] }];
    expect(metricsCsv(records, series, [])).toBe(
      'epoch,attempt,superseded,time,loss\r\n1,1,no,2026-11-23T12:00:01.500Z,0.5\r\n',
    );
  });

  it('goes by moment where the log names no epoch, and quotes names that need it', () => {
    const metrics = [
      { name: 'a,"b"', points: [{ at: at + 1000, value: 2 }] },
      { name: 'c', points: [{ at, value: 1 }] },
    ];
    expect(metricsCsv([], [], metrics)).toBe(
      'time,"a,""b""",c\r\n2026-11-23T12:00:00.000Z,,1\r\n2026-11-23T12:00:01.000Z,2,\r\n',
    );
  });
});
