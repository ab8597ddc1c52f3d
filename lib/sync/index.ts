export { connectBoard, type BoardConnection, type ConnectOptions } from './connection'
export { LEFTOVER_ORIGIN } from './unsaved-changes'
export { takeEarlyConnection, takeEarlyOpening } from './early-socket'
export type { ConnectionState, SyncProblem } from './connection-state'
