import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

/** The services behind the gateway, for `npm run dev`; the gateway itself serves the built page. */
const gateway = 'http://127.0.0.1:8080'

export default defineConfig({
  plugins: [vue()],
  build: {
    // light-dark() of theme/tokens.css: what every browser that plays the stream has had since spring 2024.
    target: ['chrome123', 'edge123', 'firefox120', 'safari17.5'],
    // The page's content security policy knows no data: URLs.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: true,
  },
  server: {
    proxy: {
      '/ws': { target: gateway, ws: true },
      '/auth': gateway,
      '/chat': gateway,
      '/files': gateway,
      '/stream': { target: gateway, ws: true },
    },
  },
  test: {
    environment: 'happy-dom',
    include: ['src/**/*.test.ts'],
    restoreMocks: true,
    unstubGlobals: true,
    // One browser environment for all files instead of one each: most of the run's time.
    pool: 'threads',
    isolate: false,
  },
})
