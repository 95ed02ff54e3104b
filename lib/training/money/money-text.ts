/** Money and shares in words: what has no price says so, and what rests on work that may be lost is 'at most'. */
import { formatShare, formatUsd } from '../format';
import { type Amounts, sageMakerShareOf, savedShareOf } from '../report/amounts';

export const noPrice = 'no price';
/** Stands where a figure has no meaning. */
export const none = '–';

/** @param usd absent where the price is not known */
export const usdOr = (usd: number | undefined): string => (usd === undefined ? noPrice : formatUsd(usd));

export const atMostText = (text: string, atMost: boolean): string =>
  atMost && text !== noPrice && text !== none ? `at most ${text}` : text;

export const shareOr = (share: number | undefined): string =>
  share === undefined ? none : formatShare(share);

export interface AmountTexts {
  /** Of the spot jobs. */
  saved: string;
  savedShare: string;
  sageMakerShare: string;
  onDemand: string;
  paid: string;
  /** What was paid for the on-demand jobs. */
  onDemandPaid: string;
}

export const amountTexts = (amounts: Amounts): AmountTexts => {
  const { spotJobs, jobs, priced, atMostJobs } = amounts;
  const usd = (value: number, of: number) => (of === 0 ? none : priced ? formatUsd(value) : noPrice);
  const most = (text: string) => atMostText(text, atMostJobs > 0);
  return {
    saved: most(usd(amounts.usdSaved, spotJobs)),
    savedShare: most(shareOr(savedShareOf(amounts))),
    sageMakerShare: shareOr(sageMakerShareOf(amounts)),
    onDemand: most(usd(amounts.usdOnDemand, spotJobs)),
    paid: usd(amounts.usdPaid, spotJobs),
    onDemandPaid: usd(amounts.onDemandUsdPaid, jobs - spotJobs),
  };
};
