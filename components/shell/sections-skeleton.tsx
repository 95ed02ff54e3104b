import Container from '@cloudscape-design/components/container';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import Skeleton from '@cloudscape-design/components/skeleton';
import SpaceBetween from '@cloudscape-design/components/space-between';

interface SectionsSkeletonProps {
  title: string;
  /** The page's sections, which keep their place. */
  sections: readonly string[];
}

/** Holds a page's place while it is made. */
export const SectionsSkeleton = ({ title, sections }: SectionsSkeletonProps) => (
  <ContentLayout header={<Header variant="h1">{title}</Header>}>
    <div aria-busy="true" aria-label={`${title}: loading`}>
      <SpaceBetween size="l">
        {sections.map((section) => (
          <Container key={section} header={<Header variant="h2">{section}</Header>}>
            <Skeleton height="180px" />
          </Container>
        ))}
      </SpaceBetween>
    </div>
  </ContentLayout>
);
