/** Recognises progress bars: tqdm, Keras, rich, and their kind. */

export interface Bar {
  /** What stands before it. */
  label: string;
  step: number;
  /** Absent: the bar does not know how many there will be. */
  steps?: number;
  /** Names and values behind or in it. */
  rest: string;
  kind: 'tqdm' | 'keras' | 'rich';
  /** Bytes, records per second and their kind: no training steps. */
  moves: boolean;
}

const KERAS =
  /\s{0,12}(\d{1,9})\/(\d{1,9}|Unknown|\?|None)\s{1,4}(?:\[[=>.\s]{1,120}\]|[━╸╺─]{1,60}|-(?=\s)|(?=\d{1,6}(?:ms|s|us)\s))/y;
const TQDM =
  /(\d{1,3})%\s{0,4}(?:\|[^|]{0,400}\|)?\s{0,4}(\d{1,12}(?:\.\d{1,3})?)([kKMG]?)\/(\d{1,12}(?:\.\d{1,3})?)([kKMG]?)[^[\]]{0,20}\[([^\]]{0,1500})\]?/y;
/** `[====>...]  Step: 50ms | Loss: 1.9 50/391`, as copied from one tutorial to the next. */
const DRAWN = /^\s{0,8}\[[=>.# -]{8,200}\]/;
const COUNT_BEHIND = /\s(\d{1,9})\/(\d{1,9})\s{0,40}$/;
const COUNTING = /(\d{1,12})it \[\d{1,3}:\d{2}/;
const RICH = /[━╸╺─]{3,200}\s{1,4}(\d{1,9})\/(\d{1,9})(?=\s)/;
const BYTES = /\d\s?[kMGT]?i?B\/s|(?:examples|files|tokens|tables|rows|records|shards|task)\/s/i;

/** @param text a piece without its prefixes */
export const barOf = (text: string): Bar | undefined => {
  KERAS.lastIndex = 0;
  const keras = KERAS.exec(text);
  if (keras) {
    return {
      label: '',
      step: Number(keras[1]),
      ...(/^\d/.test(keras[2] ?? '') && { steps: Number(keras[2]) }),
      rest: text.slice(keras[0].length),
      kind: 'keras',
      moves: false,
    };
  }
  return tqdmOf(text) ?? richOf(text) ?? countingOf(text) ?? drawnOf(text);
};

const tqdmOf = (text: string): Bar | undefined => {
  let percent = -1;
  for (let tries = 0; tries < 4; tries++) {
    percent = text.indexOf('%', percent + 1);
    if (percent === -1) return undefined;
    let start = percent;
    while (start > 0 && percent - start < 3 && /\d/.test(text.charAt(start - 1))) start--;
    if (start === percent) continue;
    TQDM.lastIndex = start;
    const found = TQDM.exec(text);
    if (!found) continue;
    const [whole, , step, unit, steps, unitOf, inside = ''] = found;
    return {
      label: text.slice(0, start).trim(),
      step: Number(step),
      ...(Number(steps) > 0 && { steps: Number(steps) }),
      rest: `${postfixOf(inside)} ${text.slice(start + whole.length)}`,
      kind: 'tqdm',
      moves: unit !== '' || unitOf !== '' || BYTES.test(inside),
    };
  }
  return undefined;
};

/** Behind `00:02<00:02,  2.78it/s, `. */
const postfixOf = (inside: string): string => {
  const rate = /(?:it\/s|s\/it|[?\w]\/s)(?:,\s?|$)/.exec(inside);
  if (rate) return inside.slice(rate.index + rate[0].length);
  const comma = inside.indexOf(', ');
  return comma === -1 ? '' : inside.slice(comma + 2);
};

const richOf = (text: string): Bar | undefined => {
  const found = text.includes('━') || text.includes('─') ? RICH.exec(text) : null;
  if (!found) return undefined;
  return {
    label: text.slice(0, found.index).trim(),
    step: Number(found[1]),
    steps: Number(found[2]),
    rest: text.slice(found.index + found[0].length),
    kind: 'rich',
    moves: BYTES.test(text),
  };
};

const countingOf = (text: string): Bar | undefined => {
  const found = text.includes('it [') ? COUNTING.exec(text) : null;
  if (!found) return undefined;
  const open = text.indexOf('[', found.index);
  const close = text.indexOf(']', open);
  const inside = text.slice(open + 1, close === -1 ? undefined : close);
  return {
    label: text.slice(0, found.index).trim(),
    step: Number(found[1]),
    rest: postfixOf(inside),
    kind: 'tqdm',
    moves: BYTES.test(inside),
  };
};

const drawnOf = (text: string): Bar | undefined => {
  const bar = DRAWN.exec(text);
  const count = bar ? COUNT_BEHIND.exec(text.slice(-60)) : null;
  if (!bar || !count) return undefined;
  return {
    label: '',
    step: Number(count[1]),
    steps: Number(count[2]),
    rest: text.slice(bar[0].length, text.length - count[0].length),
    kind: 'tqdm',
    moves: BYTES.test(text),
  };
};
