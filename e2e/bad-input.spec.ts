import type { Page } from '@playwright/test'
import WebSocket from 'ws'
import { createBoard, expectTypes } from './board-page'
import { expect, test } from './fixtures'

const closeOf = (url: string, send: (socket: WebSocket) => void) =>
  new Promise<{ code: number; reason: string }>((resolve, reject) => {
    const socket = new WebSocket(url)
    socket.on('open', () => send(socket))
    socket.on('close', (code, reason) => resolve({ code, reason: reason.toString() }))
    socket.on('error', reject)
  })

test('[B32] an unknown or bad board address is a page that says so, with status 404', async ({
  newPerson,
}) => {
  test.info().annotations.push({ type: 'expected-console', description: 'status of 404' })
  const page = await newPerson()
  for (const path of ['/b/AAAAAAAAAAAAAAAAAAAAAA', '/b/short', '/b/%2e%2e%2fetc', '/nowhere']) {
    const answer = await page.goto(path)
    expect(answer?.status(), path).toBe(404)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await expect(page.getByRole('link').first()).toBeVisible()
  }
})

test('[B01][B02][B04][B08] garbage on /sync closes that connection with a reason and disturbs nobody', async ({
  server,
  openBoard,
}) => {
  const id = await createBoard(server.url, 'Garbage')
  const ana = await openBoard(id)
  const url = `${server.url.replace('http', 'ws')}/sync/${id}`
  const frames: (string | Uint8Array)[] = [
    'hello',
    new Uint8Array(),
    new Uint8Array([57]),
    new Uint8Array([0, 9]),
    new Uint8Array([0, 2, 200, 1, 2, 3]),
    new Uint8Array(12).fill(255),
  ]
  for (const frame of frames) {
    const { code, reason } = await closeOf(url, (socket) => socket.send(frame))
    expect(code, String(frame)).toBe(4400)
    expect(reason).not.toBe('')
  }
  await ana.tool('r')
  await ana.drag([
    [300, 300],
    [420, 400],
  ])
  await expectTypes(server.url, id, ['rectangle'])
  await ana.saved()
})

test('[B66] a dropped file that is no drawing leaves the board as it was, and says why', async ({
  server,
  openBoard,
}) => {
  const id = await createBoard(server.url, 'Junk')
  const ana = await openBoard(id)
  await ana.tool('r')
  await ana.drag([
    [300, 300],
    [420, 400],
  ])
  await expectTypes(server.url, id, ['rectangle'])
  await drop(ana.page, 'broken.excalidraw', '{"type":"excalidraw","elements":[')
  await expect(ana.page.getByText(/nothing was/i).first()).toBeVisible()
  await expectTypes(server.url, id, ['rectangle'])
})

const drop = (page: Page, name: string, text: string) =>
  page.evaluate(
    ([fileName, content]) => {
      const data = new DataTransfer()
      data.items.add(new File([content], fileName, { type: 'application/json' }))
      const target = document.querySelector('canvas')!
      for (const type of ['dragenter', 'dragover', 'drop']) {
        target.dispatchEvent(
          new DragEvent(type, {
            dataTransfer: data,
            bubbles: true,
            cancelable: true,
            clientX: 700,
            clientY: 450,
          }),
        )
      }
    },
    [name, text] as const,
  )
