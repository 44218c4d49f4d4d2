#include "fixes.hpp"
#include "generator.hpp"

namespace perisphere::differential
{
namespace
{

constexpr auto kOutside = Placement::NotInIt;

constexpr Pattern kPatterns[] = {
    // 16 bits.
    {"shift imm", Set::T32, 3, "000 0x xxxxx mmm ddd", fixShift},
    {"asr imm", Set::T32, 1, "000 10 xxxxx mmm ddd"},
    {"add3", Set::T32, 2, "000110 x mmm nnn ddd"},
    {"add imm3", Set::T32, 2, "000111 x xxx nnn ddd"},
    {"mov imm8", Set::T32, 2, "00100 ddd xxxxxxxx"},
    {"cmp imm8", Set::T32, 2, "00101 nnn xxxxxxxx"},
    {"add imm8", Set::T32, 2, "0011x ddd xxxxxxxx"},
    {"dp", Set::T32, 6, "010000 xxxx mmm ddd"},
    {"add high", Set::T32, 2, "01000100 x mmmm xxx", fixHighDestination},
    {"cmp high", Set::T32, 1, "01000101 1 mmmm 0xx"},
    {"mov high", Set::T32, 2, "01000110 x mmmm xxx", fixHighDestination},
    {"adr narrow", Set::T32, 1, "10100 ddd xxxxxxxx"},
    {"add sp narrow", Set::T32, 1, "10101 ddd xxxxxxxx"},
    {"xt narrow", Set::T32, 2, "10110010 xx mmm ddd"},
    {"rev narrow", Set::T32, 1, "10111010 0x mmm ddd"},
    {"revsh narrow", Set::T32, 1, "10111010 11 mmm ddd"},
    {"nop", Set::T32, 1, "10111111 000x 0000"},
    {"setend", Set::T32, 1, "10110110 0101 x000", nullptr, kOutside},

    // Data processing.
    {"dp imm", Set::T32, 4, "11110 x 0 000x x nnnn 0 xxx dddd xxxxxxxx", fixExpandImmediate},
    {"dp imm", Set::T32, 2, "11110 x 0 001x x nnnn 0 xxx dddd xxxxxxxx", fixExpandImmediate},
    {"eor imm", Set::T32, 1, "11110 x 0 0100 x nnnn 0 xxx dddd xxxxxxxx", fixExpandImmediate},
    {"add imm", Set::T32, 1, "11110 x 0 1000 x nnnn 0 xxx dddd xxxxxxxx", fixExpandImmediate},
    {"adc imm", Set::T32, 2, "11110 x 0 101x x nnnn 0 xxx dddd xxxxxxxx", fixExpandImmediate},
    {"sub imm", Set::T32, 2, "11110 x 0 11 01 x nnnn 0 xxx dddd xxxxxxxx", fixExpandImmediate},
    {"rsb imm", Set::T32, 1, "11110 x 0 1110 x nnnn 0 xxx dddd xxxxxxxx", fixExpandImmediate},
    {"mov imm", Set::T32, 2, "11110 x 0 001x x 1111 0 xxx dddd xxxxxxxx", fixExpandImmediate},
    {"tst imm", Set::T32, 1, "11110 x 0 0x00 1 nnnn 0 xxx 1111 xxxxxxxx", fixExpandImmediate},
    {"cmp imm", Set::T32, 2, "11110 x 0 1x0x 1 nnnn 0 xxx 1111 xxxxxxxx", fixCompareImmediate},
    {"dp reg", Set::T32, 4, "1110101 00xx x nnnn 0 xxx dddd xx xx mmmm"},
    {"eor reg", Set::T32, 2, "1110101 0100 x nnnn 0 xxx dddd xx xx mmmm"},
    {"pkh", Set::T32, 2, "1110101 0110 0 nnnn 0 xxx dddd xx x0 mmmm"},
    {"add reg", Set::T32, 2, "1110101 1000 x nnnn 0 xxx dddd xx xx mmmm"},
    {"adc reg", Set::T32, 2, "1110101 101x x nnnn 0 xxx dddd xx xx mmmm"},
    {"sub reg", Set::T32, 2, "1110101 1101 x nnnn 0 xxx dddd xx xx mmmm"},
    {"rsb reg", Set::T32, 1, "1110101 1110 x nnnn 0 xxx dddd xx xx mmmm"},
    {"mov reg", Set::T32, 3, "1110101 001x x 1111 0 xxx dddd xx xx mmmm"},
    {"tst reg", Set::T32, 2, "1110101 0x00 1 nnnn 0 xxx 1111 xx xx mmmm"},
    {"movw", Set::T32, 2, "11110 x 100100 xxxx 0 xxx dddd xxxxxxxx"},
    {"movt", Set::T32, 2, "11110 x 101100 xxxx 0 xxx dddd xxxxxxxx"},
    {"addw", Set::T32, 2, "11110 x 10x0x0 nnnn 0 xxx dddd xxxxxxxx", fixAddWide},
    {"shift reg", Set::T32, 4, "11111010 0xx x nnnn 1111 dddd 0000 mmmm"},
    {"xta", Set::T32, 3, "11111010 0xxx nnnn 1111 dddd 10 xx mmmm", fixExtendT32},
    {"xt", Set::T32, 3, "11111010 0xxx 1111 1111 dddd 10 xx mmmm", fixExtendT32},
    {"parallel", Set::T32, 8, "11111010 1xxx nnnn 1111 dddd 0xxx mmmm", fixParallelT32},
    {"qadd", Set::T32, 4, "11111010 1000 nnnn 1111 dddd 10xx mmmm"},
    {"rev", Set::T32, 3, "11111010 1001 mmmm 1111 dddd 10xx mmmm"},
    {"sel", Set::T32, 3, "11111010 1010 nnnn 1111 dddd 1000 mmmm"},
    {"clz", Set::T32, 2, "11111010 1011 mmmm 1111 dddd 1000 mmmm"},
    {"sat", Set::T32, 4, "11110011 x0x0 nnnn 0 xxx dddd xx 0 xxxxx", fixSaturate},
    {"bfx", Set::T32, 3, "11110011 x100 nnnn 0 xxx dddd xx 0 xxxxx", fixExtractT32},
    {"bfi", Set::T32, 2, "11110011 0110 nnnn 0 xxx dddd xx 0 xxxxx", fixInsertT32},
    {"bfc", Set::T32, 1, "11110011 0110 1111 0 xxx dddd xx 0 xxxxx", fixInsertT32},

    // Multiplication.
    {"mla", Set::T32, 2, "11111011 0000 nnnn aaaa dddd 000x mmmm"},
    {"mul", Set::T32, 1, "11111011 0000 nnnn 1111 dddd 0000 mmmm"},
    {"smlaxy", Set::T32, 2, "11111011 0001 nnnn aaaa dddd 00xx mmmm"},
    {"smulxy", Set::T32, 2, "11111011 0001 nnnn 1111 dddd 00xx mmmm"},
    {"smlad", Set::T32, 2, "11111011 0010 nnnn aaaa dddd 000x mmmm"},
    {"smlawy", Set::T32, 2, "11111011 0011 nnnn aaaa dddd 000x mmmm"},
    {"smlsd", Set::T32, 2, "11111011 0100 nnnn aaaa dddd 000x mmmm"},
    {"smuad", Set::T32, 1, "11111011 0010 nnnn 1111 dddd 000x mmmm"},
    {"smmla", Set::T32, 2, "11111011 0101 nnnn aaaa dddd 000x mmmm"},
    {"smmls", Set::T32, 2, "11111011 0110 nnnn aaaa dddd 000x mmmm"},
    {"usada8", Set::T32, 2, "11111011 0111 nnnn aaaa dddd 0000 mmmm"},
    {"mull", Set::T32, 3, "11111011 10x0 nnnn dddd eeee 0000 mmmm"},
    {"mull, one result", Set::T32, 1, "11111011 10x0 nnnn dddd dddd 0000 mmmm"},
    {"div", Set::T32, 3, "11111011 10x1 nnnn 1111 dddd 1111 mmmm"},
    {"mlal", Set::T32, 3, "11111011 11x0 nnnn dddd eeee 0000 mmmm"},
    {"mlal, one result", Set::T32, 1, "11111011 11x0 nnnn dddd dddd 0000 mmmm"},
    {"smlalxy", Set::T32, 2, "11111011 1100 nnnn dddd eeee 10xx mmmm"},
    {"smlalxy, one result", Set::T32, 1, "11111011 1100 nnnn dddd dddd 10xx mmmm"},
    {"smlald", Set::T32, 2, "11111011 110x nnnn dddd eeee 110x mmmm"},
    {"smlald, one result", Set::T32, 1, "11111011 110x nnnn dddd dddd 110x mmmm"},
    {"umaal", Set::T32, 2, "11111011 1110 nnnn dddd eeee 0110 mmmm"},
    {"umaal, one result", Set::T32, 1, "11111011 1110 nnnn dddd dddd 0110 mmmm"},

    {"mrs", Set::T32, 2, "111100111110 1111 1000 dddd 0000 0000"},
    {"msr", Set::T32, 2, "111100111000 nnnn 1000 1x00 0000 0000"},
    {"dbg", Set::T32, 1, "111100111010 1111 1000 0000 1111 xxxx"},
    {"barrier", Set::T32, 1, "111100111011 1111 1000 1111 010x 1111"},
    {"read tls", Set::T32, 1, "11101110 0001 1101 dddd 1111 0101 0000"},

    {"udf narrow", Set::T32, 1, "11011110 xxxxxxxx", nullptr, Placement::Faults},
    {"udf", Set::T32, 1, "111101111111 xxxx 1010 xxxxxxxxxxxx", nullptr, Placement::Faults},
    {"bkpt", Set::T32, 1, "10111110 xxxxxxxx", nullptr, Placement::Faults},
    {"mrc p14", Set::T32, 1, "11101110 1111 0000 dddd 1110 0001 0000", nullptr, Placement::Faults},
    {"mrrc p15", Set::T32, 1, "11101100 0101 eeee dddd 1111 0001 1110", nullptr, Placement::Faults},
    {"rfe", Set::T32, 1, "11101001 1001 nnnn 1100 0000 0000 0000", nullptr, Placement::Faults},
};

} // namespace

std::span<const Pattern> t32Patterns()
{
    return kPatterns;
}

} // namespace perisphere::differential
