import type { ZodType } from 'zod'
import { statusOf, type ProblemCode } from '../problems'
import { problem } from './schemas'

/** A JSON body, for the description of a request or an answer. */
export const jsonOf = <S extends ZodType>(schema: S, description: string) => ({
  description,
  content: { 'application/json': { schema } },
})

/** The answers of an endpoint: the good ones, and the refusals that are particular to it. */
export function answers<R extends object>(good: R, ...codes: readonly ProblemCode[]): R {
  const refusals: Record<number, object> = {}
  for (const code of codes) {
    const status = statusOf(code)
    const others = codes.filter((other) => statusOf(other) === status)
    refusals[status] = {
      description: `Problem: ${others.join(', ')}`,
      content: { 'application/problem+json': { schema: problem } },
    }
  }
  // Refusals leave by way of the one error handler, so handlers are typed by the good answers alone.
  return { ...refusals, ...good }
}
