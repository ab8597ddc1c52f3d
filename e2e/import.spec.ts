import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createBoard, shapesOf } from './board-page'
import { expect, test } from './fixtures'

/** Real drawings, beside the repository where there is a copy of them; never part of it. */
const CORPUS = '../shared/corpus/excalidraw'
const files = existsSync(CORPUS) ? readdirSync(CORPUS).filter((name) => /\.excalidraw(lib)?$/.test(name)) : []

interface Report {
  id: string
  imported: number
  changed: unknown[]
  skipped: unknown[]
}
const importFile = async (url: string, name: string, body: BodyInit): Promise<Report> => {
  const answer = await fetch(`${url}/api/v1/boards/import?name=${encodeURIComponent(name)}`, {
    method: 'POST',
    body,
  })
  expect(answer.status, name).toBe(201)
  return (await answer.json()) as Report
}
const exportOf = async (url: string, id: string) =>
  (await fetch(`${url}/api/v1/boards/${id}/export?format=json`)).text()

test('every real drawing is imported over the API, exported, imported again, and is the same', async ({
  server,
}) => {
  test.skip(files.length === 0, `SKIPPED: no drawings at ${CORPUS}`)
  test.setTimeout(300_000)
  for (const name of files) {
    const first = await importFile(server.url, name, readFileSync(`${CORPUS}/${name}`))
    expect(first.imported, name).toBeGreaterThan(0)
    const exported = await exportOf(server.url, first.id)
    const again = await importFile(server.url, 'again.ardoise.json', exported)
    expect(again.skipped, name).toEqual([])
    expect(await exportOf(server.url, again.id), name).toBe(exported)
  }
})

test('a drawing dropped on the board is there for everyone, and says what changed', async ({
  server,
  openBoard,
}) => {
  const id = await createBoard(server.url, 'Dropped')
  const [ana, ben] = [await openBoard(id), await openBoard(id)]
  const drawing = JSON.stringify({
    type: 'excalidraw',
    version: 2,
    elements: [
      {
        id: 'box-1',
        type: 'rectangle',
        x: 0,
        y: 0,
        width: 200,
        height: 100,
        angle: 0,
        strokeColor: '#e03131',
        backgroundColor: 'transparent',
        fillStyle: 'solid',
        strokeWidth: 2,
        strokeStyle: 'solid',
        opacity: 100,
        groupIds: [],
        seed: 1,
        version: 1,
        versionNonce: 1,
        isDeleted: false,
        boundElements: [],
        roundness: null,
      },
      {
        id: 'pic-1',
        type: 'image',
        x: 300,
        y: 0,
        width: 200,
        height: 100,
        angle: 0,
        strokeColor: '#1e1e1e',
        backgroundColor: 'transparent',
        fillStyle: 'solid',
        strokeWidth: 2,
        strokeStyle: 'solid',
        opacity: 100,
        groupIds: [],
        seed: 2,
        version: 1,
        versionNonce: 2,
        isDeleted: false,
        boundElements: [],
        fileId: 'missing',
        status: 'saved',
        scale: [1, 1],
      },
    ],
  })
  await ana.page.evaluate((text) => {
    const data = new DataTransfer()
    data.items.add(new File([text], 'drawing.excalidraw', { type: 'application/json' }))
    for (const type of ['dragenter', 'dragover', 'drop'])
      document.querySelector('canvas')!.dispatchEvent(
        new DragEvent(type, {
          dataTransfer: data,
          bubbles: true,
          cancelable: true,
          clientX: 700,
          clientY: 450,
        }),
      )
  }, drawing)
  await expect.poll(async () => (await shapesOf(server.url, id)).length).toBe(2)
  await expect(ana.page.getByText(/is on the board/)).toBeVisible()
  await ana.page.getByRole('button', { name: 'Details' }).click()
  await expect(ana.page.getByText(/Pictures cannot be imported yet/)).toBeVisible()
  await ben.saved()
})
