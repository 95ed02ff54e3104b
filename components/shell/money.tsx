import { formatUsd } from '@/lib/training/format';

interface MoneyProps {
  /** Absent means unknown, and is shown as such. */
  usd: number | undefined;
  /** Set where the money is modelled by the local backend rather than charged. */
  simulated?: boolean;
}

/** An amount in US dollars. */
export const Money = ({ usd, simulated = false }: MoneyProps) => {
  if (usd === undefined) return <span title="Not known yet">–</span>;
  return (
    <span className="sd-number" title={simulated ? 'Simulated: no money was spent' : undefined}>
      {formatUsd(usd)}
    </span>
  );
};
