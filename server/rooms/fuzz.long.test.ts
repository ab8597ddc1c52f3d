import { test } from 'vitest'
import { tellStory } from './story.fixture'

/** `npm run test:long -- fuzz --seeds 200 --seed 1000`: so many stories, from this one on. */
const SEEDS = Number(process.env['LONG_SEEDS'] ?? 50)
const FIRST = Number(process.env['LONG_SEED'] ?? 1_000)
const STEPS = 300

/** What is found here is pinned in fuzz.test.ts. */
test.each(Array.from({ length: SEEDS }, (_, i) => FIRST + i))(
  '[F40] story %i, told at length: nothing promised is lost, and in the end all are alike',
  (seed) => tellStory(seed, STEPS),
)
