/** What `written_records` says instead of a hash: the document of the record was taken back, and is gone. */
export const withdrawnHash = 'withdrawn'

/** What it begins with instead of a hash: since when a record is leaving, whose document goes after a while. */
export const leavingSince = 'leaving since '

/** What it begins with instead of a hash, before the end that was gone: the pair was parted. */
export const partedFrom = 'uncoupled, gone: '

/** What it begins with, before the hash: the record was merged into another one, and a person is asked about its partner. */
export const mergedAway = 'merged away '

/** All of these: whatever begins so says what has become of a record, and is no hash that could be forgotten. */
export const whatBecame: readonly string[] = [withdrawnHash, leavingSince, partedFrom, mergedAway]
