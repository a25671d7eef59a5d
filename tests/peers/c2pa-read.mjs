// Reads files with c2pa-rs (WebAssembly) and prints one JSON line a file:
//   {"file", "state", "failures": [codes], "ingredientFailures": [codes], "report"} or {"file", "error"}
// usage: node c2pa-read.mjs ANCHORS.pem FILE...     a FILE may be INIT+FRAGMENT, an initialization segment and one of its fragments,
// or ASSET|STORE, an asset whose XMP names an address, and the manifest store that is to be found there: nothing is fetched
import { readFileSync } from 'node:fs';
import init, { WasmReader } from '@contentauth/c2pa-wasm';
import './blobs.mjs';

const mediaTypes = { mp4: 'video/mp4', mov: 'video/quicktime', m4v: 'video/mp4', jpg: 'image/jpeg', png: 'image/png', avif: 'image/avif', heic: 'image/heic' };

// Extended key usages that C2PA names for signers (C2PA 2.2 §14.4.1); the peer knows none of them by default but e-mail protection.
const usages = ['1.3.6.1.5.5.7.3.4', '1.3.6.1.5.5.7.3.36', '1.3.6.1.5.5.7.3.8', '1.3.6.1.5.5.7.3.9', '1.3.6.1.4.1.311.76.59.1.9', '1.3.6.1.4.1.62558.2.1'];

const wasm = new URL(import.meta.resolve('@contentauth/c2pa-wasm/c2pa.wasm'));
await init({ module_or_path: readFileSync(wasm) });

const [anchors, ...files] = process.argv.slice(2);
const settings = JSON.stringify({
  trust: { trust_anchors: readFileSync(anchors, 'utf8'), trust_config: usages.join('\n') },
  verify: { verify_trust: true, ocsp_fetch: false, remote_manifest_fetch: true },
});

// The peer takes a store beside an asset only from the address in the asset's XMP.
let store;
globalThis.fetch = async request => Object.defineProperty(new Response(store && readFileSync(store), { status: store ? 200 : 404 }), 'url', { value: request.url ?? String(request) });

const codes = list => (list ?? []).map(status => status.code);

for (const file of files) {
  try {
    const [path, sidecar] = file.split('|');
    const [asset, fragment] = path.split('+');
    store = sidecar;
    const type = mediaTypes[asset.split('.').at(-1)] ?? 'video/mp4';
    const reader = fragment
      ? await WasmReader.fromBlobFragment(type, new Blob([readFileSync(asset)]), new Blob([readFileSync(fragment)]), settings)
      : await WasmReader.fromBytes(type, readFileSync(asset), settings);
    const report = JSON.parse(reader.json());
    const results = report.validation_results;
    console.log(JSON.stringify({
      file,
      state: report.validation_state,
      failures: codes(results?.activeManifest?.failure),
      ingredientFailures: (results?.ingredientDeltas ?? []).flatMap(delta => codes(delta.validationDeltas.failure)),
      report,
    }));
  } catch (error) {
    console.log(JSON.stringify({ file, error: String(error?.message ?? error) }));
  }
}
