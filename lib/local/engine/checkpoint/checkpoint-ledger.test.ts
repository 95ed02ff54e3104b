import { describe, expect, it } from 'vitest';
import { createCheckpointLedger } from './checkpoint-ledger';

const rules = { settleMs: 10, retryMs: 500, patienceMs: 10_000, seesOpenFiles: true };
const ledger = (change: Partial<typeof rules> = {}) => createCheckpointLedger({ ...rules, ...change });
const file = (name: string, version = 'v1', id = `id-${name}`) => ({ name, id, version });
const names = (files: readonly { name: string }[]) => files.map(({ name }) => name);

/** As an upload of a file that a look found closed. */
const store = (of: ReturnType<typeof ledger>, state: ReturnType<typeof file>, at: number) => {
  of.looked(state, false, at);
  of.begin(state.name);
  of.end(state.name, at, state.version);
};

describe('what to upload', () => {
  it('is what has stood for longer than a tick of the file system, once', () => {
    const one = ledger();
    one.see(file('a'), 0);
    expect(one.ready(5, 9)).toEqual([]);
    expect(one.nextAt(5)).toBe(10);
    expect(names(one.ready(10, 9))).toEqual(['a']);
    one.begin('a');
    expect(one.ready(10, 9)).toEqual([]);
    one.end('a', 20, 'v1');
    expect(one.ready(99, 9)).toEqual([]);
    one.see(file('a', 'v2'), 100);
    expect(names(one.ready(110, 9))).toEqual(['a']);
  });

  it('is not what was open at the last look, which is looked at less and less often', () => {
    const one = ledger();
    one.see(file('a'), 0);
    const looks: number[] = [];
    for (let at = 0; at < 3000; at += 1) {
      if (one.ready(at, 9).length === 0) continue;
      looks.push(at);
      one.looked(file('a'), true, at);
    }
    expect(looks).toEqual([10, 30, 70, 150, 310, 630, 1130, 1630, 2130, 2630]);
  });

  it('is tried although it never settles, where open files can be seen', () => {
    const changing = (of: ReturnType<typeof ledger>) => {
      for (let at = 0; at < 1000; at += 5) {
        of.see(file('a', `v${at}`), at);
        if (of.ready(at, 9).length > 0) return at;
      }
      return undefined;
    };
    expect(changing(ledger())).toBe(250);
    expect(changing(ledger({ seesOpenFiles: false }))).toBeUndefined();
  });

  it('is tried also where the name is gone for a moment each time', () => {
    const one = ledger();
    let tried: number | undefined;
    for (let at = 0; at < 1000 && tried === undefined; at += 10) {
      one.see(file('a', `v${at}`, `id${at}`), at);
      if (one.ready(at, 9).length > 0) tried = at;
      one.lose('a', at + 5);
    }
    expect(tried).toBe(250);
  });

  it('waits with a temporary name, unless time is up', () => {
    const one = ledger();
    one.see(file('a.tmp'), 0);
    expect(one.ready(9_999, 9)).toEqual([]);
    expect(names(one.ready(20, 9, true))).toEqual(['a.tmp']);
    expect(names(one.ready(10_000, 9))).toEqual(['a.tmp']);
  });

  it('is tried again after a failure, later and later', () => {
    const one = ledger();
    one.see(file('a'), 0);
    one.looked(file('a'), false, 10);
    one.begin('a');
    one.fail('a', 10);
    expect(one.ready(509, 9)).toEqual([]);
    expect(names(one.ready(510, 9))).toEqual(['a']);
    one.begin('a');
    one.fail('a', 510);
    expect(one.nextAt(511)).toBe(1510);
  });

  it('is not what S3 has from a restore', () => {
    const one = ledger();
    one.own('a', 'v1');
    one.see(file('a'), 0);
    expect(one.ready(99, 9)).toEqual([]);
  });

  it('stays due if the file changed while it went up', () => {
    const one = ledger();
    one.see(file('a'), 0);
    one.begin('a');
    one.see(file('a', 'v2'), 15);
    one.end('a', 20, 'v1');
    expect(one.ready(26, 9)).toEqual([file('a', 'v2')]);
  });
});

describe('what a dead writer left', () => {
  it('is not whole while it is as it was when the writer was stopped', () => {
    const one = ledger();
    one.see(file('half'), 0);
    one.see(file('whole'), 0);
    one.leave((id) => id === 'id-half');
    expect(names(one.ready(99, 9, true))).toEqual(['whole']);
    one.see(file('half', 'v2'), 100);
    expect(names(one.ready(199, 9, true))).toContain('half');
  });

  it('is whole after its exit only if a look found it closed before', () => {
    const one = ledger();
    for (const name of ['finished', 'given-up', 'new']) one.see(file(name), 0);
    one.leave((id) => id !== 'id-new');
    for (const name of ['finished', 'given-up']) one.see(file(name, 'v2'), 100);
    one.looked(file('finished', 'v2'), false, 120);
    one.programEnded();
    expect(names(one.ready(199, 9, true))).toEqual(['finished', 'new']);
  });

  it('is not whole whatever was written, if a signal killed the writer', () => {
    const one = ledger();
    one.see(file('half'), 0);
    one.leave((id) => id === 'id-half');
    one.see(file('half', 'v2'), 100);
    one.programEnded('ordered');
    expect(one.ready(199, 9, true)).toEqual([]);
  });

  it('is whole only if a look found it closed, if nobody stopped the writer', () => {
    const one = ledger();
    for (const name of ['closed', 'never-seen', 'written-since']) one.see(file(name), 0);
    one.looked(file('closed'), false, 10);
    one.looked(file('written-since'), false, 10);
    one.see(file('written-since', 'v2'), 20);
    one.programEnded('unexpected');
    expect(names(one.ready(99, 9, true))).toEqual(['closed']);
  });
});

describe('a deletion', () => {
  const withOld = () => {
    const one = ledger();
    one.own('old', 'v1');
    one.see(file('old'), 0);
    return one;
  };

  it('is mirrored for what this job has in S3, after a moment in which the name may come back', () => {
    const one = withOld();
    one.lose('old', 100);
    one.lose('never-had', 100);
    expect(one.deletable(120)).toEqual([]);
    expect(one.deletable(140)).toEqual(['old']);
    one.deleted('old');
    expect(one.deletable(150)).toEqual([]);
  });

  it('is none if the file is seen again', () => {
    const one = withOld();
    one.lose('old', 100);
    one.see(file('old', 'v2'), 110);
    expect(one.deletable(99_999)).toEqual([]);
  });

  it('waits for a whole file to be in S3, however long that takes', () => {
    const one = withOld();
    one.lose('old', 100);
    one.see(file('new'), 100);
    one.looked(file('new'), false, 110);
    expect(one.deletable(99_999)).toEqual([]);
    one.begin('new');
    one.fail('new', 120);
    expect(one.deletable(99_999)).toEqual([]);
    store(one, file('new'), 200);
    expect(one.deletable(200)).toEqual(['old']);
  });

  it('waits for a new file that is being written, but not for ever', () => {
    const one = withOld();
    one.lose('old', 100);
    one.see(file('new'), 100);
    one.looked(file('new'), true, 110);
    expect(one.deletable(10_099)).toEqual([]);
    expect(one.deletable(10_100)).toEqual(['old']);
  });

  it('does not wait for a file that S3 has and that is being written again', () => {
    const one = withOld();
    one.own('log', 'v1');
    one.see(file('log', 'v2'), 50);
    one.looked(file('log', 'v2'), true, 60);
    one.lose('old', 100);
    expect(one.deletable(140)).toEqual(['old']);
  });

  it('of a file that was going up follows once it is up', () => {
    const one = ledger();
    one.see(file('a'), 0);
    one.begin('a');
    one.lose('a', 20);
    expect(one.deletable(200)).toEqual([]);
    one.end('a', 210, 'v1');
    expect(one.deletable(300)).toEqual(['a']);
  });

  it('of a folder is one of each file below it that nothing keeps', () => {
    const one = ledger();
    for (const name of ['a/1', 'a/2', 'ab']) {
      one.own(name, 'v1');
      one.see(file(name), 0);
    }
    expect(one.loseBelow('a', 100, (name) => name === 'a/2')).toEqual(['a/1']);
    expect(one.deletable(200)).toEqual(['a/1']);
  });

  it('is never mirrored of a folder that is not the same any more', () => {
    const one = withOld();
    one.lose('old', 100);
    one.forgetAll();
    expect(one.deletable(99_999)).toEqual([]);
    expect(one.owned().size).toBe(0);
  });
});
