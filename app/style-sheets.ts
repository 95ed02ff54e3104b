/**
 * All sheets of the pages. Imported by the root layout they are one, which every page has from the first visit on;
 * each with its own page, a page would load five.
 */
import '@/components/account/account-page.module.css';
import '@/components/all/place-lines.module.css';
import '@/components/charts/charts.module.css';
import '@/components/compare/compare.module.css';
import '@/components/endpoints/confusion-matrix.module.css';
import '@/components/jobs/detail/job-page.module.css';
import '@/components/jobs/detail/log/log.module.css';
import '@/components/jobs/detail/timeline/timeline.module.css';
import '@/components/jobs/list/jobs-list.module.css';
import '@/components/launch/browse/s3-dialog.module.css';
import '@/components/launch/browse/uri-input.module.css';
import '@/components/launch/launch-page.module.css';
import '@/components/launch/proposals/proposals.module.css';
import '@/components/launch/request-panel.module.css';
import '@/components/launch/upload/upload.module.css';
import '@/components/savings/print-report.module.css';
import '@/components/savings/savings.module.css';
import '@/components/shell/app-frame.module.css';
import '@/components/shell/columns.module.css';
import '@/components/shell/key-values.module.css';
import '@/components/shell/palette/palette.module.css';
import '@/components/shell/still-waiting.module.css';
import '@/components/story/story-steps.module.css';
import '@/components/tools/tools-page.module.css';
