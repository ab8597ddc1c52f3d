import { expect, test } from 'vitest'
import type { BoardSummary } from '../../lib/protocol/api'
import { searchBoards } from './search-boards'

const boards = ['Été 2026', 'Retro sprint 42', 'Sprint planning'].map((name, index): BoardSummary => ({
  id: String(index),
  name,
  role: 'edit',
  createdAt: '',
  updatedAt: '',
  people: 0,
}))
const found = (query: string) => searchBoards(boards, query).map(({ name }) => name)

test('finds names without accents and case, in any order of words', () => {
  expect(found('ete')).toEqual(['Été 2026'])
  expect(found('SPRINT')).toEqual(['Retro sprint 42', 'Sprint planning'])
  expect(found('42 retro')).toEqual(['Retro sprint 42'])
  expect(found('zebra')).toEqual([])
})

test('finds everything when nothing is asked', () => {
  expect(found('  ')).toHaveLength(3)
})
