/** Hocuspocus with its SQLite extension, as its documentation starts it: `port`, `folder of its packages`, `database`. */
import { createRequire } from 'node:module'
import { join } from 'node:path'

const [, , port, folder, database] = process.argv
const load = createRequire(join(folder, 'package.json'))
const { Server } = load('@hocuspocus/server')
const { SQLite } = load('@hocuspocus/extension-sqlite')

await new Server({
  port: Number(port),
  quiet: true,
  extensions: [new SQLite({ database })],
}).listen()
