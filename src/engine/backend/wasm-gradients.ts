// Gradients of convolutions for which tfjs's wasm backend has no kernels, built from operations
// that it has. They support the paddings 'same' and 'valid' in NHWC, which is what the backbones
// use.
import {
  avgPool,
  backend_util,
  concat,
  conv2d,
  depthwiseConv2d,
  getKernel,
  type KernelFunc,
  matMul,
  mul,
  pad,
  registerKernel,
  reshape,
  reverse,
  stridedSlice,
  type Tensor,
  type Tensor4D,
  tidy,
  transpose,
  unregisterKernel,
  zeros,
} from '@tensorflow/tfjs-core';

type Shape4D = [number, number, number, number];

interface Attributes {
  strides: [number, number] | number;
  pad: 'same' | 'valid';
}

/**
 * Adds the missing kernels to the wasm backend. Call this once the backend is there. Further calls
 * change nothing.
 */
export function registerWasmGradients(): void {
  const missing: [string, KernelFunc][] = [
    ['Conv2DBackpropFilter', convolutionFilter],
    ['DepthwiseConv2dNativeBackpropFilter', depthwiseFilter],
    ['DepthwiseConv2dNativeBackpropInput', depthwiseInput],
  ];
  for (const [kernelName, kernelFunc] of missing) {
    if (getKernel(kernelName, 'wasm')) continue;
    registerKernel({ kernelName, backendName: 'wasm', kernelFunc });
  }
  quickenPointwiseInput();
}

/**
 * The gradient by a convolution's filter: what the filter saw at each of its places, times the
 * error there.
 */
const convolutionFilter: KernelFunc = ({ inputs, attrs }) => {
  const { x, dy } = inputs as { x: Tensor4D; dy: Tensor4D };
  const { filterShape, ...rest } = attrs as unknown as Attributes & { filterShape: Shape4D };
  const [height, width, channelsIn, channelsOut] = filterShape;
  return tidy(() => {
    const windows = windowsOf(x, filterShape, rest);
    const rows = sizeOf(dy.shape) / channelsOut;
    const errors = reshape(dy, [rows, channelsOut]);
    const parts = Array.from({ length: height * width }, (_, k) =>
      // A separate transpose is faster on wasm than matMul's own.
      matMul(transpose(reshape(windows(k), [rows, channelsIn])), errors),
    );
    return reshape(concat(parts, 0), filterShape);
  });
};

/** Like `convolutionFilter`, but for each channel separately. */
const depthwiseFilter: KernelFunc = ({ inputs, attrs }) => {
  const { x, dy } = inputs as { x: Tensor4D; dy: Tensor4D };
  const { filterShape, ...rest } = attrs as unknown as Attributes & { filterShape: Shape4D };
  const [height, width, channels] = filterShape;
  return tidy(() => {
    const windows = windowsOf(x, filterShape, rest);
    const [n, high, wide] = dy.shape;
    const parts = Array.from({ length: height * width }, (_, k) => {
      const products = reshape(mul(windows(k), dy), [1, n * high, wide, channels]) as Tensor4D;
      // Pooling gives the mean over all places. It reads NHWC as it lies in memory, whereas `sum`
      // would transpose it first.
      return reshape(avgPool(products, [n * high, wide], 1, 'valid'), [1, channels]);
    });
    return reshape(mul(concat(parts, 0), n * high * wide), filterShape);
  });
};

/**
 * The gradient by a depthwise convolution's input is a depthwise convolution itself: of the errors,
 * spread by the stride, with the filter turned around.
 */
const depthwiseInput: KernelFunc = ({ inputs, attrs }) => {
  const { dy, filter } = inputs as { dy: Tensor4D; filter: Tensor4D };
  const { inputShape, ...rest } = attrs as unknown as Attributes & { inputShape: Shape4D };
  const info = infoOf(inputShape, filter.shape, rest);
  return tidy(() => {
    const apart = movedApart(movedApart(dy, 1, info.strideHeight), 2, info.strideWidth);
    // As many zeros before and after as make the result as large as the input.
    const [, height, width] = apart.shape;
    const top = info.filterHeight - 1 - info.padInfo.top;
    const left = info.filterWidth - 1 - info.padInfo.left;
    const framed = pad(apart, [
      [0, 0],
      [top, info.inHeight + info.filterHeight - 1 - height - top],
      [left, info.inWidth + info.filterWidth - 1 - width - left],
      [0, 0],
    ]);
    return depthwiseConv2d(framed as Tensor4D, reverse(filter, [0, 1]) as Tensor4D, 1, 'valid');
  });
};

/**
 * The existing kernel for a convolution's gradient by its input works place by place. For filters
 * of 1 × 1, which is nearly all of a backbone, a convolution with the transposed filter is many
 * times faster.
 */
function quickenPointwiseInput(): void {
  const kernelName = 'Conv2DBackpropInput';
  const general = getKernel(kernelName, 'wasm');
  if (!general || general.kernelFunc === quickened.get(kernelName)) return;
  const kernelFunc: KernelFunc = (call) => {
    const { dy, filter } = call.inputs as { dy: Tensor4D; filter: Tensor4D };
    const { strides } = call.attrs as unknown as Attributes;
    const [height, width] = filter.shape;
    const pointwise = height === 1 && width === 1 && [strides].flat().every((each) => each === 1);
    if (!pointwise) return general.kernelFunc(call);
    return tidy(() => conv2d(dy, transpose(filter, [0, 1, 3, 2]), 1, 'valid'));
  };
  quickened.set(kernelName, kernelFunc);
  unregisterKernel(kernelName, 'wasm');
  registerKernel({ ...general, kernelFunc });
}

const quickened = new Map<string, KernelFunc>();

/**
 * For each value of a filter, the values of the input that it meets:
 * [n, out height, out width, channels].
 */
function windowsOf(
  x: Tensor4D,
  filterShape: Shape4D,
  attributes: Attributes,
): (k: number) => Tensor4D {
  const info = infoOf(x.shape, filterShape, attributes);
  const { top, bottom, left, right } = info.padInfo;
  const [n, , , channels] = x.shape;
  const framed =
    top + bottom + left + right === 0
      ? x
      : pad(x, [
          [0, 0],
          [top, bottom],
          [left, right],
          [0, 0],
        ]);
  return (k) => {
    const y = Math.floor(k / info.filterWidth);
    const z = k % info.filterWidth;
    const last = (start: number, count: number, stride: number) => start + (count - 1) * stride + 1;
    return stridedSlice(
      framed,
      [0, y, z, 0],
      [
        n,
        last(y, info.outHeight, info.strideHeight),
        last(z, info.outWidth, info.strideWidth),
        channels,
      ],
      [1, info.strideHeight, info.strideWidth, 1],
    ) as Tensor4D;
  };
}

/**
 * Puts zeros between the values along an axis, so that they are `stride` apart. None follow the
 * last.
 */
function movedApart(x: Tensor4D, axis: 1 | 2, stride: number): Tensor4D {
  if (stride === 1) return x;
  const shape = [...x.shape];
  // [.., m, 1, ..] with zeros [.., m, stride - 1, ..] next to it, read as [.., m × stride, ..].
  const [before, after] = [shape.slice(0, axis), shape.slice(axis + 1)];
  const m = shape[axis] ?? 0;
  const one = [...before, m, 1, ...after];
  const gap = [...before, m, stride - 1, ...after];
  const apart = reshape(concat<Tensor>([reshape(x, one), zeros(gap)], axis + 1), [
    ...before,
    m * stride,
    ...after,
  ]);
  const end = [...before, (m - 1) * stride + 1, ...after];
  return stridedSlice(apart, [0, 0, 0, 0], end, [1, 1, 1, 1]) as Tensor4D;
}

/** Where the filters lie. Its channel counts are of no use for depthwise filters. */
function infoOf(inputShape: Shape4D, filterShape: Shape4D, { strides, pad }: Attributes) {
  return backend_util.computeConv2DInfo(inputShape, filterShape, strides, 1, pad);
}

const sizeOf = (shape: readonly number[]) => shape.reduce((size, each) => size * each, 1);
