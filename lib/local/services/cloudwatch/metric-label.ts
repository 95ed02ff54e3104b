import { AwsError } from '../../core/aws-error';
import { type Point } from './statistics';

/**
 * Labels of GetMetricData, with the parts that CloudWatch fills in.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/graph-dynamic-labels.html
 */
export interface LabelFacts {
  /** Stands for `${LABEL}`. */
  plain: string;
  /** What `${PROP('…')}` can ask of a metric; an expression has none of it. */
  properties: ReadonlyMap<string, string>;
  points: readonly Point[];
}

const values: ReadonlyMap<string, (points: readonly Point[]) => number | undefined> = new Map([
  ['AVG', (points) => (points.length === 0 ? undefined : sumOf(points) / points.length)],
  ['SUM', (points) => (points.length === 0 ? undefined : sumOf(points))],
  ['MIN', (points) => least(points)?.value],
  ['MAX', (points) => most(points)?.value],
  ['FIRST', (points) => points[0]?.value],
  ['LAST', (points) => points.at(-1)?.value],
  ['DATAPOINT_COUNT', (points) => points.length],
]);
const times: ReadonlyMap<string, (points: readonly Point[]) => Point | undefined> = new Map([
  ['MIN_TIME', (points) => least(points)],
  ['MAX_TIME', (points) => most(points)],
  ['FIRST_TIME', (points) => points[0]],
  ['LAST_TIME', (points) => points.at(-1)],
]);

const sumOf = (points: readonly Point[]) => points.reduce((sum, { value }) => sum + value, 0);
const best = (points: readonly Point[], isBetter: (one: number, other: number) => boolean) =>
  points.reduce<Point | undefined>(
    (kept, one) => (kept && !isBetter(one.value, kept.value) ? kept : one),
    undefined,
  );
const least = (points: readonly Point[]) => best(points, (one, other) => one < other);
const most = (points: readonly Point[]) => best(points, (one, other) => one > other);

/** CloudWatch rounds; how far is not documented. */
const spellNumber = (value: number): string => String(Number(value.toFixed(3)));
const absent = '--';

/** Minutes east of UTC of a timezone such as `+0130`; undefined if it is none. */
export const zoneMinutes = (zone: string): number | undefined => {
  const match = /^([-+])(\d{2})([0-5]\d)$/.exec(zone);
  if (!match || Number(match[2]) > 23) return undefined;
  return (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3]));
};

/** `2026-11-23 12:00 UTC`, or with the zone in place of UTC. */
const spellTime = (timestamp: number, zone: string): string => {
  const shifted = new Date(timestamp + (zoneMinutes(zone) ?? 0) * 60_000).toISOString();
  return `${shifted.slice(0, 10)} ${shifted.slice(11, 16)} ${zone === '+0000' ? 'UTC' : zone}`;
};

/**
 * Throws ValidationError for a part that is not supported, with `at` as the member's name.
 * @param zone as LabelOptions has it, `+0000` for UTC.
 */
export const fillLabel = (label: string, facts: LabelFacts, zone: string, at: string): string =>
  label.replace(/\$\{([^}]*)\}/g, (_whole, part: string) => {
    const name = part.trim();
    if (name === 'LABEL') return facts.plain;
    const value = values.get(name);
    if (value) {
      const found = value(facts.points);
      return found === undefined ? absent : spellNumber(found);
    }
    const time = times.get(name);
    if (time) {
      const found = time(facts.points);
      return found ? spellTime(found.timestamp, zone) : absent;
    }
    const property = /^PROP\(\s*(?:'([^']*)'|"([^"]*)")\s*\)$/.exec(name);
    if (property) return facts.properties.get(property[1] ?? property[2] ?? '') ?? absent;
    throw new AwsError(
      'ValidationError',
      `The part \${${name.slice(0, 50)}} of ${at} is not supported by the local backend: ${supportedParts} are.`,
    );
  });

const supportedParts = [
  '${LABEL}',
  "${PROP('…')}",
  ...[...values.keys(), ...times.keys()].map((name) => `\${${name}}`),
].join(', ');
