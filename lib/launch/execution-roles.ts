import 'server-only';
import { listExecutionRoles } from '../aws/roles';
import { defineUseCase } from '../use-cases/define-use-case';
import { nothing } from '../use-cases/name-inputs';

/** ARNs of the roles that SageMaker may assume. @throws {SpotdeckError} access-denied … where they cannot be listed */
export const executionRoles = defineUseCase({
  name: 'execution-roles',
  input: nothing,
  access: 'watch',
  changes: false,
  run: ({ backend }): Promise<string[]> => listExecutionRoles(backend),
});
