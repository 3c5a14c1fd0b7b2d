/* int8 kernels. Tensors are channels × height × width, one byte a number, value = scale * (q - zero).
 * Shapes and zero points are arguments: generated code passes constants, the interpreter does not.
 * Edges: windows begin k/2 (pools: (k-1)/2) before the pixel; what lies outside is left out.
 * Each kernel stands between two marks, so that generated code takes only those it needs. */

/*** always */
#include <stdint.h>
#include <string.h>

#ifndef KERNEL /* how a kernel is compiled: inlined with its constants, or once for all its calls */
#define KERNEL static __attribute__((noinline))
#endif
#define INLINE static inline __attribute__((always_inline, unused))

INLINE int lesser(int a, int b) { return a < b ? a : b; }
INLINE int greater(int a, int b) { return a > b ? a : b; }

/* acc * multiplier / 2^shift, rounded half up, about the zero point, within low … 127 */
INLINE int8_t rescaled(int64_t product, int shift, int zero, int low) {
    int64_t q = ((product + ((int64_t)1 << (shift - 1))) >> shift) + zero;
    return (int8_t)(q < low ? low : q > 127 ? 127 : q);
}

/*** conv */
KERNEL void conv(const int8_t *restrict in, int c_in, int h, int w, int z_in,
                 int8_t *restrict out, int c_out,
                 int k, int stride, int z_out, int low, const int8_t *weight, const int32_t *bias,
                 const int32_t *multiplier, const int8_t *shift) {
    int h_out = (h + stride - 1) / stride, w_out = (w + stride - 1) / stride;
    for (int o = 0; o < c_out; o++)
        for (int y = 0; y < h_out; y++)
            for (int x = 0; x < w_out; x++) {
                int top = y * stride - k / 2, left = x * stride - k / 2;
                int i0 = greater(0, -top), i1 = lesser(k, h - top);
                int j0 = greater(0, -left), j1 = lesser(k, w - left);
                int32_t acc = bias[o];
                for (int c = 0; c < c_in; c++)
                    for (int i = i0; i < i1; i++) {
                        int pixel = (c * h + top + i) * w + left;
                        const int8_t *weights = weight + ((o * c_in + c) * k + i) * k;
                        for (int j = j0; j < j1; j++) acc += weights[j] * (in[pixel + j] - z_in);
                    }
                *out++ = rescaled((int64_t)acc * multiplier[o], shift[o], z_out, low);
            }
}

/*** depthwise */
/* `scratch` holds one channel of the output; the output may lie where the input does. */
KERNEL void depthwise(const int8_t *in, int channels, int h, int w, int z_in, int8_t *out,
                      int8_t *scratch, int k, int stride, int z_out, int low,
                      const int8_t *weight, const int32_t *bias, const int32_t *multiplier,
                      const int8_t *shift) {
    int h_out = (h + stride - 1) / stride, w_out = (w + stride - 1) / stride;
    for (int c = 0; c < channels; c++) {
        int8_t *plane = scratch ? scratch : out + c * h_out * w_out;
        for (int y = 0; y < h_out; y++)
            for (int x = 0; x < w_out; x++) {
                int top = y * stride - k / 2, left = x * stride - k / 2;
                int i0 = greater(0, -top), i1 = lesser(k, h - top);
                int j0 = greater(0, -left), j1 = lesser(k, w - left);
                int32_t acc = bias[c];
                for (int i = i0; i < i1; i++) {
                    int pixel = (c * h + top + i) * w + left;
                    const int8_t *weights = weight + (c * k + i) * k;
                    for (int j = j0; j < j1; j++) acc += weights[j] * (in[pixel + j] - z_in);
                }
                plane[y * w_out + x] =
                    rescaled((int64_t)acc * multiplier[c], shift[c], z_out, low);
            }
        if (scratch) memcpy(out + c * h_out * w_out, scratch, (size_t)(h_out * w_out));
    }
}

/*** max_pool */
KERNEL void max_pool(const int8_t *in, int channels, int h, int w, int8_t *out, int k, int stride) {
    int h_out = (h + stride - 1) / stride, w_out = (w + stride - 1) / stride;
    for (int c = 0; c < channels; c++, in += h * w)
        for (int y = 0; y < h_out; y++)
            for (int x = 0; x < w_out; x++) {
                int top = y * stride - (k - 1) / 2, left = x * stride - (k - 1) / 2;
                int best = -128;
                for (int i = greater(0, top); i < lesser(h, top + k); i++)
                    for (int j = greater(0, left); j < lesser(w, left + k); j++)
                        best = greater(best, in[i * w + j]);
                *out++ = (int8_t)best;
            }
}

/*** average_pool */
KERNEL void average_pool(const int8_t *in, int channels, int h, int w, int8_t *out, int k,
                         int stride) {
    int h_out = (h + stride - 1) / stride, w_out = (w + stride - 1) / stride;
    for (int c = 0; c < channels; c++, in += h * w)
        for (int y = 0; y < h_out; y++)
            for (int x = 0; x < w_out; x++) {
                int top = y * stride - (k - 1) / 2, left = x * stride - (k - 1) / 2;
                int sum = 0, n = 0;
                for (int i = greater(0, top); i < lesser(h, top + k); i++)
                    for (int j = greater(0, left); j < lesser(w, left + k); j++, n++)
                        sum += in[i * w + j] + 128;
                *out++ = (int8_t)((2 * sum + n) / (2 * n) - 128);
            }
}

/*** add */
KERNEL void add(const int8_t *a, const int8_t *b, int n, int z_a, int z_b, int8_t *out,
                int32_t multiplier_a, int32_t multiplier_b, int shift, int z_out, int low) {
    for (int i = 0; i < n; i++)
        out[i] = rescaled((int64_t)(a[i] - z_a) * multiplier_a +
                              (int64_t)(b[i] - z_b) * multiplier_b,
                          shift, z_out, low);
}

/*** concat */
/* One input, brought to the scale of the stack. */
KERNEL void concat(const int8_t *in, int n, int z_in, int8_t *out, int32_t multiplier, int shift,
                   int z_out) {
    for (int i = 0; i < n; i++)
        out[i] = rescaled((int64_t)(in[i] - z_in) * multiplier, shift, z_out, -128);
}

/*** global_average */
KERNEL void global_average(const int8_t *in, int channels, int n, int z_in, int8_t *out,
                           int32_t multiplier, int shift, int z_out) {
    for (int c = 0; c < channels; c++) {
        int32_t sum = 0;
        for (int i = 0; i < n; i++) sum += *in++ - z_in;
        out[c] = rescaled((int64_t)sum * multiplier, shift, z_out, -128);
    }
}

/*** linear */
KERNEL void linear(const int8_t *restrict in, int n_in, int z_in, int8_t *restrict out, int n_out, int z_out,
                   const int8_t *weight, const int32_t *bias, const int32_t *multiplier,
                   const int8_t *shift) {
    for (int o = 0; o < n_out; o++) {
        int32_t acc = bias[o];
        for (int i = 0; i < n_in; i++) acc += *weight++ * (in[i] - z_in);
        out[o] = rescaled((int64_t)acc * multiplier[o], shift[o], z_out, -128);
    }
}

/*** end */
