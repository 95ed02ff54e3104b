/** Of a thing what a test has use for: what is not given is not there, and code that wants it fails. */
export const partOf = <Whole extends object>(given: Partial<Whole>): Whole => given as Whole;
