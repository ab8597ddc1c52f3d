import { EventEmitter } from 'node:events'
import { expect, test } from 'vitest'
import { Doorstep } from './doorstep'

test('[K34] who is refused at the door is read on, so that the end of the connection is', () => {
  const [OPEN, CLOSING] = [1, 2]
  const socket = Object.assign(new EventEmitter(), {
    OPEN,
    readyState: OPEN,
    isPaused: true,
    pause: () => void (socket.isPaused = true),
    resume: () => void (socket.isPaused = false),
  })
  const say = () => socket.emit('message', Buffer.of(3), true)
  new Doorstep(socket as never, {} as never).offer({ base: [Uint8Array.of(0, 0)], tail: null, place: null })
  say()
  expect(socket.isPaused).toBe(true)
  socket.resume()
  socket.readyState = CLOSING
  say()
  expect(socket.isPaused).toBe(false)
})
