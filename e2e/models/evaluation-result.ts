import { type Locator } from '@playwright/test';

/** What an evaluation found. */
export class EvaluationResult {
  readonly matrix: Locator;
  /** What is confused most, from the top. */
  readonly pairs: Locator;
  private readonly cells: Locator;

  constructor(private readonly root: Locator) {
    this.matrix = root.getByRole('grid', { name: /^Confusion matrix/ });
    this.pairs = root.getByRole('region', { name: 'Most confused pairs' }).getByRole('listitem');
    this.cells = this.matrix.getByRole('gridcell', { name: /^Actual / });
  }

  /** The counts, by actual and then predicted class, of a matrix with that many classes. */
  async counts(classes: number): Promise<number[][]> {
    const texts = await this.cells.allInnerTexts();
    const counts = texts.map((text) => Number(text.replaceAll(',', '')));
    return Array.from({ length: classes }, (_, row) => counts.slice(row * classes, (row + 1) * classes));
  }

  cell(actual: string, predicted: string): Locator {
    return this.matrix.getByRole('gridcell', { name: `Actual ${actual}, predicted ${predicted}: ` });
  }

  /** How strongly a cell is coloured, 0 to 1, as it is drawn. */
  async shade(actual: string, predicted: string): Promise<number> {
    const color = await this.cell(actual, predicted).evaluate(
      (cell) => getComputedStyle(cell).backgroundColor,
    );
    const [, alpha] = /[/,]\s*([\d.]+)\)$/.exec(color) ?? [];
    return color.startsWith('rgb(') ? 1 : Number(alpha ?? 1);
  }

  images(actual: string, predicted: string): Locator {
    return this.root
      .getByRole('region', { name: `Images of ${actual} predicted as ${predicted}` })
      .getByRole('img');
  }

  /** One of the plots of a regression. */
  plot(name: 'Predicted against actual' | 'Residuals'): Locator {
    return this.root.getByRole('region', { name });
  }

  /** Turns to the other reading, where there are two. */
  readAs(name: 'Regression' | 'Classification'): Locator {
    return this.root.getByRole('button', { name, exact: true });
  }

  get csv(): Locator {
    return this.root.getByRole('link', { name: 'CSV' });
  }

  heading(name: 'Regression' | 'Confusion matrix'): Locator {
    return this.root.getByRole('heading', { name, exact: true });
  }

  /** Chooses what the cells show. */
  view(name: 'Counts' | 'Row shares'): Locator {
    return this.root.getByRole('button', { name, exact: true });
  }

  shown(text: string): Locator {
    return this.root.getByText(text, { exact: true }).first();
  }
}
