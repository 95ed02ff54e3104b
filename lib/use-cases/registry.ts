import 'server-only';
import { backendCapabilities } from '../backends/backend-capabilities';
import { describeBackend } from '../backends/describe-backend';
import { listBackends } from '../backends/list-backends';
import { listPlaces } from '../backends/list-places';
import { openHome } from '../backends/open-home';
import { checkPermissions, isSignedIn, readAccount } from '../backends/read-account';
import { readNotices } from '../backends/read-notices';
import { readSpotMarket, setSpotMarket } from '../backends/spot-market';
import { deleteEndpoint } from '../endpoints/delete-endpoint';
import { deployJob } from '../endpoints/deploy-job';
import { deployObstacle } from '../endpoints/deployable-job';
import { describeEndpoint, isEndpointNameFree } from '../endpoints/describe-endpoint';
import { evaluateEndpoint } from '../endpoints/evaluate-endpoint';
import { evaluationDefaults } from '../endpoints/evaluation-defaults';
import { exportEvaluation } from '../endpoints/export-evaluation';
import { hostingPrice } from '../endpoints/hosting-price';
import { listEndpoints, pollEndpoint, pollEndpoints } from '../endpoints/list-endpoints';
import { newestMatrices } from '../endpoints/newest-matrices';
import { openDeployForm } from '../endpoints/open-deploy-form';
import { openEndpoint } from '../endpoints/open-endpoint';
import { cellImages, listEvaluations, readEvaluation } from '../endpoints/read-evaluation';
import { cancelEvaluation, evaluationProgress, startEvaluation } from '../endpoints/running-evaluations';
import { compareJobs, exportCurves } from '../jobs/compare-jobs';
import { deleteJob } from '../jobs/delete-job';
import { describeJob } from '../jobs/describe-job';
import { downloadLog } from '../jobs/download-log';
import { downloadJobFile, listJobFiles } from '../jobs/job-files';
import { exportAllJobs } from '../jobs/export-all-jobs';
import { exportJobs } from '../jobs/export-jobs';
import { followAllJobs } from '../jobs/follow-all-jobs';
import { followJob } from '../jobs/follow-job';
import { followJobs } from '../jobs/follow-jobs';
import { interruptJob } from '../jobs/interrupt-job';
import { listAllFacets, listAllJobs, refreshAllJobs } from '../jobs/list-all-jobs';
import { listJobFacets, listJobs, refreshJobs } from '../jobs/list-jobs';
import { readJob, readWholeLog } from '../jobs/read-job';
import { reportLog } from '../jobs/report-log';
import { spotBilling } from '../jobs/spot-billing';
import { stopJob } from '../jobs/stop-job';
import { listBuckets, listObjects } from '../launch/browse-s3';
import { beginUpload, cancelUpload, finishUpload, planUpload } from '../launch/upload-data';
import { putUpload, resumeUpload, uploadPart } from '../launch/upload-data';
import { tagJob } from '../jobs/tag-job';
import { describeExampleData, prepareExampleData } from '../launch/example-data';
import { exampleChoices, launchDraft } from '../launch/launch-draft';
import { executionRoles } from '../launch/execution-roles';
import { encryptionKeys, networkChoices } from '../launch/network-choices';
import { instanceOffers } from '../launch/instance-offers';
import { launchJob } from '../launch/launch-job';
import { openLaunchForm } from '../launch/open-launch-form';
import { preflightJob } from '../launch/preflight-job';
import { buildStandIn, describeStandIn, listStandIns, removeStandIn } from '../launch/stand-ins';
import { trainingQuota } from '../launch/training-quota';
import { trainingPrice } from '../launch/training-price';
import { verifyJobLocally } from '../launch/verify-job-locally';
import { enterPrice } from '../savings/enter-price';
import { exportWaste } from '../savings/export-waste';
import { refreshAllSavings, reportAllSavings } from '../savings/report-all-savings';
import { exportAllWaste, refreshAllWaste, reportAllWaste } from '../savings/report-all-waste';
import { refreshSavings, reportSavings } from '../savings/report-savings';
import { refreshWaste, reportWaste } from '../savings/report-waste';
import { beginStory, newestStory, readStory, resumeStory, stopStory } from '../story/tell-story';
import { type UseCase } from './define-use-case';

/** All that can be asked of Spotdeck. What draws from it (login, commands, tools of an agent) adds nothing beside it. */
export const useCases: readonly UseCase[] = [
  ...[checkPermissions, isSignedIn, openHome, readAccount],
  ...[backendCapabilities, describeBackend, listBackends, readNotices, readSpotMarket, setSpotMarket],
  ...[cancelEvaluation, cellImages, deleteEndpoint, deployJob, describeEndpoint, evaluateEndpoint],
  ...[
    deployObstacle,
    evaluationDefaults,
    evaluationProgress,
    hostingPrice,
    isEndpointNameFree,
    listEndpoints,
  ],
  ...[listEvaluations, openDeployForm, openEndpoint, pollEndpoint, pollEndpoints, readEvaluation],
  ...[exportEvaluation, newestMatrices, startEvaluation],
  ...[compareJobs, exportCurves],
  ...[exportAllJobs, followAllJobs, listAllFacets, listAllJobs, listPlaces, refreshAllJobs],
  ...[deleteJob, describeJob, downloadLog, exportJobs, followJob, followJobs, interruptJob, listJobFacets],
  ...[
    downloadJobFile,
    listJobFiles,
    listJobs,
    readJob,
    readWholeLog,
    refreshJobs,
    reportLog,
    spotBilling,
    stopJob,
    tagJob,
  ],
  ...[exampleChoices, launchDraft, launchJob, openLaunchForm, preflightJob, trainingPrice, verifyJobLocally],
  ...[beginStory, newestStory, readStory, resumeStory, stopStory],
  ...[beginUpload, cancelUpload, finishUpload, planUpload, putUpload, resumeUpload, uploadPart],
  ...[executionRoles, instanceOffers, trainingQuota, networkChoices, encryptionKeys],
  ...[describeExampleData, listBuckets, listObjects, prepareExampleData],
  ...[buildStandIn, describeStandIn, listStandIns, removeStandIn],
  ...[refreshAllSavings, reportAllSavings, exportAllWaste, refreshAllWaste, reportAllWaste],
  ...[enterPrice, exportWaste, refreshSavings, refreshWaste, reportSavings, reportWaste],
];
