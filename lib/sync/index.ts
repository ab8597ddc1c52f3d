export { connectBoard, type BoardConnection, type ConnectOptions } from './connection'
export type { ConnectionState, SyncProblem } from './connection-state'
