/** Recognises where a line names an epoch or a round, by the way each framework prints it. */

export interface EpochMark {
  epoch: number;
  of?: number;
  axis: EpochAxisName;
  /** `validation`, `test` …, where the line says that its metrics are of held-out data. */
  heldOut?: string;
  /** What follows the mark, where the metrics are. */
  rest: string;
}

/** What the script counts by. */
export type EpochAxisName = 'epoch' | 'round';

const LEAD = String.raw`^[^\w]{0,20}(?:(?:start(?:ing|ed)?|begin(?:ning)?|end(?:ing)?(?: of)?|finish(?:ed|ing)?|completed?|results? (?:for|of)|after|summary (?:for|of))\s{1,4})?`;
const SPLIT = String.raw`(?:(train(?:ing)?|val(?:id(?:ation)?)?|test(?:ing)?|eval(?:uation)?)\s{1,4}(?:set\s{1,4}|for\s{1,4})?)?`;
const COUNT = String.raw`epochs?\s{0,4}[:#=]?\s{0,4}[[(]?\s{0,4}(\d{1,9})(?!\d|\.\d)(?:\s{0,2}(?:\/|of)\s{0,2}(\d{1,9})(?!\d))?\s{0,4}[\])]?`;
/** Keras, MXNet, PyTorch and most scripts: `Epoch 3/10`, `Epoch[3] …`, `Train Epoch: 3 […]`, `| end of epoch 3 |`. */
const HEADER = new RegExp(`${LEAD}${SPLIT}${COUNT}`, 'i');
/** XGBoost and LightGBM: `[49]\ttrain-error:0.09`. */
const ROUND = /^\[(\d{1,9})\]\s{1,8}(?=[A-Za-z])/;
/** The PyTorch tutorial: `[2,  4000] loss: 1.845`, epoch and step. */
const STEP = /^\[(\d{1,9}),\s{0,8}\d{1,12}\]\s{0,4}/;
/** Dictionaries: `{'loss': 0.35, 'epoch': 2.5}`. Hugging Face counts parts of epochs: 2.5 lies in the third. */
const MEMBER = /^\{.{0,4000}?['"]epoch['"]\s{0,4}:\s{0,4}(\d{1,9}(?:\.\d{1,12})?)(?![\w.])/;
/** `step=100 epoch=3 loss=0.5`. */
const ASSIGNED = /^(?:[\w.-]{1,40}=\S{1,40}[\s,;]{1,4}){0,6}epoch=(\d{1,9})(?![\w.])/i;

/** @param line one piece of a log message without its logger's prefix */
export const epochMarkOf = (line: string): EpochMark | undefined => {
  const round = ROUND.exec(line);
  if (round) return { epoch: Number(round[1]), axis: 'round', rest: line.slice(round[0].length) };
  const step = STEP.exec(line);
  if (step) return { epoch: Number(step[1]), axis: 'epoch', rest: line.slice(step[0].length) };
  const header = HEADER.exec(line);
  if (header) {
    const [whole, split, epoch, of] = header;
    return {
      epoch: Number(epoch),
      axis: 'epoch',
      rest: line.slice(whole.length),
      ...(of !== undefined && { of: Number(of) }),
      ...(split !== undefined && !/^train/i.test(split) && { heldOut: split.toLowerCase() }),
    };
  }
  const member = MEMBER.exec(line) ?? ASSIGNED.exec(line);
  if (!member) return undefined;
  return { epoch: Math.ceil(Number(member[1])), axis: 'epoch', rest: line };
};
