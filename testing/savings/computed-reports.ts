/** What the use cases of several backends compute once all are asked: the bench times it, without asking any. */
export { computeParts } from '@/lib/savings/report-all-savings';
export { computeWaste } from '@/lib/savings/report-waste';
