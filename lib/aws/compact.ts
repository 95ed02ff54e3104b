/** The object without its members that are undefined: absent stays absent, also after JSON. */
export const compact = <Whole extends object>(whole: {
  [Key in keyof Whole]:
    Whole[Key] | undefined;
    // eslint-disable-next-line @typescript-eslint/no-unsafe-type-assertion -- only members that may be absent are undefined
}): Whole => Object.fromEntries(Object.entries(whole).filter(([, value]) => value !== undefined)) as Whole;
