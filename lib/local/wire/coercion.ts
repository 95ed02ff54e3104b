/**
 * Reads the plain values a service gets from either protocol: JSON brings numbers and booleans, Query brings
 * every value as text. Each reader answers undefined for an absent value and throws ValidationException,
 * naming the member, for one that cannot be read.
 */
import { type AwsError, validationError } from '../core/aws-error';

/** Epoch milliseconds from epoch seconds (number or digits, fraction allowed) or an ISO 8601 text. */
export const toDate = (value: unknown, member: string): number | undefined => {
  if (value === undefined || value === null || value === '') return undefined;
  if (value instanceof Date) return value.getTime();
  if (typeof value === 'number' && Number.isFinite(value)) return Math.round(value * 1000);
  if (typeof value === 'string') {
    if (/^-?\d+(\.\d+)?$/.test(value)) return Math.round(Number(value) * 1000);
    const ms = /^\d{4}-\d{2}-\d{2}/.test(value) ? Date.parse(withZone(value)) : NaN;
    if (!Number.isNaN(ms)) return ms;
  }
  throw unreadable(member, 'a timestamp', value);
};

// An ISO time without zone means UTC to AWS, but local time to Date.parse.
const withZone = (text: string): string =>
  /T/.test(text) && !/(Z|[+-]\d{2}:?\d{2})$/i.test(text) ? `${text}Z` : text;

/** A finite number; with `integer`, a whole one. */
export const toNumber = (
  value: unknown,
  member: string,
  options: { integer?: boolean } = {},
): number | undefined => {
  if (value === undefined || value === null || value === '') return undefined;
  const number =
    typeof value === 'number' ? value : typeof value === 'string' && value.trim() ? Number(value) : NaN;
  if (!Number.isFinite(number) || (options.integer && !Number.isInteger(number))) {
    throw unreadable(member, options.integer ? 'a whole number' : 'a number', value);
  }
  return number;
};

export const toBoolean = (value: unknown, member: string): boolean | undefined => {
  if (value === undefined || value === null || value === '') return undefined;
  if (value === true || value === 'true') return true;
  if (value === false || value === 'false') return false;
  throw unreadable(member, 'true or false', value);
};

/** A list; Query writes an empty one as an empty text. */
export const toList = (value: unknown, member: string): unknown[] | undefined => {
  if (value === undefined || value === null) return undefined;
  if (value === '') return [];
  if (Array.isArray(value)) return value;
  throw unreadable(member, 'a list', value);
};

const unreadable = (member: string, wanted: string, value: unknown): AwsError =>
  validationError(`${member} must be ${wanted}, not ${shorten(JSON.stringify(value) ?? String(value))}`);

const shorten = (text: string): string => (text.length > 80 ? `${text.slice(0, 80)}…` : text);
