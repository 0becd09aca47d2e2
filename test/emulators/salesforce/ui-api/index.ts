import { Hono } from 'hono'
import { notSupported } from '../context.ts'
import type { World } from './call.ts'
import { entityTags } from './conditional.ts'
import { getRecord, getRecords } from './get-record.ts'
import { layout } from './layout.ts'
import { lookups } from './lookups.ts'
import { objectInfo, objectInfos } from './object-info.ts'
import { allPicklistValues, picklistValues } from './picklist-values.ts'
import { createDefaults } from './record-defaults.ts'
import { recordUi } from './record-ui.ts'
import {
  relatedListCount,
  relatedListCounts,
  relatedListInfo,
  relatedListInfos,
  relatedLists,
} from './related-list-info.ts'
import { relatedListRecords, relatedListsRecords } from './related-list-records.ts'
import { createRecord, deleteRecord, updateRecord } from './save-record.ts'

/**
 * User Interface API below `/services/data/vXX.X/ui-api`. Mount it before the REST routes, in an app that answers
 * `ApiError`.
 */
export function uiApiRoutes(world: World): Hono {
  const root = '/services/data/:version{v[0-9]+\\.0}/ui-api'
  const app = new Hono()
  app
    .use(`${root}/*`, entityTags)
    .get(`${root}/records/batch/:recordIds`, (http) => getRecords(http, world))
    .get(`${root}/records/:recordId`, (http) => getRecord(http, world))
    .post(`${root}/records`, (http) => createRecord(http, world))
    .patch(`${root}/records/:recordId`, (http) => updateRecord(http, world))
    .delete(`${root}/records/:recordId`, (http) => deleteRecord(http, world))
    .get(`${root}/record-ui/:recordIds`, (http) => recordUi(http, world))
    .get(`${root}/record-defaults/create/:objectApiName`, (http) => createDefaults(http, world))
    .get(`${root}/layout/:objectApiName`, (http) => layout(http, world))
    .get(`${root}/lookups/:objectApiName/:fieldApiName/:targetApiName`, (http) => lookups(http, world))
    .get(`${root}/object-info/batch/:objectApiNames`, (http) => objectInfos(http, world))
    .get(`${root}/object-info/:objectApiName/picklist-values/:recordTypeId`, (http) => allPicklistValues(http, world))
    .get(`${root}/object-info/:objectApiName/picklist-values/:recordTypeId/:fieldApiName`, (http) =>
      picklistValues(http, world),
    )
    .get(`${root}/object-info/:objectApiName`, (http) => objectInfo(http, world))
    .get(`${root}/related-list-info/batch/:parentObjectApiName/:relatedListNames`, (http) =>
      relatedListInfos(http, world),
    )
    .get(`${root}/related-list-info/:parentObjectApiName`, (http) => relatedLists(http, world))
    .get(`${root}/related-list-info/:parentObjectApiName/:relatedListId`, (http) => relatedListInfo(http, world))
    .get(`${root}/related-list-count/batch/:parentRecordId/:relatedListIds`, (http) => relatedListCounts(http, world))
    .get(`${root}/related-list-count/:parentRecordId/:relatedListId`, (http) => relatedListCount(http, world))
    .post(`${root}/related-list-records/batch/:parentRecordId`, (http) => relatedListsRecords(http, world))
    .on(['GET', 'POST'], `${root}/related-list-records/:parentRecordId/:relatedListId`, (http) =>
      relatedListRecords(http, world),
    )
    .all(`${root}/*`, (http) => {
      throw notSupported(`${http.req.method} ${http.req.path}`)
    })
  return app
}
