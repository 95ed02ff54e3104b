export interface Breadcrumb {
  text: string;
  href: string;
}

const rooms: ReadonlyMap<string, string> = new Map([
  ['jobs', 'Jobs'],
  ['endpoints', 'Endpoints'],
  ['savings', 'Savings'],
  ['waste', 'Waste'],
  ['compare', 'Compare'],
  ['story', 'The whole story'],
  ['account', 'Account'],
  ['tools', 'Your own tools'],
]);
const pages: ReadonlyMap<string, string> = new Map([
  ['jobs/new', 'Launch'],
  ['endpoints/new', 'Deploy'],
  ['endpoints/evaluations', 'Evaluations'],
]);

/**
 * The way to a page, from its path; what is not a known page is an entity, and shown by its name.
 * @param pathname e.g. `/local/jobs/mnist-1`
 */
export const breadcrumbsOf = (pathname: string, backendLabel: string): Breadcrumb[] => {
  const [backend, ...segments] = pathname.split('/').filter(Boolean);
  if (backend === undefined) return [];
  return [
    { text: backendLabel, href: `/${backend}/jobs` },
    ...segments.map((segment, index) => {
      const path = segments.slice(0, index + 1).join('/');
      return {
        text: (index === 0 ? rooms.get(segment) : pages.get(path)) ?? decoded(segment),
        href: `/${backend}/${path}`,
      };
    }),
  ];
};

const decoded = (segment: string): string => {
  try {
    return decodeURIComponent(segment);
  } catch {
    // A segment that is not valid percent-encoding is shown as it stands.
    return segment;
  }
};
