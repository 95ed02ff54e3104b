'use client';

import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import Input, { type InputProps } from '@cloudscape-design/components/input';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Toggle from '@cloudscape-design/components/toggle';
import { memo, useCallback, useMemo, useRef, useState } from 'react';
import { usePageKeys } from '@/components/shell/keys/use-page-keys';
import { lateDialog } from '@/components/shell/late-dialog';
import { type LogLine } from '@/lib/training/log-line';
import { type PartReading } from '@/lib/training/part-reading';
import { isScriptOutput } from '@/lib/training/script-output';
import { type JobActions } from '../actions/job-actions';
import { Unread } from '../reading/unread';
import { type ShownLine } from './log-line-block';
import { findMatches, stepMatch } from './log-search';
import { LogView } from './log-view';
import styles from './log.module.css';
import { shownLines } from './shown-lines';
import { terminalText } from './terminal-text';

const ReportLogModal = lateDialog(() => import('./report-log-modal').then((module) => module.ReportLogModal));

interface LiveLogProps {
  lines: readonly LogLine[];
  truncated: boolean;
  downloadUrl: string;
  jobName: string;
  report: JobActions['reportLog'];
  /** `sequence` of a line to show. */
  sought?: number;
  /** Shows a line, which is then in the address. */
  onLine: (sequence: number) => void;
  /** How it stands with the lines: that there is none is said once they were read. */
  linesRead: PartReading;
  /** The job has ended: no line comes any more. */
  terminal: boolean;
}

/** The job's log as it is written: search, attempts, following the end, wrapping, download. */
export const LiveLog = memo(function LiveLog(props: LiveLogProps) {
  const { lines, truncated, downloadUrl, jobName, report, sought, onLine, linesRead, terminal } = props;
  const [reporting, setReporting] = useState(false);
  const [attempt, setAttempt] = useState<number>();
  const [query, setQuery] = useState('');
  const [current, setCurrent] = useState(-1);
  const [follow, setFollow] = useState(true);
  const [wrap, setWrap] = useState(false);
  const [onlyMatches, setOnlyMatches] = useState(false);
  const [onlyOwn, setOnlyOwn] = useState(false);
  const [folded, setFolded] = useState<ReadonlySet<number>>(new Set());
  const search = useRef<InputProps.Ref>(null);
  usePageKeys('Search', [{ keys: ['/'], label: 'Search the log', run: () => search.current?.focus() }]);
  const decoded = useDecodedLines(lines);
  const attempts = useMemo(() => [...new Set(lines.map((line) => line.attempt))], [lines]);
  const own = useMemo(() => (onlyOwn ? isScriptOutput(lines) : undefined), [lines, onlyOwn]);
  const shown = useMemo(
    () =>
      shownLines(decoded, {
        ...(attempt !== undefined && { attempt }),
        ...(own && { own }),
        query: onlyMatches ? query : '',
        folded,
      }),
    [decoded, attempt, own, onlyMatches, query, folded],
  );
  const fold = useCallback((number: number) => {
    setFolded((before) => {
      const next = new Set(before);
      if (!next.delete(number)) next.add(number);
      return next;
    });
  }, []);
  const matches = useMemo(
    () =>
      query === ''
        ? []
        : findMatches(
            shown.map((line) => line.text),
            query,
          ),
    [shown, query],
  );
  const [shownLine, setShownLine] = useState<number>();
  if (sought !== shownLine) {
    setShownLine(sought);
    if (sought !== undefined) {
      setFollow(false);
      setAttempt(undefined);
      setOnlyMatches(false);
      setOnlyOwn(false);
      setFolded(new Set());
    }
  }
  const isSoughtMissing =
    sought !== undefined && lines.length > 0 && !lines.some(({ sequence }) => sequence === sought);
  const go = (step: 1 | -1) => {
    setFollow(false);
    setCurrent(stepMatch(matches.length, current, step));
  };
  const options = [
    { value: '', label: 'All attempts' },
    ...attempts.map((number) => ({ value: String(number), label: `Attempt ${number}` })),
  ];

  return (
    <Container
      header={
        <Header
          variant="h2"
          counter={lines.length > 0 ? `(${lines.length.toLocaleString('en-US')} lines)` : undefined}
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              <Button disabled={lines.length === 0} onClick={() => setReporting(true)}>
                Help us read your log
              </Button>
              <Button iconName="download" href={downloadUrl} download ariaLabel="Download the log">
                Download
              </Button>
            </SpaceBetween>
          }
        >
          Live log
        </Header>
      }
    >
      {reporting && <ReportLogModal jobName={jobName} report={report} onClose={() => setReporting(false)} />}
      <div className={styles.log}>
        <div className={styles.toolbar}>
          <div className={styles.search}>
            <Input
              ref={search}
              type="search"
              value={query}
              placeholder="Search the log"
              ariaLabel="Search the log"
              clearAriaLabel="Clear the search"
              onChange={({ detail }) => {
                setQuery(detail.value);
                setCurrent(-1);
              }}
              onKeyDown={({ detail }) => {
                if (detail.key === 'Enter') go(detail.shiftKey ? -1 : 1);
              }}
            />
            <span className={styles.count} role="status">
              {query !== '' &&
                (matches.length === 0
                  ? 'no match'
                  : `${current + 1 || '–'} of ${matches.length.toLocaleString('en-US')}`)}
            </span>
            <Button
              variant="icon"
              iconName="angle-up"
              ariaLabel="Previous match"
              disabled={matches.length === 0}
              onClick={() => go(-1)}
            />
            <Button
              variant="icon"
              iconName="angle-down"
              ariaLabel="Next match"
              disabled={matches.length === 0}
              onClick={() => go(1)}
            />
          </div>
          <SpaceBetween direction="horizontal" size="m" alignItems="center">
            <Select
              options={options}
              selectedOption={options.find((option) => option.value === String(attempt ?? '')) ?? null}
              ariaLabel="Attempts shown"
              onChange={({ detail }) => {
                setAttempt(detail.selectedOption.value ? Number(detail.selectedOption.value) : undefined);
                setCurrent(-1);
              }}
            />
            <Toggle checked={onlyMatches} onChange={({ detail }) => setOnlyMatches(detail.checked)}>
              Only matches
            </Toggle>
            <Toggle checked={onlyOwn} onChange={({ detail }) => setOnlyOwn(detail.checked)}>
              Only my output
            </Toggle>
            <Toggle checked={follow} onChange={({ detail }) => setFollow(detail.checked)}>
              Follow
            </Toggle>
            <Toggle checked={wrap} onChange={({ detail }) => setWrap(detail.checked)}>
              Wrap
            </Toggle>
          </SpaceBetween>
        </div>
        {truncated && (
          <Alert type="info">Earlier lines are not shown here. The download has all of them.</Alert>
        )}
        {isSoughtMissing && (
          <Alert type="info">
            The line that was asked for is not among those shown here. The download has it.
          </Alert>
        )}
        <LogView
          lines={shown}
          sought={sought}
          matches={matches}
          currentMatch={current}
          wrap={wrap}
          follow={follow}
          onFollowChange={setFollow}
          folded={folded}
          onFold={fold}
          onLine={onLine}
          empty={
            lines.length > 0 ? (
              'No line is left by what was chosen above.'
            ) : linesRead.is !== 'read' ? (
              <Unread what="the log" reading={linesRead} />
            ) : terminal ? (
              'This job has written no log.'
            ) : (
              'No line yet. The log begins when the script writes its first.'
            )
          }
        />
      </div>
    </Container>
  );
});

const decodedLines = new WeakMap<LogLine, ShownLine>();

/** Decodes each line once, however often more arrive. */
const useDecodedLines = (lines: readonly LogLine[]): ShownLine[] =>
  useMemo(
    () =>
      lines.map((line) => {
        const cached = decodedLines.get(line);
        if (cached) return cached;
        const shown = { ...line, text: terminalText(line.message) };
        decodedLines.set(line, shown);
        return shown;
      }),
    [lines],
  );
