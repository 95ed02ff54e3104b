/** What functions take and what classes hold, with their defaults: tools make command lines of them. */
import {
  type Argument,
  type Call,
  callOf,
  childrenOf,
  type Literal,
  literalOf,
  type Read,
  type SyntaxNode,
} from './python-values';

export interface Field {
  name: string;
  /** As written, shortened; empty where there is none. */
  annotation: string;
  literal?: Literal | undefined;
  /** `field(…)` and `typer.Option(…)`, as default or within the annotation. */
  call?: Pick<Call, 'callee' | 'args'>;
  hasDefault: boolean;
  line: number;
}

export interface Definition {
  kind: 'function' | 'class';
  name: string;
  /** As written without `@`, shortened. */
  decorators: string[];
  /** Of a class, and what stands beside them. */
  bases: readonly Argument[];
  fields: Field[];
}

const maxFields = 200;
const maxWritten = 200;

export const definitionOf = (
  node: SyntaxNode,
  read: Read,
  lineAt: (position: number) => number,
): Definition | undefined => {
  const kind = node.name === 'ClassDefinition' ? 'class' : 'function';
  const name = node.getChild('VariableName');
  if (!name) return undefined;
  const written = writtenIn(read);
  const decorators = node.parent?.name === 'DecoratedStatement' ? node.parent.getChildren('Decorator') : [];
  const fields = (kind === 'class' ? fieldsOfClass(node) : parametersOf(node)).slice(0, maxFields);
  return {
    kind,
    name: written(name),
    decorators: decorators.map((each) => written(each).replace(/^@/, '').trim()),
    bases: kind === 'class' ? (callOf(node, read)?.args ?? []) : [],
    fields: fields.map(({ target, type, value }) => {
      const literal = value && literalOf(value, read, 0);
      const call = calledIn(value, read) ?? calledIn(type, read);
      return {
        name: written(target),
        annotation: type ? written(type).replace(/^:\s*/, '') : '',
        literal,
        ...(call && { call }),
        hasDefault: value !== undefined,
        line: lineAt(target.from),
      };
    }),
  };
};

const writtenIn =
  ({ text }: Read) =>
  ({ from, to }: SyntaxNode): string =>
    text.slice(from, Math.min(to, from + maxWritten));

interface FieldNodes {
  target: SyntaxNode;
  type: SyntaxNode | undefined;
  value: SyntaxNode | undefined;
}

const fieldsOfClass = (node: SyntaxNode): FieldNodes[] =>
  (node.getChild('Body')?.getChildren('AssignStatement') ?? []).flatMap((statement) => {
    const [target] = childrenOf(statement);
    return target?.name === 'VariableName' ? [fieldFrom(target)] : [];
  });

const parametersOf = (node: SyntaxNode): FieldNodes[] =>
  childrenOf(node.getChild('ParamList') ?? node).flatMap((child) => {
    const isCollecting = /^\*\*?$/.test(child.prevSibling?.name ?? '');
    const isDefault = child.prevSibling?.name === 'AssignOp';
    return child.name === 'VariableName' && !isCollecting && !isDefault ? [fieldFrom(child)] : [];
  });

/** `name: type = value`, of which name alone must be there. */
const fieldFrom = (target: SyntaxNode): FieldNodes => {
  const next = target.nextSibling;
  const type = next?.name === 'TypeDef' ? next : undefined;
  const sign = type ? type.nextSibling : next;
  const value = sign?.name === 'AssignOp' ? (sign.nextSibling ?? undefined) : undefined;
  return { target, type, value };
};

/** The call that a default is, or that an annotation holds: `Annotated[int, typer.Option("--lr")]`. */
const calledIn = (node: SyntaxNode | undefined, read: Read): Field['call'] => {
  const calls =
    node?.name === 'TypeDef'
      ? (node.getChild('MemberExpression')?.getChildren('CallExpression') ?? [])
      : [node];
  const call = calls.find((each) => each?.name === 'CallExpression');
  return call && callOf(call, read);
};
