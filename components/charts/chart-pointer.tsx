'use client';

import { type KeyboardEvent, type PointerEvent, type ReactNode, useState } from 'react';
import { edge, pixelOf, placeOf, valueAt } from './chart-places';
import styles from './charts.module.css';
import { useMoment, usePointedMoment } from './moment';
import { type ShownChart } from './shown-chart';

interface ChartPointerProps {
  model: ShownChart;
  /** Of the chart, in pixels. */
  width: number;
  height: number;
  /** Where the plot begins, in pixels from the chart's top. */
  top: number;
  onRange?: (range: [number, number] | undefined) => void;
  onShowLine?: (line: number) => void;
  children: ReactNode;
}

/** A shorter drag is a click. */
const SHORTEST_DRAG = 6;

/**
 * What pointer and keys do on a chart: dragging, `+`, `-` and `0` choose a stretch of its axis; a click or Enter goes
 * to the line of the log that printed the value. The crosshair stands at the moment that the page's parts share.
 */
export const ChartPointer = ({
  model,
  width,
  height,
  top,
  onRange,
  onShowLine,
  children,
}: ChartPointerProps) => {
  const pointed = usePointedMoment();
  const [drag, setDrag] = useState<{ from: number; to: number }>();
  const plot = { width, domain: model.domain };
  const xOf = (event: PointerEvent<HTMLElement>) =>
    valueAt(event.clientX - event.currentTarget.getBoundingClientRect().left, plot);
  const showLine = () => {
    const line = pointed.get()?.line;
    if (line !== undefined) onShowLine?.(line);
  };
  const down = (event: PointerEvent<HTMLElement>) => {
    // A finger that is dragged scrolls the page.
    if (event.button !== 0 || event.pointerType === 'touch') return;
    const x = xOf(event);
    setDrag({ from: x, to: x });
  };
  const up = () => {
    if (!drag) return;
    setDrag(undefined);
    const [from, to] = [Math.min(drag.from, drag.to), Math.max(drag.from, drag.to)];
    if (pixelOf(to, plot) - pixelOf(from, plot) < SHORTEST_DRAG) showLine();
    else onRange?.([from, to]);
  };
  const press = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const [from, to] = model.domain;
    const moment = pointed.get();
    const middle = (moment && placeOf(model, moment.at)) ?? (from + to) / 2;
    const zoom = (factor: number): [number, number] => [
      middle - (middle - from) * factor,
      middle + (to - middle) * factor,
    ];
    if (event.key === 'Enter') showLine();
    else if (event.key === '+') onRange?.(zoom(0.5));
    else if (event.key === '-') onRange?.(zoom(2));
    else if (event.key === '0') onRange?.(undefined);
  };
  return (
    // The chart inside has the focus and the role: keys and pointers come up from it.
    <div
      role="presentation"
      className={styles.pointer}
      onPointerDown={down}
      onPointerMove={(event) => drag && setDrag({ ...drag, to: xOf(event) })}
      onPointerUp={up}
      onPointerLeave={() => setDrag(undefined)}
      onKeyDown={press}
    >
      {children}
      <div className={styles.over} style={{ top, height: height - top - edge.bottom }} aria-hidden="true">
        <Crosshair model={model} width={width} />
        {drag && (
          <div
            className={styles.range}
            style={{
              left: Math.min(pixelOf(drag.from, plot), pixelOf(drag.to, plot)),
              width: Math.abs(pixelOf(drag.to, plot) - pixelOf(drag.from, plot)),
            }}
          />
        )}
      </div>
    </div>
  );
};

const Crosshair = ({ model, width }: { model: ShownChart; width: number }) => {
  const moment = useMoment();
  const x = moment && placeOf(model, moment.at);
  if (x === undefined || x < model.domain[0] || x > model.domain[1]) return null;
  return <div className={styles.crosshair} style={{ left: pixelOf(x, { width, domain: model.domain }) }} />;
};
