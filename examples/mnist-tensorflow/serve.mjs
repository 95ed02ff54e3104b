/**
 * Serves the trained network by SageMaker's contract: GET /ping, POST /invocations. Takes images as
 * `{"instances": [[…pixels 0 to 255…], …]}` or as .npy of shape [n, 28, 28] or [n, 784]; answers class
 * probabilities as `{"predictions": [[…], …]}` or, where the client accepts application/x-npy, as .npy [n, 10].
 */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { classCount, createNetwork, pixelsPerImage, startTensorflow } from './network.mjs';
import { decodeNpy, encodeNpy } from './npy.mjs';
import { decodeSafetensors } from './safetensors.mjs';

const npyType = 'application/x-npy';
const maxBodyBytes = 25 * 2 ** 20;

/** An error of the caller's, answered with status 400. */
class BadRequest extends Error {}

const loadNetwork = async () => {
  const modelDir = process.env.SM_MODEL_DIR ?? '/opt/ml/model';
  const { tensors, metadata } = decodeSafetensors(await readFile(path.join(modelDir, 'model.safetensors')));
  await startTensorflow();
  const network = createNetwork({ units: Number(metadata.units), seed: 0 });
  network.restore(tensors);
  return network;
};

/** @returns {Float32Array} n x 784 pixels */
const readImages = (body, contentType) => {
  if (contentType.startsWith(npyType)) {
    const { data } = orBadRequest(() => decodeNpy(body));
    return data instanceof Float32Array ? data : new Float32Array(data);
  }
  if (contentType.startsWith('application/json')) {
    const instances = orBadRequest(() => JSON.parse(body.toString('utf8')))?.instances;
    if (!Array.isArray(instances)) throw new BadRequest('the JSON has no list "instances"');
    const pixels = instances.flat(3);
    if (!pixels.every(Number.isFinite))
      throw new BadRequest('an instance holds something that is not a number');
    return Float32Array.from(pixels);
  }
  throw new BadRequest(`content type ${contentType} is neither application/json nor ${npyType}`);
};

const orBadRequest = (read) => {
  try {
    return read();
  } catch (error) {
    throw new BadRequest(error.message);
  }
};

/** @returns {Float32Array} n x 10 probabilities */
const predict = (network, pixels) => {
  if (pixels.length === 0 || pixels.length % pixelsPerImage !== 0) {
    throw new BadRequest(`${pixels.length} pixels are not a whole number of ${pixelsPerImage}-pixel images`);
  }
  const count = pixels.length / pixelsPerImage;
  return tf.tidy(() => tf.softmax(network.logits(tf.tensor2d(pixels, [count, pixelsPerImage]))).dataSync());
};

const writePredictions = (response, probabilities, accept) => {
  const count = probabilities.length / classCount;
  if (accept.includes(npyType)) {
    response.writeHead(200, { 'content-type': npyType }).end(encodeNpy(probabilities, [count, classCount]));
    return;
  }
  const predictions = Array.from({ length: count }, (_, row) =>
    Array.from(probabilities.subarray(row * classCount, (row + 1) * classCount)),
  );
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ predictions }));
};

const readBody = async (request) => {
  const chunks = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > maxBodyBytes) throw new BadRequest(`the body is larger than ${maxBodyBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
};

const network = await loadNetwork();
const server = createServer(async (request, response) => {
  try {
    if (request.url === '/ping') {
      response.writeHead(200).end();
    } else if (request.url === '/invocations' && request.method === 'POST') {
      const pixels = readImages(
        await readBody(request),
        request.headers['content-type'] ?? 'application/json',
      );
      writePredictions(response, predict(network, pixels), request.headers.accept ?? '');
    } else {
      response.writeHead(404).end();
    }
  } catch (error) {
    const status = error instanceof BadRequest ? 400 : 500;
    if (status === 500) console.error(error);
    response
      .writeHead(status, { 'content-type': 'application/json' })
      .end(JSON.stringify({ error: error.message }));
  }
});
const port = Number(process.env.SAGEMAKER_BIND_TO_PORT ?? 8080);
// In a container every interface is the platform's; a port given by the local backend stays on this machine.
server.listen(port, process.env.SAGEMAKER_BIND_TO_PORT ? '127.0.0.1' : '0.0.0.0', () => {
  console.log(`Serving on port ${server.address().port}`);
});
process.on('SIGTERM', () => server.close(() => process.exit(0)));
