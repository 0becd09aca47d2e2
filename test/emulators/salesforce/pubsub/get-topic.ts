import type { Caller } from './authenticate.ts'
import { type Grounds, mayOpen } from './grounds.ts'
import type { TopicInfo, TopicRequest } from './messages.ts'
import { findTopic } from './topics.ts'

type Needs = Pick<Grounds, 'schema' | 'channels' | 'switches' | 'schemas' | 'access' | 'organizationId'>

/**
 * `rpc GetTopic`. Change events cannot be published. A channel of several entities names a schema of the header alone,
 * as each of its events names its own.
 */
export function getTopic({ topicName }: TopicRequest, caller: Caller, grounds: Needs): Omit<TopicInfo, 'rpcId'> {
  const topic = findTopic(topicName, grounds)
  const object = grounds.schema.objects().find(({ name }) => name === topic.entity)
  const schema = object ? grounds.schemas.present(object) : grounds.schemas.header()
  return {
    topicName,
    tenantGuid: `core/sandbox/${grounds.organizationId}`,
    canPublish: false,
    canSubscribe: mayOpen(topic, grounds.access(caller.userId), grounds.switches),
    schemaId: schema.id,
  }
}
