// Uploads a file with a tus client library and writes what came of it to standard output, as a JSON object.
//
//   node tus-client.cjs LIBRARY ENDPOINT FILE OPTIONS
//
// OPTIONS is a JSON object of the library's own options. With "uploadLengthDeferred" the file is given as a stream of
// unknown length.
const [, , library, endpoint, path, json] = process.argv;
const { Upload } = require(library);
const fs = require('node:fs');
const { PassThrough } = require('node:stream');

const options = JSON.parse(json);
const file = fs.createReadStream(path);
const input = options.uploadLengthDeferred ? file.pipe(new PassThrough()) : file;
let retries = 0;
let requests = 0;
const upload = new Upload(input, {
  endpoint,
  retryDelays: Array(20).fill(50),
  metadata: { filename: 'sent-by-node.bin', filetype: 'application/x-test' },
  ...options,
  onBeforeRequest() {
    requests++;
  },
  onShouldRetry() {
    retries++;
    return true;
  },
  onError(error) {
    process.stderr.write(`${error}\n`);
    process.exit(1);
  },
  onSuccess() {
    process.stdout.write(`${JSON.stringify({ url: upload.url, retries, requests })}\n`);
  },
});
upload.start();
