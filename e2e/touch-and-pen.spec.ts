import type { CDPSession } from '@playwright/test'
import { createBoard, expectTypes, shapesOf } from './board-page'
import { expect, test } from './fixtures'

const TOUCH = { hasTouch: true, viewport: { width: 1024, height: 768 } }
type Finger = { x: number; y: number; id: number }

const touch = (cdp: CDPSession, type: 'touchStart' | 'touchMove' | 'touchEnd', fingers: Finger[]) =>
  cdp.send('Input.dispatchTouchEvent', { type, touchPoints: fingers })

test('one finger draws', async ({ server, openBoard }) => {
  const id = await createBoard(server.url, 'Finger')
  const ana = await openBoard(id, TOUCH)
  const cdp = await ana.page.context().newCDPSession(ana.page)
  await ana.tool('p')
  await touch(cdp, 'touchStart', [{ x: 300, y: 300, id: 1 }])
  for (let x = 310; x <= 500; x += 10) await touch(cdp, 'touchMove', [{ x, y: 300 + (x % 40), id: 1 }])
  await touch(cdp, 'touchEnd', [])
  await expectTypes(server.url, id, ['pen'])
})

test('two fingers pan and zoom, and draw nothing', async ({ server, openBoard, eye }) => {
  const id = await createBoard(server.url, 'Pinch')
  const ana = await openBoard(id, TOUCH)
  await ana.tool('r')
  await ana.drag([
    [460, 340],
    [560, 420],
  ])
  await expectTypes(server.url, id, ['rectangle'])
  const cdp = await ana.page.context().newCDPSession(ana.page)
  await ana.tool('p')
  const outside = { x: 380, y: 250, width: 60, height: 280 }
  const before = await eye.ink(ana.page, outside)
  await touch(cdp, 'touchStart', [{ x: 480, y: 380, id: 1 }])
  await touch(cdp, 'touchStart', [
    { x: 480, y: 380, id: 1 },
    { x: 540, y: 380, id: 2 },
  ])
  for (let step = 1; step <= 10; step++) {
    await touch(cdp, 'touchMove', [
      { x: 480 - step * 6, y: 380, id: 1 },
      { x: 540 + step * 6, y: 380, id: 2 },
    ])
  }
  await touch(cdp, 'touchEnd', [])
  // The rectangle has grown about three times around the fingers: its left edge is now further out.
  await expect.poll(() => eye.ink(ana.page, outside)).toBeGreaterThan(before + 0.005)
  expect((await shapesOf(server.url, id)).map(({ type }) => type)).toEqual(['rectangle'])
})

test('a pen’s pressure is kept in the stroke', async ({ server, openBoard }) => {
  const id = await createBoard(server.url, 'Pen')
  const ana = await openBoard(id)
  const cdp = await ana.page.context().newCDPSession(ana.page)
  await ana.tool('p')
  const pen = { pointerType: 'pen' as const, button: 'left' as const }
  await cdp.send('Input.dispatchMouseEvent', {
    type: 'mousePressed',
    x: 400,
    y: 300,
    force: 0.2,
    buttons: 1,
    clickCount: 1,
    ...pen,
  })
  for (let i = 1; i <= 30; i++) {
    await cdp.send('Input.dispatchMouseEvent', {
      type: 'mouseMoved',
      x: 400 + i * 8,
      y: 300 + i * 3,
      force: 0.2 + i * 0.025,
      buttons: 1,
      ...pen,
    })
  }
  await cdp.send('Input.dispatchMouseEvent', {
    type: 'mouseReleased',
    x: 640,
    y: 390,
    force: 0,
    clickCount: 1,
    ...pen,
  })
  await expectTypes(server.url, id, ['pen'])
  const [stroke] = await shapesOf(server.url, id)
  const pressures = stroke!.points!.map(([, , pressure]) => pressure!)
  expect(Math.min(...pressures)).toBeLessThan(0.35)
  expect(Math.max(...pressures)).toBeGreaterThan(0.7)
})
