// bun-publish.js PORT: a room on Bun's publish, which is uWebSockets' topics; its limits are the defaults.
const server = Bun.serve({
  hostname: '127.0.0.1',
  port: Number(process.argv[2]),
  fetch: (request) => (server.upgrade(request) ? undefined : new Response(null, { status: 426 })),
  websocket: {
    perMessageDeflate: false,
    open: (socket) => socket.subscribe('room'),
    message: (_, text) => server.publish('room', text),
  },
})
