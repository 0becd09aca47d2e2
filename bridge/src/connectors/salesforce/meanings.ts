import { lookAgainAfter } from '../../engine/look-again-after.ts'
import { permissionSet } from './settings.ts'

/**
 * What follows from one of Salesforce's error codes.
 *
 * - `retry`: passing trouble, nobody needs to act
 * - `record`: somebody must mend this record
 * - `setting`: an admin must mend the org or the bridge; the whole flow stands
 */
export interface Meaning {
  readonly then: 'retry' | 'record' | 'setting'
  /** In plain words, for the person who must act. `{object}` and `{fields}` are filled in. */
  readonly advice: string
  /** Seconds after which the record is tried again by itself: what mends it is heard of nowhere. */
  readonly again?: number
}

const retry: Meaning = { then: 'retry', advice: '' }
const record = (advice: string, again?: number): Meaning => ({
  then: 'record',
  advice,
  ...(again === undefined ? {} : { again }),
})
const setting = (advice: string): Meaning => ({ then: 'setting', advice })

const access = `Assign the permission set ${permissionSet} to the bridge's run-as user, and look for fields that the set leaves out: {fields}.`

/** [SOAP API Developer Guide: StatusCode; REST API Developer Guide: Status Codes and Error Responses] */
export const meanings: Readonly<Record<string, Meaning>> = {
  UNABLE_TO_LOCK_ROW: retry,
  REQUEST_LIMIT_EXCEEDED: retry,
  REQUEST_RUNNING_TOO_LONG: retry,
  QUERY_TIMEOUT: retry,
  SERVER_UNAVAILABLE: retry,
  UNKNOWN_EXCEPTION: retry,
  INVALID_SESSION_ID: retry,
  INVALID_QUERY_LOCATOR: retry,
  ALL_OR_NONE_OPERATION_ROLLED_BACK: retry,
  PROCESSING_HALTED: retry,
  API_CURRENTLY_DISABLED: retry,
  ORG_LOCKED: retry,

  REQUIRED_FIELD_MISSING: record(
    'Salesforce asks for {fields}: fill it in Business Central, or give it a default in Setup.',
  ),
  STRING_TOO_LONG: record(
    '{fields} takes fewer characters than Business Central holds: shorten the text in Business Central.',
  ),
  DUPLICATE_VALUE: record(
    'Another {object} record already carries this value in a unique field: merge the two records, or clear the field on the wrong one.',
  ),
  DUPLICATE_EXTERNAL_ID: record(
    'Several {object} records carry the same key: keep one, clear BC_Key__c on the others.',
  ),
  DUPLICATES_DETECTED: record(
    'A duplicate rule of the org stops this record: merge it with the record that Salesforce names, or let the rule alert instead of block.',
  ),
  INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST: record(
    'The list of values of {fields} lacks this value: add it in Setup → Object Manager → {object} → Fields, or correct the mapping.',
  ),
  INVALID_TYPE_ON_FIELD_IN_RECORD: record(
    'The value does not suit the type of {fields}: correct the mapping or the field.',
  ),
  INVALID_EMAIL_ADDRESS: record('Correct the e-mail address in Business Central.'),
  NUMBER_OUTSIDE_VALID_RANGE: record(
    'The number does not fit {fields}: correct it in Business Central, or widen the field.',
  ),
  INVALID_CROSS_REFERENCE_KEY: record(
    'A record that this one refers to was deleted, or the bridge may not see it: restore it from the Recycle Bin, or link another.',
  ),
  ENTITY_IS_DELETED: record(
    'The {object} record was deleted in Salesforce: restore it from the Recycle Bin, or uncouple it.',
  ),
  NOT_FOUND: record(
    'The {object} record is not in Salesforce any more: restore it from the Recycle Bin, or uncouple it.',
  ),
  MALFORMED_ID: record('The linked id is not a Salesforce id: uncouple the record and link it again.'),
  FIELD_CUSTOM_VALIDATION_EXCEPTION: record(
    'A validation rule of the org refuses the record: correct the data, or let the rule pass for the integration user.',
  ),
  FIELD_FILTER_VALIDATION_EXCEPTION: record(
    'A lookup filter of {fields} refuses the linked record: correct the link or the filter.',
  ),
  FIELD_INTEGRITY_EXCEPTION: record(
    'The values of {fields} do not go together (price book, currency, status or address): correct them on either side.',
  ),
  STANDARD_PRICE_NOT_DEFINED: record(
    'The product has no active price in the standard price book yet: give it one first, or unblock the item of the company that made the product.',
    lookAgainAfter.inTheWay,
  ),
  INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY: record(
    "The bridge's run-as user may not use a record that this one refers to (often its owner or parent): share it with that user.",
  ),
  INSUFFICIENT_ACCESS_OR_READONLY: record(
    "The bridge's run-as user may not edit this {object} record (sharing, an approval lock, or an activated order): unlock or share it.",
  ),
  ENTITY_IS_LOCKED: record(
    'The record is locked by an approval process: it is written once it is unlocked and retried.',
  ),
  CANNOT_UPDATE_CONVERTED_LEAD: record('Converted leads cannot be written.'),
  CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY: record(
    'An automation of the org (an Apex trigger) failed on this record: its author must look at the message.',
  ),
  CANNOT_EXECUTE_FLOW_TRIGGER: record(
    'An automation of the org (a flow) failed on this record: Setup → Flows; its author must look at the message.',
  ),
  APEX_ERROR: record('An automation of the org failed on this record: its author must look at the message.'),
  DELETE_FAILED: record('Another record still needs this one: delete or change that one first.'),
  INVALID_STATUS: record('The status does not allow this: see the message.'),
  TXN_SECURITY_METERING_ERROR: record(
    'A transaction security policy of the org blocks this: its admin must exempt the integration user.',
  ),

  INVALID_FIELD: setting(`A field is missing or hidden from the bridge. Deploy the package to this org. ${access}`),
  INVALID_FIELD_FOR_INSERT_UPDATE: setting(`The bridge may not write a field. ${access}`),
  INVALID_TYPE: setting(`An object is missing or hidden from the bridge. Deploy the package to this org. ${access}`),
  INSUFFICIENT_ACCESS: setting(`The bridge may not do this with {object}. ${access}`),
  CANNOT_INSERT_UPDATE: setting(`The bridge may not write {object}. ${access}`),
  API_DISABLED_FOR_ORG: setting(
    'This edition has no API: Enterprise, Unlimited or Developer Edition has; Professional needs the API add-on.',
  ),
  UNSUPPORTED_API_VERSION: setting('Set SF_API_VERSION to a version that the org lists at /services/data.'),
  STORAGE_LIMIT_EXCEEDED: setting(
    'The org has no data storage left (Setup → Storage Usage): delete data or buy storage.',
  ),
  INSUFFICIENT_ACCESS_APINOTENABLED: setting('Give the run-as user the permission "API Enabled".'),
}

/** Messages that say more than the code they come with. */
export const byMessage: readonly (readonly [pattern: RegExp, meaning: Meaning])[] = [
  // A missing field and a hidden one look the same, and come under several codes.
  [/No such column|Unable to create\/update fields/i, setting(`A field is missing, hidden or read-only. ${access}`)],
  [
    /already exists in this price book/i,
    record('The product has a price in this book that the bridge did not make: delete that price, or link it.'),
  ],
]
