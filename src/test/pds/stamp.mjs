// Records in node_modules the installed lock file and Node.js version; the tests read it before an install.
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'

const at = (name) => new URL(name, import.meta.url)
const hash = createHash('sha256')
for (const name of ['package.json', 'package-lock.json']) hash.update(readFileSync(at(name)))
hash.update(process.version)
writeFileSync(at('node_modules/.installed'), hash.digest('hex'))
