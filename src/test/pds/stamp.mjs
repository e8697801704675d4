// Says in node_modules what was installed, and for which Node.js, as the tests ask before they install it again.
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'

const at = (name) => new URL(name, import.meta.url)
const hash = createHash('sha256')
for (const name of ['package.json', 'package-lock.json']) hash.update(readFileSync(at(name)))
hash.update(process.version)
writeFileSync(at('node_modules/.installed'), hash.digest('hex'))
