import { interruptJob } from '../../lib/jobs/interrupt-job';
import { stopJob } from '../../lib/jobs/stop-job';
import { type TrainingJob } from '../../lib/training/training-job';
import { runUseCase } from '../../lib/use-cases/run-use-case';
import { jobWhen, launchExample, logLine } from './bench-job';
import { type Figure, secondsFigure } from './figure';

const repeats = 3;
const capacityWaitSeconds = 2;
const limitSeconds = 3;

/** What an interruption costs beyond the wait that was asked for, until the resumed script's first epoch line. */
export const measureInterruption = async (): Promise<Figure[]> => {
  const toProgram: number[] = [];
  const toEpoch: number[] = [];
  for (let repeat = 1; repeat <= repeats; repeat++) {
    const name = `bench-interruption-${repeat}`;
    await launchExample(name, { epochs: 50, 'train-size': 10_000 });
    await logLine(name, /^Epoch 3\//);
    await runUseCase(interruptJob, 'local', { name, notice: true, capacityWaitSeconds });
    const { at } = await logLine(name, /^Epoch \d+\//, 2);
    const { transitions } = await jobWhen(name, hasResumed);
    await runUseCase(stopJob, 'local', { name });
    await jobWhen(name, ({ status }) => status === 'Stopped');
    const lost = transitions.find(({ status }) => status === 'Interrupted')?.startedAt ?? NaN;
    const again = transitions.findLast(({ status }) => status === 'Training')?.startedAt ?? NaN;
    toProgram.push((again - lost) / 1000 - capacityWaitSeconds);
    toEpoch.push((at - lost) / 1000 - capacityWaitSeconds);
  }
  const metric = `interruption → training again, beyond the wait of ${capacityWaitSeconds} s`;
  return [
    secondsFigure(`${metric}: status Training`, toProgram, limitSeconds),
    secondsFigure(`${metric}: first epoch line`, toEpoch, limitSeconds),
  ];
};

const hasResumed = ({ transitions }: TrainingJob) =>
  transitions.filter(({ status }) => status === 'Training').length === 2;
