import { randomBytes } from 'node:crypto'
import { accessSync, constants, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { z } from 'zod'

/** A wrong setting. The message is one line that names the variable and says what to do. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

export interface Config {
  /** 0 takes any free port; the one taken is logged. */
  readonly port: number
  /** Address to listen on; undefined listens on all. */
  readonly host: string | undefined
  /** Absolute folder of everything that is kept: database, generated secrets. */
  readonly dataDir: string
  /** Public origin such as `https://draw.example.org`, without a slash at the end; null takes the request's host. */
  readonly baseUrl: string | null
  /** What the link of a board allows to people who neither own it nor were given more. */
  readonly defaultLinkRole: 'none' | 'view' | 'edit'
  /** Signs the identity cookies. */
  readonly sessionSecret: string
  /** Opens what is for the operator, such as `/metrics`, from elsewhere. */
  readonly operatorToken: string
  /** Proxies in front whose `X-Forwarded-*` are believed. */
  readonly trustProxyHops: number
  readonly logLevel: LogLevel
  readonly logFormat: 'json' | 'pretty'
  /** Development serves pages through Next's compiler and reloads them. */
  readonly isDevelopment: boolean
}

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

type Environment = Readonly<Record<string, string | undefined>>

/** Below this a secret can be guessed: 32 characters of base64 are 192 bits. */
const MIN_SECRET_LENGTH = 32
/** Settings of installations on several machines. Ignoring one would keep data where nobody looks for it. */
const NOT_YET = [/^DATABASE_URL$/, /^REDIS_URL$/, /^S3_/]

const wholeNumber = (max: number) =>
  z
    .string()
    .regex(/^\d+$/, `must be a whole number from 0 to ${max}`)
    .transform(Number)
    .refine((value) => value <= max, `must be a whole number from 0 to ${max}`)
const oneOf = <const T extends readonly [string, ...string[]]>(values: T) =>
  z.enum(values, { error: `must be one of ${values.join(', ')}` })

const baseUrl = z
  .string()
  .refine(isOrigin, 'must be an address such as https://draw.example.org, without a path')
  .transform((text) => new URL(text).origin)

const environment = z.object({
  PORT: wholeNumber(65_535).default(3000),
  HOST: z
    .string()
    .regex(/^[A-Za-z0-9.:-]+$/, 'must be a host name or an IP address')
    .optional(),
  DATA_DIR: z.string().default('./data'),
  BASE_URL: baseUrl.optional(),
  DEFAULT_LINK_ROLE: oneOf(['none', 'view', 'edit']).default('edit'),
  SESSION_SECRET: z
    .string()
    .min(MIN_SECRET_LENGTH, `must be at least ${MIN_SECRET_LENGTH} characters`)
    .optional(),
  OPERATOR_TOKEN: z
    .string()
    .min(MIN_SECRET_LENGTH, `must be at least ${MIN_SECRET_LENGTH} characters`)
    .regex(/^\S+$/, 'must not contain spaces')
    .optional(),
  TRUST_PROXY_HOPS: wholeNumber(10).default(0),
  LOG_LEVEL: oneOf(LOG_LEVELS).default('info'),
  LOG_FORMAT: oneOf(['json', 'pretty']).optional(),
  NODE_ENV: z.string().optional(),
})

/** Reads and checks the settings, makes `DATA_DIR` and its secret; throws a `ConfigError` on the first problem. */
export function loadConfig(env: Environment = process.env, isTerminal = process.stdout.isTTY): Config {
  const early = Object.keys(env).find((name) => env[name] && NOT_YET.some((pattern) => pattern.test(name)))
  if (early) throw new ConfigError(`${early}: not supported by this version; unset it`)

  // An empty variable is how compose files and shells say "not set".
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''))
  const parsed = environment.safeParse(given)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw new ConfigError(`${String(issue?.path[0])}: ${issue?.message}`)
  }
  const settings = parsed.data
  const dataDir = prepareDataDir(resolve(settings.DATA_DIR))
  return {
    port: settings.PORT,
    host: settings.HOST,
    dataDir,
    baseUrl: settings.BASE_URL ?? null,
    defaultLinkRole: settings.DEFAULT_LINK_ROLE,
    sessionSecret:
      settings.SESSION_SECRET ?? keptSecret(join(dataDir, 'session-secret'), 'everyone gets a new identity'),
    operatorToken:
      settings.OPERATOR_TOKEN ?? keptSecret(join(dataDir, 'operator-token'), 'a new one is made'),
    trustProxyHops: settings.TRUST_PROXY_HOPS,
    logLevel: settings.LOG_LEVEL,
    logFormat: settings.LOG_FORMAT ?? (isTerminal ? 'pretty' : 'json'),
    isDevelopment: settings.NODE_ENV === 'development',
  }
}

function isOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false
  const url = new URL(text)
  return /^https?:$/.test(url.protocol) && url.pathname === '/' && !url.search && !url.hash && !url.username
}

function prepareDataDir(path: string): string {
  try {
    makeFolder(path)
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK)
    return path
  } catch (error) {
    throw new ConfigError(
      `DATA_DIR: cannot write to ${path} (${codeOf(error)}); choose a folder that can be written`,
    )
  }
}

/** Not `recursive`: where folders cannot be made, as in /proc, Node would try for ever. */
function makeFolder(path: string): void {
  if (existsSync(path) && statSync(path).isDirectory()) return
  if (dirname(path) !== path) makeFolder(dirname(path))
  mkdirSync(path)
}

/** Generated once and kept, so that what it opens stays open over a restart. */
function keptSecret(path: string, withoutIt: string): string {
  try {
    try {
      writeFileSync(path, randomBytes(48).toString('base64url'), { flag: 'wx', mode: 0o600 })
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error
    }
    const secret = readFileSync(path, 'utf8').trim()
    if (secret.length >= MIN_SECRET_LENGTH) return secret
  } catch (error) {
    throw new ConfigError(`DATA_DIR: cannot keep the secret in ${path} (${codeOf(error)})`)
  }
  throw new ConfigError(`DATA_DIR: ${path} is damaged; delete it (${withoutIt}) or restore it`)
}

const codeOf = (error: unknown) => (error as NodeJS.ErrnoException).code ?? String(error)
