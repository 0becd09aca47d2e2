/** What `written_records` says instead of a hash: the document of the record was taken back, and is gone. */
export const withdrawnHash = 'withdrawn'
