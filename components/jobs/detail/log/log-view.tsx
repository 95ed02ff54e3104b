'use client';

import Button from '@cloudscape-design/components/button';
import {
  type PointerEvent,
  type ReactNode,
  type RefObject,
  useCallback,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { useReaderZone } from '@/components/shell/reader-clock';
import { usePointedMoment } from '@/components/charts/moment';
import { blockTop, LINE_HEIGHT, LINES_A_BLOCK, visibleBlocks } from './log-blocks';
import { LogLineBlock, type ShownLine } from './log-line-block';
import { type LogMatch } from './log-search';
import styles from './log.module.css';

interface LogViewProps {
  lines: readonly ShownLine[];
  matches: readonly LogMatch[];
  currentMatch: number;
  /** `sequence` of a line to go to and mark. */
  sought?: number;
  wrap: boolean;
  /** Keeps the newest line in sight. */
  follow: boolean;
  onFollowChange: (follow: boolean) => void;
  /** Attempts that stand as one line. */
  folded: ReadonlySet<number>;
  onFold: (attempt: number) => void;
  /** A line's link was followed here. */
  onLine: (sequence: number) => void;
  /** What to say while there are no lines. */
  empty: ReactNode;
}

/** Nearer to the end than this, in pixels, counts as being there. */
const END_TOLERANCE = 24;
const NO_MATCHES: LogMatch[] = [];

/** The scrolling part of the log: draws what is in sight, follows the end, shows the match that is sought. */
export const LogView = (props: LogViewProps) => {
  const {
    lines,
    matches,
    currentMatch,
    sought,
    wrap,
    follow,
    onFollowChange,
    folded,
    onFold,
    onLine,
    empty,
  } = props;
  const zone = useReaderZone();
  const scroller = useRef<HTMLDivElement>(null);
  const lastTop = useRef(0);
  const [view, setView] = useState({ top: 0, height: 420 });
  const [heights, setHeights] = useState<ReadonlyMap<number, number>>(new Map());

  const learnHeight = useCallback((block: number, height: number) => {
    setHeights((before) =>
      height === 0 || before.get(block) === height ? before : new Map(before).set(block, height),
    );
  }, []);
  // Filtering or wrapping makes other blocks of other heights.
  const layoutKey = `${wrap}/${lines[0]?.sequence}/${[...folded].join()}`;
  const [layout, setLayout] = useState(layoutKey);
  if (layout !== layoutKey) {
    setLayout(layoutKey);
    setHeights(new Map());
  }

  const blocks = visibleBlocks(lines.length, heights, view.top, view.height);

  useLayoutEffect(() => {
    const target = scroller.current;
    if (!follow || !target) return;
    target.scrollTop = target.scrollHeight;
    lastTop.current = target.scrollTop;
  }, [follow, lines, heights, wrap]);

  // A match is gone to once: from then on the reader may scroll away from it.
  const soughtMatch = useRef(-1);
  useEffect(() => {
    soughtMatch.current = currentMatch;
  }, [currentMatch]);
  useEffect(() => {
    const target = scroller.current;
    const match = matches[soughtMatch.current];
    if (!target || !match) return;
    const mark = target.querySelector(`[data-match="${soughtMatch.current}"]`);
    if (mark) {
      soughtMatch.current = -1;
      mark.scrollIntoView({ block: 'center', inline: 'nearest' });
      return;
    }
    // The mark is drawn once its block is in sight; this then runs again.
    target.scrollTop =
      blockTop(match.line, lines.length, heights) + (match.line % LINES_A_BLOCK) * LINE_HEIGHT - 100;
  }, [currentMatch, matches, blocks.from, blocks.to, lines.length, heights]);

  // A line is gone to once, as soon as it is there.
  const awaited = useRef<number>(undefined);
  useEffect(() => {
    awaited.current = sought;
  }, [sought]);
  useEffect(() => {
    const target = scroller.current;
    if (!target || awaited.current === undefined) return;
    const element = target.querySelector(`[data-sequence="${awaited.current}"]`);
    if (element) {
      awaited.current = undefined;
      target.scrollTop += element.getBoundingClientRect().top - target.getBoundingClientRect().top - 100;
      // Who follows a link of a line begins at the top of the page.
      target.scrollIntoView({ block: 'nearest' });
      return;
    }
    const index = lines.findIndex(({ sequence }) => sequence === awaited.current);
    if (index < 0) return;
    target.scrollTop = blockTop(index, lines.length, heights) + (index % LINES_A_BLOCK) * LINE_HEIGHT - 100;
  }, [sought, blocks.from, blocks.to, lines, heights]);

  const point = usePointing(scroller);

  const onScroll = () => {
    const target = scroller.current;
    if (!target) return;
    const { scrollTop, clientHeight, scrollHeight } = target;
    setView({ top: scrollTop, height: clientHeight });
    const atEnd = scrollHeight - scrollTop - clientHeight < END_TOLERANCE;
    // Only the reader scrolls up; content that grows does not move the scroll position back.
    if (follow && scrollTop < lastTop.current && !atEnd) onFollowChange(false);
    else if (!follow && atEnd && scrollTop > lastTop.current) onFollowChange(true);
    lastTop.current = scrollTop;
  };

  return (
    <div className={styles.view}>
      <div
        ref={scroller}
        className={styles.scroller}
        onScroll={onScroll}
        onPointerMove={point.move}
        onPointerLeave={point.leave}
        role="log"
        aria-live="off"
        aria-label="Training log"
        tabIndex={0}
      >
        {lines.length === 0 ? (
          <div className={styles.empty}>{empty}</div>
        ) : (
          <div className={`${styles.lines} ${wrap ? styles.wrapped : ''}`}>
            <div style={{ height: blocks.above }} />
            {Array.from({ length: blocks.to - blocks.from }, (_, offset) => {
              const block = blocks.from + offset;
              const firstLine = block * LINES_A_BLOCK;
              const within = matchesWithin(matches, firstLine, firstLine + LINES_A_BLOCK);
              return (
                <LogLineBlock
                  key={block}
                  block={block}
                  lines={lines.slice(firstLine, firstLine + LINES_A_BLOCK)}
                  attemptBefore={lines[firstLine - 1]?.attempt}
                  firstLine={firstLine}
                  {...within}
                  currentMatch={currentMatch}
                  sought={sought}
                  zone={zone}
                  onHeight={learnHeight}
                  folded={folded}
                  onFold={onFold}
                  onLine={onLine}
                />
              );
            })}
            <div style={{ height: blocks.below }} />
          </div>
        )}
      </div>
      {!follow && lines.length > 0 && (
        <div className={styles.jump}>
          <Button iconName="angle-down" onClick={() => onFollowChange(true)}>
            Jump to newest
          </Button>
        </div>
      )}
    </div>
  );
};

const matchesWithin = (matches: readonly LogMatch[], from: number, to: number) => {
  if (matches.length === 0) return { matches: NO_MATCHES, firstMatch: 0 };
  const first = matches.findIndex((match) => match.line >= from);
  if (first === -1) return { matches: NO_MATCHES, firstMatch: 0 };
  const end = matches.findIndex((match) => match.line >= to);
  return { matches: matches.slice(first, end === -1 ? matches.length : end), firstMatch: first };
};

/** Marks the line that the page's other parts point at, and tells them which one the pointer is on. */
const usePointing = (scroller: RefObject<HTMLDivElement | null>) => {
  const pointed = usePointedMoment();
  useEffect(() => {
    const mark = () => {
      const target = scroller.current;
      target?.querySelector('[data-pointed]')?.removeAttribute('data-pointed');
      const line = pointed.get()?.line;
      // Set past React, which would draw all lines again for each move of the pointer.
      if (line !== undefined)
        target?.querySelector(`[data-sequence="${line}"]`)?.setAttribute('data-pointed', '');
    };
    return pointed.subscribe(mark);
  }, [pointed, scroller]);
  const move = (event: PointerEvent) => {
    const { target } = event;
    const element = target instanceof Element && target.closest<HTMLElement>('[data-sequence]');
    if (element) pointed.set({ at: Number(element.dataset.at), line: Number(element.dataset.sequence) });
  };
  return { move, leave: () => pointed.set(undefined) };
};
