import { expect } from 'vitest'
import type { Edit } from '../../lib/board/shape'
import type { ShapeId } from '../../lib/board/ids'
import { until, type Client, type TestServer } from './server.fixture'

const isSaved = (client: Client) => client.state().saved === 'saved'
const isLoaded = (client: Client) => client.state().isLoaded && client.state().self !== null
const edit = (client: Client, one: Edit) => expect(client.document.apply([one]).ok).toBe(true)
const geoOf = (client: Client, id: string) => client.document.get(id as ShapeId)?.geo

/**
 * Two devices, so many changes on each without a connection, on the same shapes too: merged, both are equal, and where
 * they collide the rule of docs/document.md holds.
 */
export async function mergeDaysOffline(server: TestServer, changes: number): Promise<void> {
  const [desk, road] = [server.open(), server.open()]
  await until(() => isLoaded(desk) && isLoaded(road))
  const shared = Array.from({ length: 40 }, (_, i) => desk.draw(i))
  await until(() => isSaved(desk) && shared.every((id) => road.has(id)))
  server.cut()
  await until(() => desk.state().link === 'offline' && road.state().link === 'offline')

  const [moved, restyled, deleted, grown] = shared as [string, string, string, string]
  const patch = (client: Client, id: string, change: Extract<Edit, { do: 'patch' }>['patch']) =>
    edit(client, { do: 'patch', id: id as ShapeId, patch: change })
  for (let i = 0; i < changes; i++) {
    // Most of it is new; the rest is on what both have, in turn.
    for (const [at, client] of [desk, road].entries())
      if (i % 2 === 0) client.draw(i)
      else patch(client, shared[4 + ((i + at * 7) % 36)]!, { geo: [i, at, 10, 10, 0] })
  }
  patch(desk, moved, { geo: [500, 0, 10, 10, 0] })
  patch(road, moved, { geo: [0, 500, 10, 10, 0] })
  patch(desk, restyled, { geo: [7, 7, 10, 10, 0] })
  patch(road, restyled, { style: { fill: 'red' } })
  edit(desk, { do: 'remove', id: deleted as ShapeId })
  patch(road, deleted, { geo: [9, 9, 10, 10, 0] })
  patch(desk, grown, { geo: [1, 1, 90, 90, 0] })
  expect(desk.state().unsaved).toBe(changes + 4)
  await until(() => desk.state().isSafeToClose && road.state().isSafeToClose)

  server.restore()
  await until(() => isSaved(desk) && isSaved(road))
  const all = (client: Client) => client.document.doc.getMap('shapes').toJSON()
  await until(() => Object.keys(all(desk)).length === Object.keys(all(road)).length)
  await expect.poll(() => all(desk)).toEqual(all(road))
  expect(Object.keys(all(desk))).toHaveLength(shared.length - 1 + changes)
  // One key, two values: one of them, the same everywhere. Two keys: both. Deleted and changed: deleted.
  expect([[500, 0], [0, 500]]).toContainEqual(geoOf(desk, moved)!.slice(0, 2)) // prettier-ignore
  expect(desk.document.get(restyled as ShapeId)).toMatchObject({
    geo: [7, 7, 10, 10, 0],
    style: { fill: 'red' },
  })
  expect([desk.has(deleted), road.has(deleted)]).toEqual([false, false])
  expect(geoOf(road, grown)).toEqual([1, 1, 90, 90, 0])
  // Whoever comes later sees the same.
  const late = server.open()
  await until(() => isLoaded(late))
  expect(all(late)).toEqual(all(desk))
}

/** Boards opened one after the other in one tab, left in any stage: nothing of one ever comes to another. */
export async function goFromBoardToBoard(server: TestServer, times: number): Promise<void> {
  const boards = [server.board, await server.newBoard(), await server.newBoard()]
  for (let n = 0; n < times; n++) {
    const which = n % boards.length
    const tab = server.open({ board: boards[which]! })
    // In every stage of its opening, and after.
    if (n % 5 > 0) await new Promise((resolve) => setTimeout(resolve, (n % 5) * 4))
    if (n % 7 === 0) await until(() => isLoaded(tab))
    tab.draw(which)
    if (n % 11 === 0) await until(() => isSaved(tab))
    await until(() => tab.state().isSafeToClose)
    tab.close()
  }
  let found = 0
  for (const [which, board] of boards.entries()) {
    const tab = server.open({ board })
    await until(() => isLoaded(tab) && isSaved(tab) && tab.state().unsaved === 0)
    const marks = [...tab.document.all()].map(({ geo }) => geo[0])
    expect(new Set(marks)).toEqual(new Set([which]))
    found += marks.length
  }
  expect(found).toBe(times)
}
