// ffmpeg-a-viewer.cjs PEERS PORT SOURCE FFMPEG: the recipe that many start with. A WebSocket server that gives each viewer an ffmpeg of its own,
// which pulls the source and copies it into FLV.
const { spawn } = require('node:child_process')
const { join } = require('node:path')

const [peers, port, source, ffmpeg] = process.argv.slice(2)
const { WebSocketServer } = require(join(peers, 'node/node_modules/ws'))

new WebSocketServer({ host: '127.0.0.1', port: Number(port) }).on('connection', (socket) => {
  const child = spawn(ffmpeg, ['-loglevel', 'error', '-fflags', 'nobuffer', '-i', source, '-c', 'copy', '-f', 'flv', 'pipe:1'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  child.stdout.on('data', (bytes) => socket.send(bytes))
  child.on('error', (error) => {
    console.error(String(error))
    socket.close()
  })
  child.on('exit', () => socket.close())
  socket.on('close', () => child.kill())
})
