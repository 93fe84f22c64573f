// node-ws.cjs PEERS PORT [corked]: a room on node's ws. Plain, it sends each message to each client as it comes; corked,
// it sends all that one turn of the loop brought, with one write a client.
const { join } = require('node:path')

const [peers, port, corked] = process.argv.slice(2)
const { WebSocketServer } = require(join(peers, 'node/node_modules/ws'))

const server = new WebSocketServer({ host: '127.0.0.1', port: Number(port), perMessageDeflate: false, backlog: 4096 })
let batch = []

function send(messages) {
  for (const client of server.clients) {
    client._socket.cork()
    for (const message of messages) client.send(message, { binary: false })
    client._socket.uncork()
  }
}

function flush() {
  const messages = batch
  batch = []
  send(messages)
}

function broadcast(message) {
  for (const client of server.clients) client.send(message, { binary: false })
}

function collect(message) {
  if (batch.push(message) === 1) setImmediate(flush)
}

server.on('connection', (socket) => {
  socket.on('message', corked ? collect : broadcast)
  socket.on('error', () => socket.terminate())
})
