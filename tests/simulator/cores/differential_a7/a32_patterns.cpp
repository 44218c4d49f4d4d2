#include "fixes.hpp"
#include "generator.hpp"

namespace perisphere::differential
{
namespace
{

constexpr Pattern kPatterns[] = {
    // Data processing: AND to RSC, comparisons, ORR and BIC, MOV and MVN.
    {"dp imm", Set::A32, 8, "cccc 0010xxxx nnnn dddd xxxxxxxxxxxx"},
    {"cmp imm", Set::A32, 4, "cccc 00110xx1 nnnn 0000 xxxxxxxxxxxx"},
    {"orr imm", Set::A32, 2, "cccc 00111x0x nnnn dddd xxxxxxxxxxxx"},
    {"mov imm", Set::A32, 2, "cccc 00111x1x 0000 dddd xxxxxxxxxxxx"},
    {"dp reg", Set::A32, 8, "cccc 0000xxxx nnnn dddd xxxxx xx 0 mmmm"},
    {"cmp reg", Set::A32, 4, "cccc 00010xx1 nnnn 0000 xxxxx xx 0 mmmm"},
    {"bic reg", Set::A32, 2, "cccc 00011x0x nnnn dddd xxxxx xx 0 mmmm"},
    {"mov reg", Set::A32, 3, "cccc 00011x1x 0000 dddd xxxxx xx 0 mmmm"},
    {"dp shifted", Set::A32, 6, "cccc 0000xxxx nnnn dddd ssss 0 xx 1 mmmm"},
    {"cmp shifted", Set::A32, 3, "cccc 00010xx1 nnnn 0000 ssss 0 xx 1 mmmm"},
    {"mov shifted", Set::A32, 3, "cccc 00011x1x 0000 dddd ssss 0 xx 1 mmmm"},
    {"movw", Set::A32, 2, "cccc 00110000 xxxx dddd xxxxxxxxxxxx"},
    {"movt", Set::A32, 2, "cccc 00110100 xxxx dddd xxxxxxxxxxxx"},
    {"adr", Set::A32, 1, "cccc 00101000 1111 dddd xxxxxxxxxxxx"},

    {"mul", Set::A32, 2, "cccc 0000000x dddd 0000 ssss 1001 mmmm"},
    {"mla", Set::A32, 2, "cccc 0000001x dddd aaaa ssss 1001 mmmm"},
    {"mls", Set::A32, 2, "cccc 00000110 dddd aaaa ssss 1001 mmmm"},
    {"umaal", Set::A32, 2, "cccc 00000100 eeee dddd ssss 1001 mmmm"},
    {"umaal, one result", Set::A32, 1, "cccc 00000100 dddd dddd ssss 1001 mmmm"},
    {"long multiply", Set::A32, 4, "cccc 00001xxx eeee dddd ssss 1001 mmmm"},
    {"long multiply, one result", Set::A32, 2, "cccc 00001xxx dddd dddd ssss 1001 mmmm"},
    {"smlaxy", Set::A32, 2, "cccc 00010000 dddd aaaa ssss 1xx0 mmmm"},
    {"smlawy", Set::A32, 2, "cccc 00010010 dddd aaaa ssss 1x00 mmmm"},
    {"smulwy", Set::A32, 2, "cccc 00010010 dddd 0000 ssss 1x10 mmmm"},
    {"smlalxy", Set::A32, 2, "cccc 00010100 eeee dddd ssss 1xx0 mmmm"},
    {"smlalxy, one result", Set::A32, 1, "cccc 00010100 dddd dddd ssss 1xx0 mmmm"},
    {"smulxy", Set::A32, 2, "cccc 00010110 dddd 0000 ssss 1xx0 mmmm"},
    {"smlad", Set::A32, 2, "cccc 01110000 dddd aaaa ssss 0xx1 mmmm"},
    {"smuad", Set::A32, 2, "cccc 01110000 dddd 1111 ssss 0xx1 mmmm"},
    {"smlald", Set::A32, 2, "cccc 01110100 eeee dddd ssss 0xx1 mmmm"},
    {"smlald, one result", Set::A32, 1, "cccc 01110100 dddd dddd ssss 0xx1 mmmm"},
    {"smmla", Set::A32, 2, "cccc 01110101 dddd aaaa ssss 00x1 mmmm"},
    {"smmls", Set::A32, 2, "cccc 01110101 dddd aaaa ssss 11x1 mmmm"},
    {"smmul", Set::A32, 1, "cccc 01110101 dddd 1111 ssss 00x1 mmmm"},
    {"div", Set::A32, 3, "cccc 011100x1 dddd 1111 ssss 0001 mmmm"},
    {"usad8", Set::A32, 1, "cccc 01111000 dddd 1111 ssss 0001 mmmm"},
    {"usada8", Set::A32, 2, "cccc 01111000 dddd aaaa ssss 0001 mmmm"},

    {"parallel", Set::A32, 8, "cccc 01100xxx nnnn dddd 1111 xxx1 mmmm", fixParallelA32},
    {"pkh", Set::A32, 2, "cccc 01101000 nnnn dddd xxxxx x01 mmmm"},
    {"xta", Set::A32, 3, "cccc 01101xxx nnnn dddd xx000111 mmmm", fixExtendA32},
    {"xt", Set::A32, 3, "cccc 01101xxx 1111 dddd xx000111 mmmm", fixExtendA32},
    {"sel", Set::A32, 3, "cccc 01101000 nnnn dddd 11111011 mmmm"},
    {"sat", Set::A32, 4, "cccc 01101x1x xxxx dddd xxxxx x01 nnnn"},
    {"sat16", Set::A32, 3, "cccc 01101x10 xxxx dddd 1111 0011 nnnn"},
    {"rev", Set::A32, 3, "cccc 01101x11 1111 dddd 1111 x011 mmmm"},
    {"bfx", Set::A32, 3, "cccc 01111x1x xxxx dddd xxxxx 101 nnnn", fixExtractA32},
    {"bfi", Set::A32, 2, "cccc 0111110x xxxx dddd xxxxx 001 nnnn", fixInsertA32},
    {"bfc", Set::A32, 1, "cccc 0111110x xxxx dddd xxxxx 001 1111", fixInsertA32},
    {"clz", Set::A32, 2, "cccc 00010110 1111 dddd 1111 0001 mmmm"},
    {"qadd", Set::A32, 4, "cccc 00010xx0 nnnn dddd 0000 0101 mmmm"},

    {"mrs", Set::A32, 2, "cccc 00010000 1111 dddd 0000 0000 0000"},
    {"msr", Set::A32, 2, "cccc 00010010 x100 1111 0000 0000 nnnn"},
    {"msr flags", Set::A32, 1, "cccc 00010010 1000 1111 0000 0000 nnnn"},
    {"msr imm", Set::A32, 1, "cccc 00110010 x100 1111 xxxxxxxxxxxx"},
    {"hint", Set::A32, 1, "cccc 00110010 0000 1111 0000 0000 0000"},
    {"dbg", Set::A32, 1, "cccc 00110010 0000 1111 0000 1111 xxxx"},
    {"barrier", Set::A32, 1, "1111 01010111 1111 1111 0000 010x 1111"},
    {"setend", Set::A32, 1, "1111 00010000 0001 0000 00x0 0000 0000"},
    {"read tls", Set::A32, 1, "cccc 11100001 1101 dddd 1111 0101 0000"},

    {"udf", Set::A32, 1, "1110 01111111 xxxxxxxxxxxx 1111 xxxx", nullptr, Placement::Faults},
    {"cps", Set::A32, 1, "1111 00010000 1000 0000 0001 1100 0000", nullptr, Placement::Faults},
    {"mrc p14", Set::A32, 1, "cccc 11101111 0000 dddd 1110 0001 0000", nullptr, Placement::Faults},
    {"mrrc p15", Set::A32, 1, "cccc 11000101 eeee dddd 1111 0001 1110", nullptr, Placement::Faults},
    {"mrc c9", Set::A32, 1, "cccc 11100001 1001 dddd 1111 0001 1101", nullptr, Placement::Faults},
    {"smc", Set::A32, 1, "cccc 00010110 0000 0000 0000 0111 xxxx", nullptr, Placement::Faults},
};

} // namespace

std::span<const Pattern> a32Patterns()
{
    return kPatterns;
}

} // namespace perisphere::differential
