/** In which order the rows of the report's breakdown stand: by money, or as the reader chose. */
import { sageMakerShareOf, savedShareOf } from './amounts';
import { type GroupRow, type ReportJob, type ReportSort, type ReportSortKey } from './savings-report';

type Group = Pick<GroupRow, 'key' | 'amounts'>;
/** Absent: it is not known, or has no meaning for the row. */
type Value = string | number | undefined;

/** Groups without a price first, where they distort; then largest savings, then largest bills; no key last. */
export const byMoney = (a: Group, b: Group): number =>
  Number(a.key === undefined) - Number(b.key === undefined) ||
  Number(a.amounts.priced) - Number(b.amounts.priced) ||
  b.amounts.usdSaved - a.amounts.usdSaved ||
  billOf(b.amounts) - billOf(a.amounts) ||
  b.amounts.trainingHours - a.amounts.trainingHours ||
  (a.key ?? '').localeCompare(b.key ?? '');

const billOf = ({ usdPaid, onDemandUsdPaid }: Group['amounts']): number => usdPaid + onDemandUsdPaid;

export const groupOrder = (sort: ReportSort | undefined): ((a: Group, b: Group) => number) =>
  sort === undefined ? byMoney : orderOf(sort, groupValue, ({ key }) => key);

/** Without a choice they stay as they are, those that saved most first. */
export const jobOrder = (sort: ReportSort | undefined): ((a: ReportJob, b: ReportJob) => number) =>
  sort === undefined ? () => 0 : orderOf(sort, jobValue, ({ name }) => name);

/** What has no value stands last either way; rows of one value by their names. */
const orderOf =
  <Row>(
    { by, descending }: ReportSort,
    valueOf: (row: Row, by: ReportSortKey) => Value,
    nameOf: (row: Row) => string | undefined,
  ) =>
  (a: Row, b: Row): number => {
    const [one, other] = [valueOf(a, by), valueOf(b, by)];
    const absent = Number(one === undefined) - Number(other === undefined);
    const order = compare(one, other);
    return absent || (descending ? -order : order) || compare(nameOf(a), nameOf(b));
  };

const compare = (one: Value, other: Value): number =>
  typeof one === 'number' && typeof other === 'number'
    ? one - other
    : String(one ?? '').localeCompare(String(other ?? ''), 'en');

const groupValue = ({ key, amounts }: Group, by: ReportSortKey): Value => {
  const { jobs, spotJobs, priced } = amounts;
  const usd = (value: number, of: number) => (priced && of > 0 ? value : undefined);
  switch (by) {
    case 'name':
      return key;
    case 'jobs':
      return jobs;
    case 'hours':
      return amounts.trainingHours;
    case 'interruptions':
      return amounts.interruptions;
    case 'onDemand':
      return usd(amounts.usdOnDemand, spotJobs);
    case 'paid':
      return usd(amounts.usdPaid, spotJobs);
    case 'saved':
      return usd(amounts.usdSaved, spotJobs);
    case 'share':
      return savedShareOf(amounts);
    case 'sagemaker':
      return sageMakerShareOf(amounts);
    case 'onDemandPaid':
      return usd(amounts.onDemandUsdPaid, jobs - spotJobs);
    case 'type':
    case 'instance':
    case 'ended':
      return undefined;
  }
};

const jobValue = (job: ReportJob, by: ReportSortKey): Value => {
  switch (by) {
    case 'name':
      return job.name;
    case 'type':
      return job.spot ? 'spot' : 'on demand';
    case 'instance':
      return job.instanceType;
    case 'ended':
      return job.endedAt;
    case 'hours':
      return job.trainingSeconds;
    case 'interruptions':
      return job.interruptions;
    case 'onDemand':
      return job.usdOnDemand;
    case 'paid':
      return job.usdPaid;
    case 'saved':
      return job.spot ? job.usdSaved : undefined;
    case 'share':
      return job.savedShare;
    case 'sagemaker':
      return job.sageMakerShare;
    case 'jobs':
    case 'onDemandPaid':
      return undefined;
  }
};
