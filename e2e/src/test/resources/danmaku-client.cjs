// Lets a danmaku client library into a room: writes what it hears to standard output, a JSON object a line, and says
// each line that comes by standard input; at its end it logs out.
//
//   node danmaku-client.cjs LIBRARY URL ROOM
const [, , library, url, room] = process.argv;
const { client: Client } = require(library);
const client = new Client(room, { debug: false, ignore: [] });

function tell(event, fields = {}) {
  process.stdout.write(`${JSON.stringify({ ...fields, event })}\n`);
}

client.on('loginres', answer => tell('loginres', answer));
client.on('chatmsg', message => tell('chatmsg', message));
client.on('error', error => tell('error', { reason: String(error) }));
client.on('disconnect', () => {
  tell('disconnect');
  process.exit(0);
});

require('node:readline')
  .createInterface({ input: process.stdin })
  .on('line', text => client.send({ type: 'chatmsg', txt: text }))
  .on('close', () => client.logout());
client.run(url);
