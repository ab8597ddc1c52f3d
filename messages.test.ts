import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { describe, expect, test } from 'vitest'
import { REASONS } from './lib/formats'

const LANGUAGES = readdirSync('messages')
const NAMESPACES = readdirSync('messages/en')
const read = (language: string, file: string) =>
  JSON.parse(readFileSync(join('messages', language, file), 'utf8')) as Record<string, string>
const stem = (key: string) => key.replace(/_(zero|one|two|few|many|other)$/, '')
const placeholders = (text: string) => [...text.matchAll(/\{\{\w+\}\}/g)].map(([match]) => match).sort()

const filesUnder = (folder: string, pattern: RegExp) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => pattern.test(file) && !/\.test\.tsx?$/.test(file))
    .map((file) => join(folder, file))

describe.each(LANGUAGES)('catalogue %s', (language) => {
  test('has every namespace', () => expect(readdirSync(join('messages', language))).toEqual(NAMESPACES))

  test.each(NAMESPACES)('%s says everything that English says, with the same values', (file) => {
    const [texts, english] = [read(language, file), read('en', file)]
    const stems = (catalogue: object) => [...new Set(Object.keys(catalogue).map(stem))].sort()
    expect(stems(texts)).toEqual(stems(english))
    for (const [key, text] of Object.entries(texts)) {
      expect(text.trim(), key).not.toBe('')
      const reference = english[key] ?? english[`${stem(key)}_other`] ?? ''
      expect(placeholders(text), key).toEqual(placeholders(reference))
    }
  })

  test.each(NAMESPACES)('%s has every plural form that the language tells apart below a million', (file) => {
    const texts = read(language, file)
    const plural = new Intl.PluralRules(language)
    const forms = new Set(Array.from({ length: 1000 }, (_, n) => plural.select(n)))
    const counted = new Set(
      Object.keys(texts)
        .filter((key) => stem(key) !== key)
        .map(stem),
    )
    for (const key of counted) for (const form of forms) expect(texts).toHaveProperty([`${key}_${form}`])
  })
})

test('every reason of an import has words', () => {
  expect(Object.keys(read('en', 'import.json')).sort()).toEqual(Object.keys(REASONS).sort())
})

/** Attributes and properties that people read or hear. */
const SPOKEN =
  /^(aria-label|aria-description|aria-roledescription|title|placeholder|alt|label|description|text)$/
/** Operators of which an operand becomes the text; a comparison's never does. */
const JOINS = new Set([
  ts.SyntaxKind.PlusToken,
  ts.SyntaxKind.BarBarToken,
  ts.SyntaxKind.AmpersandAmpersandToken,
  ts.SyntaxKind.QuestionQuestionToken,
])
const KEYS = new Set(NAMESPACES.flatMap((file) => Object.keys(read('en', file)).map(stem)))
/** Two letters in a row are a word; `×`, `%`, single keys and the `Aa` of a type sample are not. */
const isWords = (text: string) => /\p{L}{2}/u.test(text) && !KEYS.has(text) && text !== 'Aa'

/** What a file says to people in its own words instead of a catalogue's. */
function textsOutside(file: string): string[] {
  const source = ts.createSourceFile(
    file,
    readFileSync(file, 'utf8'),
    ts.ScriptTarget.Latest,
    true,
    file.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS,
  )
  const found: string[] = []
  /** The literals that an expression can come to: through conditions, but not into calls. */
  const literals = (node: ts.Node): string[] => {
    if (ts.isStringLiteralLike(node)) return [node.text]
    if (ts.isTemplateExpression(node))
      return [node.head.text, ...node.templateSpans.map((span) => span.literal.text)]
    if (ts.isConditionalExpression(node)) return [...literals(node.whenTrue), ...literals(node.whenFalse)]
    if (ts.isBinaryExpression(node) && JOINS.has(node.operatorToken.kind)) {
      return [...literals(node.left), ...literals(node.right)]
    }
    if (ts.isParenthesizedExpression(node) || ts.isJsxExpression(node)) {
      return node.expression ? literals(node.expression) : []
    }
    return []
  }
  const note = (node: ts.Node) => {
    for (const text of literals(node)) if (isWords(text)) found.push(`${file}: ${text.trim()}`)
  }
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAssignment(node) && node.name.getText(source) === 'classNames') return
    if (ts.isJsxText(node) && isWords(node.text)) found.push(`${file}: ${node.text.trim()}`)
    if (ts.isJsxAttribute(node) && SPOKEN.test(node.name.getText(source)) && node.initializer)
      note(node.initializer)
    if (ts.isPropertyAssignment(node) && SPOKEN.test(node.name.getText(source).replace(/['"]/g, ''))) {
      note(node.initializer)
    }
    const isChild =
      ts.isJsxExpression(node) && (ts.isJsxElement(node.parent) || ts.isJsxFragment(node.parent))
    if (isChild) note(node)
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}

test('no text that people see or hear is outside the catalogues', () => {
  const files = [...filesUnder('app', /\.tsx$/), ...filesUnder('components', /\.tsx?$/)]
  expect(files.length).toBeGreaterThan(30)
  expect(files.flatMap(textsOutside)).toEqual([])
})

test('every text is used somewhere', () => {
  const code = [
    ...filesUnder('app', /\.tsx?$/),
    ...filesUnder('components', /\.tsx?$/),
    ...filesUnder('lib/actions', /\.ts$/),
  ]
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n')
  const composed = [...code.matchAll(/`([\w.-]+[.-])\$\{/g)].map((match) => match[1]!)
  const unused = NAMESPACES.filter((file) => file !== 'import.json').flatMap((file) =>
    [...new Set(Object.keys(read('en', file)).map(stem))]
      .filter((key) => !new RegExp(`['"\`.{ ]${key.replaceAll('.', '\\.')}['"\`\\s,})]`).test(code))
      .filter((key) => !composed.some((prefix) => key.startsWith(prefix)))
      .map((key) => `${file}: ${key}`),
  )
  expect(unused).toEqual([])
})
