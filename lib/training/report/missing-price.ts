/** An instance type whose price is not known; it can be entered by hand. */
export interface MissingPrice {
  instanceType: string;
  /** Of several backends: the slug of the one whose prices lack it. */
  where?: string;
}

/** Names of the types, each once. */
export const missingTypes = (missing: readonly MissingPrice[]): string[] => [
  ...new Set(missing.map(({ instanceType }) => instanceType)),
];
