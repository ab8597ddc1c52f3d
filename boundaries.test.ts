import { readdirSync, readFileSync, existsSync } from 'node:fs'
import { join, posix } from 'node:path'
import { expect, test } from 'vitest'

/** A folder may import itself, what is listed here, and nothing else of ours (see docs/architecture.md). */
const MAY_IMPORT: Record<string, readonly string[]> = {
  'lib/geometry': [],
  'lib/board': ['lib/geometry'],
  'lib/shapes': ['lib/geometry', 'lib/board'],
  'lib/tools': ['lib/geometry', 'lib/board', 'lib/shapes'],
  'lib/protocol': ['lib/board'],
  'lib/engine': ['lib/geometry', 'lib/board', 'lib/shapes', 'lib/tools', 'lib/protocol'],
  'lib/formats': ['lib/geometry', 'lib/board', 'lib/shapes'],
  'lib/sync': ['lib/board', 'lib/protocol'],
  'lib/actions': [
    'lib/geometry',
    'lib/board',
    'lib/shapes',
    'lib/tools',
    'lib/engine',
    'lib/formats',
    'lib/sync',
    'lib/protocol',
  ],
  // Its own version is in package.json.
  server: ['lib/geometry', 'lib/board', 'lib/shapes', 'lib/formats', 'lib/protocol', 'package.json'],
  components: [
    'lib/geometry',
    'lib/board',
    'lib/shapes',
    'lib/tools',
    'lib/engine',
    'lib/formats',
    'lib/sync',
    'lib/actions',
    'lib/protocol',
    'messages',
  ],
  app: ['components', 'lib/board', 'lib/protocol', 'messages'],
}
/** Tests of the server speak to it with our own client too; those of the actions look their words up. */
const TESTS_MAY_IMPORT: Record<string, readonly string[]> = {
  server: ['lib/sync'],
  'lib/actions': ['messages'],
}
const isTest = (file: string) => /\.(test|fixture|contract)\.tsx?$/.test(file)
const AREAS = Object.keys(MAY_IMPORT)
const areaOf = (path: string) =>
  AREAS.find((area) => path === area || path.startsWith(`${area}/`)) ?? path.split('/')[0]!

const sources = AREAS.filter((area) => existsSync(area)).flatMap((area) =>
  readdirSync(area, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => posix.join(area, file.replaceAll('\\', '/'))),
)
const importsOf = (text: string) =>
  [...text.matchAll(/(?:\bfrom\s*|\bimport\s*\(?\s*)['"]([^'"]+)['"]/g)].map((match) => match[1]!)

test('imports follow docs/architecture.md', () => {
  const strays: string[] = []
  for (const file of sources) {
    const area = areaOf(file)
    const allowed = [...MAY_IMPORT[area]!, ...((isTest(file) && TESTS_MAY_IMPORT[area]) || [])]
    for (const specifier of importsOf(readFileSync(join(process.cwd(), file), 'utf8'))) {
      if (!specifier.startsWith('.')) continue
      const target = areaOf(posix.join(posix.dirname(file), specifier))
      if (target !== area && !allowed.includes(target)) strays.push(`${file} → ${target}`)
    }
  }
  expect(sources.length).toBeGreaterThan(20)
  expect(strays).toEqual([])
})

test('lib runs anywhere: no React, no node:*, no process', () => {
  const strays = sources
    .filter((file) => file.startsWith('lib/') && !file.endsWith('.test.ts'))
    .filter((file) => {
      const text = readFileSync(file, 'utf8')
      return (
        importsOf(text).some((specifier) => /^(node:|react|next)/.test(specifier)) ||
        /\bprocess\.(env|cwd)/.test(text)
      )
    })
  expect(strays).toEqual([])
})

test('only server/config.ts reads the environment, only server/main.ts listens', () => {
  const server = sources.filter((file) => file.startsWith('server/') && !isTest(file))
  const reads = server.filter((file) => /\bprocess\.env\b/.test(readFileSync(file, 'utf8')))
  const listens = server.filter((file) => /\.listen\(/.test(readFileSync(file, 'utf8')))
  expect(reads.filter((file) => file !== 'server/config.ts')).toEqual([])
  expect(listens.filter((file) => file !== 'server/main.ts')).toEqual([])
})
