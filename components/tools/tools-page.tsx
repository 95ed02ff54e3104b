'use client';

import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard';
import Header from '@cloudscape-design/components/header';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { type ToolSetup } from '@/lib/training/tool-setups';
import styles from './tools-page.module.css';

interface ToolsPageProps {
  backendLabel: string;
  /** Absent for a Region of AWS, whose addresses tools know. */
  endpointUrl?: string;
  setups: readonly ToolSetup[];
}

/** The lines that point each tool at the backend that is shown, to copy; each tool has an anchor to share. */
export const ToolsPage = ({ backendLabel, endpointUrl, setups }: ToolsPageProps) => (
  <SpaceBetween size="l">
    <Header variant="h1" description={describe(backendLabel, endpointUrl)}>
      From your own tools
    </Header>
    <nav aria-label="Tools" className={styles.tools}>
      {setups.map(({ id, title }) => (
        <Link key={id} href={`#${id}`}>
          {title}
        </Link>
      ))}
    </nav>
    {setups.map((setup) => (
      <section key={setup.id} id={setup.id} className={styles.tool} aria-label={setup.title}>
        <Container header={<Header variant="h2">{setup.title}</Header>}>
          <SpaceBetween size="m">
            <Box color="text-body-secondary">{setup.about}</Box>
            {setup.snippets.map(({ label, text }) => (
              <Snippet key={label} tool={setup.title} label={label} text={text} />
            ))}
          </SpaceBetween>
        </Container>
      </section>
    ))}
  </SpaceBetween>
);

const describe = (backendLabel: string, endpointUrl: string | undefined): string =>
  endpointUrl === undefined
    ? `${backendLabel} is AWS itself: tools need its Region and your credentials, and no address.`
    : `Any AWS client works with ${backendLabel} by its address, ${endpointUrl}. What it starts shows up here.`;

const Snippet = ({ tool, label, text }: { tool: string; label: string; text: string }) => (
  <div>
    <div className={styles.label}>
      <Box variant="awsui-key-label">{label}</Box>
      <CopyToClipboard
        variant="icon"
        textToCopy={text}
        copyButtonAriaLabel={`Copy ${tool}: ${label}`}
        copySuccessText="Copied"
        copyErrorText="Could not be copied"
      />
    </div>
    <pre className={styles.snippet} tabIndex={0} aria-label={`${tool}: ${label}`}>
      {text}
    </pre>
  </div>
);
