import { err, ok, type Result } from './ids'

/** The plain keys of a shape as they are stored; its text is never touched. */
export type StoredKeys = Readonly<Record<string, unknown>>

/**
 * One step of the document's schema, of one shape at a time. `down` is what an older program is given. Published
 * steps are never edited, reordered or removed (migrations.test.ts); a mistake is corrected by the next step.
 */
export interface Migration {
  readonly name: string
  readonly up: (shape: StoredKeys) => StoredKeys
  readonly down: (shape: StoredKeys) => StoredKeys
}

/** From version n to n + 1, in order. Version 1 is the first that was published. */
export const MIGRATIONS: readonly Migration[] = []

/** The version that this code reads and writes. */
export const SCHEMA_VERSION = 1 + MIGRATIONS.length

export type VersionProblem = { readonly code: 'too-new' | 'invalid-version' }

/** The version a board says it has; one that says nothing is of the first. Newer than ours is `too-new`. */
export function readVersion(
  value: unknown,
  current: number = SCHEMA_VERSION,
): Result<number, VersionProblem> {
  if (value === undefined) return ok(1)
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 1) {
    return err({ code: 'invalid-version' })
  }
  return value > current ? err({ code: 'too-new' }) : ok(value)
}

/** Bring a shape's stored keys from one version to another, up or down. */
export function migrateShape(
  shape: StoredKeys,
  from: number,
  to: number = SCHEMA_VERSION,
  migrations: readonly Migration[] = MIGRATIONS,
): StoredKeys {
  let migrated = shape
  for (let version = from; version < to; version++) migrated = migrations[version - 1]!.up(migrated)
  for (let version = from; version > to; version--) migrated = migrations[version - 2]!.down(migrated)
  return migrated
}
