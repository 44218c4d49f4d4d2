// A fast Fourier transform in single precision, radix 2, in place.

#include "float_bits.h"
#include "platform.h"

enum { kLog2Points = 8, kPoints = 1 << kLog2Points };

const char kBenchmarkName[] = "fft";

typedef struct {
    float re;
    float im;
} Complex;

static Complex g_points[kPoints];
static Complex g_twiddles[kPoints / 2];
static uint8_t g_reversed[kPoints];

static Complex Product(Complex a, Complex b)
{
    return (Complex){a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re};
}

// Powers of the root of unity by multiplication, in double precision nowhere: the same everywhere.
static void MakeTwiddles(void)
{
    const Complex root = {0.99969882F, -0.02454123F}; // exp(-2 pi i / 256)
    g_twiddles[0] = (Complex){1.0F, 0.0F};
    for (unsigned at = 1; at < kPoints / 2; ++at) {
        g_twiddles[at] = Product(g_twiddles[at - 1], root);
    }
}

// Positions with their bits in reverse order.
static void MakeReversed(void)
{
    for (unsigned at = 0; at < kPoints; ++at) {
        g_reversed[at] = (uint8_t)(g_reversed[at / 2] / 2 | (at % 2) * (kPoints / 2));
    }
}

static void ReverseBits(void)
{
    for (unsigned at = 0; at < kPoints; ++at) {
        const unsigned reversed = g_reversed[at];
        if (reversed > at) {
            const Complex point = g_points[at];
            g_points[at] = g_points[reversed];
            g_points[reversed] = point;
        }
    }
}

static void Transform(void)
{
    ReverseBits();
    for (unsigned half = 1; half < kPoints; half *= 2) {
        for (unsigned first = 0; first < kPoints; first += 2 * half) {
            for (unsigned at = 0; at < half; ++at) {
                const Complex a = g_points[first + at];
                const Complex b =
                    Product(g_points[first + at + half], g_twiddles[at * (kPoints / 2 / half)]);
                g_points[first + at] = (Complex){a.re + b.re, a.im + b.im};
                g_points[first + at + half] = (Complex){a.re - b.re, a.im - b.im};
            }
        }
    }
}

uint32_t Benchmark_Run(void)
{
    uint32_t checksum = 0;
    uint32_t noise = 1;
    MakeTwiddles();
    MakeReversed();
    for (uint32_t round = 0; round < BENCHMARK_ROUNDS; ++round) {
        for (unsigned at = 0; at < kPoints; ++at) {
            noise = noise * 1664525U + 1013904223U;
            g_points[at] = (Complex){(float)(int32_t)noise / 2147483648.0F, 0.0F};
        }
        Transform();
        for (unsigned at = 0; at < kPoints; ++at) {
            checksum = (checksum << 1 | checksum >> 31) ^ BitsOf(g_points[at].re) ^
                       (BitsOf(g_points[at].im) >> 1);
        }
    }
    return checksum;
}
