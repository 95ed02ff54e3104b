/**
 * MXNet's RecordIO, in which Pipe mode wraps each object where a channel's RecordWrapperType asks for it.
 * https://mxnet.apache.org/versions/1.9.1/api/architecture/note_data_loading
 */
const magic = 0xced7230a;
/** The upper three bits of the second word tell parts of a record apart; ours are whole. */
const maxRecordBytes = 2 ** 29 - 1;

/** @param size of the record, bytes. @throws RangeError for one that a record cannot hold */
export const recordHeader = (size: number): Buffer => {
  if (size > maxRecordBytes)
    throw new RangeError(`A RecordIO record holds ${maxRecordBytes} bytes at most, not ${size}.`);
  const header = Buffer.alloc(8);
  header.writeUInt32LE(magic, 0);
  header.writeUInt32LE(size, 4);
  return header;
};

/** What follows a record, so that the next begins at a multiple of four bytes. */
export const recordPadding = (size: number): Buffer => Buffer.alloc((4 - (size % 4)) % 4);
