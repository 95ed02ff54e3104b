/**
 * Which IAM actions the dashboard's code can need: told from the code itself, by following what each function of the
 * use cases refers to down to the SDK commands that it makes.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

/** Service prefix of a client's actions in IAM. */
const prefixes = new Map([
  ['@aws-sdk/client-sagemaker', 'sagemaker'],
  ['@aws-sdk/client-sagemaker-runtime', 'sagemaker'],
  ['@aws-sdk/client-cloudwatch', 'cloudwatch'],
  ['@aws-sdk/client-cloudwatch-logs', 'logs'],
  ['@aws-sdk/client-s3', 's3'],
  ['@aws-sdk/client-pricing', 'pricing'],
  ['@aws-sdk/client-sts', 'sts'],
  ['@aws-sdk/client-iam', 'iam'],
  ['@aws-sdk/client-service-quotas', 'servicequotas'],
  ['@aws-sdk/client-ec2', 'ec2'],
  ['@aws-sdk/client-kms', 'kms'],
  ['@aws-sdk/client-sqs', 'sqs'],
]);

/**
 * Operations whose actions have another name, or need further ones. GetCallerIdentity needs no grant.
 * Sources: the service authorization reference of each service, and the pages of the operations themselves.
 */
const actionsOfOperation = new Map<string, readonly string[]>([
  ['s3:HeadBucket', ['s3:ListBucket']],
  ['s3:ListObjectsV2', ['s3:ListBucket']],
  ['s3:ListBuckets', ['s3:ListAllMyBuckets']],
  ['s3:HeadObject', ['s3:GetObject']],
  // Sent as parts where it is large: s3:PutObject covers them, and a broken upload is taken back.
  ['s3:CreateMultipartUpload', ['s3:PutObject']],
  ['s3:UploadPart', ['s3:PutObject']],
  ['s3:CompleteMultipartUpload', ['s3:PutObject']],
  ['s3:ListParts', ['s3:ListMultipartUploadParts']],
  ['s3:Upload', ['s3:PutObject', 's3:AbortMultipartUpload']],
  ['sagemaker:CreateTrainingJob', ['sagemaker:CreateTrainingJob', 'sagemaker:AddTags', 'iam:PassRole']],
  ['sagemaker:CreateModel', ['sagemaker:CreateModel', 'iam:PassRole']],
  ['sagemaker:CreateEndpoint', ['sagemaker:CreateEndpoint', 'sagemaker:AddTags']],
  ['sts:GetCallerIdentity', []],
  ['sqs:DeleteMessageBatch', ['sqs:DeleteMessage']],
]);

interface Declared {
  /** Names of other declarations, as `file#name`; `file#*` for a whole namespace. */
  uses: Set<string>;
  operations: Set<string>;
}

const sourcesBelow = (root: string, folder: string): string[] =>
  readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.test.ts'))
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, '/'));

const declaredNames = (statement: ts.Statement): string[] => {
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.flatMap(({ name }) =>
      ts.isIdentifier(name) ? [name.text] : [],
    );
  }
  const { name } = statement as { name?: ts.Node };
  return name && ts.isIdentifier(name) ? [name.text] : [];
};

const operationOf = (client: string, name: string): string | undefined => {
  const prefix = prefixes.get(client);
  if (prefix === undefined) return undefined;
  const operation = /^(\w+)Command$/.exec(name)?.[1] ?? /^paginate(\w+)$/.exec(name)?.[1];
  return operation === undefined ? undefined : `${prefix}:${operation}`;
};

/** Operations of `const { XCommand } = await import('@aws-sdk/client-y')`: code that is loaded once it is wanted. */
const loadedOperations = (node: ts.Node): string[] => {
  if (!ts.isVariableDeclaration(node) || !ts.isObjectBindingPattern(node.name)) return [];
  const awaited = node.initializer && ts.isAwaitExpression(node.initializer) && node.initializer.expression;
  if (!awaited || !ts.isCallExpression(awaited) || awaited.expression.kind !== ts.SyntaxKind.ImportKeyword)
    return [];
  const [specifier] = awaited.arguments;
  if (!specifier || !ts.isStringLiteral(specifier)) return [];
  return node.name.elements.flatMap(({ name, propertyName }) => {
    const original = propertyName ?? name;
    return ts.isIdentifier(original) ? (operationOf(specifier.text, original.text) ?? []) : [];
  });
};

/** @param folders of the project, whose declarations are followed. */
export const createActionsOf = (root: string, folders: readonly string[]) => {
  const declared = new Map<string, Declared>();
  const files = folders.flatMap((folder) => sourcesBelow(root, folder));
  const known = new Set(files);
  for (const file of files) {
    const source = ts.createSourceFile(
      file,
      readFileSync(path.join(root, file), 'utf8'),
      ts.ScriptTarget.Latest,
    );
    /** What a name of this file stands for: a declaration elsewhere, or an operation of AWS. */
    const names = new Map<string, { use?: string; operation?: string }>();
    for (const statement of source.statements) {
      for (const name of declaredNames(statement)) names.set(name, { use: `${file}#${name}` });
      if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) continue;
      const specifier = statement.moduleSpecifier.text;
      const target = `${path.posix.join(path.posix.dirname(file), specifier)}.ts`;
      const bindings = statement.importClause?.namedBindings;
      if (bindings && ts.isNamespaceImport(bindings)) names.set(bindings.name.text, { use: `${target}#*` });
      if (!bindings || !ts.isNamedImports(bindings)) continue;
      for (const { name, propertyName } of bindings.elements) {
        const original = (propertyName ?? name).text;
        if (specifier === '@aws-sdk/lib-storage' && original === 'Upload')
          names.set(name.text, { operation: 's3:Upload' });
        const operation = operationOf(specifier, original);
        if (operation !== undefined) names.set(name.text, { operation });
        else if (specifier.startsWith('.') && known.has(target))
          names.set(name.text, { use: `${target}#${original}` });
      }
    }
    for (const statement of source.statements) {
      if (ts.isImportDeclaration(statement)) continue;
      const entry: Declared = { uses: new Set(), operations: new Set() };
      const visit = (node: ts.Node): void => {
        if (ts.isTypeNode(node)) return;
        const meant = ts.isIdentifier(node) ? names.get(node.text) : undefined;
        if (meant?.use !== undefined) entry.uses.add(meant.use);
        if (meant?.operation !== undefined) entry.operations.add(meant.operation);
        for (const operation of loadedOperations(node)) entry.operations.add(operation);
        ts.forEachChild(node, visit);
      };
      visit(statement);
      for (const name of declaredNames(statement)) declared.set(`${file}#${name}`, entry);
    }
  }

  const inFile = (file: string) => [...declared.keys()].filter((key) => key.startsWith(`${file}#`));

  /** The actions that all of a file's declarations can need, sorted. */
  return (entries: readonly string[]): string[] => {
    const seen = new Set<string>();
    const waiting = entries.flatMap(inFile);
    const operations = new Set<string>();
    for (let key = waiting.pop(); key !== undefined; key = waiting.pop()) {
      if (seen.has(key)) continue;
      seen.add(key);
      if (key.endsWith('#*')) waiting.push(...inFile(key.slice(0, -2)));
      const entry = declared.get(key);
      entry?.operations.forEach((operation) => operations.add(operation));
      if (entry) waiting.push(...entry.uses);
    }
    const actions = [...operations].flatMap((operation) => actionsOfOperation.get(operation) ?? [operation]);
    return [...new Set(actions)].sort();
  };
};
