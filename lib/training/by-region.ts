/** A table by account, its Regions between spaces, as one by Region. */
export const byRegion = (accounts: Readonly<Record<string, string>>): ReadonlyMap<string, string> =>
  new Map(
    Object.entries(accounts).flatMap(([account, regions]) =>
      regions.split(' ').map((region) => [region, account] as const),
    ),
  );
