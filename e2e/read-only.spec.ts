import { createBoard, shapesOf } from './board-page'
import { expect, test } from './fixtures'
import { TestServer } from './server'

test('[B28] where a link allows to look, the page says so, offers no drawing tools, and nothing can be drawn', async ({
  newPerson,
}) => {
  const server = await TestServer.start({ DEFAULT_LINK_ROLE: 'view' })
  try {
    const id = await createBoard(server.url, 'For your eyes')
    const visitor = await newPerson({ baseURL: server.url })
    await visitor.goto(`/b/${id}`)
    await expect(visitor.getByRole('button', { name: /Read-only/ })).toBeVisible()
    await expect(visitor.getByRole('button', { name: 'Rectangle' })).toHaveCount(0)
    await visitor.keyboard.press('r')
    await visitor.mouse.move(400, 300)
    await visitor.mouse.down()
    await visitor.mouse.move(600, 420, { steps: 4 })
    await visitor.mouse.up()
    await visitor.mouse.dblclick(700, 300)
    await visitor.keyboard.type('no')
    // A round trip of its own: what the page might have sent before it has arrived.
    await visitor.reload()
    await expect(visitor.getByRole('button', { name: /Read-only/ })).toBeVisible()
    expect(await shapesOf(server.url, id)).toEqual([])
  } finally {
    await server.stop()
  }
})

test('where a link gives nothing, a visitor is told so and the owner can draw', async ({ newPerson }) => {
  test.info().annotations.push({ type: 'expected-console', description: 'status of 403' })
  const server = await TestServer.start({ DEFAULT_LINK_ROLE: 'none' })
  try {
    const owner = await newPerson({ baseURL: server.url })
    await owner.goto('/')
    await owner.getByRole('button', { name: 'Start a board' }).click()
    await expect(owner.getByText('Saved', { exact: true })).toBeVisible()
    const visitor = await newPerson({ baseURL: server.url })
    const answer = await visitor.goto(new URL(owner.url()).pathname)
    expect(answer?.status()).toBe(403)
    await expect(visitor.getByRole('heading', { name: 'This board is private' })).toBeVisible()
  } finally {
    await server.stop()
  }
})
