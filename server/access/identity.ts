import { jwtVerify, SignJWT } from 'jose'

/** A person, known by a signed cookie and nothing else. */
export interface Identity {
  readonly id: string
  /** Null until they chose one. */
  readonly name: string | null
}

export const COOKIE_NAME = 'ardoise'
/** The longest a browser keeps a cookie; it is renewed while it is used. */
const COOKIE_MAX_AGE_S = 400 * 24 * 60 * 60
/** A cookie older than this is given again, so that regular visitors never run out. */
const RENEW_AFTER_S = 30 * 24 * 60 * 60
/** One algorithm and one purpose: a token of another kind signed with the same secret is not an identity. */
const ALGORITHM = 'HS256'
const AUDIENCE = 'ardoise:identity'
/** Ours is near 200 characters: a longer one is not worth verifying. */
const MAX_TOKEN_LENGTH = 1_024

/** Tokens that say who somebody is, and cannot be made without the secret. */
export interface IdentityTokens {
  sign(id: string): Promise<string>
  /** The identity and whether the token should be given again; null when it is not one of ours. */
  verify(token: string): Promise<{ readonly id: string; readonly isOld: boolean } | null>
}

export function createIdentityTokens(secret: string, now: () => number = Date.now): IdentityTokens {
  const key = new TextEncoder().encode(secret)
  const seconds = () => Math.floor(now() / 1000)
  return {
    sign: (id) =>
      new SignJWT()
        .setProtectedHeader({ alg: ALGORITHM })
        .setSubject(id)
        .setAudience(AUDIENCE)
        .setIssuedAt(seconds())
        .sign(key),
    async verify(token) {
      if (token.length > MAX_TOKEN_LENGTH) return null
      try {
        const { payload } = await jwtVerify(token, key, {
          algorithms: [ALGORITHM],
          audience: AUDIENCE,
          maxTokenAge: COOKIE_MAX_AGE_S,
          requiredClaims: ['sub', 'iat'],
          currentDate: new Date(now()),
        })
        if (!payload.sub) return null
        return { id: payload.sub, isOld: seconds() - (payload.iat ?? 0) > RENEW_AFTER_S }
      } catch {
        return null // forged, expired, or signed with a secret that was replaced
      }
    },
  }
}

/** The value of our cookie in a `Cookie` header. */
export function readCookie(header: string | undefined, name: string = COOKIE_NAME): string | null {
  for (const pair of (header ?? '').split(';')) {
    const equals = pair.indexOf('=')
    if (equals > 0 && pair.slice(0, equals).trim() === name) return pair.slice(equals + 1).trim()
  }
  return null
}

/** A `Set-Cookie` value: out of reach of scripts, not sent by other sites' forms and frames. */
export const identityCookie = (token: string, isSecure: boolean): string =>
  `${COOKIE_NAME}=${token}; Path=/; Max-Age=${COOKIE_MAX_AGE_S}; HttpOnly; SameSite=Lax${isSecure ? '; Secure' : ''}`
