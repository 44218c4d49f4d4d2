// Advanced SIMD: a filter of singles and one of 16-bit samples.
#include "kernels.h"

#include <arm_neon.h>
#include <string.h>

enum { kSamples = 1024, kTaps = 16 };

static uint32_t singles(int rounds)
{
    static float samples[kSamples + kTaps], output[kSamples];
    float taps[kTaps];
    for (int i = 0; i < kTaps; ++i)
        taps[i] = 1.0f / (float)(i + 2);
    for (int i = 0; i < kSamples + kTaps; ++i)
        samples[i] = (float)((i * 37) % 101) * 0.125f;
    for (int round = 0; round < rounds; ++round)
        for (int i = 0; i < kSamples; i += 4) {
            float32x4_t sum = vdupq_n_f32(0);
            for (int k = 0; k < kTaps; ++k)
                sum = vmlaq_n_f32(sum, vld1q_f32(samples + i + k), taps[k]);
            vst1q_f32(output + i, sum);
        }
    uint32_t sum = 0;
    for (int i = 0; i < kSamples; ++i) {
        uint32_t bits;
        memcpy(&bits, output + i, sizeof bits);
        sum = sum * 31 + bits;
    }
    return sum;
}

static uint32_t halfwords(int rounds)
{
    static int16_t samples[kSamples + kTaps], output[kSamples];
    int16_t taps[kTaps];
    for (int i = 0; i < kTaps; ++i)
        taps[i] = (int16_t)(i * 321 - 2000);
    for (int i = 0; i < kSamples + kTaps; ++i)
        samples[i] = (int16_t)(i * 7919);
    for (int round = 0; round < rounds; ++round)
        for (int i = 0; i < kSamples; i += 8) {
            int32x4_t low = vdupq_n_s32(0), high = vdupq_n_s32(0);
            for (int k = 0; k < kTaps; ++k) {
                const int16x8_t in = vld1q_s16(samples + i + k);
                low = vmlal_n_s16(low, vget_low_s16(in), taps[k]);
                high = vmlal_n_s16(high, vget_high_s16(in), taps[k]);
            }
            vst1q_s16(output + i, vcombine_s16(vqrshrn_n_s32(low, 15), vqrshrn_n_s32(high, 15)));
        }
    uint32_t sum = 0;
    for (int i = 0; i < kSamples; ++i)
        sum = sum * 31 + (uint16_t)output[i];
    return sum;
}

uint32_t vectorKernel(void)
{
    return singles(7500) ^ halfwords(15000);
}
