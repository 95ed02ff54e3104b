import { type ChartModel } from './chart-model';
import { chartPng } from './export-png';
import { saveFile } from './save-file';
import { seriesStyle } from './series-style';

/** Saves what is drawn within an element as PNG. Throws an Error with a sentence for the reader. */
export const saveChartPng = async (
  plot: HTMLElement | null,
  model: ChartModel,
  { jobName, file, hidden }: { jobName: string; file: string; hidden: ReadonlySet<string> },
): Promise<void> => {
  const svg = plot?.querySelector<SVGSVGElement>('svg[role=application]');
  if (!svg || !plot) throw new Error('The chart is not drawn yet. Try again in a moment.');
  const style = getComputedStyle(plot);
  const resolve = (color: string) => style.getPropertyValue(color.replace(/^var\((.*)\)$/, '$1')).trim();
  const png = await chartPng(svg, {
    title: `${model.title} · ${jobName}`,
    legend: model.metrics
      .filter((metric) => !hidden.has(metric))
      .map((metric) => ({
        text: metric,
        color: resolve(seriesStyle(model.metrics.indexOf(metric)).color),
      })),
    background: resolve('var(--surface)'),
    color: resolve('var(--chart-strong)'),
  });
  saveFile(`${file}.png`, png);
};
