import { callFunction } from './math-functions';
import { MathError, type MathNode } from './parse-expression';
import { type MathValue, type Series } from './series';

/** What an expression may refer to. Throws MathError for an id that is not there. */
export interface MathScope {
  valueOf(id: string): Generator<void, MathValue>;
  /** The metrics of the request, in its order, with the ids that hold `part`. */
  metrics(part: string): Generator<void, readonly Series[]>;
  /** Told how many points a step has made; throws MathError where it is too much. */
  spend(points: number): void;
}

/** Pauses after each step that makes many points. Throws MathError. */
export function* evaluate(node: MathNode, scope: MathScope): Generator<void, MathValue> {
  const value = yield* evaluateNode(node, scope);
  const points = pointsIn(value);
  scope.spend(points);
  if (points > longStep) yield;
  return value;
}

/** Points that take a millisecond to make, more or less. */
const longStep = 2000;

function* evaluateNode(node: MathNode, scope: MathScope): Generator<void, MathValue> {
  switch (node.kind) {
    case 'number':
      return node;
    case 'text':
      throw new MathError(`the text "${node.value.slice(0, 50)}" stands where a value is expected`);
    case 'id':
      return yield* scope.valueOf(node.name);
    case 'negate':
      return combine('*', { kind: 'number', value: -1 }, yield* evaluate(node.operand, scope));
    case 'binary':
      return combine(node.operator, yield* evaluate(node.left, scope), yield* evaluate(node.right, scope));
    case 'array': {
      const list: Series[] = [];
      for (const item of node.items) {
        const value = yield* evaluate(item, scope);
        if (value.kind === 'number') throw new MathError('an array has time series, and no numbers');
        list.push(...(value.kind === 'series' ? [value.series] : value.list));
      }
      return { kind: 'list', list };
    }
    case 'call': {
      if (node.name === 'METRICS') return { kind: 'list', list: yield* scope.metrics(partOf(node.operands)) };
      const operands: MathValue[] = [];
      for (const operand of node.operands) operands.push(yield* evaluate(operand, scope));
      return callFunction(node.name, operands);
    }
  }
}

const partOf = (operands: readonly MathNode[]): string => {
  const [only] = operands;
  if (operands.length === 0) return '';
  if (operands.length === 1 && only?.kind === 'text') return only.value;
  throw new MathError('METRICS takes nothing, or a text that ids hold');
};

type Operator = (MathNode & { kind: 'binary' })['operator'];

const operators: Readonly<Record<Operator, (left: number, right: number) => number>> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => left / right,
};

const combine = (operator: Operator, left: MathValue, right: MathValue): MathValue => {
  const apply = operators[operator];
  if (left.kind === 'number' && right.kind === 'number') {
    return { kind: 'number', value: apply(left.value, right.value) };
  }
  if (left.kind === 'list') {
    if (right.kind === 'list') throw new MathError(`${operator} ${twoLists}`);
    return { kind: 'list', list: left.list.map((one) => join(apply, one, right)) };
  }
  if (right.kind === 'list') return { kind: 'list', list: right.list.map((one) => join(apply, left, one)) };
  return { kind: 'series', series: join(apply, left, right) };
};

const twoLists = 'does not take two lists of time series; fold one of them, as in SUM([m1, m2])';

type Operand = Series | Exclude<MathValue, { kind: 'list' }>;

/** One series of the points that both sides have; a quotient by zero is no point. */
const join = (apply: (left: number, right: number) => number, left: Operand, right: Operand): Series => {
  const [first, second] = [valueOf(left), valueOf(right)].map((value) =>
    typeof value === 'number' ? undefined : value,
  );
  const shown = first ?? second!;
  const valueIn = (operand: Operand) => {
    const series = valueOf(operand);
    if (typeof series === 'number') return () => series;
    const byTime = new Map(series.points.map(({ timestamp, value }) => [timestamp, value]));
    return (timestamp: number) => byTime.get(timestamp);
  };
  const [leftAt, rightAt] = [valueIn(left), valueIn(right)];
  const points = shown.points.flatMap(({ timestamp }) => {
    const [one, other] = [leftAt(timestamp), rightAt(timestamp)];
    if (one === undefined || other === undefined) return [];
    const value = apply(one, other);
    return Number.isFinite(value) ? [{ timestamp, value }] : [];
  });
  return { label: shown.label, period: Math.max(first?.period ?? 0, second?.period ?? 0), points };
};

const valueOf = (operand: Operand): Series | number => {
  if (!('kind' in operand)) return operand;
  return operand.kind === 'series' ? operand.series : operand.value;
};

/** What a series weighs beside its points, in points. */
const weightOfSeries = 20;

const pointsIn = (value: MathValue): number => {
  if (value.kind === 'number') return 1;
  const list = value.kind === 'series' ? [value.series] : value.list;
  return list.reduce((sum, { points }) => sum + points.length, list.length * weightOfSeries);
};
