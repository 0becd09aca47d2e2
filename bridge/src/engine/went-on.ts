import { identityOf, type EntityRef, type Resolved } from '../mapping/index.ts'
import type { Entity } from './entity.ts'
import type { SourceFields } from './define-flow.ts'
import { Rejected } from './errors.ts'
import { sameEntity } from './missing-links.ts'
import type { Run } from './run.ts'
import { titleField, titleOf } from './title-of.ts'

/** What else a deal's document may be in the target system: a quote becomes an order, and that an invoice. */
function otherKinds({ flow, flows }: Pick<Run, 'flow' | 'flows'>, field: string): Entity[] {
  const own: EntityRef = identityOf(flow.target)
  const kinds = flows
    .filter(({ deal, target }) => deal !== undefined && field in target.fields && target.system === flow.target.system)
    .filter(({ target }) => !sameEntity(identityOf(target), own))
  return [...new Map(kinds.map(({ target }) => [target.name, target])).values()]
}

/**
 * Why a document that is gone was not simply deleted: another one carries its reference, it was made into that. Undefined when
 * there is none, or the record is gone and its reference cannot be told.
 */
export async function wentOn(run: Run, fields: SourceFields): Promise<Rejected | undefined> {
  const { flow, company, target } = run
  if (!flow.reference || !flow.deal || flow.reference.rule.reads.some((name) => fields[name] === undefined)) return
  const nothing: Resolved = { company, link: () => undefined, field: () => undefined, known: () => '' }
  const { field, rule } = flow.reference
  const wanted = { [field]: await rule.fill(fields, nothing) }
  for (const kind of otherKinds(run, field)) {
    const title = titleField(kind)
    const reads = [kind.key, ...(title === undefined ? [] : [title])]
    const [[found] = []] = await target.reader.find(kind, company, [wanted], reads)
    if (!found) continue
    return new Rejected(
      `Too late to take back the ${flow.target.label}: it was made into the ${kind.label} ${titleOf(kind, found) ?? ''}.`,
      {
        advice: `Settle that one in ${kind.system} (delete it, or write a credit memo), or bring the record back here.`,
      },
    )
  }
}
