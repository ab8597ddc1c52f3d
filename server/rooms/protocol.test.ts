import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { BARRIER, MESSAGE } from '../../lib/protocol/sync'
import { GOODBYE } from './goodbye'
import { LIMITS } from './limits'

/** The page that says what this channel does, held against the code and the tests. */
const root = fileURLToPath(new URL('../..', import.meta.url))
const page = readFileSync(join(root, 'docs/protocol.md'), 'utf8')

/** `SY5, B01–B04` names five rules. */
function idsIn(list: string): string[] {
  return [...list.matchAll(/([A-Z]+)(\d+)(?:–[A-Z]*(\d+))?/g)].flatMap(([, letters, from, to]) => {
    const count = Number(to ?? from) - Number(from) + 1
    return Array.from(
      { length: count },
      (_, i) => letters! + String(Number(from) + i).padStart(from!.length, '0'),
    )
  })
}

test('every rule of the page has a test whose title carries its id', () => {
  const named = [...page.matchAll(/\*\*[^*]*\[([^\]*]+)\][^*]*\*\*/g)].flatMap(([, list]) => idsIn(list!))
  expect(named.length).toBeGreaterThan(50)
  const files = ['server', 'lib', 'e2e'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.(test|spec|fixture|contract)\.ts$/.test(name))
      .map((name) => join(folder, name)),
  )
  const tested = new Set<string>()
  for (const file of files)
    for (const [, list] of readFileSync(join(root, file), 'utf8').matchAll(
      /\[([A-Z]+\d+(?:, [A-Z]+\d+)*)\]/g,
    ))
      for (const id of idsIn(list!)) tested.add(id)
  expect([...new Set(named)].filter((id) => !tested.has(id))).toEqual([])
})

test('every close code, message type and status is on the page', () => {
  const rows = (pattern: RegExp) => [...page.matchAll(pattern)].map(([, value]) => Number(value))
  const codes = rows(/^\| (\d{4}) /gm)
  for (const [why, { code }] of Object.entries(GOODBYE)) if (code !== 1006) expect(codes, why).toContain(code)
  const statuses = rows(/^\| (\d) +\|/gm)
  expect(statuses).toEqual(Object.values(BARRIER))
  const types = new Set(rows(/^\| [a-z0-9 ]+\| `(\d+)[,`]/gm))
  const { auth, ...spoken } = MESSAGE
  expect(types.has(auth)).toBe(false)
  expect([...types].sort((a, b) => a - b)).toEqual(Object.values(spoken).sort((a, b) => a - b))
})

const UNITS: Record<string, number> = { KiB: 1024, MiB: 1024 ** 2, s: 1_000 }

test('every limit of the page is the one of the code', () => {
  const rows = [...page.matchAll(/^\| `([\w.]+)` +\| ([\d. ]+?)(?: (KiB|MiB|s))? +\|$/gm)]
  expect(rows.length).toBeGreaterThan(25)
  for (const [, name, number, unit] of rows) {
    const value = name!
      .split('.')
      .reduce<unknown>((part, key) => (part as Record<string, unknown>)[key], LIMITS)
    expect(value, name).toBe(Number(number!.replaceAll(' ', '')) * (UNITS[unit ?? ''] ?? 1))
  }
})
