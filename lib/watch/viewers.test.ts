import { beforeEach, describe, expect, it } from 'vitest';
import { type Viewers, createViewers } from './viewers';

describe('viewers who count for 30 seconds', () => {
  let time: number;
  let viewers: Viewers;

  beforeEach(() => {
    time = 1_000_000;
    viewers = createViewers(() => time, 30_000);
  });

  it('are absent at first', () => {
    expect(viewers.present()).toBe(false);
  });

  it('are present for so long after a look, and no longer', () => {
    viewers.touch();
    time += 29_999;
    expect(viewers.present()).toBe(true);
    time += 1;
    expect(viewers.present()).toBe(false);
  });

  it('are present while a page is held open, however long, and for as long after as after a look', () => {
    const leave = viewers.view();
    time += 86_400_000;
    expect(viewers.present()).toBe(true);
    leave();
    time += 29_999;
    expect(viewers.present()).toBe(true);
    time += 1;
    expect(viewers.present()).toBe(false);
  });

  it('count who leaves twice once', () => {
    const leave = viewers.view();
    viewers.view();
    leave();
    leave();
    time += 86_400_000;
    expect(viewers.present()).toBe(true);
  });

  it('are not prolonged by one who leaves a second time', () => {
    const leave = viewers.view();
    leave();
    time += 20_000;
    leave();
    time += 10_000;
    expect(viewers.present()).toBe(false);
  });
});
