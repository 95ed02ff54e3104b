import { type ChildProcess } from 'node:child_process';
import { Readable, Writable } from 'node:stream';

/** What a child writes to one of its descriptors that were asked for as pipes. */
export const readFrom = ({ stdio }: ChildProcess, descriptor: number): Readable => {
  const pipe = stdio[descriptor];
  if (!(pipe instanceof Readable)) throw new Error(`descriptor ${descriptor} of the child is no pipe`);
  return pipe;
};

/** What a child reads from one of its descriptors that were asked for as pipes. */
export const writeTo = ({ stdio }: ChildProcess, descriptor: number): Writable => {
  const pipe = stdio[descriptor];
  if (!(pipe instanceof Writable)) throw new Error(`descriptor ${descriptor} of the child is no pipe`);
  return pipe;
};
