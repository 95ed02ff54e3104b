import { readFile } from 'node:fs/promises';
import { type Clock } from '../../core/clock';
import { type JobProcess } from '../container/job-processes';

/**
 * Ends a program that takes more memory than its configuration allows, as a container's limit would. It is looked at
 * once a second: less time than that it may have more. Linux only.
 */
export interface MemoryWatch {
  processes(): readonly JobProcess[];
  limitBytes: number;
  /** Called once. */
  onExceeded(): void;
}

const lookEveryMs = 1000;

/** What a process has for itself, and its share of what it has together with others. 0 for one that has ended. */
const readMemory = async (pid: number): Promise<number> => {
  for (const [file, line] of [
    ['smaps_rollup', /^(?:Pss|SwapPss):\s+(\d+) kB/gm],
    ['status', /^(?:VmRSS|VmSwap):\s+(\d+) kB/gm],
  ] as const) {
    // It ended, or the kernel is older than the file.
    const text = await readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '');
    const sizes = [...text.matchAll(line)].map(([, kilobytes]) => Number(kilobytes));
    if (sizes.length > 0) return 1024 * sizes.reduce((sum, one) => sum + one, 0);
  }
  return 0;
};

/** @returns a function that ends the watch. */
export const watchMemory = (
  { processes, limitBytes, onExceeded }: MemoryWatch,
  clock: Clock,
): (() => void) => {
  if (process.platform !== 'linux') return () => {};
  let over = false;
  let cancel = () => {};
  const look = async (): Promise<void> => {
    const sizes = await Promise.all(processes().map(({ pid }) => readMemory(pid)));
    if (over) return;
    if (sizes.reduce((sum, one) => sum + one, 0) > limitBytes) onExceeded();
    else schedule();
  };
  const schedule = () => {
    cancel = clock.after(lookEveryMs, () => void look());
  };
  schedule();
  return () => {
    over = true;
    cancel();
  };
};
