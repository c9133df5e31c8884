import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vitest/config';

// `npm run dev` talks to a running hotline; the built files are served by the hotline itself.
const backend = process.env.HOTLINE_URL ?? 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [vue()],
  logLevel: 'warn',
  build: {
    outDir: 'target/classes/org/hotline12345/console',
    emptyOutDir: true,
    target: 'es2022',
    // No inlined files: the pages keep working under a Content-Security-Policy of 'self'.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: {
    host: '127.0.0.1',
    proxy: { '/api': backend, '/ws': { target: backend, ws: true } },
  },
  // One worker: the tests are quick, starting workers is not.
  test: { include: ['test/**/*.test.ts'], pool: 'threads', maxWorkers: 1, isolate: false },
});
