import type { IdSource } from '../ids.ts'
import type { Outcome } from './deploy.ts'
import type { DeployOptions } from './deploy-options.ts'
import { metadataType } from './types/index.ts'

export interface DeployRecord {
  readonly id: string
  readonly options: DeployOptions
  readonly createdBy: string
  readonly createdByName: string
  /** ISO instants of the sandbox's clock. */
  readonly createdDate: string
  readonly completedDate?: string
  /** Set once the deploy is done. */
  readonly outcome?: Outcome
  /** Who cancelled it. */
  readonly canceled?: { readonly id: string; readonly name: string }
}

/** Ids of components stay the same from deploy to deploy. */
export type ComponentIds = (type: string, fullName: string) => string

export function componentIds(ids: IdSource): ComponentIds {
  const known = new Map<string, string>()
  return (type, fullName) => {
    const key = `${type}:${fullName}`
    const id = known.get(key) ?? ids.next(metadataType(type)?.keyPrefix ?? '000')
    known.set(key, id)
    return id
  }
}

function messages(record: DeployRecord, idOf: ComponentIds): { successes: object[]; failures: object[] } {
  const { outcome, completedDate } = record
  const manifest = {
    changed: true,
    componentType: '',
    created: false,
    fileName: 'package.xml',
    fullName: 'package.xml',
    id: '',
  }
  const done = { createdDate: completedDate, deleted: false, success: true, warning: false }
  const successes = (outcome?.successes ?? []).map(({ component, created, changed }) => ({
    changed,
    componentType: component.type,
    created,
    ...done,
    fileName: component.fileName,
    fullName: component.fullName,
    id: idOf(component.type, component.fullName),
  }))
  const failures = (outcome?.failures ?? []).map((refused) => ({
    changed: false,
    columnNumber: 1,
    componentType: refused.type,
    created: false,
    createdDate: completedDate,
    deleted: false,
    fileName: refused.fileName,
    fullName: refused.fullName,
    lineNumber: refused.line ?? 1,
    problem: refused.problem.problem,
    problemType: refused.problem.problemType,
    success: false,
    warning: false,
  }))
  const gone = (outcome?.deleted ?? []).map(({ component: { type, fullName }, fileName }) => ({
    changed: true,
    componentType: type,
    created: false,
    ...done,
    deleted: true,
    fileName,
    fullName,
    id: idOf(type, fullName),
  }))
  const warned = (outcome?.warnings ?? []).map(({ type, fullName, fileName, problem: { problem, problemType } }) => ({
    ...{ changed: false, componentType: type, created: false, ...done, warning: true },
    ...{ fileName, fullName, problem, problemType },
  }))
  return { successes: outcome ? [{ ...manifest, ...done }, ...successes, ...gone, ...warned] : [], failures }
}

/** A DeployResult, as both SOAP and REST tell it. [Metadata API Developer Guide: DeployResult] */
export function deployResult(
  record: DeployRecord,
  idOf: ComponentIds,
  includeDetails: boolean,
): Record<string, unknown> {
  const { outcome, options } = record
  const { successes, failures } = messages(record, idOf)
  const deployed = (outcome?.successes.length ?? 0) + (outcome?.deleted.length ?? 0)
  const done = outcome !== undefined || record.canceled !== undefined
  return {
    ...(record.canceled ? { canceledBy: record.canceled.id, canceledByName: record.canceled.name } : {}),
    checkOnly: options.checkOnly,
    ...(record.completedDate === undefined ? {} : { completedDate: record.completedDate }),
    createdBy: record.createdBy,
    createdByName: record.createdByName,
    createdDate: record.createdDate,
    ...(includeDetails
      ? {
          details: {
            componentFailures: failures,
            componentSuccesses: successes,
            runTestResult: { numFailures: 0, numTestsRun: 0, totalTime: 0 },
          },
        }
      : {}),
    done,
    id: record.id,
    ignoreWarnings: options.ignoreWarnings,
    lastModifiedDate: record.completedDate ?? record.createdDate,
    numberComponentErrors: outcome?.failures.length ?? 0,
    numberComponentsDeployed: deployed,
    numberComponentsTotal: deployed + (outcome?.failures.length ?? 0),
    numberTestErrors: 0,
    numberTestsCompleted: 0,
    numberTestsTotal: 0,
    rollbackOnError: options.rollbackOnError,
    runTestsEnabled: options.runTests === true,
    startDate: record.createdDate,
    status: record.canceled ? 'Canceled' : (outcome?.status ?? 'InProgress'),
    success: outcome?.status === 'Succeeded' || outcome?.status === 'SucceededPartial',
  }
}
