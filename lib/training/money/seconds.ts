/** The one place that rounds a job's times: what is shown, summed, stored and exported are the same whole seconds. */
export const wholeSeconds = (seconds: number): number => Math.max(0, Math.round(seconds));
