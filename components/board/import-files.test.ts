import { expect, test } from 'vitest'
import { excalidrawClipboard, fileNameFrom } from './import-files'

test.each([
  ['Retro sprint 42', 'Retro sprint 42'],
  ['a/b\\c: d?', 'a b c d'],
  ['  ..hidden..  ', 'hidden'],
  ['Tableau « été »', 'Tableau « été »'],
  ['', 'board'],
  ['???', 'board'],
])('the board “%s” is exported as “%s”', (name, file) => expect(fileNameFrom(name)).toBe(file))

test('what Excalidraw copies is read as a file of it', async () => {
  const copied = JSON.stringify({ type: 'excalidraw/clipboard', elements: [{ id: 'a' }], files: {} })
  const file = excalidrawClipboard(copied)
  expect(JSON.parse(await file!.text())).toMatchObject({ type: 'excalidraw', elements: [{ id: 'a' }] })
})

test('any other text is left alone', () => {
  expect(excalidrawClipboard('hello')).toBeNull()
  expect(excalidrawClipboard('about excalidraw/clipboard')).toBeNull()
  expect(excalidrawClipboard('{"type":"other","note":"excalidraw/clipboard"}')).toBeNull()
})
