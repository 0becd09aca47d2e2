import { type Answer, badRequest, bodyOf, type Call, isRecord, type RestWorld } from '../call.ts'
import { allOrNone, type Around, halted, type Part, readParts } from './parts.ts'
import { isMethod } from './sub-request.ts'
import { newest } from '../versions.ts'

interface Graph {
  readonly graphId: string
  readonly parts: readonly Part[]
}

/** [REST API: Composite Graph Limits] */
const limits = { graphs: 75, nodes: 500, depth: 15, kinds: 15, failures: 14 }

const exceeded = (what: string, max: number): Error =>
  badRequest('LIMIT_EXCEEDED', `The composite graph request exceeds the maximum of ${max} ${what}`)

const pathOf = (url: string): string => url.replace(/\?.*$/, '').replace(/\/$/, '')

/** Version, method and object of a node: two nodes that differ in one of them are different nodes. */
function kindOf({ method, url }: Part): string {
  const [version = '', , object = ''] = pathOf(url).replace('/services/data/', '').split('/')
  return `${version} ${method} ${object.toLowerCase()}`
}

/** References that a node's url and body use: `@{ref1.id}` → `ref1`. */
const usesOf = (part: Part): readonly string[] =>
  [...JSON.stringify([part.url, part.body ?? null]).matchAll(/@\{(\w+)/g)].map((match) => match[1] ?? '')

/** The longest chain of references, in nodes. */
function depthOf(parts: readonly Part[]): number {
  const depths = new Map<string, number>()
  for (const part of parts)
    depths.set(part.referenceId, 1 + Math.max(0, ...usesOf(part).map((name) => depths.get(name) ?? 0)))
  return Math.max(0, ...depths.values())
}

/** What stands where an id might, and is none. */
const ofObject = /^(describe|updated|deleted|listviews|quickActions)$/

/** Graphs take rows only: create, and read, update or delete by id or external id. [REST API: Using Composite Graphs] */
function checkNode({ method, url }: Part): void {
  const rest = /^\/services\/data\/v[\d.]+\/sobjects\/(.+)$/.exec(pathOf(url))?.[1]?.split('/') ?? []
  const rows = rest.length === 3 || (rest.length === 2 && !ofObject.test(rest[1] ?? ''))
  const allowed = rest.length === 1 ? ['POST'] : rows ? ['GET', 'PATCH', 'DELETE'] : []
  // A method that is none at all says so itself.
  if (isMethod(method) && !allowed.includes(method))
    throw badRequest('INVALID_INPUT', `${method} ${url} is not supported in a composite graph request`)
}

/** "The version number XX.X must be 50.0 or later." [REST API: Composite Subrequest of a graph] */
const takes: Around = { check: checkNode, versions: { from: 50, to: newest } }

function graphsOf(call: Call): readonly Graph[] {
  const { graphs } = bodyOf(call)
  if (!Array.isArray(graphs)) throw badRequest('INVALID_INPUT', 'graphs: a list of graphs is required')
  if (graphs.length > limits.graphs) throw exceeded('graphs', limits.graphs)
  const read = graphs.map((graph: unknown): Graph => {
    const { graphId, compositeRequest } = isRecord(graph) ? graph : {}
    if (typeof graphId !== 'string' || !/^[0-9A-Za-z][^.]{0,39}$/.test(graphId))
      throw badRequest(
        'INVALID_INPUT',
        'graphId: begins with a letter or digit, has at most 40 characters and no period',
      )
    return { graphId, parts: readParts(compositeRequest, call) }
  })
  const nodes = read.flatMap(({ parts }) => parts)
  if (nodes.length > limits.nodes) throw exceeded('nodes', limits.nodes)
  if (new Set(nodes.map(kindOf)).size > limits.kinds) throw exceeded('different nodes', limits.kinds)
  if (read.some(({ parts }) => depthOf(parts) > limits.depth)) throw exceeded('nodes in depth', limits.depth)
  if (new Set(read.map(({ graphId }) => graphId)).size < read.length)
    throw badRequest('INVALID_INPUT', 'Each graphId must be unique in the request')
  return read
}

/**
 * `POST /composite/graph`: each graph is all or nothing, and one transaction. After more than 14 failed graphs the rest is
 * not tried. [REST API: Composite Graph]
 */
export function graph(call: Call, world: RestWorld): Answer {
  let failures = 0
  const graphs = graphsOf(call).map(({ graphId, parts }) => {
    const { successful, answers } =
      failures > limits.failures
        ? { successful: false, answers: parts.map(halted) }
        : allOrNone(parts, call, world, takes)
    if (!successful) failures += 1
    return { graphId, graphResponse: { compositeResponse: answers }, isSuccessful: successful }
  })
  return { status: 200, body: { graphs } }
}
