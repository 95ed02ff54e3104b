'use client';

import Button from '@cloudscape-design/components/button';
import Box from '@cloudscape-design/components/box';
import Header from '@cloudscape-design/components/header';
import Pagination from '@cloudscape-design/components/pagination';
import SegmentedControl from '@cloudscape-design/components/segmented-control';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Spinner from '@cloudscape-design/components/spinner';
import { useEffect, useState } from 'react';
import { askServer } from '@/components/shell/ask-server';
import { ErrorAlert } from '@/components/shell/error-alert';
import { type ActionResult } from '@/lib/errors/action-result';
import { type CellImages as Images } from '@/lib/training/evaluation';
import { formatNumber, formatShare } from '@/lib/training/format';
import { type ChannelOrder, channelOrders } from '@/lib/training/image-pixels';
import { type Cell } from './confusion-matrix';
import styles from './confusion-matrix.module.css';
import { type LoadCellImages } from './endpoint-actions';

interface CellImagesProps {
  cell: Cell;
  classNames: readonly string[];
  count: number;
  load: LoadCellImages;
  onClose: () => void;
}

/** The images behind one cell, the most confident first. Keyed by cell. */
export const CellImages = ({ cell, classNames, count, load, onClose }: CellImagesProps) => {
  const [page, setPage] = useState(1);
  const [tries, setTries] = useState(0);
  const [order, setOrder] = useState<ChannelOrder>();
  const [read, setRead] = useState<{ key: string; result: ActionResult<Images> }>();
  const key = `${page}/${tries}/${order ?? ''}`;
  useEffect(() => {
    let current = true;
    void askServer(() => load(cell.row, cell.column, page, order)).then((result) => {
      if (current) setRead({ key, result });
    });
    return () => {
      current = false;
    };
  }, [cell.row, cell.column, page, order, key, load]);
  const result = read?.key === key ? read.result : undefined;
  const actual = classNames[cell.row];
  const predicted = classNames[cell.column];
  const pages = result?.ok ? Math.ceil(result.value.total / result.value.pageSize) : 1;
  return (
    <section aria-label={`Images of ${actual} predicted as ${predicted}`}>
      <SpaceBetween size="s">
        <Header
          variant="h3"
          counter={`(${formatNumber(count)})`}
          description={
            result?.ok && result.value.images.some(({ probability }) => probability !== undefined)
              ? 'The most confident first; the share is the probability the model gave its answer.'
              : undefined
          }
          actions={<Button iconName="close" variant="icon" ariaLabel="Close the images" onClick={onClose} />}
        >
          {cell.row === cell.column ? `${actual}, recognised` : `${actual}, taken for ${predicted}`}
        </Header>
        {result?.ok && result.value.ambiguous && (
          <SegmentedControl
            label="Order of the channels"
            selectedId={result.value.order}
            options={[
              { id: 'NHWC', text: 'Channels last' },
              { id: 'NCHW', text: 'Channels first' },
            ]}
            onChange={({ detail }) => setOrder(channelOrders.find((one) => one === detail.selectedId))}
          />
        )}
        {!result && (
          <Box>
            <Spinner /> Reading the images
          </Box>
        )}
        {result && !result.ok && (
          <ErrorAlert
            title="The images could not be read"
            error={result.error}
            onRetry={() => setTries((current) => current + 1)}
          />
        )}
        {result?.ok && (
          <ul className={styles.images}>
            {result.value.images.map(({ index, probability, src }) => (
              <li key={index}>
                <figure>
                  {/* eslint-disable-next-line @next/next/no-img-element -- made on the server from the array: nothing to optimise */}
                  <img src={src} alt={`Image ${index}: ${actual}, predicted ${predicted}`} />
                  <figcaption>
                    #{index}
                    {probability === undefined ? '' : ` · ${formatShare(probability)}`}
                  </figcaption>
                </figure>
              </li>
            ))}
          </ul>
        )}
        {(pages > 1 || page > 1) && (
          <Pagination
            currentPageIndex={page}
            pagesCount={pages}
            onChange={({ detail }) => setPage(detail.currentPageIndex)}
          />
        )}
      </SpaceBetween>
    </section>
  );
};
