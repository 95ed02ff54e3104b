import { AsyncLocalStorage } from 'node:async_hooks';
import { inProcess } from './process-memory';

/** What a piece of work is done for: a person who waits, unless it says otherwise. */
const lanes = () => inProcess('call-lane', () => new AsyncLocalStorage<'background'>());

/** Nobody waits for the calls that `work` makes. */
export const inBackgroundLane = <Value>(work: () => Promise<Value>): Promise<Value> =>
  lanes().run('background', work);

export const currentLane = (): 'people' | 'background' => lanes().getStore() ?? 'people';
