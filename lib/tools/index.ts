import type { Tool, ToolId } from './define'

/** Every tool by its id. The state of a chart is its own business, so here it is only known to have a place. */
export type AnyTool = Tool<{ at: string }>

/** A tool that does nothing until its chart is here. */
const idle: AnyTool = { cursor: 'default', initial: { at: 'idle' }, chart: { idle: {} } as AnyTool['chart'] }

export const tools: Partial<Record<ToolId, AnyTool>> = {}
export const toolOf = (id: ToolId): AnyTool => tools[id] ?? idle
