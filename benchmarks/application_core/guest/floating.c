// Scalar floating point: bodies that attract each other, a filter, and the functions of libm.
#include "kernels.h"

#include <math.h>
#include <string.h>

struct Body {
    double x, y, z, vx, vy, vz, mass;
};

static struct Body g_bodies[4] = {{0, 0, 0, 0, 0, 0, 39.5},
                                  {4.8, -1.2, -0.1, 0.6, 2.8, -0.02, 0.04},
                                  {8.3, 4.1, -0.4, -1.0, 1.8, 0.008, 0.01},
                                  {12.9, -15.1, -0.2, 1.1, 0.9, -0.01, 0.002}};

static void step(double time)
{
    for (int i = 0; i < 4; ++i)
        for (int j = i + 1; j < 4; ++j) {
            struct Body* const a = &g_bodies[i];
            struct Body* const b = &g_bodies[j];
            const double x = a->x - b->x, y = a->y - b->y, z = a->z - b->z;
            const double square = x * x + y * y + z * z;
            const double pull = time / (square * sqrt(square));
            a->vx -= x * b->mass * pull;
            a->vy -= y * b->mass * pull;
            a->vz -= z * b->mass * pull;
            b->vx += x * a->mass * pull;
            b->vy += y * a->mass * pull;
            b->vz += z * a->mass * pull;
        }
    for (int i = 0; i < 4; ++i) {
        g_bodies[i].x += time * g_bodies[i].vx;
        g_bodies[i].y += time * g_bodies[i].vy;
        g_bodies[i].z += time * g_bodies[i].vz;
    }
}

static float filter(int samples)
{
    float a = 0, b = 0, input = 1, sum = 0;
    for (int i = 0; i < samples; ++i) {
        const float output = 0.2f * input + a;
        a = 0.3f * input - 0.5f * output + b;
        b = 0.2f * input - 0.1f * output;
        sum += output;
        input = -input * 0.999f;
    }
    return sum;
}

uint32_t floatingKernel(void)
{
    double sum = 0;
    for (int i = 0; i < 600000; ++i) {
        step(0.001);
        sum += sin(g_bodies[1].x) * exp(-fabs(g_bodies[2].y)) + (double)filter(40);
    }
    uint64_t bits;
    memcpy(&bits, &sum, sizeof bits);
    return (uint32_t)(bits ^ bits >> 32);
}
