// Chromium as the tests start it; SwiftShader draws where there is no graphics card.
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const flags = [
  '--no-sandbox', '--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--no-first-run', '--disable-default-apps', '--disable-dev-shm-usage',
];

export function launch() {
  const { chromium } = createRequire(`${root}web/package.json`)('playwright-core');
  return chromium.launch({ executablePath: '/usr/bin/chromium', headless: true, args: flags });
}
