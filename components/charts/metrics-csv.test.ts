import { describe, expect, it } from 'vitest';
import { type CurvePoint } from '@/lib/training/metric-curves';
import { noReading } from '@/lib/training/position';
import { metricsCsv } from './metrics-csv';

const at = Date.UTC(2026, 10, 23, 12, 0, 0);
const reading = { ...noReading, counts: 'epoch' as const };
const point = (attempt: number, x: number, value: number, ms: number, superseded = false): CurvePoint => ({
  x,
  position: x,
  epoch: Math.ceil(x),
  value,
  attempt,
  at: at + ms,
  line: 0,
  superseded,
});

describe('the values as CSV', () => {
  it('has one row per epoch and attempt, says which were trained again, and leaves unknown cells empty', () => {
    const curves = [
      { metric: 'loss', points: [point(1, 2, 0.5, 1500, true), point(2, 2, 0.51, 9000)] },
      { metric: 'val_loss', points: [point(1, 2, 0.6, 1500, true)] },
    ];
    expect(metricsCsv(reading, 'one', curves, [])).toBe(
      'epoch,attempt,superseded,time,loss,val_loss\r\n' +
        '2,1,yes,2026-11-23T12:00:01.500Z,0.5,0.6\r\n' +
        '2,2,no,2026-11-23T12:00:09.000Z,0.51,\r\n',
    );
  });

  it('in detail has a row for each line that gave a value, and names the fit where there are several', () => {
    const curves = [
      { metric: 'loss', fit: 'Fold 1', points: [point(1, 0.5, 0.5, 0), point(1, 1, 0.4, 1000)] },
      { metric: 'loss', fit: 'Fold 2', points: [point(1, 0.5, 0.6, 2000)] },
    ];
    expect(metricsCsv(reading, 'all', curves, []).split('\r\n')).toEqual([
      'epoch,attempt,fit,superseded,time,loss',
      '0.5,1,Fold 1,no,2026-11-23T12:00:00.000Z,0.5',
      '1,1,Fold 1,no,2026-11-23T12:00:01.000Z,0.4',
      '0.5,1,Fold 2,no,2026-11-23T12:00:02.000Z,0.6',
      '',
    ]);
  });

  it('goes by moment where the log counts nothing, and quotes names that need it', () => {
    const metrics = [
      { name: 'a,"b"', points: [{ at: at + 1000, value: 2 }] },
      { name: 'c', points: [{ at, value: 1 }] },
    ];
    expect(metricsCsv(noReading, 'one', [], metrics)).toBe(
      'time,"a,""b""",c\r\n2026-11-23T12:00:00.000Z,,1\r\n2026-11-23T12:00:01.000Z,2,\r\n',
    );
  });
});
