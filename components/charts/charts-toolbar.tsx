'use client';

import Button from '@cloudscape-design/components/button';
import ButtonDropdown from '@cloudscape-design/components/button-dropdown';
import Toggle from '@cloudscape-design/components/toggle';
import { useId } from 'react';
import { type ChartModel } from './chart-model';
import styles from './charts.module.css';
import { type ChartView } from './shown-chart';

interface ChartsToolbarProps {
  models: readonly ChartModel[];
  view: ChartView;
  onSmoothing: (smoothing: number) => void;
  onLogScale: (logScale: boolean) => void;
  onReset: () => void;
  hidden: readonly string[];
  onHidden: (ids: string[]) => void;
}

/** What is chosen for all charts at once: smoothing, scale, which of them are shown, and the way back from a zoom. */
export const ChartsToolbar = (props: ChartsToolbarProps) => {
  const { models, view, onSmoothing, onLogScale, onReset, hidden, onHidden } = props;
  const id = useId();
  const shown = models.filter((model) => !hidden.includes(model.id));
  return (
    <div className={styles.toolbar}>
      <label htmlFor={id}>Smoothing</label>
      <input
        id={id}
        type="range"
        min={0}
        max={0.95}
        step={0.05}
        value={view.smoothing}
        onChange={({ target }) => onSmoothing(Number(target.value))}
      />
      <output htmlFor={id} className={styles.number}>
        {view.smoothing === 0 ? 'off' : view.smoothing.toFixed(2)}
      </output>
      <Toggle checked={view.logScale} onChange={({ detail }) => onLogScale(detail.checked)}>
        Log scale
      </Toggle>
      {models.length > 1 && (
        <ButtonDropdown
          items={models.map(({ id: chart, title }) => ({
            id: chart,
            text: title,
            itemType: 'checkbox',
            checked: !hidden.includes(chart),
            disabled: shown.length === 1 && shown[0]?.id === chart,
            disabledReason: 'One chart stays.',
          }))}
          onItemClick={({ detail }) =>
            onHidden(
              detail.checked
                ? hidden.filter((chart) => chart !== detail.id)
                : [...hidden.filter((chart) => chart !== detail.id), detail.id],
            )
          }
        >
          {shown.length === models.length ? 'Charts' : `Charts (${shown.length} of ${models.length})`}
        </ButtonDropdown>
      )}
      {view.range ? (
        <Button onClick={onReset}>Reset zoom</Button>
      ) : (
        <span className={styles.hint}>Drag over a chart to look closer.</span>
      )}
    </div>
  );
};
