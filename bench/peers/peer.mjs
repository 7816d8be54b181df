// Asks one peer, for dev.mien.bench.peers.
//   node peer.mjs NAME crops ZOOM FILE OUT       48x48 grey bytes in, eight 32-bit floats an image out
//   node peer.mjs NAME speed SECONDS PHOTO...    milliseconds a crop and a photo, as JSON
import { readFile, writeFile } from 'node:fs/promises'
import sharp from 'sharp'
import { backend, EMOTIONS, PEERS } from './models.mjs'

const SIZE = 48
const [name, task, ...rest] = process.argv.slice(2)

/** A crop as colours, with more of the border (repeated) or less of it in view. */
function crop(tf, bytes, zoom) {
  const pixels = new Uint8Array(SIZE * SIZE * 3)
  const centre = (SIZE - 1) / 2
  for (let y = 0; y < SIZE; y++) {
    for (let x = 0; x < SIZE; x++) {
      const from = v => Math.min(SIZE - 1, Math.max(0, centre + (v - centre) / zoom))
      const [u, v] = [from(x), from(y)]
      const [i, j] = [Math.min(SIZE - 2, Math.floor(u)), Math.min(SIZE - 2, Math.floor(v))]
      const at = (dx, dy) => bytes[(j + dy) * SIZE + i + dx]
      const [a, b] = [u - i, v - j]
      const grey = (1 - b) * ((1 - a) * at(0, 0) + a * at(1, 0)) + b * ((1 - a) * at(0, 1) + a * at(1, 1))
      pixels.fill(Math.round(grey), 3 * (y * SIZE + x), 3 * (y * SIZE + x) + 3)
    }
  }
  return tf.tensor3d(pixels, [SIZE, SIZE, 3], 'int32')
}

async function crops(tf, peer, zoom, file, out) {
  const images = await readFile(file)
  const rows = new Float32Array((images.length / SIZE / SIZE) * EMOTIONS.length)
  for (let n = 0; n < images.length / SIZE / SIZE; n++) {
    const image = crop(tf, images.subarray(n * SIZE * SIZE, (n + 1) * SIZE * SIZE), zoom)
    rows.set(await peer.crop(image), n * EMOTIONS.length)
    image.dispose()
  }
  await writeFile(out, Buffer.from(rows.buffer))
}

async function decode(tf, bytes) {
  const { data, info } = await sharp(bytes).rotate().removeAlpha().raw().toBuffer({ resolveWithObject: true })
  return tf.tensor3d(new Uint8Array(data.buffer, data.byteOffset, data.length), [info.height, info.width, 3], 'int32')
}

/** The median over as many rounds as fit, after as many seconds of warming up. */
async function median(seconds, work) {
  const times = []
  for (let end = performance.now() + 1000 * seconds; performance.now() < end; ) await work()
  for (let end = performance.now() + 1000 * seconds; performance.now() < end; ) {
    const start = performance.now()
    await work()
    times.push(performance.now() - start)
  }
  return times.sort((a, b) => a - b)[times.length >> 1]
}

async function speed(tf, peer, seconds, files) {
  const bytes = await Promise.all(files.map(file => readFile(file)))
  const face = crop(tf, new Uint8Array(SIZE * SIZE).map((_, i) => (i * 7) % 256), 1)
  const cropMs = await median(seconds, () => peer.crop(face))
  let faces = 0
  const photosMs = await median(seconds, async () => {
    faces = 0
    for (const photo of bytes) {
      const image = await decode(tf, photo)
      faces += (await peer.photo(image)).length
      image.dispose()
    }
  })
  console.log(JSON.stringify({ crop_ms: cropMs, photo_ms: photosMs / bytes.length, faces }))
}

const tf = await backend(Number(process.env.PEER_THREADS ?? 1))
const peer = await PEERS[name](tf)
if (task === 'crops') await crops(tf, peer, Number(rest[0]), rest[1], rest[2])
else await speed(tf, peer, Number(rest[0]), rest.slice(1))
process.exit(0)
