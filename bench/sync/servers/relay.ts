/**
 * The floor: whatever one says is handed to everybody else, and that is all. With a number of milliseconds, what comes
 * in that time is handed on as one message.
 */
import { WebSocketServer, type WebSocket } from 'ws'

const [port, batchMs] = [Number(process.argv[2]), Number(process.argv[3] ?? 0)]
const relay = new WebSocketServer({ port, perMessageDeflate: false, maxPayload: 256 * 1024 * 1024 })
const rooms = new Map<string, Room>()

interface Room {
  readonly sockets: Set<WebSocket>
  waiting: Buffer[]
  isDue: boolean
}

function handOn(room: Room): void {
  room.isDue = false
  const message = Buffer.concat(room.waiting)
  room.waiting = []
  for (const socket of room.sockets) socket.send(message)
}

relay.on('connection', (socket, { url = '' }) => {
  const room = rooms.get(url) ?? { sockets: new Set(), waiting: [], isDue: false }
  rooms.set(url, room)
  room.sockets.add(socket)
  socket.on('close', () => {
    room.sockets.delete(socket)
    if (room.sockets.size === 0) rooms.delete(url)
  })
  socket.on('message', (message: Buffer) => {
    if (batchMs === 0) {
      for (const other of room.sockets) if (other !== socket) other.send(message)
      return
    }
    room.waiting.push(message)
    if (room.isDue) return
    room.isDue = true
    setTimeout(() => handOn(room), batchMs)
  })
})
