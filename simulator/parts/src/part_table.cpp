// The table of parts. Its lines are in part_table.inc, which is read twice: the language has no
// other way to declare a constant and to list it in one line.

#include "perisphere/parts/part_type.hpp"

namespace perisphere::parts
{

#define PERISPHERE_PART(part)                                                                      \
    namespace part                                                                                 \
    {                                                                                              \
    extern const PartType kType;                                                                   \
    }
#include "part_table.inc"
#undef PERISPHERE_PART

namespace
{

#define PERISPHERE_PART(part) &part::kType,
constexpr const PartType* kTypes[] = {
#include "part_table.inc"
};
#undef PERISPHERE_PART

} // namespace

std::span<const PartType* const> partTypes()
{
    return kTypes;
}

} // namespace perisphere::parts
