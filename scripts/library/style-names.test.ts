import { describe, expect, it } from 'vitest';
import { usedClassNames } from './style-names.mjs';

const classes = {
  root: 'awsui_root_a',
  'root-variant-h1': 'awsui_root-variant-h1_a',
  'root-variant-h2': 'awsui_root-variant-h2_a',
  'is-open': 'awsui_is-open_a',
  other: 'awsui_other_a',
};
const used = (source: string) =>
  [
    ...usedClassNames(
      [{ file: '/lib/part/part.js', source }],
      new Map([['/lib/part/styles.css.js', classes]]),
    ),
  ]
    .map((name) => name.replace(/^awsui_|_a$/g, ''))
    .sort();
const head = "import styles from './styles.css.js';\n";

describe('The classes that a script of the component library names', () => {
  it.each([
    ['by property', 'clsx(styles.root)', ['root']],
    ['in brackets', `clsx(styles['is-open'], styles["other"])`, ['is-open', 'other']],
    ['in a template without a part', 'styles[`root`]', ['root']],
    [
      'in a template: all that it can be',
      'styles[`root-variant-${a ? b : c}`]',
      ['root-variant-h1', 'root-variant-h2'],
    ],
    ['in a template within another: all', 'styles[`root-${a ? `x` : b}`]', Object.keys(classes).sort()],
    ['in a choice: all', "styles[open ? 'is-open' : 'root']", Object.keys(classes).sort()],
    ['by a variable: all', 'styles[variant]', Object.keys(classes).sort()],
    ['as a map handed on: all', 'render(styles)', Object.keys(classes).sort()],
    ['by another identifier that ends alike', 'otherstyles.root', []],
  ])('are found %s', (_, code, names) => {
    expect(used(head + code)).toEqual(names);
  });

  it('are found through any name of the map', () => {
    expect(used("import testStyles from './styles.css.js';\ntestStyles.root")).toEqual(['root']);
    expect(used("import './styles.css.js';")).toEqual([]);
    expect(used("export { default } from './styles.css.js';")).toHaveLength(5);
    expect(used("import { default as styles } from './styles.css.js';")).toHaveLength(5);
    expect(used("import styles from '../part/styles.css.js';\nstyles.other")).toEqual(['other']);
  });
});
