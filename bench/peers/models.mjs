// The peers behind one interface: { crop(tensor) → eight probabilities, photo(tensor) → faces }.
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

const require = createRequire(import.meta.url)

/** Mien's order; peers answer for seven and never say contempt. */
export const EMOTIONS = ['neutral', 'happiness', 'surprise', 'sadness', 'anger', 'disgust', 'fear', 'contempt']

/** TensorFlow.js on WebAssembly with SIMD: the fastest backend that comes through npm alone. */
export async function backend(threads) {
  const tf = require('@tensorflow/tfjs')
  const wasm = require('@tensorflow/tfjs-backend-wasm')
  wasm.setWasmPaths(dirname(require.resolve('@tensorflow/tfjs-backend-wasm')) + '/')
  wasm.setThreadsCount(threads)
  await tf.setBackend('wasm')
  await tf.ready()
  return tf
}

async function faceApi() {
  const api = require('@vladmandic/face-api/dist/face-api.node-wasm.js')
  const models = join(dirname(require.resolve('@vladmandic/face-api/package.json')), 'model')
  await api.nets.tinyFaceDetector.loadFromDisk(models)
  await api.nets.faceLandmark68Net.loadFromDisk(models)
  await api.nets.faceExpressionNet.loadFromDisk(models)
  const order = ['neutral', 'happy', 'surprised', 'sad', 'angry', 'disgusted', 'fearful']
  const row = expressions => [...order.map(name => expressions[name]), 0]
  const detector = new api.TinyFaceDetectorOptions() // the faster of its two
  return {
    async crop(image) {
      return row(await api.nets.faceExpressionNet.predictExpressions(image))
    },
    async photo(image) {
      const faces = await api.detectAllFaces(image, detector).withFaceLandmarks().withFaceExpressions()
      return faces.map(face => row(face.expressions))
    },
  }
}

/** Its models are read over HTTP: TensorFlow.js on WebAssembly knows no files. */
function serve(folder) {
  return new Promise(resolve => {
    const server = createServer(async (request, response) => {
      try {
        response.end(await readFile(join(folder, new URL(request.url, 'http://x').pathname)))
      } catch {
        response.statusCode = 404
        response.end()
      }
    })
    server.listen(0, '127.0.0.1', () => resolve(server))
  })
}

async function human(tf) {
  // Not among the paths that the package exports, though its documentation names it.
  const home = require.resolve('@vladmandic/human').replace(/dist[^a-z].*$/, '')
  const { Human } = require(join(home, 'dist', 'human.node-wasm.js'))
  const server = await serve(join(home, 'models'))
  const base = `http://127.0.0.1:${server.address().port}/`
  const instance = new Human({
    backend: 'wasm',
    wasmPath: dirname(require.resolve('@tensorflow/tfjs-backend-wasm')) + '/',
    wasmPlatformFetch: true,
    modelBasePath: base,
    cacheSensitivity: 0,
    skipAllowed: false,
    filter: { enabled: false },
    gesture: { enabled: false },
    body: { enabled: false },
    hand: { enabled: false },
    object: { enabled: false },
    face: {
      enabled: true,
      detector: { rotation: true, maxDetected: 20 },
      mesh: { enabled: true },
      iris: { enabled: false },
      description: { enabled: false },
      antispoof: { enabled: false },
      liveness: { enabled: false },
      emotion: { enabled: true, minConfidence: 0 },
    },
  })
  await instance.load()
  const model = await tf.loadGraphModel(base + 'emotion.json')
  server.close()
  const order = ['neutral', 'happy', 'surprise', 'sad', 'angry', 'disgust', 'fear']
  const outputs = ['angry', 'disgust', 'fear', 'happy', 'sad', 'surprise', 'neutral']
  const size = model.inputs[0].shape[2]
  return {
    async crop(image) {
      const scores = tf.tidy(() => {
        const small = tf.image.resizeBilinear(image.toFloat().div(255).expandDims(0), [size, size])
        const grey = small.mul([0.2989, 0.587, 0.114]).sum(3, true)
        return model.execute(grey.sub(0.5).mul(2))
      })
      const data = await scores.data()
      scores.dispose()
      return [...order.map(name => data[outputs.indexOf(name)]), 0]
    },
    async photo(image) {
      const result = await instance.detect(image)
      return result.face.map(face => face.emotion)
    },
  }
}

export const PEERS = { 'face-api': faceApi, human }
