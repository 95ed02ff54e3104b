'use client';

import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { type MessagePageProps } from './message-page';
import { useFollow } from './use-follow';

const MessagePageBody = ({ title, children, actions, standalone = false }: MessagePageProps) => {
  const follow = useFollow();
  const message = (
    <Container header={<Header variant="h1">{title}</Header>}>
      <SpaceBetween size="l">
        <Box>{children}</Box>
        <SpaceBetween size="xs" direction="horizontal">
          {actions.map((action, index) => (
            <Button
              key={action.text}
              variant={index === 0 ? 'primary' : 'normal'}
              {...('href' in action
                ? { href: action.href, ...(!action.reloads && { onFollow: follow }) }
                : { onClick: action.onClick })}
            >
              {action.text}
            </Button>
          ))}
        </SpaceBetween>
      </SpaceBetween>
    </Container>
  );
  return standalone ? <main className="sd-standalone">{message}</main> : message;
};

export default MessagePageBody;
