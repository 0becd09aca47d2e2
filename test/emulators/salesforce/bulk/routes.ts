import { Hono, type Context as Http } from 'hono'
import type { Context } from '../context.ts'
import { notSupported } from '../context.ts'
import { notFound, type RestWorld } from '../rest/call.ts'
import { spendCall } from '../rest/limits.ts'
import { baseOf } from '../rest/versions.ts'
import { bulkError } from './bulk-error.ts'
import { csvText, json, multipartJob } from './request-body.ts'
import { createIngestJob } from './ingest/create-job.ts'
import { processJob } from './ingest/process-job.ts'
import { failedResults, successfulResults, unprocessedRecords } from './ingest/results.ts'
import { updateIngestJob } from './ingest/update-job.ts'
import { uploadData } from './ingest/upload-data.ts'
import type { IngestJob, QueryJob } from './job.ts'
import { isDone } from './job.ts'
import { fullJobInfo, jobInfo } from './job-info.ts'
import { jobList } from './job-list.ts'
import { createQueryJob } from './query/create-query-job.ts'
import { processQuery } from './query/process-query.ts'
import { refuseOtherVersion, resultPages } from './query/result-pages.ts'
import { queryResults } from './query/results.ts'
import type { BulkCall, BulkWorld } from './world.ts'

type Needs = BulkWorld & Pick<RestWorld, 'limits'> & Pick<Context, 'actor'>

function refuseOpen(job: IngestJob | QueryJob): void {
  if (job.state === 'Open' || job.state === 'InProgress')
    throw bulkError('INVALIDJOBSTATE', `InvalidJobState : A job in the state ${job.state} cannot be deleted`)
}

function abortQuery(job: QueryJob, body: Readonly<Record<string, unknown>>, world: Needs): void {
  if (body.state !== 'Aborted') throw bulkError('INVALIDJOB', 'InvalidJob : A query job can only be Aborted')
  if (isDone(job)) throw bulkError('INVALIDJOBSTATE', 'Aborting already Completed Job not allowed')
  job.state = 'Aborted'
  job.changedAt = world.clock.now()
}

/** `/services/data/vXX.X/jobs/*`: Bulk API 2.0. */
export function bulkRoutes(world: Needs): Hono {
  const app = new Hono()
  const jobs = '/services/data/:version/jobs'

  function call(http: Http): BulkCall {
    const base = baseOf(http.req.param('version') ?? '')
    const actor = world.actor(http.req.raw)
    spendCall(world)
    http.header('sforce-limit-info', world.limits.info())
    return { actor, access: world.access(actor.userId), base }
  }
  function ingest(http: Http): IngestJob {
    call(http)
    const job = world.jobs.ingest(http.req.param('id') ?? '')
    if (!job) throw notFound()
    return job
  }
  function query(http: Http): QueryJob {
    call(http)
    const job = world.jobs.query(http.req.param('id') ?? '')
    if (!job) throw notFound()
    return job
  }
  const csv = (http: Http, text: string, headers: Record<string, string> = {}): Response =>
    http.body(text, 200, { 'content-type': 'text/csv', ...headers })

  app
    .post(`${jobs}/ingest`, async (http) => {
      const from = call(http)
      if (!/^multipart\//i.test(http.req.header('content-type') ?? ''))
        return http.json(jobInfo(createIngestJob(json(await http.req.text()), from, world)))
      const parts = await multipartJob(http.req)
      const job = createIngestJob(parts.job, from, world)
      uploadData(job, parts.content, world)
      updateIngestJob(job, { state: 'UploadComplete' }, world)
      const info = jobInfo(job)
      processJob(job, world)
      return http.json(info)
    })
    .get(`${jobs}/ingest`, (http) => {
      const { base } = call(http)
      return http.json(jobList('ingest', new URL(http.req.url).searchParams, base, world.jobs))
    })
    .put(`${jobs}/ingest/:id/batches`, async (http) => {
      const job = ingest(http)
      if (!/^text\/csv\b/i.test(http.req.header('content-type') ?? ''))
        throw bulkError('CLIENTINPUTERROR', 'The Content-Type of job data is text/csv')
      uploadData(job, csvText(await http.req.arrayBuffer()), world)
      return http.body(null, 201)
    })
    .patch(`${jobs}/ingest/:id`, async (http) => {
      const job = ingest(http)
      const ready = updateIngestJob(job, json(await http.req.text()), world)
      const info = jobInfo(job)
      if (ready) processJob(job, world)
      return http.json(info)
    })
    .get(`${jobs}/ingest/:id`, (http) => http.json(fullJobInfo(ingest(http))))
    .delete(`${jobs}/ingest/:id`, (http) => {
      const job = ingest(http)
      refuseOpen(job)
      world.jobs.remove(job.id)
      http.header('sforce-limit-info', undefined)
      return http.body(null, 204)
    })
    .get(`${jobs}/ingest/:id/successfulResults`, (http) => csv(http, successfulResults(ingest(http))))
    .get(`${jobs}/ingest/:id/failedResults`, (http) => csv(http, failedResults(ingest(http))))
    .get(`${jobs}/ingest/:id/unprocessedrecords`, (http) => csv(http, unprocessedRecords(ingest(http))))
    .post(`${jobs}/query`, async (http) => {
      const from = call(http)
      const job = createQueryJob(json(await http.req.text()), from, world)
      const info = jobInfo(job)
      processQuery(job, world)
      return http.json(info)
    })
    .get(`${jobs}/query`, (http) => {
      const { base } = call(http)
      return http.json(jobList('query', new URL(http.req.url).searchParams, base, world.jobs))
    })
    .get(`${jobs}/query/:id`, (http) => http.json(fullJobInfo(query(http))))
    .patch(`${jobs}/query/:id`, async (http) => {
      const job = query(http)
      abortQuery(job, json(await http.req.text()), world)
      return http.json(jobInfo(job))
    })
    .delete(`${jobs}/query/:id`, (http) => {
      const job = query(http)
      refuseOpen(job)
      world.jobs.remove(job.id)
      http.header('sforce-limit-info', undefined)
      return http.body(null, 204)
    })
    .get(`${jobs}/query/:id/results`, (http) => {
      const job = query(http)
      refuseOtherVersion(job, baseOf(http.req.param('version')))
      const page = queryResults(job, new URL(http.req.url).searchParams, world.switches)
      return csv(http, page.csv, {
        'sforce-locator': page.locator,
        'sforce-numberofrecords': String(page.numberOfRecords),
      })
    })
    .get(`${jobs}/query/:id/resultPages`, (http) => {
      const job = query(http)
      const base = baseOf(http.req.param('version'))
      refuseOtherVersion(job, base)
      const options = { base, pageSize: world.switches.bulkQueryPageSize }
      return http.json(resultPages(job, http.req.query('locator') ?? null, options))
    })
    .all(`${jobs}/*`, (http) => {
      call(http)
      if (/\/jobs\/(ingest|query)(\/|$)/.test(http.req.path)) throw notFound()
      throw notSupported(`${http.req.method} ${http.req.path}`)
    })
  return app
}
