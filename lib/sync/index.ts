export { connectBoard, type BoardConnection, type ConnectOptions } from './connection'
export { takeEarlyConnection } from './early-socket'
export type { ConnectionState, SyncProblem } from './connection-state'
