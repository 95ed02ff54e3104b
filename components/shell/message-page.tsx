'use client';

import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { type ReactNode } from 'react';

interface MessagePageProps {
  title: string;
  children: ReactNode;
  actions?: ReactNode;
  /** The whole window rather than the content of the frame. */
  standalone?: boolean;
}

/** A page that has only something to say: what was not found, or what failed. */
export const MessagePage = ({ title, children, actions, standalone = false }: MessagePageProps) => {
  const message = (
    <Container header={<Header variant="h1">{title}</Header>}>
      <SpaceBetween size="l">
        <Box>{children}</Box>
        {actions && (
          <SpaceBetween size="xs" direction="horizontal">
            {actions}
          </SpaceBetween>
        )}
      </SpaceBetween>
    </Container>
  );
  return standalone ? <main className="sd-standalone">{message}</main> : message;
};
