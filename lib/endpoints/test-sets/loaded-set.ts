import 'server-only';
import { type NpyHeader } from '../../training/npy';
import { type Targets } from '../../training/targets';

/** A test set that is in memory: its examples as one array, and the labels where the same file has them. */
export interface LoadedSet {
  header: NpyHeader;
  /** The elements alone. */
  bytes: Uint8Array;
  targets?: Targets;
  /** Rows of a table, in double precision. */
  table?: boolean;
}

/** Why a file is no test set, in words that follow 'cannot be used: '. */
export class TestSetError extends Error {
  override name = 'TestSetError';
}

/** Numbers of a table; 160 MB of memory. */
export const maxCells = 20_000_000;
export const maxExamples = 1_000_000;

/** @param values in rows @throws {TestSetError} */
export const setOfTable = (
  values: Float64Array,
  rows: number,
  width: number,
  targets: Targets,
): LoadedSet => {
  if (rows === 0) throw new TestSetError('it holds no examples');
  if (width === 0) throw new TestSetError('it has no column beside the labels');
  return {
    header: { type: 'f8', shape: [rows, width], length: rows * width, itemBytes: 8, dataOffset: 0 },
    bytes: new Uint8Array(values.buffer, values.byteOffset, rows * width * 8),
    targets,
    table: true,
  };
};

/** Numbers in rows, as many as come. */
export class GrowingNumbers {
  private values = new Float64Array(4096);
  length = 0;

  push(value: number): void {
    if (this.length === this.values.length) {
      if (this.length >= maxCells) throw new TestSetError(`it holds more than ${maxCells} numbers`);
      const grown = new Float64Array(this.length * 2);
      grown.set(this.values);
      this.values = grown;
    }
    this.values[this.length] = value;
    this.length += 1;
  }

  all(): Float64Array {
    return this.values.subarray(0, this.length);
  }
}
