import { Fragment, memo, useEffect, useRef, type CSSProperties } from 'react';
import { type ClockZone, formatTime } from '@/components/shell/format-time';
import { type LogLine } from '@/lib/training/log-line';
import { cutAtMatches, type LogMatch } from './log-search';
import styles from './log.module.css';

export interface ShownLine extends LogLine {
  text: string;
}

interface LogLineBlockProps {
  block: number;
  lines: readonly ShownLine[];
  /** Attempt of the line before the block; a change of attempt is announced. */
  attemptBefore: number | undefined;
  /** Index of the block's first line among those shown, for the matches in it. */
  firstLine: number;
  matches: readonly LogMatch[];
  /** Index of the first of `matches` among all. */
  firstMatch: number;
  currentMatch: number;
  /** `sequence` of the line to mark. */
  sought?: number;
  zone: ClockZone;
  onHeight: (block: number, height: number) => void;
  folded: ReadonlySet<number>;
  onFold: (attempt: number) => void;
  /** A line's link was followed here. */
  onLine: (sequence: number) => void;
}

const ATTEMPT_COLORS = 5;

/** A run of log lines, drawn only while it is near the window, which learns its height. */
export const LogLineBlock = memo(function LogLineBlock(props: LogLineBlockProps) {
  const {
    block,
    lines,
    attemptBefore,
    firstLine,
    matches,
    firstMatch,
    currentMatch,
    sought,
    zone,
    onHeight,
    folded,
    onFold,
    onLine,
  } = props;
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const target = element.current;
    if (!target) return;
    const observer = new ResizeObserver(() => onHeight(block, target.getBoundingClientRect().height));
    observer.observe(target);
    return () => observer.disconnect();
  }, [block, onHeight]);

  return (
    <div ref={element}>
      {lines.map((line, index) => {
        const before = index === 0 ? attemptBefore : lines[index - 1]?.attempt;
        const own = matches.filter((match) => match.line === firstLine + index);
        const first = own[0] ? firstMatch + matches.indexOf(own[0]) : 0;
        const isSingledOut =
          line.sequence === sought || (currentMatch >= first && currentMatch < first + own.length);
        return (
          <Fragment key={line.sequence}>
            {before !== line.attempt && (
              <button
                type="button"
                className={styles.separator}
                style={attemptColor(line.attempt)}
                aria-expanded={!folded.has(line.attempt)}
                onClick={() => onFold(line.attempt)}
              >
                <span aria-hidden="true">{folded.has(line.attempt) ? '▸' : '▾'}</span> Attempt {line.attempt}{' '}
                · {line.host}
              </button>
            )}
            <div
              className={`${styles.line} ${line.sequence === sought ? styles.sought : ''}`}
              data-sequence={line.sequence}
              data-at={line.at}
              aria-current={line.sequence === sought ? 'location' : undefined}
              style={attemptColor(line.attempt)}
            >
              <a
                className={styles.at}
                href={`?line=${line.sequence}`}
                title={`${formatTime(line.at, 'utc', 'datetime')} · attempt ${line.attempt} · link to this line`}
                // By keyboard, a line that was searched for or linked: a stop at every line would be thousands.
                tabIndex={isSingledOut ? 0 : -1}
                onClick={(event) => {
                  if (event.metaKey || event.ctrlKey || event.shiftKey) return;
                  event.preventDefault();
                  onLine(line.sequence);
                }}
              >
                {formatTime(line.at, zone, 'time').slice(0, 8)}
              </a>
              <span className={styles.text}>
                {own.length === 0
                  ? line.text
                  : cutAtMatches(line.text, own, first).map((piece, at) =>
                      piece.match === undefined ? (
                        piece.text
                      ) : (
                        <mark
                          key={at}
                          data-match={piece.match}
                          className={`${styles.match} ${piece.match === currentMatch ? styles.current : ''}`}
                        >
                          {piece.text}
                        </mark>
                      ),
                    )}
              </span>
            </div>
          </Fragment>
        );
      })}
    </div>
  );
});

const attemptColor = (attempt: number): CSSProperties => ({
  '--attempt': `var(--log-${((attempt - 1) % ATTEMPT_COLORS) + 1})`,
});
