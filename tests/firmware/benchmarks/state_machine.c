// A state machine that reads numbers in a text, character by character: branches that depend on
// data.

#include "platform.h"

const char kBenchmarkName[] = "state_machine";

typedef enum {
    State_Start,
    State_Sign,
    State_Integer,
    State_Point,
    State_Fraction,
    State_Exponent,
    State_ExponentSign,
    State_ExponentDigits,
    State_Invalid,
    State_Count
} State;

static const char kText[] =
    "5012,+7874,-122,35.54400,.1234500,-110.700,+0.64400,5.500e+3,-.123e-2,-87e+832,+0.6e-12,"
    "T0.3e-1F,-T.T++Tq,1T3.4e4z,34.0e-T^,12..5,+-3,9e,1e5e5,.,-.5e+,77777777,0.0000001,e12,3.e4,";

static bool IsDigit(char character)
{
    return character >= '0' && character <= '9';
}

static State Next(State state, char character)
{
    switch (state) {
    case State_Start:
        if (IsDigit(character)) {
            return State_Integer;
        }
        if (character == '+' || character == '-') {
            return State_Sign;
        }
        return character == '.' ? State_Point : State_Invalid;
    case State_Sign:
        if (IsDigit(character)) {
            return State_Integer;
        }
        return character == '.' ? State_Point : State_Invalid;
    case State_Integer:
        if (IsDigit(character)) {
            return State_Integer;
        }
        if (character == 'e') {
            return State_Exponent;
        }
        return character == '.' ? State_Fraction : State_Invalid;
    case State_Point:
        return IsDigit(character) ? State_Fraction : State_Invalid;
    case State_Fraction:
        if (IsDigit(character)) {
            return State_Fraction;
        }
        return character == 'e' ? State_Exponent : State_Invalid;
    case State_Exponent:
        if (IsDigit(character)) {
            return State_ExponentDigits;
        }
        return character == '+' || character == '-' ? State_ExponentSign : State_Invalid;
    case State_ExponentSign:
    case State_ExponentDigits:
        return IsDigit(character) ? State_ExponentDigits : State_Invalid;
    default:
        return State_Invalid;
    }
}

uint32_t Benchmark_Run(void)
{
    uint32_t ends[State_Count] = {0};
    uint32_t checksum = 0;
    for (uint32_t round = 0; round < BENCHMARK_ROUNDS; ++round) {
        State state = State_Start;
        for (const char* at = kText; *at != '\0'; ++at) {
            if (*at == ',') {
                ++ends[state];
                checksum = checksum * 33U + (uint32_t)state;
                state = State_Start;
            } else {
                // The text is a little different each round.
                state = Next(state, (uint32_t)(at - kText) == round % 191U ? '1' : *at);
            }
        }
    }
    for (unsigned state = 0; state < State_Count; ++state) {
        checksum = checksum * 31U + ends[state];
    }
    return checksum;
}
