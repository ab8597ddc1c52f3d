import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'

/** Headers by which the framework or we tell ourselves something: from outside they are an attempt to pretend. */
const INTERNAL_HEADER = /^(?:x-middleware-|x-nextjs-|x-matched-path$|x-invoke-|x-now-|x-ardoise-)/

/** Removes what only this server may say to itself. */
export function stripInternalHeaders(req: IncomingMessage): void {
  for (const name of Object.keys(req.headers)) if (INTERNAL_HEADER.test(name)) delete req.headers[name]
}

/** On every response of this process. */
export function setSecurityHeaders(res: ServerResponse): void {
  res.setHeader('Referrer-Policy', 'no-referrer') // the address of a board is the capability to open it
  res.setHeader('X-Content-Type-Options', 'nosniff')
  res.setHeader('X-Frame-Options', 'DENY')
  res.setHeader('Cross-Origin-Opener-Policy', 'same-origin')
  res.setHeader('Cross-Origin-Resource-Policy', 'same-origin')
  res.setHeader(
    'Permissions-Policy',
    'camera=(), geolocation=(), microphone=(), payment=(), usb=(), clipboard-read=(self), clipboard-write=(self)',
  )
}

/**
 * What a page may load and run: our own origin, and of scripts only those that carry this response's nonce.
 * Styles may be inline: menus, dialogs and toasts insert style elements, and no style can load from elsewhere.
 */
export function contentSecurityPolicy(nonce: string, isDevelopment: boolean): string {
  const script = [
    `'self'`,
    `'nonce-${nonce}'`,
    `'strict-dynamic'`,
    ...(isDevelopment ? [`'unsafe-eval'`] : []),
  ]
  return [
    `default-src 'self'`,
    `script-src ${script.join(' ')}`,
    `style-src 'self' 'unsafe-inline'`,
    `img-src 'self' data: blob:`,
    `font-src 'self'`,
    `connect-src 'self'`,
    `worker-src 'self' blob:`,
    `object-src 'none'`,
    `base-uri 'none'`,
    `form-action 'self'`,
    `frame-ancestors 'none'`,
  ].join('; ')
}

/** The policy on the response, and on the request because that is where the page renderer takes its nonce from. */
export function setContentSecurityPolicy(
  req: IncomingMessage,
  res: ServerResponse,
  isDevelopment: boolean,
): void {
  const policy = contentSecurityPolicy(randomBytes(16).toString('base64'), isDevelopment)
  req.headers['content-security-policy'] = policy
  res.setHeader('Content-Security-Policy', policy)
}
