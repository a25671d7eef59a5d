// c2pa-rs reads Blobs through the FileReaderSync of web workers, which Node does not have: both, over buffers in memory.
const contents = new WeakMap();

globalThis.Blob = class extends Blob {
  constructor(parts = [], options) {
    super([], options);
    contents.set(this, parts.length === 1 && Buffer.isBuffer(parts[0]) ? parts[0] : Buffer.concat(parts.map(part => contents.get(part) ?? Buffer.from(part))));
  }
  get size() { return contents.get(this).length; }
  slice(start = 0, end = this.size) { return new globalThis.Blob([contents.get(this).subarray(start, end)]); }
};

globalThis.FileReaderSync = class {
  readAsArrayBuffer(blob) {
    const bytes = contents.get(blob);
    return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  }
};
