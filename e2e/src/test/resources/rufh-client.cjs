// Uploads a file with tus-js-client in one of the iterations of the IETF draft that it speaks, and writes what came of
// it to standard output, as a JSON object. With PAUSE the upload is given up after so many bytes and resumed.
//
//   node rufh-client.cjs LIBRARY PROTOCOL ENDPOINT FILE CHUNK_SIZE PAUSE
const [, , library, protocol, endpoint, path, chunkSize, pause] = process.argv;
const { Upload } = require(library);
const fs = require('node:fs');

let url = null;
let paused = Number(pause) === 0;

function fail(error) {
  process.stderr.write(`${error}\n`);
  process.exit(1);
}

function start(options) {
  const upload = new Upload(fs.createReadStream(path), {
    ...options,
    endpoint,
    protocol,
    chunkSize: Number(chunkSize) || Infinity,
    retryDelays: null,
    onUploadUrlAvailable: () => {
      url = upload.url;
    },
    onProgress: sent => {
      if (!paused && sent >= Number(pause)) {
        paused = true;
        upload.abort().then(() => start({ uploadUrl: url }), fail);
      }
    },
    onError: fail,
    onSuccess: () => process.stdout.write(`${JSON.stringify({ url: upload.url })}\n`),
  });
  upload.start();
}

start({});
