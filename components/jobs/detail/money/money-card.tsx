'use client';

import Badge from '@cloudscape-design/components/badge';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import { type EnterPrice } from '@/components/savings/price-entry';
import { wasForNothing } from '@/lib/training/money/job-money';
import { type OnDemandPrice } from '@/lib/training/money/price';
import { type SpotBilling } from '@/lib/training/money/running-cost';
import { type TrainingJob } from '@/lib/training/training-job';
import { MoneyFormula } from './money-formula';
import { RunningMoney } from './running-money';
import { SettledMoney } from './settled-money';
import { type JobFacts } from '../stream/use-job-facts';

export interface MoneyCardProps {
  job: TrainingJob;
  facts: JobFacts;
  price?: OnDemandPrice;
  /** What the account's finished spot jobs were billed. */
  billing?: SpotBilling;
  /** The spot discount is modelled by the backend. */
  simulated: boolean;
  onEnterPrice: EnterPrice;
}

/** What the job cost, and what spot saved; of a running one, what it costs. */
export const MoneyCard = (props: MoneyCardProps) => {
  const { job, facts, simulated } = props;
  const forNothing = wasForNothing(job);
  return (
    <Container
      fitHeight
      header={
        <Header
          variant="h2"
          actions={simulated && job.spot ? <Badge color="grey">Simulated discount</Badge> : undefined}
          info={<MoneyFormula {...props} />}
        >
          {job.spot && facts.status.terminal && !forNothing ? 'Savings' : 'Cost'}
        </Header>
      }
    >
      {facts.status.terminal ? <SettledMoney {...props} /> : <RunningMoney {...props} />}
    </Container>
  );
};
