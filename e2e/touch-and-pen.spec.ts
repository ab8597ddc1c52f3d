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

/** The pen as the browser's own protocol moves it: presses, goes through the places, and lifts unless `hold`. */
async function penDrag(
  cdp: CDPSession,
  places: readonly (readonly [number, number])[],
  { button = 'left', hold = false }: { button?: 'left' | 'right'; hold?: boolean } = {},
) {
  const buttons = button === 'left' ? 1 : 2
  const send = (type: 'mousePressed' | 'mouseMoved' | 'mouseReleased', [x, y]: readonly [number, number]) =>
    cdp.send('Input.dispatchMouseEvent', { type, x, y, button, buttons, force: 0.5, pointerType: 'pen', clickCount: 1 }) // prettier-ignore
  await send('mousePressed', places[0]!)
  for (const place of places) await send('mouseMoved', place)
  if (!hold) await send('mouseReleased', places.at(-1)!)
}
const across = Array.from({ length: 12 }, (_, i) => [400 + i * 20, 300] as const)

test('the palm that rests while the pen writes does nothing; afterwards fingers move the page, until they are to draw', async ({
  server,
  openBoard,
}) => {
  const id = await createBoard(server.url, 'Palm')
  const ana = await openBoard(id, TOUCH)
  const cdp = await ana.page.context().newCDPSession(ana.page)
  await ana.tool('p')
  await penDrag(cdp, across, { hold: true })
  await touch(cdp, 'touchStart', [{ x: 600, y: 500, id: 1 }])
  await touch(cdp, 'touchMove', [{ x: 650, y: 560, id: 1 }])
  await touch(cdp, 'touchEnd', [])
  await cdp.send('Input.dispatchMouseEvent', { type: 'mouseReleased', x: 620, y: 300, button: 'left', pointerType: 'pen', clickCount: 1 }) // prettier-ignore
  await expectTypes(server.url, id, ['pen'])
  const [stroke] = await shapesOf(server.url, id)
  expect(stroke!.geo[2]).toBeCloseTo(220, 0)

  const menu = ana.page.getByRole('button', { name: 'Menu', exact: true })
  const choice = ana.page.getByRole('menuitemcheckbox', { name: 'Draw with fingers' })
  await menu.click()
  await expect(choice).not.toBeChecked()
  await choice.click()
  await touch(cdp, 'touchStart', [{ x: 400, y: 450, id: 1 }])
  for (let x = 420; x <= 600; x += 20) await touch(cdp, 'touchMove', [{ x, y: 450, id: 1 }])
  await touch(cdp, 'touchEnd', [])
  await expectTypes(server.url, id, ['pen', 'pen'])
})

test('the button on the pen’s barrel lassos, and opens no menu', async ({ server, openBoard }) => {
  const id = await createBoard(server.url, 'Barrel')
  const ana = await openBoard(id)
  const cdp = await ana.page.context().newCDPSession(ana.page)
  await ana.tool('p')
  await penDrag(cdp, across)
  await expectTypes(server.url, id, ['pen'])
  const loop = [[350, 250], [700, 250], [700, 360], [350, 360], [350, 255]] as const // prettier-ignore
  await penDrag(cdp, loop, { button: 'right' })
  await expect(ana.page.getByRole('menu')).toHaveCount(0)
  await ana.page.keyboard.press('Delete')
  await expectTypes(server.url, id, [])
})

test('the other end of the pen erases, and the tool in hand stays', async ({ server, openBoard }) => {
  const id = await createBoard(server.url, 'Other end')
  const ana = await openBoard(id)
  const cdp = await ana.page.context().newCDPSession(ana.page)
  await ana.tool('p')
  await penDrag(cdp, across)
  await expectTypes(server.url, id, ['pen'])
  // The browser's protocol has no such button.
  await ana.page.evaluate(() => {
    const host = document.querySelector<HTMLElement>('[role=application]')!
    host.setPointerCapture = () => {}
    const send = (type: string, clientX: number, clientY: number) =>
      host.dispatchEvent(
        new PointerEvent(type, { bubbles: true, pointerId: 9, pointerType: 'pen', button: type === 'pointermove' ? -1 : 5, buttons: 32, clientX, clientY }), // prettier-ignore
      )
    send('pointerdown', 500, 200)
    for (let y = 220; y <= 400; y += 20) send('pointermove', 500, y)
    send('pointerup', 500, 400)
  })
  await expectTypes(server.url, id, [])
  await penDrag(cdp, across)
  await expectTypes(server.url, id, ['pen'])
})

test('a tap with two fingers undoes', async ({ server, openBoard }) => {
  const id = await createBoard(server.url, 'Two-finger tap')
  const ana = await openBoard(id, TOUCH)
  const cdp = await ana.page.context().newCDPSession(ana.page)
  await ana.tool('p')
  await ana.drag([[300, 300], [500, 300]]) // prettier-ignore
  await expectTypes(server.url, id, ['pen'])
  const [first, second] = [{ x: 480, y: 480, id: 1 }, { x: 560, y: 480, id: 2 }] // prettier-ignore
  await touch(cdp, 'touchStart', [first])
  await touch(cdp, 'touchStart', [first, second])
  await touch(cdp, 'touchEnd', [])
  await expectTypes(server.url, id, [])
})
