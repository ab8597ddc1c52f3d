import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { onLocalUpdate } from './local-updates'

const RECEIVED = Symbol('received')

function setup() {
  const doc = new Y.Doc()
  const told: string[] = []
  const stop = onLocalUpdate(doc, RECEIVED, [() => told.push('first'), () => told.push('second')])
  const other = new Y.Doc()
  const receive = (key: string) => {
    other.getMap('shapes').set(key, 1)
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(other), RECEIVED)
  }
  return { doc, told, stop, receive }
}

test('what is made here is told to each in order, what was received to nobody', () => {
  const { doc, told, receive } = setup()
  receive('a')
  expect(told).toEqual([])
  doc.getMap('shapes').set('b', 1)
  expect(told).toEqual(['first', 'second'])
  receive('c')
  receive('d')
  expect(told).toHaveLength(2)
  doc.getMap('shapes').set('e', 1)
  expect(told).toHaveLength(4)
})

test('an edit that something received leads to, in the same turn, is told', () => {
  const { doc, told, receive } = setup()
  const shapes = doc.getMap('shapes')
  shapes.observe((event) => {
    if (event.keysChanged.has('cause')) shapes.set('effect', 1)
  })
  receive('cause')
  expect(told).toEqual(['first', 'second'])
  receive('another')
  expect(told).toHaveLength(2)
})

test('of what was received nothing is encoded', () => {
  const { doc, receive } = setup()
  let isWanted: boolean | null = null
  doc.on('afterTransactionCleanup', () => (isWanted = doc._observers.has('update')))
  receive('a')
  expect(isWanted).toBe(false)
  doc.getMap('shapes').set('b', 1)
  expect(isWanted).toBe(true)
})

test('nothing is told after the end', () => {
  const { doc, told, stop } = setup()
  doc.getMap('shapes').set('a', 1)
  stop()
  doc.getMap('shapes').set('b', 1)
  expect(told).toHaveLength(2)
})
