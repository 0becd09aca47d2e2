import { shareServer } from '../../bridge/src/store/testing/scratch-database.ts'

/** Before the first test file: one PostgreSQL server for all of them; a file makes databases of its own there. */
export default shareServer
