'use client';

import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Textarea from '@cloudscape-design/components/textarea';
import { useMemo, useState } from 'react';
import { type MetricTrial, tryMetricDefinitions } from '@/lib/training/metric-regex';
import { type MetricDefinition } from '@/lib/training/training-job';
import { ListEditor } from './list-sections';
import { type LaunchForm } from './use-launch-form';

const sampleLine =
  '938/938 - 11s - loss: 0.341071 - accuracy: 0.901800 - val_loss: 0.162153 - val_accuracy: 0.952100';

/** Metric definitions, and what they find in a log line. */
export const MetricsSection = ({ form }: { form: LaunchForm }) => (
  <Container
    header={
      <Header
        variant="h2"
        description="Patterns that SageMaker runs over every log line; the first group is the value. Loss per epoch is read from the log even without them."
      >
        Metrics
      </Header>
    }
  >
    <SpaceBetween size="l">
      <ListEditor
        form={form}
        name="metricDefinitions"
        columns={[
          { key: 'name', label: 'Metric', placeholder: 'validation:loss' },
          { key: 'regex', label: 'Pattern', placeholder: 'val_loss: ([0-9.]+)' },
        ]}
        blank={{ name: '', regex: '' }}
        addText="Add a metric"
        emptyText="No metric definitions."
      />
      <ExpandableSection headerText="Try the patterns on a log line">
        <Tryout definitions={form.values.metricDefinitions} />
      </ExpandableSection>
    </SpaceBetween>
  </Container>
);

const Tryout = ({ definitions }: { definitions: readonly MetricDefinition[] }) => {
  const [text, setText] = useState('');
  const results = useMemo(() => tryMetricDefinitions(definitions, text), [definitions, text]);
  return (
    <SpaceBetween size="s">
      <FormField label="Log lines" stretch>
        <Textarea
          value={text}
          rows={3}
          placeholder={sampleLine}
          onChange={({ detail }) => setText(detail.value)}
        />
      </FormField>
      {text !== '' && definitions.length === 0 && (
        <Box color="text-body-secondary">There is no pattern to try.</Box>
      )}
      {text !== '' &&
        results.map((trial, index) => (
          <div key={index} data-testid="tryout-result">
            <Trial {...trial} />
          </div>
        ))}
    </SpaceBetween>
  );
};

/** The value that SageMaker would keep: that of the last line that matches. */
const Trial = ({ name, problem, matches, linesTried }: MetricTrial) => {
  const title = name || 'unnamed';
  const last = matches.at(-1);
  const part = linesTried === undefined ? '' : ` (tried on the first ${linesTried} lines)`;
  if (problem !== undefined) {
    return (
      <StatusIndicator type="error">
        <span className="sd-sentence">
          {title}: {problem}
        </span>
      </StatusIndicator>
    );
  }
  if (!last)
    return (
      <StatusIndicator type="warning">
        {title}: no match{part}
      </StatusIndicator>
    );
  return (
    <StatusIndicator type="success">
      {title}: {last.value}
      {matches.length > 1 ? ` (last of ${matches.length} lines)` : ''}
      {part}
    </StatusIndicator>
  );
};
