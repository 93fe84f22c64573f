// tus-server.mjs PEERS PORT DIRECTORY: @tus/server with its file store, as its documentation has it.
import { mkdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'

const [peers, port, directory] = process.argv.slice(2)
const packages = createRequire(`${peers}/tus/`)
const load = (name) => import(pathToFileURL(packages.resolve(name)))
const { Server } = await load('@tus/server')
const { FileStore } = await load('@tus/file-store')

mkdirSync(directory, { recursive: true })
new Server({ path: '/files', datastore: new FileStore({ directory }) }).listen({ host: '127.0.0.1', port: Number(port) })
