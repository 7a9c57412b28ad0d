// Builds static/dist from the NHS.UK kit and our own few lines. Run by `make css`.
import { createHash } from 'node:crypto'
import { readFileSync, readdirSync, writeFileSync, mkdirSync, rmSync, existsSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, gzipSync, constants } from 'node:zlib'
import { transform } from 'lightningcss'
import postcss from 'postcss'
import rtlcss from 'rtlcss'
import { minify } from 'terser'

const here = dirname(fileURLToPath(import.meta.url))
const root = join(here, '..', '..')
const out = join(here, '..', 'dist')
const kit = join(here, 'node_modules', 'nhsuk-frontend')
const read = (...path) => readFileSync(join(...path), 'utf8')
const sha = (bytes) => createHash('sha256').update(bytes).digest('hex')

const version = JSON.parse(read(kit, 'package.json')).version
const { keep, drop } = JSON.parse(read(here, 'keep.json'))

// --- Which classes the pages use. tests/page/test_built.py does the same in Python.
function files (folder, ending) {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory()
      ? files(join(folder, entry.name), ending)
      : entry.name.endsWith(ending) ? [join(folder, entry.name)] : [])
}
const named = /nhsuk-[a-zA-Z0-9_-]*[a-zA-Z0-9]/g
const pages = [...files(join(root, 'templates'), '.html'), ...files(join(root, 'portal'), '.py')]
const used = new Set(pages.flatMap((page) => read(page).match(named) ?? []))

// A family is a block with its elements and modifiers ("tag" keeps nhsuk-tag--green); a star stands for anything.
const pattern = (families) => new RegExp(`^nhsuk-(${families.map((f) => f.replaceAll('*', '.*')).join('|')})(--.*|__.*)?$`)
const [isKept, isDropped] = [pattern(keep), pattern(drop)]
const kept = (name) => isKept.test(name) && !isDropped.test(name)
const beyond = [...used].filter((name) => !kept(name)).sort()
const wanted = (name) => kept(name) || used.has(name)

// --- The sheet: the kit's rules that a page can use, then ours.
const scripted = /nhsuk-frontend-supported|js-enabled|\[type="?search|::-ms-|\[data-sort|:focus-visible-within/
function usable (selector) {
  if (scripted.test(selector)) return false
  const bare = selector.replace(/:not\([^()]*(\([^()]*\))*[^()]*\)/g, '')
  return (bare.match(/\.[a-zA-Z][\w-]*/g) ?? []).every((name) => wanted(name.slice(1)))
}
const purge = {
  postcssPlugin: 'purge',
  OnceExit (css) {
    css.walkAtRules('font-face', (rule) => rule.remove())
    css.walkComments((comment) => comment.remove())
    css.walkRules((rule) => {
      if (rule.parent.type === 'atrule' && /keyframes/.test(rule.parent.name)) return
      const left = rule.selectors.filter(usable)
      if (left.length) rule.selectors = left
      else rule.remove()
    })
    // Paper gets one size for all, in portal.css; older names for what newer rules say as well go.
    css.walkAtRules('media', (rule) => {
      if (rule.params === 'print') rule.walkDecls(/^(font-size|line-height)$/, (decl) => decl.remove())
      // With the device's own colours the browser recolours words and grounds by itself.
      if (rule.params.includes('forced-colors')) rule.walkDecls(/^(outline-|background-)?color$/, (decl) => decl.remove())
      rule.params = rule.params.replace(', (-ms-high-contrast: active)', '')
    })
    // Guesses about headings without a class: ours have one. And pictures that we do not ship.
    css.walkRules(/\[class[\^*]=/, (rule) => {
      const left = rule.selectors.filter((selector) => !/\[class[\^*]=/.test(selector))
      if (left.length) rule.selectors = left
      else rule.remove()
    })
    css.walkDecls((decl) => { if (/url\(|\(Link: /.test(decl.value)) decl.remove() })
    css.walkRules(/:(visited|focus|hover|active) \.nhsuk-icon/, (rule) => rule.remove())
    css.walkDecls(/^--nhsuk-/, (decl) => decl.remove())
    css.walkDecls('font-family', (decl) => { decl.value = decl.value.replace(/"?Frutiger W01"?,\s*/, '') })
    let emptied = true
    while (emptied) {
      emptied = false
      css.walk((node) => {
        if (node.nodes && node.nodes.length === 0) { node.remove(); emptied = true }
      })
    }
  }
}
// Arabic and Urdu letters stand taller and hang lower than Latin ones.
const airy = {
  postcssPlugin: 'airy',
  OnceExit (css) {
    css.walkDecls('line-height', (decl) => {
      const lines = Number(decl.value)
      if (lines > 1 && lines < 1.75) decl.value = String(Math.min(1.9, +(lines + 0.35).toFixed(2)))
    })
  }
}

const minified = (code) => transform({
  filename: 'portal.css',
  code: Buffer.from(code),
  minify: true,
  targets: { chrome: 61 << 16, safari: 11 << 16, ios_saf: 11 << 16, firefox: 90 << 16, samsung: 8 << 16 }
}).code.toString()

const banner = `/*! Made from NHS.UK frontend ${version}, Crown Copyright NHS England, MIT licence: see licence.txt beside this file */\n`
const stock = read(kit, 'dist', 'nhsuk', 'nhsuk-frontend.css')
const ours = read(here, 'portal.css')
const sheet = (await postcss([purge]).process(stock, { from: undefined })).css + ours
const mirrored = (await postcss([rtlcss(), airy]).process(sheet, { from: undefined })).css
const script = (await minify(read(here, 'portal.js'), { ecma: 5, ie8: false, safari10: true, toplevel: false })).code + '\n'

// --- Out: a name with the content's hash, and beside it what a server may send ready compressed.
const built = {
  'portal.css': banner + minified(sheet),
  'portal-rtl.css': banner + minified(mirrored),
  'portal.js': script,
  'favicon.svg': read(here, 'favicon.svg'),
  'favicon.ico': readFileSync(join(here, 'favicon.ico'))
}
rmSync(out, { recursive: true, force: true })
mkdirSync(out, { recursive: true })
const manifest = {}
function put (name, bytes) {
  writeFileSync(join(out, name), bytes)
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length }
  writeFileSync(join(out, `${name}.br`), brotliCompressSync(bytes, { params }))
  writeFileSync(join(out, `${name}.gz`), gzipSync(bytes, { level: 9 }))
}
for (const [name, content] of Object.entries(built)) {
  const bytes = Buffer.from(content)
  const [stem, ending] = name.split('.')
  manifest[name] = `${stem}.${sha(bytes).slice(0, 12)}.${ending}`
  put(manifest[name], bytes)
}
put('licence.txt', Buffer.from(read(here, 'licence.txt')))

// What went in, so that a test can say when this folder is out of date.
const inputs = ['build.mjs', 'favicon.ico', 'favicon.svg', 'keep.json', 'licence.txt', 'portal.css', 'portal.js']
  .map((name) => `${name} ${sha(readFileSync(join(here, name)))}\n`)
manifest.inputs = sha(`nhsuk-frontend ${version}\n${inputs.join('')}${beyond.join(' ')}\n`)
writeFileSync(join(out, 'manifest.json'), JSON.stringify(manifest, null, 2) + '\n')

for (const name of Object.keys(built)) {
  const path = join(out, manifest[name])
  console.log(relative(root, path), readFileSync(path).length, readFileSync(`${path}.br`).length)
}
if (beyond.length) console.log('named in pages beyond keep.json:', beyond.join(' '))
