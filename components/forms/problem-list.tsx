'use client';

import Box from '@cloudscape-design/components/box';
import Link from '@cloudscape-design/components/link';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { type Problem } from './problems';

interface ProblemListProps {
  problems: readonly Problem[];
  /** What a field is called on the page. */
  nameOf: (path: string) => string;
  onSeek: (path: string) => void;
}

/** All that is wrong, each entry with a link to its field. */
export const ProblemList = ({ problems, nameOf, onSeek }: ProblemListProps) => (
  <ul className="sd-bare-list" aria-label="What to look at">
    {problems.map(({ field, severity, text }) => (
      <li key={`${field} ${text}`}>
        <StatusIndicator type={severity} wrapText>
          <span className="sd-sentence">
            <Link variant="primary" onFollow={() => onSeek(field)}>
              {nameOf(field)}
            </Link>
          </span>
        </StatusIndicator>
        <Box>{text}</Box>
      </li>
    ))}
  </ul>
);
