export { migrate } from './migrate.ts'
export { openStore } from './open-store.ts'
