import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

test('the root layout has the sheet of every component', () => {
  const sheets = readdirSync('components', { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.module.css'))
    .map((file) => `@/components/${file}`);
  const imported = [...readFileSync('app/style-sheets.ts', 'utf8').matchAll(/import '([^']+)'/g)].map(
    ([, file]) => file,
  );
  expect(imported.sort()).toEqual(sheets.sort());
});
