export { checkMigrations, migrate } from './migrate.ts'
export { openStore, type PostgresStore, type StoreOptions } from './open-store.ts'
