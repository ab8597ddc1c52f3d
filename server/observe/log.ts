import { pino, type Logger } from 'pino'
import pretty from 'pino-pretty'
import type { Config } from '../config'

export type Log = Logger

/** The process's log on standard output. Identities and board ids may appear in it; secrets and tokens never. */
export function createLog(config: Pick<Config, 'logLevel' | 'logFormat'>): Log {
  const options = {
    level: config.logLevel,
    base: null,
    redact: ['req.headers.cookie', 'req.headers.authorization', '*.cookie', '*.token'],
  }
  // A stream, not a transport: transports are worker threads that lose the last lines of a crash.
  return config.logFormat === 'pretty'
    ? pino(options, pretty({ sync: true, translateTime: 'HH:MM:ss', ignore: 'pid,hostname' }))
    : pino({ ...options, timestamp: pino.stdTimeFunctions.isoTime })
}
