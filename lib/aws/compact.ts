/** The object without its members that are undefined: absent stays absent, also after JSON. */
export const compact = <Whole extends object>(whole: {
  [Key in keyof Whole]: Whole[Key] | undefined;
}): Whole => Object.fromEntries(Object.entries(whole).filter(([, value]) => value !== undefined)) as Whole;
