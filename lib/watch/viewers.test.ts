import { beforeEach, describe, expect, it } from 'vitest';
import { type Audience, createAudience } from './viewers';

describe('an audience that stays for 30 seconds', () => {
  let time: number;
  let audience: Audience;

  beforeEach(() => {
    time = 1_000_000;
    audience = createAudience(() => time, 30_000);
  });

  it('is absent at first', () => {
    expect(audience.present()).toBe(false);
  });

  it('is present for so long after a look, and no longer', () => {
    audience.touch();
    time += 29_999;
    expect(audience.present()).toBe(true);
    time += 1;
    expect(audience.present()).toBe(false);
  });

  it('is present while a page is held open, however long, and for as long after as after a look', () => {
    const leave = audience.view();
    time += 86_400_000;
    expect(audience.present()).toBe(true);
    leave();
    time += 29_999;
    expect(audience.present()).toBe(true);
    time += 1;
    expect(audience.present()).toBe(false);
  });

  it('counts who leaves twice once', () => {
    const leave = audience.view();
    audience.view();
    leave();
    leave();
    time += 86_400_000;
    expect(audience.present()).toBe(true);
  });

  it('is not prolonged by one who leaves a second time', () => {
    const leave = audience.view();
    leave();
    time += 20_000;
    leave();
    time += 10_000;
    expect(audience.present()).toBe(false);
  });
});
