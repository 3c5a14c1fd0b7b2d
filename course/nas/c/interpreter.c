/* An interpreter over the kernels of kernels.h, in the manner of TensorFlow Lite Micro.
 *
 * The model is data, which it reads when it runs; so all kernels are in the program, and memory also
 * holds what is only known then: a record of each tensor and of each layer, multipliers and shifts
 * made from scales, and the places of tensors, planned at the start (the largest first).
 *
 * model_graph: tensors, layers; for each tensor channels, height, width, bits of its scale, zero
 * point; for each layer operation, inputs, output, kernel, stride, whether ReLU, first weight,
 * first channel, then its inputs. Compiled with -DARENA=bytes. */
#include <math.h>

extern const int32_t model_graph[];
extern const int8_t model_weight[];
extern const int32_t model_bias[];
extern const float model_scale[];

enum { CONV, DEPTHWISE, MAX_POOL, AVERAGE_POOL, ADD, CONCAT, GLOBAL_AVERAGE, LINEAR };

/* Offsets, not pointers, so that records are as large here as on a device of 32 bits. */
typedef struct {
    int16_t channels, height, width, first, last;
    int8_t zero;
    int32_t place;
    float scale;
} Tensor;

typedef struct {
    int32_t words, multiplier, shift;
} Node;

static _Alignas(8) int8_t arena[ARENA];
static Tensor *tensors;
static Node *nodes;
static int n_tensors, n_nodes;
static uint32_t used;

uint32_t network_memory(void) { return used; }

static int32_t take(uint32_t n_bytes) {
    int32_t place = (int32_t)used;
    used += (n_bytes + 3) / 4 * 4;
    return place;
}

static int size_of(const Tensor *t) { return t->channels * t->height * t->width; }

/* factor = multiplier / 2^shift, to 31 bits */
static void fixed_point(double factor, int32_t *multiplier, int8_t *shift) {
    int exponent;
    double whole = rint(frexp(factor, &exponent) * 2147483648.0);
    if (whole >= 2147483648.0) whole /= 2, exponent++;
    *multiplier = exponent < -31 ? 0 : (int32_t)whole;
    *shift = (int8_t)(exponent < -31 ? 62 : 31 - exponent);
}

/* Multipliers and shifts of a layer: one a channel, one an input, or one. */
static int prepare(Node *node) {
    const int32_t *w = model_graph + node->words;
    const Tensor *in = tensors + w[8], *out = tensors + w[2];
    int op = w[0], n = op == ADD || op == CONCAT ? w[1] : op == GLOBAL_AVERAGE ? 1 : out->channels;
    if (op == MAX_POOL || op == AVERAGE_POOL) return 1;
    node->multiplier = take((uint32_t)n * 4);
    node->shift = take((uint32_t)n);
    if (used > ARENA) return 0;
    int32_t *multiplier = (int32_t *)(arena + node->multiplier);
    int8_t *shift = arena + node->shift;
    double largest = 0;
    for (int i = 0; i < n; i++) {
        double factor = (double)in->scale * model_scale[w[7] + i] / out->scale;
        if (op == GLOBAL_AVERAGE)
            factor = in->scale / ((double)out->scale * (in->height * in->width));
        else if (op == ADD || op == CONCAT)
            factor = (double)tensors[w[8 + i]].scale / out->scale;
        fixed_point(factor, multiplier + i, shift + i);
        largest = factor > largest ? factor : largest;
    }
    if (op == ADD) { /* one shift for both */
        int32_t ignored;
        fixed_point(largest, &ignored, shift);
        for (int i = 0; i < 2; i++) {
            double whole = rint(ldexp((double)tensors[w[8 + i]].scale / out->scale, *shift));
            multiplier[i] = (int32_t)(whole > 2147483647.0 ? 2147483647.0 : whole);
        }
    }
    return 1;
}

static int meet(const Tensor *a, const Tensor *b) {
    return a->first <= b->last && b->first <= a->last;
}

/* The lowest place that no placed tensor needs at the same time. */
static void place(Tensor *t) {
    for (int32_t at = 0, moved = 1; moved; t->place = at) {
        moved = 0;
        for (Tensor *o = tensors; o < tensors + n_tensors; o++)
            if (o != t && o->place >= 0 && meet(o, t) && at < o->place + size_of(o) &&
                o->place < at + size_of(t))
                at = o->place + size_of(o), moved = 1;
    }
}

static int plan(void) {
    uint32_t end = 0, start = used;
    for (int i = 0; i < n_tensors; i++) {
        Tensor *next = 0;
        for (Tensor *t = tensors; t < tensors + n_tensors; t++)
            if (t->place < 0 && (!next || size_of(t) > size_of(next))) next = t;
        place(next);
        end = (uint32_t)greater((int)end, next->place + size_of(next));
    }
    for (Tensor *t = tensors; t < tensors + n_tensors; t++) t->place += (int32_t)start;
    used = start + end;
    return used <= ARENA;
}

static int load(void) {
    const int32_t *w = model_graph;
    n_tensors = *w++, n_nodes = *w++;
    int32_t tensors_at = take((uint32_t)n_tensors * sizeof *tensors);
    int32_t nodes_at = take((uint32_t)n_nodes * sizeof *nodes);
    if (used > ARENA) return 0;
    tensors = (Tensor *)(arena + tensors_at), nodes = (Node *)(arena + nodes_at);
    for (int i = 0; i < n_tensors; i++, w += 5) {
        Tensor t = {(int16_t)w[0], (int16_t)w[1], (int16_t)w[2], (int16_t)i,
                    (int16_t)n_nodes, (int8_t)w[4], -1, 0};
        memcpy(&t.scale, w + 3, sizeof t.scale);
        tensors[i] = t;
    }
    for (int i = 0; i < n_nodes; i++) {
        nodes[i].words = (int32_t)(w - model_graph);
        for (int j = 0; j < w[1]; j++) tensors[w[8 + j]].last = (int16_t)(i + 1);
        if (!prepare(nodes + i)) return 0;
        w += 8 + w[1];
    }
    return plan();
}

int8_t *network_input(void) {
    if (!tensors && !load()) return 0;
    return arena + tensors[0].place;
}

static void stack(const int32_t *w, int8_t *out, const Tensor *t, const int32_t *multiplier,
                  const int8_t *shift) {
    for (int i = 0; i < w[1]; i++) {
        const Tensor *in = tensors + w[8 + i];
        concat(arena + in->place, size_of(in), in->zero, out, multiplier[i], shift[i], t->zero);
        out += size_of(in);
    }
}

static void run(const Node *node) {
    const int32_t *w = model_graph + node->words;
    const Tensor *t = tensors + w[8], *u = tensors + w[2];
    const int8_t *in = arena + t->place, *weight = model_weight + w[6];
    const int32_t *bias = model_bias + w[7], *multiplier = (int32_t *)(arena + node->multiplier);
    const int8_t *shift = arena + node->shift;
    int8_t *out = arena + u->place;
    int c = t->channels, h = t->height, width = t->width, k = w[3], stride = w[4];
    int low = w[5] ? u->zero : -128;
    switch (w[0]) {
    case CONV:
        conv(in, c, h, width, t->zero, out, u->channels, k, stride, u->zero, low, weight, bias,
             multiplier, shift);
        break;
    case DEPTHWISE:
        depthwise(in, c, h, width, t->zero, out, 0, k, stride, u->zero, low, weight, bias,
                  multiplier, shift);
        break;
    case MAX_POOL: max_pool(in, c, h, width, out, k, stride); break;
    case AVERAGE_POOL: average_pool(in, c, h, width, out, k, stride); break;
    case ADD:
        add(in, arena + tensors[w[9]].place, size_of(t), t->zero, tensors[w[9]].zero, out,
            multiplier[0], multiplier[1], *shift, u->zero, low);
        break;
    case CONCAT: stack(w, out, u, multiplier, shift); break;
    case GLOBAL_AVERAGE:
        global_average(in, c, h * width, t->zero, out, *multiplier, *shift, u->zero);
        break;
    default:
        linear(in, c, t->zero, out, u->channels, u->zero, weight, bias, multiplier, shift);
    }
}

const int8_t *network_run(void) {
    for (const Node *node = nodes; node < nodes + n_nodes; node++) run(node);
    return arena + tensors[n_tensors - 1].place;
}
