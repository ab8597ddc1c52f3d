import { randomBytes } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Result } from '../../lib/board/ids'
import type { Role } from '../../lib/protocol/session'
import type { Config } from '../config'
import { StorageError, type BoardRow, type Storage } from '../storage/storage'
import { createIdentityTokens, identityCookie, readCookie, type Identity } from './identity'
import { checkOrigin, publicOrigin, type OriginRefusal } from './origin'
import { allows, roleOn, type Action } from './roles'

export type { Identity } from './identity'
export type { OriginRefusal } from './origin'
export type { Action } from './roles'

/** Who is asking, and what they may do: asked on every channel, decided here and nowhere else. */
export interface Access {
  /** The person whose signed cookie this is; null for everybody else. */
  identify(cookieHeader: string | undefined): Promise<Identity | null>
  /** A new person, and the `Set-Cookie` that makes them known from now on. */
  issueGuest(req: IncomingMessage): Promise<{ readonly identity: Identity; readonly setCookie: string }>
  /** For pages: the person, if `mayIssue` made known when they are new; `setCookie` also renews one that grew old. */
  welcome(
    req: IncomingMessage,
    mayIssue: () => Promise<boolean>,
  ): Promise<{ readonly identity: Identity | null; readonly setCookie: string | null }>
  roleOn(identity: Identity | null, board: Pick<BoardRow, 'ownerId'>): Role | null
  can(identity: Identity | null, action: Action, board: Pick<BoardRow, 'ownerId'>): boolean
  /** Whether an upgrade or a mutation comes from our own pages or from a program. */
  checkOrigin(req: IncomingMessage): Result<null, OriginRefusal>
}

type AccessConfig = Pick<Config, 'sessionSecret' | 'defaultLinkRole' | 'baseUrl' | 'trustProxyHops'>

export function createAccess({
  config,
  storage,
}: {
  config: AccessConfig
  storage: Pick<Storage, 'identities'>
}): Access {
  const tokens = createIdentityTokens(config.sessionSecret)

  const cookieFor = async (req: IncomingMessage, id: string) =>
    identityCookie(await tokens.sign(id), publicOrigin(req, config).startsWith('https:'))

  async function known(cookieHeader: string | undefined) {
    const token = readCookie(cookieHeader)
    const verified = token === null ? null : await tokens.verify(token)
    if (!verified) return null
    // A database that was replaced does not know the identities of the old one.
    const row = await storage.identities.get(verified.id)
    return row && { identity: { id: row.id, name: row.name }, isOld: verified.isOld }
  }

  /** Who can be remembered is; while the database takes nothing in, people are shown pages all the same. [F05] */
  async function issueOrNobody(req: IncomingMessage) {
    try {
      return await issueGuest(req)
    } catch (error) {
      if (error instanceof StorageError) return { identity: null, setCookie: null }
      throw error
    }
  }

  async function issueGuest(req: IncomingMessage) {
    const { id, name } = await storage.identities.create({ id: randomBytes(16).toString('base64url') })
    return { identity: { id, name }, setCookie: await cookieFor(req, id) }
  }

  return {
    identify: async (cookieHeader) => (await known(cookieHeader))?.identity ?? null,
    issueGuest,
    async welcome(req, mayIssue) {
      const person = await known(req.headers.cookie)
      if (!person) return (await mayIssue()) ? issueOrNobody(req) : { identity: null, setCookie: null }
      const { identity, isOld } = person
      return { identity, setCookie: isOld ? await cookieFor(req, identity.id) : null }
    },
    roleOn: (identity, board) => roleOn(identity, board, config.defaultLinkRole),
    can: (identity, action, board) => allows(roleOn(identity, board, config.defaultLinkRole), action),
    checkOrigin: (req) => checkOrigin(req, config),
  }
}
