/**
 * Named float32 tensors in one file, in the safetensors format (8 bytes of header length, JSON header, data).
 * The header carries a SHA-256 of the data, so that a file cut short or damaged is never taken for a whole one.
 */
import { createHash } from 'node:crypto';

/** @typedef {{ name: string, shape: number[], data: Float32Array }} NamedTensor */

/**
 * @param {NamedTensor[]} tensors
 * @param {Record<string, string>} metadata
 * @returns {Buffer}
 */
export const encodeSafetensors = (tensors, metadata) => {
  const chunks = tensors.map(({ data }) => Buffer.from(data.buffer, data.byteOffset, data.byteLength));
  const header = { __metadata__: { ...metadata, sha256: digest(chunks) } };
  let offset = 0;
  tensors.forEach(({ name, shape }, index) => {
    const end = offset + chunks[index].length;
    header[name] = { dtype: 'F32', shape, data_offsets: [offset, end] };
    offset = end;
  });
  const json = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(json.length));
  return Buffer.concat([length, json, ...chunks]);
};

/**
 * @param {Buffer} buffer
 * @returns {{ tensors: NamedTensor[], metadata: Record<string, string> }}
 * @throws {Error} that says why the file is not whole
 */
export const decodeSafetensors = (buffer) => {
  if (buffer.length < 8) throw new Error('no header');
  const headerLength = Number(buffer.readBigUInt64LE());
  if (headerLength > buffer.length - 8) throw new Error('cut short within its header');
  const { __metadata__: metadata, ...entries } = JSON.parse(buffer.toString('utf8', 8, 8 + headerLength));
  const data = buffer.subarray(8 + headerLength);
  if (digest([data]) !== metadata?.sha256) throw new Error('its data does not match its checksum');
  const tensors = Object.entries(entries).map(
    ([
      name,
      {
        shape,
        data_offsets: [start, end],
      },
    ]) => ({
      name,
      shape,
      data: new Float32Array(new Uint8Array(data.subarray(start, end)).buffer),
    }),
  );
  return { tensors, metadata };
};

/** @param {Uint8Array[]} chunks */
const digest = (chunks) => {
  const hash = createHash('sha256');
  for (const chunk of chunks) hash.update(chunk);
  return hash.digest('hex');
};
