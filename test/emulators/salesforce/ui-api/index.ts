import { Hono } from 'hono'
import { notSupported } from '../context.ts'
import type { World } from './call.ts'
import { getRecord, getRecords } from './get-record.ts'
import { objectInfo } from './object-info.ts'
import { picklistValues } from './picklist-values.ts'
import { relatedListRecords } from './related-list-records.ts'
import { createRecord, deleteRecord, updateRecord } from './save-record.ts'

/**
 * User Interface API below `/services/data/vXX.X/ui-api`. Mount it before the REST routes, in an app that answers
 * `ApiError`.
 */
export function uiApiRoutes(world: World): Hono {
  const root = '/services/data/:version{v[0-9]+\\.0}/ui-api'
  const app = new Hono()
  app
    .get(`${root}/records/batch/:recordIds`, (http) => getRecords(http, world))
    .get(`${root}/records/:recordId`, (http) => getRecord(http, world))
    .post(`${root}/records`, (http) => createRecord(http, world))
    .patch(`${root}/records/:recordId`, (http) => updateRecord(http, world))
    .delete(`${root}/records/:recordId`, (http) => deleteRecord(http, world))
    .get(`${root}/object-info/:objectApiName/picklist-values/:recordTypeId/:fieldApiName`, (http) =>
      picklistValues(http, world),
    )
    .get(`${root}/object-info/:objectApiName`, (http) => objectInfo(http, world))
    .on(['GET', 'POST'], `${root}/related-list-records/:parentRecordId/:relatedListId`, (http) =>
      relatedListRecords(http, world),
    )
    .all(`${root}/*`, (http) => {
      throw notSupported(`${http.req.method} ${http.req.path}`)
    })
  return app
}
