import type { RecordActions } from '../../engine/desk-ports.ts'
import { Rejected } from '../../engine/errors.ts'
import { queryString, unescapeMember } from '../../protocols/odata.ts'
import type { CompanyRef, EntityRef } from '../../mapping/index.ts'
import { inCompany, textOf, type Client } from './client.ts'
import { billingDocuments } from './entities.ts'
import { complaintOf, errorOf } from './errors.ts'
import { explainPosting } from './explain-posting.ts'
import { etagOf } from './read/rows.ts'
import { setOf } from './sets.ts'

const kindOf = (entity: EntityRef) => billingDocuments.find(({ name }) => name === entity.name)

function setFor(entity: EntityRef): { readonly set: string; readonly label: string } {
  const kind = kindOf(entity)
  if (kind) return { set: setOf(kind), label: kind.label }
  throw new Rejected(`A ${entity.name} can neither be posted nor printed.`, { advice: 'Choose an invoice.' })
}

/** Statuses of documents that are not posted yet; all others are. [Microsoft Learn: salesInvoice] */
const unposted = new Set(['Draft', 'In Review'])

/** What Business Central does with sales documents when it is asked to. */
export function createActions(client: Client): RecordActions {
  const one = (entity: EntityRef, company: CompanyRef, id: string) => inCompany(company, `${setFor(entity).set}(${id})`)

  const tagOf = async (entity: EntityRef, company: CompanyRef, id: string) => {
    const { set, label } = setFor(entity)
    const query = queryString({ $filter: `id eq ${id}`, $select: 'id' })
    const [row] = await client.rows(inCompany(company, set) + query, `look at a ${label}`)
    return row && etagOf(row)
  }

  /** A bound action; the draft keeps its id as a posted document. [Microsoft Learn: salesInvoice, Microsoft.NAV.post] */
  const postAs = async (entity: EntityRef, company: CompanyRef, id: string, tag: string | undefined): Promise<void> => {
    const what = `post a ${setFor(entity).label}`
    const answer = await client.send({
      method: 'POST',
      path: `${one(entity, company, id)}/Microsoft.NAV.post`,
      what,
      creating: true,
      ...(tag === undefined ? {} : { headers: { 'if-match': tag }, expect: [409, 412] }),
    })
    if (answer.status < 400) return
    const isStale = answer.status === 412 || complaintOf(answer).code === 'Request_EntityChanged'
    // That actions compare the tag is nowhere promised: one that is refused although it is the present one is left out.
    if (isStale && (await tagOf(entity, company, id)) === tag) return postAs(entity, company, id, undefined)
    throw errorOf(answer, what, { creating: true })
  }

  return {
    posts: (entity) => kindOf(entity) !== undefined,
    prints: (entity) => kindOf(entity) !== undefined,

    async standing(entity, company, id) {
      const { set, label } = setFor(entity)
      const query = queryString({ $filter: `id eq ${id}`, $select: 'id,number,status' })
      const [row] = await client.rows(inCompany(company, set) + query, `look at a ${label}`)
      if (!row) return { state: 'gone', number: undefined }
      const status = unescapeMember(textOf(row.status)) ?? ''
      return { state: unposted.has(status) ? 'draft' : 'posted', number: textOf(row.number) }
    },

    async post(entity, company, id, version) {
      const { set, label } = setFor(entity)
      try {
        await postAs(entity, company, id, version)
      } catch (error) {
        throw await explainPosting(client, company, { set, label, id }, error)
      }
    },

    async print(entity, company, id) {
      const { label } = setFor(entity)
      const { body } = await client.send({
        method: 'GET',
        path: `${one(entity, company, id)}/pdfDocument/pdfDocumentContent`,
        what: `print a ${label}`,
        headers: { accept: 'application/octet-stream' },
        bytes: true,
      })
      if (!(body instanceof Uint8Array) || body.length === 0) {
        throw new Rejected(`Business Central gives no PDF of this ${label}.`, {
          advice: 'Print it in Business Central once: a report layout may be missing.',
        })
      }
      return { name: id, ending: 'pdf', bytes: body }
    },
  }
}
