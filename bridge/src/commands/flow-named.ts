import type { Flow } from '../engine/define-flow.ts'
import { Rejected } from '../engine/errors.ts'
import type { Office } from './office.ts'

/** @throws Rejected naming the flows there are */
export function flowNamed({ flows }: Pick<Office, 'flows'>, name: string): Flow {
  const flow = flows().find((each) => each.name === name)
  if (flow) return flow
  const names = flows().map((each) => each.name)
  throw new Rejected(`There is no flow ${name}.`, { advice: `The flows are ${names.join(', ')}.` })
}
