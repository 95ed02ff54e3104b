import { allSlug } from '@/lib/training/backend-slug';

interface PageEntry {
  /** In the navigation. */
  text: string;
  href: string;
  /** Where the navigation's word says too little. */
  title?: string;
  /** It is reached from others, and stands in no navigation. */
  unlisted?: true;
  /** It shows several backends together, too. */
  ofSeveral?: true;
  /** What else it may be looked for by. */
  words: string;
}

/**
 * The pages of a backend that need no name in their address.
 * @param base first path segment of the backend's pages, with its slash
 */
export const pagesOf = (base: string): readonly PageEntry[] =>
  everyPage(base).filter(({ ofSeveral }) => base !== `/${allSlug}` || ofSeveral);

const everyPage = (base: string): readonly PageEntry[] => [
  { text: 'Jobs', href: `${base}/jobs`, ofSeveral: true, words: 'list runs training' },
  { text: 'Launch', title: 'Launch a job', href: `${base}/jobs/new`, words: 'new create start run train' },
  { text: 'Savings', href: `${base}/savings`, ofSeveral: true, words: 'money cost report bill spot' },
  {
    text: 'Waste',
    href: `${base}/waste`,
    ofSeveral: true,
    words: 'money cost failed idle recomputed who wastes most',
  },
  { text: 'Compare', href: `${base}/compare`, unlisted: true, words: 'jobs curves side by side differences' },
  { text: 'Endpoints', href: `${base}/endpoints`, words: 'deploy models serve inference' },
  {
    text: 'Evaluations',
    href: `${base}/endpoints#evaluations`,
    unlisted: true,
    words: 'confusion matrix accuracy test set regression',
  },
  {
    text: 'Deploy a model',
    href: `${base}/endpoints/new`,
    unlisted: true,
    words: 'new create endpoint serve',
  },
  { text: 'The whole story', href: `${base}/story`, words: 'demo tour example tutorial learn' },
  {
    text: 'Account',
    href: `${base}/account`,
    words: 'who am i credentials identity permissions iam policy profile sso role region sign in login',
  },
  { text: 'Your own tools', href: `${base}/tools`, words: 'sdk boto3 cli terraform endpoint url' },
];
